"""How far two masks agree: in their voxels (Dice) and along their centre lines (clDice)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need
from voxproof.topology._masks import read_pair

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def dice(a: ArrayLike, b: ArrayLike) -> float:
    """Share of voxels two masks have in common, ``2 |a ∩ b| / (|a| + |b|)`` (Dice 1945 [1]_).

    Parameters
    ----------
    a, b : (Z, Y, X) array_like of integers or booleans
        0 is background, anything else foreground. Borrowed, not modified.

    Returns
    -------
    float
        0 to 1; 1 when both are empty.

    Raises
    ------
    TypeError, ValueError
        For floats, another number of axes than three, or two shapes.

    References
    ----------
    .. [1] Dice L. R. "Measures of the amount of ecologic association between species", Ecology 26 (1945) 297.

    Examples
    --------
    >>> dice([[[1, 1, 0]]], [[[0, 1, 1]]])
    0.5
    """
    first, second = read_pair(("a", "b"), a, b)
    both = int(np.count_nonzero(first & second))
    size = int(np.count_nonzero(first) + np.count_nonzero(second))
    return 2 * both / size if size else 1.0


def cldice(prediction: ArrayLike, truth: ArrayLike) -> float:
    """Centre-line Dice: how much of each mask's skeleton lies in the other mask (Shit et al. 2021 [1]_).

    Parameters
    ----------
    prediction, truth : (Z, Y, X) array_like of integers or booleans
        0 is background, anything else foreground. Borrowed, not modified.

    Returns
    -------
    float
        Harmonic mean of topology precision (skeleton of the prediction inside the truth) and sensitivity (skeleton of the truth
        inside the prediction), 0 to 1; 1 when both are empty, 0 when one is.

    Raises
    ------
    TypeError, ValueError
        For floats, another number of axes than three, or two shapes.

    Notes
    -----
    Skeletons by the thinning of Lee et al. (1994) [2]_ as scikit-image has it; foreground 26-connected. It counts voxels of the grid,
    so with unequal spacing a stretch along the coarse axis weighs less than the same length along a fine one.

    References
    ----------
    .. [1] Shit S. et al. "clDice: a novel topology-preserving loss function for tubular structure segmentation", CVPR 2021.
    .. [2] Lee T.-C., Kashyap R. L., Chu C.-N. "Building skeleton models via 3-D medial surface/axis thinning algorithms",
       CVGIP 56 (1994) 462.

    Examples
    --------
    >>> bar = np.ones((1, 1, 4), np.uint8)
    >>> round(cldice([[[1, 1, 0, 0]]], bar), 3)     # all that is there is right, half is missing
    0.667
    """
    found, expected = read_pair(("prediction", "truth"), prediction, truth)
    if not found.any() or not expected.any():
        return float(found.any() == expected.any())
    precision = _share(skeleton(found), expected)
    sensitivity = _share(skeleton(expected), found)
    total = precision + sensitivity
    return 2 * precision * sensitivity / total if total else 0.0


def skeleton(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Centre lines, one voxel wide; a structure that reaches a face of the volume is thinned as if it ended there.

    A mask of which the thinning leaves nothing, as of some solid blocks, is its own centre line.
    """
    thin = need("skimage.morphology").skeletonize(np.pad(mask, 1))
    lines = np.asarray(thin[1:-1, 1:-1, 1:-1] != 0)
    return lines if lines.any() else mask


def _share(lines: NDArray[np.bool_], mask: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(lines & mask) / np.count_nonzero(lines))
