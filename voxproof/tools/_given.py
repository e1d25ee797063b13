"""What tools are given, checked: arrays, labels, boxes, lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from voxproof import _box
from voxproof._arrays import check_labels, readable
from voxproof._checks import brief, check_choice, check_number, check_spacing, is_whole
from voxproof._labels import label_range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box, Shape

Axis = Literal["z", "y", "x"]


def labels_of(segmentation: Any) -> NDArray[Any]:
    """The segmentation for reading: (Z, Y, X) integers or booleans. TypeError or ValueError when it is none."""
    array = readable("segmentation", segmentation)
    check_labels("segmentation", array)
    return array


def check_label(label: Any, dtype: np.dtype[Any], *, name: str = "label", allows_zero: bool = True) -> int:
    """A label that a dtype can hold.

    Raises
    ------
    TypeError, ValueError
        For another kind of value; for 0 unless allowed, and for labels beyond the dtype's range.
    """
    if not is_whole(label) and not (isinstance(label, bool | np.bool_) and dtype.kind == "b"):
        raise TypeError(f"{name}: found {brief(label)}, expected a label, a whole number.")
    low, high = label_range(dtype)
    if not low <= int(label) <= high:
        raise ValueError(
            f"{name}: found {label}, expected {low} to {high}, the range of the segmentation's {dtype}. "
            "Choose another label, or use a wider dtype."
        )
    if int(label) == 0 and not allows_zero:
        raise ValueError(f"{name}: found 0, which is background, expected a label.")
    return int(label)


def check_part(box: Any, shape: Shape) -> Box:
    """A box as slices or as six whole numbers; the whole volume for None. ValueError or TypeError unless it has voxels inside."""
    if box is None:
        return _box.whole(shape)
    if isinstance(box, list | tuple) and len(box) == 6 and all(is_whole(edge) for edge in box):
        z0, z1, y0, y1, x0, x1 = (int(edge) for edge in box)
        read = (z0, z1, y0, y1, x0, x1)
    else:
        read = _box.from_slices(box, shape, "box")
    if not _box.inside(read, shape):
        raise ValueError(
            f"box: found {list(read)}, expected a half-open box (z0, z1, y0, y1, x0, x1) with voxels inside {list(shape)}."
        )
    return read


def check_axis(axis: Any, name: str = "axis") -> int:
    """0, 1 or 2 of "z", "y" or "x"."""
    check_choice(name, axis, get_args(Axis))
    return get_args(Axis).index(axis)


def check_sizes(spacing: Any) -> tuple[float, float, float]:
    """Voxel size (z, y, x); 1 for None."""
    return check_spacing(spacing) or (1.0, 1.0, 1.0)


def check_length(name: str, value: Any) -> float:
    """A finite length above 0."""
    length = check_number(name, value)
    if length == 0:
        raise ValueError(f"{name}: found 0, expected a length above 0.")
    return length


def check_below(below: Any) -> int:
    """A number of voxels, 2 or more."""
    if not is_whole(below):
        raise TypeError(f"below: found {brief(below)}, expected a whole number of voxels.")
    if below < 2:
        raise ValueError(
            f"below: found {below}, expected 2 or more: parts of fewer voxels than that are meant."
        )
    return int(below)
