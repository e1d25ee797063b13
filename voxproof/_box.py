"""Half-open boxes ``(z0, z1, y0, y1, x0, x1)`` in voxels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxproof._checks import brief, is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

Box = tuple[int, int, int, int, int, int]
Shape = tuple[int, int, int]


def whole(shape: Shape) -> Box:
    """The box of a volume."""
    return (0, shape[0], 0, shape[1], 0, shape[2])


def slices(box: Box) -> tuple[slice, slice, slice]:
    """Index that takes the box out of a ``(z, y, x)`` array."""
    return slice(*box[0:2]), slice(*box[2:4]), slice(*box[4:6])


def box_shape(box: Box) -> Shape:
    """Sizes ``(z, y, x)``."""
    return box[1] - box[0], box[3] - box[2], box[5] - box[4]


def volume(box: Box) -> int:
    """Number of voxels."""
    z, y, x = box_shape(box)
    return z * y * x


def inside(box: Box, shape: Shape) -> bool:
    """Whether the box has voxels and all of them lie in the volume."""
    return all(0 <= box[2 * i] < box[2 * i + 1] <= shape[i] for i in range(3))


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share a voxel."""
    return all(a[2 * i] < b[2 * i + 1] and b[2 * i] < a[2 * i + 1] for i in range(3))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of them; there is at least one."""
    edges = list(zip(*boxes, strict=True))
    z0, y0, x0 = (min(low) for low in edges[::2])
    z1, y1, x1 = (max(high) for high in edges[1::2])
    return z0, z1, y0, y1, x0, x1


def dilate(box: Box, by: int, shape: Shape) -> Box:
    """The box grown on all sides, cut at the faces of the volume."""
    z0, z1, y0, y1, x0, x1 = box
    return (
        max(z0 - by, 0),
        min(z1 + by, shape[0]),
        max(y0 - by, 0),
        min(y1 + by, shape[1]),
        max(x0 - by, 0),
        min(x1 + by, shape[2]),
    )


def from_slices(index: Any, shape: Shape, name: str = "slices") -> Box:
    """The box of up to three slices or whole numbers, in the way NumPy reads them; an ellipsis stands for those left out.

    Raises
    ------
    TypeError
        For an index of something else than whole numbers.
    ValueError
        For more than three entries, an index outside, or a step other than 1.
    """
    edges: list[int] = []
    for size, entry in zip(shape, _three_entries(index, name), strict=True):
        start, stop, step = _stretch(entry, size, name)
        if step != 1:
            raise ValueError(
                f"{name}: found step {step}, expected 1. Pass the slices that enclose the change."
            )
        edges += [start, max(start, stop)]
    z0, z1, y0, y1, x0, x1 = edges
    return z0, z1, y0, y1, x0, x1


def _three_entries(index: Any, name: str) -> list[Any]:
    entries = list(index) if isinstance(index, tuple) else [index]
    gaps = [place for place, entry in enumerate(entries) if entry is Ellipsis]
    given = len(entries) - len(gaps)
    if given > 3 or len(gaps) > 1:
        raise ValueError(f"{name}: found {len(entries)} entries, expected at most three, (z, y, x).")
    place = gaps[0] if gaps else given
    return [*entries[:place], *[slice(None)] * (3 - given), *entries[place + 1 :]]


def _stretch(entry: Any, size: int, name: str) -> tuple[int, int, int]:
    if isinstance(entry, slice):
        try:
            return entry.indices(size)
        except (TypeError, ValueError) as error:
            raise TypeError(
                f"{name}: found {brief(entry)}, expected whole numbers in it, and a step of 1 if any."
            ) from error
    if not is_whole(entry):
        raise TypeError(
            f"{name}: found {brief(entry)}, expected slices or whole numbers as in np.s_[3:9, :, 40:80]."
        )
    start = int(entry) + (size if entry < 0 else 0)
    if not 0 <= start < size:
        raise ValueError(f"{name}: found index {entry} on an axis of {size}, expected one within it.")
    return start, start + 1, 1
