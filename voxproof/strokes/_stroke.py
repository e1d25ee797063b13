"""The call: what is checked, which label is written, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._arrays import check_labels, check_numbers, readable
from voxproof._checks import brief, check_choice, check_number, check_spacing, is_whole
from voxproof._extras import need
from voxproof._labels import label_range
from voxproof.strokes._add import add
from voxproof.strokes._remove import remove
from voxproof.strokes._scene import Scene, box_around, draw, support_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from voxproof.strokes._scene import Floats, Points

LABEL_REACH = 5.0
"""How far from the stroke a label is looked for when none is given, in smallest sides of a voxel."""


@dataclass(frozen=True, eq=False)
class Change:
    """Voxels that a stroke changes, and what they become.

    Attributes
    ----------
    origin : (int, int, int)
        Corner (z, y, x) of the box in the volume.
    mask : (Z, Y, X) bool
        Voxels of the box that change; the box fits them closely. Of shape (0, 0, 0) when nothing changes.
    label : int
        What they become: the stroke's label, or 0 where it removes.
    """

    origin: tuple[int, int, int]
    mask: NDArray[np.bool_] = field(repr=False)
    label: int

    @property
    def box(self) -> tuple[slice, slice, slice]:
        """Index that takes the box out of the volume: ``segmentation[change.box][change.mask] = change.label``."""
        z, y, x = (slice(o, o + n) for o, n in zip(self.origin, self.mask.shape, strict=True))
        return z, y, x


def stroke(
    segmentation: ArrayLike,
    points: ArrayLike,
    *,
    mode: Literal["add", "remove"] = "add",
    label: int | None = None,
    image: ArrayLike | None = None,
    probability: ArrayLike | None = None,
    spacing: ArrayLike | None = None,
    width: float = 1.0,
) -> Change:
    """Find what belongs to a quick, imprecise line along a missing or a false piece.

    Parameters
    ----------
    segmentation : (Z, Y, X) array_like of integers or booleans
        Labels; 0 is background. Borrowed, not modified.
    points : (N, 3) array_like
        Voxels (z, y, x) that the line goes through, in order, joined by straight lines; fractions are rounded. One point is a click.
    mode : {"add", "remove"}
        Whether the piece is missing or false.
    label : int, optional
        The label to add to or take from. By default the one that most voxels of the stroke have, else the nearest within 5 voxels;
        when adding with none there, 1.
    image : (Z, Y, X) array_like, optional
        What was segmented. Whether the label is bright or dark is seen from the mask near the stroke.
    probability : (Z, Y, X) array_like, optional
        From 0 to 1, or uint8 from 0 to 255, how likely the label is.
    spacing : (z, y, x), optional
        Sides of a voxel; only their ratios matter. Without it they are equal.
    width : float
        1 as found; less gives a narrower result, more a wider one: for the same line a greater width changes every voxel that a smaller one
        does.

    Returns
    -------
    Change
        Nothing is written: ``segmentation[change.box][change.mask] = change.label`` does.

    Raises
    ------
    TypeError
        For dtypes that are not numbers, a label that is no whole number.
    ValueError
        For other shapes, points outside of the volume, label 0, a label the dtype cannot hold, a width below 0.

    Notes
    -----
    Only a box of 14 smallest voxel sides around the stroke is looked at, and lengths are in these. The *support* of a voxel is the mean of
    its probability and its brightness, scaled so that the median background is 0 and the median of the mask is 1.

    **Adding.** A random walker with priors [1]_ [2]_ on the support decides, within a tube around the stroke, between what is wanted (the
    stroke, the mask in the tube) and what lies beyond the tube. The tube's radius is 1.75 times the mask's at the stroke's ends, at least
    3; the prior falls with the distance from the stroke, even odds at the mask's radius, and rises with the support. Voxels with a chance
    above ``1 / (1 + width ** 1.5)`` that hang together with the stroke are added. The seam is closed: what a closing of the result with a
    ball of radius 2 would fill is added within 4 of the new voxels.

    **Removing.** Voxels of the mask's centre line (thinning, [3]_) within 1.5 of the stroke, not past its ends, are false. Voxels go whose
    nearest centre-line voxel is false, or one of the nearest, and that are not farther from it than `width` times its depth in the mask and
    1.25; with a width above 1 also what is near enough beyond this section. Image and probability do not matter here.

    Voxels of other labels are never changed. Without image and probability, or where both are flat, only shape decides.

    References
    ----------
    .. [1] Grady L. "Random walks for image segmentation", IEEE PAMI 28 (2006) 1768, doi:10.1109/TPAMI.2006.233.
    .. [2] Grady L. "Multilabel random walker image segmentation using prior models", CVPR 2005, 763, doi:10.1109/CVPR.2005.239.
    .. [3] Lee T.-C., Kashyap R. L., Chu C.-N. "Building skeleton models via 3-D medial surface/axis thinning algorithms", CVGIP: Graphical
       Models and Image Processing 56 (1994) 462.

    Examples
    --------
    >>> import numpy as np
    >>> bar = np.zeros((5, 5, 20), np.uint8)
    >>> bar[1:4, 1:4, :8] = bar[1:4, 1:4, 12:] = 7
    >>> change = stroke(bar, [(2, 2, 7), (2, 2, 12)])
    >>> bar[change.box][change.mask] = change.label
    >>> bool((bar[2, 2] == 7).all())
    True
    """
    labels = readable("segmentation", segmentation)
    check_labels("segmentation", labels)
    check_choice("mode", mode, ("add", "remove"))
    wide = check_number("width", width)
    scale = _scale(spacing)
    line = draw(_points(points, labels.shape))
    corner, box = box_around(line, scale, labels.shape)
    here = labels[box]
    of = _label(here, line - corner, scale, label, labels.dtype)
    mask = here == of
    on_line = np.zeros(mask.shape, bool)
    on_line[tuple((line - corner).T)] = True
    support = support_of(
        mask, on_line, _cut("image", image, labels.shape, box), _chance(probability, labels.shape, box)
    )
    scene = Scene(mask, (here != 0) & ~mask, support, line - corner, scale)
    changed = add(scene, wide) if mode == "add" else remove(scene, wide)
    return _change(changed, corner, of if mode == "add" else 0)


def _scale(spacing: Any) -> Floats:
    sizes = np.array(check_spacing(spacing) or (1.0, 1.0, 1.0))
    scale: Floats = sizes / sizes.min()
    return scale


def _points(points: Any, shape: tuple[int, ...]) -> Points:
    at = readable("points", points)
    if at.dtype.kind not in "iuf" or at.ndim != 2 or at.shape[1:] != (3,) or len(at) == 0:
        raise ValueError(
            f"points: found {at.dtype} of shape {at.shape}, expected numbers of shape (n, 3), one (z, y, x) a row, at least one."
        )
    wrong = ~((at > -0.5) & (at < np.array(shape) - 0.5)).all(axis=1)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"points: found {brief(at[first].tolist())} (point {first}), expected (z, y, x) within a volume of {shape}. "
            "Leave out what lies outside, and see that the axes are in this order."
        )
    rounded: Points = np.rint(at).astype(np.int64)
    return rounded


def _label(here: NDArray[Any], line: Points, scale: Floats, label: Any, dtype: np.dtype[Any]) -> int:
    if label is None:
        return _label_of(here, line, scale) or 1
    if not is_whole(label) and not isinstance(label, bool | np.bool_):
        raise TypeError(f"label: found {brief(label)}, expected a whole number.")
    return _checked(int(label), dtype)


def _checked(label: int, dtype: np.dtype[Any]) -> int:
    low, high = label_range(dtype)
    if label == 0:
        raise ValueError(
            'label: found 0, the background, expected a label. To take voxels away, use mode="remove" with the label they have.'
        )
    if not low <= label <= high:
        raise ValueError(
            f"label: found {label}, expected {low} to {high}, the range of the segmentation's {dtype}. "
            "Choose another label, or convert the segmentation to a wider dtype."
        )
    return label


def _label_of(here: NDArray[Any], line: Points, scale: Floats) -> int:
    """The label most voxels of the stroke have, the smallest of several; else that of the labelled voxel nearest to the stroke."""
    under = here[tuple(line.T)]
    under = under[under != 0]
    if under.size:
        ids, counts = np.unique(under, return_counts=True)
        return int(ids[counts.argmax()])
    if not here.any():
        return 0
    far, nearest = need("scipy.ndimage").distance_transform_edt(here == 0, scale, return_indices=True)
    closest = tuple(line[far[tuple(line.T)].argmin()])
    return int(here[tuple(nearest[:, *closest])]) if far[closest] <= LABEL_REACH else 0


def _cut(name: str, array: Any, shape: tuple[int, ...], box: tuple[slice, ...]) -> NDArray[Any] | None:
    if array is None:
        return None
    values = readable(name, array)
    check_numbers(name, values, shape)
    return values[box]


def _chance(probability: Any, shape: tuple[int, ...], box: tuple[slice, ...]) -> NDArray[Any] | None:
    values = _cut("probability", probability, shape, box)
    if values is None:
        return None
    if values.dtype == np.uint8:
        return values / 255
    if not bool(((values >= 0) & (values <= 1)).all()):
        raise ValueError(
            f"probability: found values from {np.min(values)} to {np.max(values)} near the stroke, expected 0 to 1. "
            "Divide percentages by 100."
        )
    return values


def _change(changed: NDArray[np.bool_], corner: Points, label: int) -> Change:
    at = np.argwhere(changed)
    if not len(at):
        z, y, x = corner.tolist()
        return Change((z, y, x), np.zeros((0, 0, 0), bool), label)
    low, high = at.min(axis=0), at.max(axis=0) + 1
    z, y, x = (corner + low).tolist()
    inside = changed[tuple(slice(int(a), int(b)) for a, b in zip(low, high, strict=True))]
    return Change((z, y, x), inside.copy(), label)
