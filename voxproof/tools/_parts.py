"""Small parts: islands taken away, holes filled, with their sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._preview import Preview
from voxproof.tools._given import check_below, check_part, labels_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box, Shape


def remove_islands(segmentation: NDArray[Any], below: int, box: Any = None) -> Preview:
    """Take small pieces away.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    below : int
        Pieces (26 neighbours, one label) of fewer voxels go; 2 or more.
    box : tuple of six int, or of up to three slices, optional
        Only pieces go that lie in it wholly; all of the volume without it.

    Returns
    -------
    Preview
        Of the box, with 0 where they were; ``.sizes`` has the voxels of each.

    Raises
    ------
    TypeError, ValueError
        For `below` under 2 and a box outside the volume.

    Examples
    --------
    >>> import numpy as np
    >>> remove_islands(np.array([[[1, 1, 1, 0, 1, 0, 2, 2]]]), below=3).sizes
    (2, 1)
    """
    segmentation = labels_of(segmentation)
    below, where = check_below(below), check_part(box, segmentation.shape)
    wide, inner = _with_rim(where, segmentation.shape)
    part = segmentation[_box.slices(wide)].copy()
    pieces = _pieces(part)
    sizes = np.bincount(pieces.ravel())
    is_small = sizes < below
    is_small[0] = False
    is_small[_outside(pieces, inner)] = False
    part[is_small[pieces]] = 0
    return Preview(_box.slices(where), part[inner].copy(), _falling(sizes[is_small]))


def fill_holes(segmentation: NDArray[Any], below: int, box: Any = None) -> Preview:
    """Fill small cavities: background that one label encloses.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    below : int
        Cavities (6 neighbours) of fewer voxels are filled; 2 or more.
    box : tuple of six int, or of up to three slices, optional
        Only cavities are filled that lie in it wholly; all of the volume without it.

    Returns
    -------
    Preview
        Of the box; ``.sizes`` has the voxels of each cavity. One between several labels stays: whose it is cannot be told.

    Raises
    ------
    TypeError, ValueError
        For `below` under 2 and a box outside the volume.

    Examples
    --------
    >>> import numpy as np
    >>> shell = np.ones((3, 3, 3), np.uint8)
    >>> shell[1, 1, 1] = 0
    >>> fill_holes(shell, below=9).sizes
    (1,)
    """
    from scipy import ndimage

    segmentation = labels_of(segmentation)
    below, where = check_below(below), check_part(box, segmentation.shape)
    wide, inner = _with_rim(where, segmentation.shape)
    part = segmentation[_box.slices(wide)].copy()
    holes, count = ndimage.label(part == 0)
    sizes = np.bincount(holes.ravel(), minlength=count + 1)
    is_small = sizes < below
    is_small[0] = False
    is_small[_outside(holes, inner)] = False
    is_small[_outside(holes, (slice(1, -1), slice(1, -1), slice(1, -1)))] = False
    owners = _owners(part, holes, count)
    is_small &= owners[0] == owners[1]
    fills = is_small[holes]
    part[fills] = owners[0][holes[fills]]
    return Preview(_box.slices(where), part[inner].copy(), _falling(sizes[is_small]))


def _with_rim(box: Box, shape: Shape) -> tuple[Box, tuple[slice, slice, slice]]:
    """The box with a voxel around it, where the volume goes on, and where the box lies in that."""
    wide = _box.dilate(box, 1, shape)
    z, y, x = (slice(box[2 * a] - wide[2 * a], box[2 * a + 1] - wide[2 * a]) for a in range(3))
    return wide, (z, y, x)


def _pieces(part: NDArray[Any]) -> NDArray[np.int64]:
    """Numbers of the pieces of all labels, from 1; 0 on background."""
    from skimage import measure

    native = np.ascontiguousarray(part, part.dtype.newbyteorder("="))
    label: Any = measure.label
    pieces: NDArray[np.int64] = label(native, background=0, connectivity=3)
    return pieces


def _outside(parts: NDArray[Any], inner: tuple[slice, slice, slice]) -> NDArray[np.int64]:
    """Numbers of the parts that have voxels elsewhere too."""
    rim = np.ones(parts.shape, np.bool_)
    rim[inner] = False
    return np.unique(parts[rim]).astype(np.int64)


def _owners(part: NDArray[Any], holes: NDArray[Any], count: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Least and greatest of the labels beside each hole; the least is the greater one where there is none."""
    dtype = np.uint8 if part.dtype.kind == "b" else part.dtype.newbyteorder("=")
    labels = part.astype(dtype)
    limits = np.iinfo(dtype)
    least, greatest = np.full(count + 1, limits.max, dtype), np.full(count + 1, limits.min, dtype)
    for axis in range(3):
        hole, label = np.moveaxis(holes, axis, 0), np.moveaxis(labels, axis, 0)
        for mine, other in ((hole[1:], label[:-1]), (hole[:-1], label[1:])):
            touches = (mine > 0) & (other != 0)
            np.minimum.at(least, mine[touches], other[touches])
            np.maximum.at(greatest, mine[touches], other[touches])
    return least, greatest


def _falling(sizes: NDArray[Any]) -> tuple[int, ...]:
    return tuple(sorted(sizes.tolist(), reverse=True))
