"""Whole labels: several made one, a new one found, voxels given one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._arrays import readable
from voxproof._checks import brief
from voxproof._labels import distinct, label_range
from voxproof._preview import Preview
from voxproof.tools._given import check_label, check_part, labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


def merge_labels(segmentation: NDArray[Any], labels: Sequence[int], into: int | None = None) -> Preview:
    """Make several labels one.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    labels : sequence of int
        Two or more, or one with `into`; each must occur.
    into : int, optional
        What they become; the first of them without it.

    Returns
    -------
    Preview
        Of the box of the voxels that change.

    Raises
    ------
    TypeError, ValueError
        For fewer labels, 0, and labels that do not occur or that the dtype cannot hold.

    Examples
    --------
    >>> import numpy as np
    >>> merge_labels(np.array([[[1, 2, 3]]]), [1, 3]).segmentation
    array([[[1]]])
    """
    segmentation = labels_of(segmentation)
    given = list(labels) if isinstance(labels, list | tuple | set | np.ndarray) else [labels]
    merged = [check_label(label, segmentation.dtype, name="labels", allows_zero=False) for label in given]
    if into is not None:
        merged = [check_label(into, segmentation.dtype, name="into", allows_zero=False), *merged]
    if len(set(merged)) < 2:
        raise ValueError(f"labels: found {brief(labels)}, expected two different labels or more to make one.")
    first, *others = merged
    expected = others if into is not None else merged
    missing = sorted(set(expected) - set(distinct(segmentation).tolist()))
    if missing:
        raise ValueError(f"labels: found no voxel of label {missing[0]}, expected labels that occur.")
    return _within(segmentation, np.isin(segmentation, [label for label in others if label != first]), first)


def new_label(segmentation: NDArray[Any]) -> int:
    """A label that no voxel has.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.

    Returns
    -------
    int
        One above the largest, from 1; where the dtype ends, the smallest from 1 that is free.

    Raises
    ------
    ValueError
        When every label of the dtype is taken.

    Examples
    --------
    >>> import numpy as np
    >>> new_label(np.array([[[1, 2, 7]]]))
    8
    """
    segmentation = labels_of(segmentation)
    used = distinct(segmentation)
    largest = max(0, int(used[-1]))
    most = label_range(segmentation.dtype)[1]
    if largest < most:
        return largest + 1
    positive = used[used > 0]
    gaps = np.flatnonzero(positive != np.arange(1, len(positive) + 1, dtype=positive.dtype))
    if not gaps.size:
        raise ValueError(
            f"segmentation: found every label up to {most} taken, expected one to be free. Use a wider dtype than {segmentation.dtype}."
        )
    return int(gaps[0]) + 1


def paint(segmentation: NDArray[Any], where: Any, label: int, *, over: ArrayLike | None = None) -> Preview:
    """Give voxels a label.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    where : (Z, Y, X) array of booleans, or a box
        The voxels: a mask, up to three slices (``np.s_[3:9, :, 40:80]``), or half-open (z0, z1, y0, y1, x0, x1).
    label : int
        0 erases.
    over : int or sequence of int, optional
        Only voxels that have one of these labels change, such as 0 to keep all that there is; all change without it.

    Returns
    -------
    Preview

    Raises
    ------
    TypeError, ValueError
        For a mask of another shape or without voxels, a box outside the volume, a label that the dtype cannot hold.

    Examples
    --------
    >>> import numpy as np
    >>> paint(np.array([[[1, 0, 0]]]), np.s_[:, :, :2], 7, over=0).segmentation
    array([[[7]]])
    """
    segmentation = labels_of(segmentation)
    label = check_label(label, segmentation.dtype)
    if isinstance(where, np.ndarray) and where.ndim:
        mask = readable("where", where)
        if mask.dtype.kind != "b" or mask.shape != segmentation.shape:
            raise ValueError(
                f"where: found {mask.dtype} of shape {mask.shape}, expected booleans of {segmentation.shape}, that of the segmentation, "
                "or a box. Compare an array with its label to make a mask, as in labels == 7."
            )
    else:
        mask = np.zeros(segmentation.shape, np.bool_)
        mask[_box.slices(check_part(where, segmentation.shape))] = True
    if over is not None:
        mask = mask & np.isin(segmentation, np.asarray(over))
    if not mask.any():
        raise ValueError("where: found no voxel, expected at least one to paint.")
    return _within(segmentation, mask, label)


def _within(segmentation: NDArray[Any], mask: NDArray[np.bool_], label: int) -> Preview:
    edges = []
    for axis in range(3):
        found = np.flatnonzero(mask.any(axis=tuple(other for other in range(3) if other != axis)))
        edges.append(slice(int(found[0]), int(found[-1]) + 1))
    z, y, x = edges
    part = segmentation[z, y, x].copy()
    part[mask[z, y, x]] = label
    return Preview((z, y, x), part)
