"""What is compared: each makes, for a volume, a tool that tells which voxels a stroke changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from judge import Flat, Judge, Stroke
from numpy.typing import NDArray
from scipy import ndimage
from skimage.morphology import skeletonize

from voxproof.strokes import stroke

Tool = Callable[[Stroke], Flat]


def painter(judge: Judge) -> Tool:
    """The perfect painter: exactly the voxels of the error."""
    return judge.painted


def ball(judge: Judge) -> Tool:
    """The plain brush and eraser: a ball along the stroke, as thick as the segmentation at the stroke's ends."""
    volume = judge.volume
    segmentation, spacing = volume.segmentation, (volume.aspect, 1.0, 1.0)
    depth = ndimage.distance_transform_edt(segmentation, spacing)
    usual = float(np.median(depth[skeletonize(segmentation)]))
    deepest = ndimage.maximum_filter(depth, (3 if volume.aspect > 1 else 5, 5, 5))

    def tool(stroke: Stroke) -> Flat:
        ends = deepest[tuple(stroke.points[[0, -1]].T)]
        radius = max(float(ends[ends > 0].mean()) if ends.any() else usual, 1.01)
        box, line = _surroundings(stroke.points, segmentation.shape, int(np.ceil(radius)) + 1)
        near = ndimage.distance_transform_edt(~line, spacing) < radius
        return _flat(near & (segmentation[box] != (stroke.mode == "add")), box, segmentation.shape)

    return tool


def smart_stroke(only: str | None = None) -> Callable[[Judge], Tool]:
    """Ours, with image and probability or `only` one of them."""

    def make(judge: Judge) -> Tool:
        volume, segmentation = judge.volume, judge.volume.segmentation
        data = {"image": volume.image, "probability": volume.probability}
        given = {name: array for name, array in data.items() if only in (None, name)}

        def tool(line: Stroke) -> Flat:
            change = stroke(
                segmentation, line.points, mode=line.mode, label=1, spacing=volume.spacing, **given
            )
            return _flat(change.mask, change.box, segmentation.shape)

        return tool

    return make


Box = tuple[slice, slice, slice]


def _surroundings(
    points: NDArray[np.int64], shape: tuple[int, ...], margin: int
) -> tuple[Box, NDArray[np.bool_]]:
    """The stroke's box, widened, and the stroke in it."""
    low = np.maximum(points.min(0) - margin, 0)
    high = np.minimum(points.max(0) + margin + 1, shape)
    line = np.zeros(high - low, bool)
    line[tuple((points - low).T)] = True
    z, y, x = (slice(int(a), int(b)) for a, b in zip(low, high, strict=True))
    return (z, y, x), line


def _flat(changed: NDArray[np.bool_], box: Box, shape: tuple[int, ...]) -> Flat:
    at = tuple(axis + side.start for axis, side in zip(np.nonzero(changed), box, strict=True))
    return np.asarray(np.ravel_multi_index(at, shape), np.int64)


CANDIDATES: dict[str, Callable[[Judge], Tool]] = {
    "perfect painter": painter,
    "ball": ball,
    "smart stroke": smart_stroke(),
    "… image alone": smart_stroke("image"),
    "… probability alone": smart_stroke("probability"),
    "… neither": smart_stroke("neither"),
}
