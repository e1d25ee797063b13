"""Heights: the probability that mode variants searches, as one byte per voxel that also holds the segmentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions._codes import chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._codes import Codes

HALF = 128
"""Least height of a voxel of the segmentation."""
_MOST_DOUBTFUL = 0.99
"""Share of the doubtful voxels that is less doubtful than what counts as a probability of one half."""


def probability_codes(probability: NDArray[Any]) -> NDArray[np.uint8]:
    """``round(255 * probability)``; (Z, Y, X) uint8 in C order, made anew.

    Parameters
    ----------
    probability : (Z, Y, X) array of floats
        From 0 to 1; not checked. Borrowed.
    """
    codes = np.empty(probability.shape, np.uint8)
    for z in range(len(codes)):
        codes[z] = np.rint(probability[z].astype(np.float64) * 255)
    return codes


def heights_of(
    mask: NDArray[np.bool_], codes: Codes, probability: NDArray[np.uint8] | None = None
) -> NDArray[np.uint8]:
    """Probability of each voxel in steps of 1/255, at least 128 in the segmentation and below outside.

    Parameters
    ----------
    mask : (Z, Y, X) bool
        The segmentation. Borrowed.
    codes : Codes
        Of the doubt.
    probability : (Z, Y, X) uint8, optional
        See `probability_codes`. Without it, the probability is what has the doubt as its binary entropy, on the side that the mask
        says. The doubt of 99 % of the doubtful voxels and less counts as below 1 bit: such a map is seldom in bits.

    Returns
    -------
    (Z, Y, X) uint8
        C order, made anew. Where a probability contradicts the segmentation, the segmentation wins by as little as there is.
    """
    heights = np.empty(mask.shape, np.uint8)
    flat, inside = heights.reshape(-1), mask.reshape(-1)
    # Made of doubt, what is below one half outside is as far above it inside.
    known = codes.codes if probability is None else probability
    height_of = _heights_outside(codes) if probability is None else np.arange(256, dtype=np.uint8)
    for part in chunks(flat.size):
        here = height_of[known.reshape(-1)[part]]
        within = 255 - here if probability is None else here
        flat[part] = np.where(inside[part], np.maximum(within, HALF), np.minimum(here, HALF - 1))
    return heights


def _heights_outside(codes: Codes) -> NDArray[np.uint8]:
    """Height, from 0 to 127, of each doubt code outside the segmentation."""
    steps = np.arange(1, HALF) / 255
    entropy = np.concatenate(([0.0], -(steps * np.log2(steps) + (1 - steps) * np.log2(1 - steps))))
    doubt = np.minimum(codes.palette / _scale(codes), 1.0)
    above = np.searchsorted(entropy, doubt).clip(1, HALF - 1)
    nearer = np.where(doubt - entropy[above - 1] < entropy[above] - doubt, above - 1, above)
    return nearer.astype(np.uint8)


def _scale(codes: Codes) -> float:
    """The doubt that counts as 1 bit."""
    counts = np.bincount(codes.codes.reshape(-1), minlength=codes.palette.size)[: codes.palette.size]
    doubtful = np.cumsum(np.where(codes.palette > 0, counts, 0))
    if doubtful[-1] == 0:
        return 1.0
    return float(codes.palette[np.searchsorted(doubtful, _MOST_DOUBTFUL * doubtful[-1])])
