"""Pieces, loops and cavities of a mask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from voxproof._checks import check_connectivity
from voxproof._extras import need
from voxproof.topology._masks import read_mask

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Connectivity = Literal[6, 18, 26]
_RANK = {6: 1, 18: 2, 26: 3}
_BACKGROUND = {26: 6, 6: 26}


class Betti(NamedTuple):
    """Numbers of pieces, loops (tunnels) and cavities."""

    b0: int
    b1: int
    b2: int


def pieces(mask: ArrayLike, connectivity: Connectivity = 26) -> int:
    """Number of connected pieces.

    Parameters
    ----------
    mask : (Z, Y, X) array_like of integers or booleans
        0 is background, anything else foreground. Borrowed, not modified.
    connectivity : {6, 18, 26}
        Faces, also edges, also corners.

    Raises
    ------
    TypeError, ValueError
        For floats, another number of axes than three, or another connectivity.

    Examples
    --------
    >>> corner = [[[1, 0], [0, 1]]]
    >>> pieces(corner), pieces(corner, 6)
    (1, 2)
    """
    check_connectivity(connectivity)
    return _count(read_mask("mask", mask), connectivity)


def betti(mask: ArrayLike, connectivity: Literal[6, 26] = 26) -> Betti:
    """Pieces (b0), loops (b1) and cavities (b2) of a mask.

    Parameters
    ----------
    mask : (Z, Y, X) array_like of integers or booleans
        0 is background, anything else foreground. Borrowed, not modified.
    connectivity : {26, 6}
        Of the foreground. The background has the other one, 6 or 26, so that the numbers fit together.

    Returns
    -------
    Betti
        ``.b0``, ``.b1``, ``.b2``. What lies outside the volume is background: a cavity open to a face is none, and a loop that
        closes only outside is none.

    Raises
    ------
    TypeError, ValueError
        For floats, another number of axes than three, or another connectivity.

    Notes
    -----
    Pieces and cavities are counted by labelling foreground and background; loops follow from the Euler characteristic,
    ``b0 - b1 + b2`` (Kong and Rosenfeld 1989 [1]_; for 26-connectivity that of the union of closed voxels).

    References
    ----------
    .. [1] Kong T. Y., Rosenfeld A. "Digital topology: introduction and survey", CVGIP 48 (1989) 357.

    Examples
    --------
    >>> ring = [[[1, 1, 1], [1, 0, 1], [1, 1, 1]]]
    >>> betti(ring)
    Betti(b0=1, b1=1, b2=0)
    """
    check_connectivity(connectivity, {26: "background 6", 6: "background 26"})
    padded = np.pad(read_mask("mask", mask), 1)
    parts = _count(padded, connectivity)
    cavities = _count(~padded, _BACKGROUND[connectivity]) - 1
    euler = int(need("skimage.measure").euler_number(padded, connectivity=_RANK[connectivity]))
    return Betti(parts, parts + cavities - euler, cavities)


def _count(mask: NDArray[np.bool_], connectivity: int) -> int:
    ndi = need("scipy.ndimage")
    _, count = ndi.label(mask, ndi.generate_binary_structure(3, _RANK[connectivity]))
    return int(count)
