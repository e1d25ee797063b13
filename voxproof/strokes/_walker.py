"""The random walker of Grady (2006) on a few voxels: who of two parties a walker that prefers even ground meets first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._extras import need
from voxproof.strokes._reach import box_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from voxproof.strokes._scene import Floats, Mask

    Ties = tuple[NDArray[Any], NDArray[Any], Floats]
    """Numbers of two free voxels each, and the weight of the edge between them."""

LEAST_WEIGHT = 1e-6
TOLERANCE = 1e-3
ROUNDS = 200


def walk(
    support: Floats,
    free: Mask,
    wanted: Mask,
    unwanted: Mask,
    *,
    steepness: float,
    scale: Floats,
    prior: Floats | None = None,
    pull: float = 0.0,
    tolerance: float = TOLERANCE,
) -> Floats:
    """Chance that a walker from each free voxel meets a wanted voxel before an unwanted one.

    Parameters
    ----------
    support : (Z, Y, X) float64
        The ground. An edge to one of the 6 neighbours weighs ``exp(-steepness · difference²) + 1e-6``, over the square of its length.
    free, wanted, unwanted : (Z, Y, X) bool
        Where walkers start, and the two ends of a walk; disjoint. Voxels that are none of them are walls.
    steepness : float
        How much a step of the support is shunned.
    scale : (3,) float64
        Sides of a voxel.
    prior : (Z, Y, X) float64, optional
        Chance, 0 to 1, that a walker has who gives up.
    pull : float
        Weight of giving up, beside those of the edges.
    tolerance : float
        Residual, to that of the right-hand side, at which the iteration ends.

    Returns
    -------
    (Z, Y, X) float64
        1 at wanted voxels, the chance at free ones, 0 elsewhere. Free voxels from which no end can be reached have 0.5.

    Notes
    -----
    The chances solve a sparse symmetric system (Grady, IEEE PAMI 28 (2006) 1768, doi:10.1109/TPAMI.2006.233; with priors: Grady, CVPR
    2005, 763, doi:10.1109/CVPR.2005.239); here by conjugate gradients, preconditioned with the diagonal, from 0.5 everywhere, in at most
    200 rounds.
    """
    box = box_of(free, np.ones(3, np.int64))
    ends = {"wanted": wanted[box], "unwanted": unwanted[box], "free": free[box]}
    diagonal, right, ties = _system(support[box], ends, steepness, scale)
    if prior is not None:
        diagonal += pull
        right += pull * prior[free]
    chance = wanted.astype(np.float64)
    chance[free] = _conjugate_gradients(diagonal, ties, right, tolerance)
    return chance


def _system(
    support: Floats, ends: Mapping[str, Mask], steepness: float, scale: Floats
) -> tuple[Floats, Floats, Ties]:
    """Of the free voxels: the sum of the weights of their edges, that of those to wanted voxels, and the edges among them."""
    wanted, free = ends["wanted"], ends["free"]
    known = wanted | ends["unwanted"] | free
    number = np.full(free.shape, -1)
    number[free] = np.arange(np.count_nonzero(free))
    diagonal, right = np.zeros(free.shape), np.zeros(free.shape)
    ties = []
    for axis in range(3):
        here = tuple(slice(None, -1) if a == axis else slice(None) for a in range(3))
        there = tuple(slice(1, None) if a == axis else slice(None) for a in range(3))
        step = support[here] - support[there]
        weight = (np.exp(-steepness * step**2) + LEAST_WEIGHT) / scale[axis] ** 2
        for near, far in ((here, there), (there, here)):
            diagonal[near] += weight * known[far]
            right[near] += weight * wanted[far]
        pair = free[here] & free[there]
        ties.append((number[here][pair], number[there][pair], weight[pair]))
    start, end, weight = (np.concatenate(parts) for parts in zip(*ties, strict=True))
    return diagonal[free], right[free], (start, end, weight)


def _conjugate_gradients(diagonal: Floats, ties: Ties, right: Floats, tolerance: float) -> Floats:
    """Solve ``diagonal · x − Σ weight · neighbour = right``."""
    start, end, weight = ties
    matrix = (
        need("scipy.sparse")
        .coo_array(
            (
                np.concatenate([-weight, -weight]),
                (np.concatenate([start, end]), np.concatenate([end, start])),
            ),
            shape=(len(diagonal), len(diagonal)),
        )
        .tocsr()
    )
    alone = diagonal == 0
    diagonal, right = np.where(alone, 1.0, diagonal), np.where(alone, 0.5, right)
    found = np.full(len(diagonal), 0.5)
    residual = right - (diagonal * found + matrix @ found)
    turned = residual / diagonal
    direction = turned.copy()
    size = float(residual @ turned)
    enough = tolerance**2 * float(right @ (right / diagonal))
    for _ in range(ROUNDS):
        if size <= enough:
            break
        pushed = diagonal * direction + matrix @ direction
        step = size / float(direction @ pushed)
        found += step * direction
        residual -= step * pushed
        turned = residual / diagonal
        size, before = float(residual @ turned), size
        direction = turned + size / before * direction
    return found
