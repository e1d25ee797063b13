"""A branching vessel network as a graph: pial trunks, penetrating vessels, capillaries that join the two sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP = 2.0
MARGIN = 16.0

_CAPILLARY_RADIUS = 2.0
_TAPER = 0.012
_FIELD = 23.0
_KILL = 9.0
_REACH = 60.0
_TRUNK_DISTANCE = 64.0
_BRANCH_DISTANCE = 58.0
_MOST_ROUNDS = 4000


@dataclass(frozen=True, eq=False)
class Network:
    """Centre lines of a vessel network.

    Attributes
    ----------
    points : (n, 3) float64
        Positions (z, y, x) in µm; voxel i of an axis is centred at ``i * spacing``. Vessels that leave the volume go on a little.
    radii : (n,) float64
        Radius in µm at each point.
    edges : (m, 2) int64
        Pairs of points that follow each other. In a tree edge the first is nearer to the trunk and at least as wide.
    trees : int
        The first `trees` edges make the trees; the others join tips of one tree to another, so there are loops.
    """

    points: NDArray[np.float64]
    radii: NDArray[np.float64]
    edges: NDArray[np.int64]
    trees: int


class _Growth:
    """Points with their parents, in order of growth, so that a parent comes before its children."""

    def __init__(self) -> None:
        self.points: list[NDArray[np.float64]] = []
        self.parents: list[int] = []
        self.sides: list[int] = []

    def add(self, points: NDArray[np.float64], parents: list[int], sides: list[int]) -> range:
        first = len(self.points)
        self.points.extend(points)
        self.parents.extend(parents)
        self.sides.extend(sides)
        return range(first, len(self.points))

    def chain(self, points: NDArray[np.float64], parent: int, side: int) -> range:
        first = len(self.points)
        return self.add(points, [parent, *range(first, first + len(points) - 1)], [side] * len(points))


def grow(extent: NDArray[np.float64], rng: np.random.Generator) -> Network:
    """Grow a network through a block of tissue whose surface is at z = 0.

    Parameters
    ----------
    extent : (3,) float64
        Size (z, y, x) of the block in µm.
    rng : numpy.random.Generator
        Source of all that is random.

    Returns
    -------
    Network
        Arterial and venous trunks run along the surface by turns and send vessels down; capillaries grow by space colonisation
        (Runions et al. 2005 [1]_) and their tips join the other side. Radii follow Murray's law [2]_: the cube of a radius is the
        sum of the cubes downstream, plus a little per µm for branches too fine to be seen, so vessels taper.

    References
    ----------
    .. [1] Runions A. et al. "Modeling and visualization of leaf venation patterns", ACM Trans. Graph. 24 (2005) 702.
    .. [2] Murray C. D. "The physiological principle of minimum work: I", PNAS 12 (1926) 207.
    """
    growth = _Growth()
    for side, y in enumerate(_trunk_positions(extent[1], rng)):
        trunk = growth.chain(_trunk(extent, y, rng), -1, side % 2)
        for start in _branch_points(trunk, rng):
            growth.chain(_penetrating(growth.points[start], extent, rng), start, side % 2)
    _colonise(growth, extent, rng)
    parents = np.array(growth.parents)
    points = _smooth(np.array(growth.points), parents)
    tree = np.stack([parents, np.arange(len(parents))], 1)[parents >= 0]
    radii = _murray(points, parents)
    points, radii, links = _join_tips(points, radii, parents, np.array(growth.sides), rng)
    return Network(_bend(points, rng), radii, np.concatenate([tree, links]), len(tree))


def _trunk_positions(width: float, rng: np.random.Generator) -> NDArray[np.float64]:
    count = max(2, round(width / _TRUNK_DISTANCE))
    return (np.arange(count) + 0.5 + rng.uniform(-0.2, 0.2, count)) * (width / count)


def _trunk(extent: NDArray[np.float64], y: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Along x (either way), winding, a little below the surface."""
    x = np.arange(-MARGIN, extent[2] + MARGIN, STEP)
    phase = rng.uniform(0, 2 * np.pi, 3)
    depth = min(14.0, 0.25 * extent[0])
    sway = min(7.0, 0.1 * extent[1])
    points = np.stack(
        [
            depth + 0.25 * depth * np.sin(x / 31 + phase[0]),
            y + sway * np.sin(x / 37 + phase[1]) + 0.4 * sway * np.sin(x / 15 + phase[2]),
            x,
        ],
        1,
    )
    return points if rng.random() < 0.5 else points[::-1]


def _branch_points(trunk: range, rng: np.random.Generator) -> list[int]:
    gap = round(_BRANCH_DISTANCE / STEP)
    first = int(rng.integers(gap // 3, gap))
    places = np.arange(first, len(trunk), gap) + rng.integers(-gap // 5, gap // 5 + 1)
    return [trunk[int(i)] for i in places if 0 <= i < len(trunk)]


def _penetrating(
    start: NDArray[np.float64], extent: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """A walk downwards that keeps most of its heading."""
    length = rng.uniform(0.55, 1.05) * extent[0]
    count = max(1, round(length / STEP))
    heading = np.array([1.0, *rng.normal(0, 0.5, 2)])
    points = np.empty((count, 3))
    at = start
    for i in range(count):
        heading = 0.9 * heading + 0.1 * np.array([1.0, 0, 0]) + rng.normal(0, 0.13, 3)
        heading /= np.linalg.norm(heading)
        at = at + STEP * heading
        points[i] = at
    return points


def _tissue(extent: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """One place to be supplied per `_FIELD` in each direction, jittered, also beyond the side and lower faces."""
    low, high = np.array([0.0, -MARGIN, -MARGIN]), extent + MARGIN
    counts = np.maximum(1, np.round((high - low) / _FIELD)).astype(int)
    grid = np.stack(np.meshgrid(*map(np.arange, counts), indexing="ij"), -1).reshape(-1, 3)
    places: NDArray[np.float64] = low + (grid + rng.uniform(0.05, 0.95, grid.shape)) * ((high - low) / counts)
    return places


def _colonise(growth: _Growth, extent: NDArray[np.float64], rng: np.random.Generator) -> None:
    """Each place pulls at the nearest point; points that are pulled at grow a step that way until the place is reached."""
    tree = need("scipy.spatial").cKDTree
    places = _tissue(extent, rng)
    distance = np.full(len(places), np.inf)
    nearest = np.zeros(len(places), np.int64)
    fresh = range(len(growth.points))
    for _ in range(_MOST_ROUNDS):
        found, index = tree(np.array(growth.points[fresh.start :])).query(places)
        closer = found < distance
        distance[closer], nearest[closer] = found[closer], index[closer] + fresh.start
        open_ = distance > _KILL
        places, distance, nearest = places[open_], distance[open_], nearest[open_]
        pulling = np.flatnonzero(distance < max(_REACH, distance.min(initial=np.inf) + STEP))
        if len(pulling) == 0:
            return
        fresh = _advance(growth, places[pulling], nearest[pulling], rng)


def _advance(
    growth: _Growth, places: NDArray[np.float64], nearest: NDArray[np.int64], rng: np.random.Generator
) -> range:
    starts, group = np.unique(nearest, return_inverse=True)
    at = np.array([growth.points[i] for i in starts])
    pull = places - at[group]
    pull /= np.linalg.norm(pull, axis=1, keepdims=True)
    heading = np.zeros_like(at)
    np.add.at(heading, group, pull)
    heading += rng.normal(0, 0.35, heading.shape)
    before = np.array([growth.parents[i] for i in starts])
    parent = np.array([growth.points[i] for i in np.maximum(before, 0)])
    heading += np.where(before[:, None] >= 0, at - parent, 0) / (2 * STEP)
    heading /= np.linalg.norm(heading, axis=1, keepdims=True) + 1e-9
    return growth.add(at + STEP * heading, starts.tolist(), [growth.sides[i] for i in starts])


def _smooth(points: NDArray[np.float64], parents: NDArray[np.int64]) -> NDArray[np.float64]:
    child = np.flatnonzero(parents >= 0)
    parent = parents[child]
    children = np.bincount(parent, minlength=len(points))
    inner = np.zeros(len(points), bool)
    inner[child] = True
    inner &= children > 0
    for _ in range(6):
        mean = np.zeros_like(points)
        np.add.at(mean, parent, points[child])
        mean[inner] /= children[inner, None]
        points = points.copy()
        points[inner] = 0.5 * points[inner] + 0.25 * (mean[inner] + points[parents[inner]])
    return points


def _murray(points: NDArray[np.float64], parents: NDArray[np.int64]) -> NDArray[np.float64]:
    cubes = np.zeros(len(points))
    for i in range(len(points) - 1, -1, -1):
        if cubes[i] == 0:
            cubes[i] = _CAPILLARY_RADIUS**3
        parent = parents[i]
        if parent >= 0:
            cubes[parent] += cubes[i] + _TAPER * float(np.linalg.norm(points[i] - points[parent]))
    return np.cbrt(cubes)


def _join_tips(
    points: NDArray[np.float64],
    radii: NDArray[np.float64],
    parents: NDArray[np.int64],
    sides: NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Lead every tip in a curve to the nearest point of the other side, as capillaries join arterioles and venules."""
    tree = need("scipy.spatial").cKDTree
    tips = np.setdiff1d(np.arange(len(points)), parents)
    new_points, new_radii, edges = [points], [radii], []
    count = len(points)
    for side in (0, 1):
        others = np.flatnonzero(sides != side)
        mine = tips[sides[tips] == side]
        distance, index = tree(points[others]).query(points[mine])
        for tip, far, target in zip(mine.tolist(), distance, others[index].tolist(), strict=True):
            if far > _REACH:
                continue
            n = max(1, int(far / STEP))
            t = np.linspace(0, 1, n + 2)[1:-1, None]
            swing = (points[tip] + points[target]) / 2 + rng.normal(0, 0.3 * far, 3)
            new_points.append((1 - t) ** 2 * points[tip] + 2 * t * (1 - t) * swing + t**2 * points[target])
            new_radii.append(np.full(n, radii[tip]))
            path = np.array([tip, *range(count, count + n), target])
            edges.append(np.stack([path[:-1], path[1:]], 1))
            count += n
    links = np.concatenate(edges) if edges else np.zeros((0, 2), np.int64)
    return np.concatenate(new_points), np.concatenate(new_radii), links


def _bend(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Shift everything by one smooth field, so that no vessel stays straight and none comes apart."""
    shift = np.zeros_like(points)
    for wavelength, size in ((70.0, 2.2), (28.0, 1.1)):
        for axis in range(3):
            wave = rng.normal(0, 1, 3)
            wave *= 2 * np.pi / wavelength / np.linalg.norm(wave)
            shift[:, axis] += size * np.sin(points @ wave + rng.uniform(0, 2 * np.pi))
    return points + shift
