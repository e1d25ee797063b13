"""Doubt codes: the map of uncertainty as integers that rise with doubt, made once and ranked alike by browser and Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._arrays import readable
from voxproof._checks import check_direction, check_map, check_probability, warn_of_contrary
from voxproof.regions._codebook import WEIGHT_ONE as WEIGHT_ONE
from voxproof.regions._codebook import Codebook, distinct_values
from voxproof.regions._codebook import chunks as chunks

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from voxproof._checks import Direction


@dataclass(frozen=True)
class Codes:
    """A map of doubt as integer codes.

    Attributes
    ----------
    codes : (Z, Y, X) uint8 or uint16, C order
        Rises with doubt; 0 where and only where the doubt is exactly 0.
    palette : (n + 1,) float64
        Doubt of each code, in the unit of the map.
    weights : (n + 1,) uint32
        Doubt of each code relative to `maximum`, times ``2**20 - 1``, rounded. Sums of weights are exact in every host.
    maximum : float
        Largest doubt; 0 when there is none.
    lossless : bool
        Whether the palette holds every doubt of the map. Otherwise codes are linear in doubt, rounded up.
    step : float or None
        Distance of neighbouring codes when not lossless.
    """

    codes: NDArray[np.uint8] | NDArray[np.uint16]
    palette: NDArray[np.float64]
    weights: NDArray[np.uint32]
    maximum: float
    lossless: bool
    step: float | None

    @property
    def distinct(self) -> int:
        """Number of codes above 0."""
        return self.palette.size - 1


def encode(
    values: ArrayLike, segmentation: NDArray[Any] | None = None, direction: Direction = "uncertainty"
) -> Codes:
    """Turn a map of uncertainty or confidence into doubt codes.

    Parameters
    ----------
    values : (Z, Y, X) array_like
        Integers, booleans or floats, finite and at least 0. Borrowed, not modified; big-endian and non-contiguous arrays are read
        through a temporary copy.
    segmentation : (Z, Y, X) array, optional
        Tells background (0) from the rest; needed only for ``direction="confidence"``.
    direction : {"uncertainty", "confidence"}
        "uncertainty": doubt is the value. "confidence": doubt is the largest value minus the value; but a confidence map that is 0 on
        every background voxel says nothing there, so the doubt of background is 0.

    Returns
    -------
    Codes
        uint8 for at most 255 distinct doubts above 0 and uint16 for at most 65 535, both lossless; beyond, uint16 codes
        ``ceil(doubt / maximum * 65535)``. Counting stops at 65 536.

    Raises
    ------
    ValueError
        For NaN, infinite or negative values, another number of axes than three, or a shape that differs from the segmentation's.
    TypeError
        For values that are not real numbers.

    Notes
    -----
    Maps that are constant along stretches of x (one value per branch, binned maps) cost about one comparison a voxel. Memory: the
    codes, and at most two bytes a voxel while they are made.

    Examples
    --------
    >>> import numpy as np
    >>> encode(np.array([[[0.0, 0.5, 0.25, 0.5]]])).codes.tolist()
    [[[0, 2, 1, 2]]]
    """
    direction = check_direction(direction)
    array = check_map("uncertainty", values, None if segmentation is None else segmentation.shape)
    silent = _silent_background(array, segmentation) if direction == "confidence" else None
    spoken = array.reshape(-1) if silent is None else array[~silent]
    high = float(spoken.max()) if spoken.size else 0.0
    book = Codebook.of(distinct_values(spoken), float(array.min()), high, direction)
    codes = book.codes(array)
    if silent is not None:
        codes[silent] = 0
    return Codes(codes, book.palette, book.weights, book.maximum, book.lossless, book.step)


def read_doubt(
    segmentation: NDArray[Any], uncertainty: Any, probability: Any, direction: Direction
) -> tuple[NDArray[Any] | None, NDArray[Any] | None, Codes]:
    """Uncertainty and probability as arrays, and the doubt codes made of them: of the uncertainty where it is given.

    Raises
    ------
    TypeError, ValueError
        When there is neither, or one of them is no map of the segmentation's shape.
    """
    if uncertainty is None and probability is None:
        raise ValueError(
            "uncertainty, probability: found neither, expected at least one of them. "
            "Pass a map of the segmentation's shape; a foreground probability is enough."
        )
    probable = None if probability is None else check_probability(probability, segmentation.shape)
    if probable is not None:
        warn_of_contrary(probable, segmentation)
    if uncertainty is not None:
        doubt = readable("uncertainty", uncertainty)
        return doubt, probable, encode(doubt, segmentation, direction)
    assert probable is not None
    return None, probable, encode(binary_entropy(probable), segmentation)


def binary_entropy(probability: NDArray[Any]) -> NDArray[np.floating[Any]]:
    """Entropy in bits of a probability: 0 at 0 and 1, 1 at one half.

    Parameters
    ----------
    probability : array, any shape
        Values from 0 to 1; not checked.

    Returns
    -------
    array of the same shape
        float32 for float32 and narrower input, else float64. Computed in float64.
    """
    flat = probability.reshape(-1)
    dtype = np.float64 if probability.dtype.itemsize > 4 else np.float32
    entropy: NDArray[Any] = np.zeros(flat.size, dtype)
    for part in chunks(flat.size):
        inside = np.flatnonzero((flat[part] > 0) & (flat[part] < 1))
        p = flat[part][inside].astype(np.float64)
        entropy[part][inside] = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
    return entropy.reshape(probability.shape)


def _silent_background(values: NDArray[Any], segmentation: NDArray[Any] | None) -> NDArray[np.bool_] | None:
    """The background, when the map is 0 all over it."""
    if segmentation is None:
        return None
    background = segmentation == 0
    return None if np.any(values, where=background) else background
