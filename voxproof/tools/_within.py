"""Masks: the part of an edit that may be made, whichever tool proposes it."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._checks import brief, is_whole
from voxproof._labels import label_range
from voxproof._preview import Preview
from voxproof.tools._given import check_part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box, Shape


@dataclass(frozen=True, kw_only=True)
class Within:
    """What an edit may change: the argument ``within=`` of a curator's tools. All that is given must hold of a voxel.

    Parameters
    ----------
    labels : int or collection of int, optional
        Only voxels that hold one of these before the edit. ``7`` changes label 7 alone; ``(0, 7)`` keeps every other label.
    box : tuple of six int, or of up to three slices, optional
        Only voxels in it: half-open ``(z0, z1, y0, y1, x0, x1)``, or slices as NumPy reads them (step 1).
    intensity : (float, float), optional
        Only voxels whose image value lies between the two, both included. A curator compares values as its views show them, in 255 steps
        of the range in the volume's description, so that a call changes the voxels that the same mask on the page does.

    Examples
    --------
    >>> Within(labels=(0, 7), intensity=(120, 200)).labels
    (0, 7)
    """

    labels: int | Collection[int] | None = None
    box: tuple[int, int, int, int, int, int] | tuple[slice | int, ...] | None = None
    intensity: tuple[float, float] | None = None


def within(
    preview: Preview,
    segmentation: NDArray[Any],
    *,
    labels: int | Collection[int] | None = None,
    box: tuple[int, int, int, int, int, int] | tuple[slice | int, ...] | None = None,
    image: NDArray[Any] | None = None,
    intensity: tuple[float, float] | None = None,
) -> Preview:
    """The part of a proposed edit that masks let through.

    Parameters
    ----------
    preview : Preview
        What a tool proposes. Borrowed, not modified.
    segmentation : (Z, Y, X) array of integers or booleans
        What it was proposed for. Borrowed, not modified.
    labels, box, intensity
        See `Within`.
    image : (Z, Y, X) array, optional
        Whose values `intensity` is about; they are compared as they are. NaN is outside.

    Returns
    -------
    Preview
        Of the same box; voxels that a mask protects are as they were.

    Raises
    ------
    TypeError, ValueError
        For masks that cannot be; the message says what was found and what was expected.

    Examples
    --------
    >>> before = np.array([[[0, 7, 3]]], np.uint8)
    >>> everything = Preview((slice(0, 1), slice(0, 1), slice(0, 3)), np.full_like(before, 7))
    >>> within(everything, before, labels=(0, 7)).segmentation
    array([[[7, 7, 3]]], dtype=uint8)
    """
    limits = Within(labels=labels, box=box, intensity=intensity)
    if intensity is not None and (image is None or image.shape != segmentation.shape):
        found = "no image" if image is None else f"an image of {list(image.shape)}"
        raise ValueError(f"image: found {found}, expected one of {list(segmentation.shape)} for intensity.")
    values = None if intensity is None or image is None else image[preview.box]
    return limited(preview, segmentation, limits, values, check_intensity(intensity))


def limited(
    preview: Preview,
    segmentation: NDArray[Any],
    limits: Within,
    values: NDArray[Any] | None,
    intensity: tuple[float, float] | None,
) -> Preview:
    """As `within`, for values of the image in the preview's box, or other values that stand for them, and their limits."""
    before = segmentation[preview.box]
    free = np.ones(before.shape, np.bool_)
    if limits.labels is not None:
        free &= np.isin(before, _check_labels(limits.labels, segmentation.dtype))
    if limits.box is not None:
        free &= _inside(check_part(limits.box, segmentation.shape), preview, segmentation.shape)
    if intensity is not None and values is not None:
        free &= (values >= intensity[0]) & (values <= intensity[1])
    return Preview(preview.box, np.where(free, preview.segmentation, before))


def check_intensity(intensity: Any) -> tuple[float, float] | None:
    """Two real numbers, rising. TypeError or ValueError when they are not."""
    if intensity is None:
        return None
    ends = list(intensity) if isinstance(intensity, list | tuple | np.ndarray) else []
    if len(ends) != 2 or not all(isinstance(end, Real | np.generic) for end in ends):
        raise TypeError(f"intensity: found {brief(intensity)}, expected two numbers (low, high).")
    low, high = float(ends[0]), float(ends[1])
    if math.isnan(low) or not low <= high:
        raise ValueError(f"intensity: found {brief(intensity)}, expected (low, high) with low <= high.")
    return low, high


def _check_labels(labels: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    wanted = [labels] if is_whole(labels) else list(labels) if isinstance(labels, Collection) else []
    if not wanted or not all(is_whole(label) for label in wanted):
        raise TypeError(f"labels: found {brief(labels)}, expected a label, or several of them.")
    low, high = label_range(dtype)
    for label in wanted:
        if not low <= int(label) <= high:
            raise ValueError(f"labels: found {label}, expected {low} to {high}, the range of {dtype}.")
    return np.array([int(label) for label in wanted], dtype.newbyteorder("="))


def _inside(box: Box, preview: Preview, shape: Shape) -> NDArray[np.bool_]:
    """Which voxels of a preview's box lie in another one."""
    own = _box.from_slices(preview.box, shape)
    inside = np.zeros(_box.box_shape(own), np.bool_)
    both = tuple(
        slice(max(box[2 * axis] - own[2 * axis], 0), max(box[2 * axis + 1] - own[2 * axis], 0))
        for axis in range(3)
    )
    inside[both] = True
    return inside
