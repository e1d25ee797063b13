"""Editing tools for use without a curator: arrays in, a `Preview` of the edit out.

Nothing is written: ``segmentation[preview.box] = preview.segmentation`` makes the edit. They keep dtype and label ids, and change only
the voxels they name. `Curator` has a method for each, which makes the edit durable and undoable.

Examples
--------
>>> import numpy as np
>>> import voxproof as vp
>>> segmentation = np.array([[[1, 1, 1, 0, 1, 0, 2, 2]]])
>>> preview = vp.repair.remove_islands(segmentation, below=2)
>>> preview.sizes
(1,)
>>> segmentation[preview.box] = preview.segmentation
>>> segmentation.tolist()
[[[1, 1, 1, 0, 0, 0, 2, 2]]]
"""

from voxproof.tools import (
    Preview,
    accept,
    delete,
    fill,
    fill_holes,
    grow,
    interpolate,
    lasso,
    merge_labels,
    new_label,
    paint,
    remove_islands,
    smooth,
)

__all__ = [
    "Preview",
    "accept",
    "delete",
    "fill",
    "fill_holes",
    "grow",
    "interpolate",
    "lasso",
    "merge_labels",
    "new_label",
    "paint",
    "remove_islands",
    "smooth",
]
