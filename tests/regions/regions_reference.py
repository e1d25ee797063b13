"""What the labeller must find, the slow and plain way, with scipy: the oracle of the tests and the author of the fixtures."""

import math
from itertools import pairwise

import numpy as np
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

WEIGHT_ONE = 2**20 - 1
FLOOR = 52429
LEVEL_SHIFT = 12


def structure(connectivity):
    return ndimage.generate_binary_structure(3, {6: 1, 18: 2, 26: 3}[connectivity])


def plateaus(codes, connectivity):
    """Parts of equal code: (Z, Y, X) int, numbered from 1 in no particular order."""
    parts = np.zeros(codes.shape, np.int64)
    count = 0
    for code in np.unique(codes[codes > 0]):
        labels, n = ndimage.label(codes == code, structure(connectivity))
        parts[labels > 0] = labels[labels > 0] + count
        count += n
    return parts


def tree(codes, weights, connectivity, max_voxels):
    """Parts at the lowest level where they are small enough, and the number of voxels in none."""
    weight = weight_of(codes, weights)
    levels = np.where(weight >= FLOOR, (weight >> LEVEL_SHIFT) + 1, 0)
    parts = np.zeros(codes.shape, np.int64)
    count = uncovered = 0
    pending = levels > 0
    while pending.any():
        level = levels[pending].min()
        labels, n = ndimage.label(pending, structure(connectivity))
        sizes = np.bincount(labels.ravel(), minlength=n + 1)
        small = (sizes <= max_voxels)[labels] & pending
        parts[small] = labels[small] + count
        count += n
        uncovered += int(np.count_nonzero(pending & ~small & (levels == level)))
        pending &= ~small & (levels > level)
    return parts, uncovered


def neighbours(connectivity):
    """(dz, dy, dx) of every neighbour."""
    offsets = np.argwhere(structure(connectivity)) - 1
    return [tuple(offset) for offset in offsets.tolist() if any(offset)]


def deltas(codes, weights, connectivity, step):
    """Parts that are connected by neighbours whose weights differ by at most `step`."""
    inside = codes > 0
    index = np.full(np.array(codes.shape) + 2, -1)
    index[1:-1, 1:-1, 1:-1][inside] = np.arange(np.count_nonzero(inside))
    weight = weight_of(codes, weights)[inside]
    here = np.argwhere(inside) + 1
    pairs = []
    for offset in neighbours(connectivity):
        there = index[tuple((here + offset).T)]
        joined = there >= 0
        joined[joined] = np.abs(weight[joined] - weight[there[joined]]) <= step
        pairs.append(np.stack([np.flatnonzero(joined), there[joined]]))
    a, b = np.concatenate(pairs, axis=1)
    graph = coo_array((np.ones(a.size), (a, b)), shape=(weight.size, weight.size))
    parts = np.zeros(codes.shape, np.int64)
    parts[inside] = connected_components(graph)[1] + 1 if weight.size else 0
    return parts


def classes(codes, weights, step):
    """Multiples of `step` that the weights are nearest to, as codes, and their weights; 0 where nearest to 0."""
    multiple = (2 * weight_of(codes, weights) + step) // (2 * step) * (codes > 0)
    known, numbers = np.unique(np.append(0, multiple), return_inverse=True)
    return numbers[1:].reshape(codes.shape), np.minimum(known * step, WEIGHT_ONE)


def thresholds(codes, weights, connectivity, step):
    """Components of what weighs at least `step`."""
    inside = (codes > 0) & (weight_of(codes, weights) >= step)
    return ndimage.label(inside, structure(connectivity))[0].astype(np.int64)


def weight_of(codes, weights):
    known = np.zeros(2**16, np.int64)
    known[: weights.size] = weights
    return known[codes]


def ranking(
    codes,
    weights,
    *,
    mode,
    connectivity,
    step=0,
    min_voxels,
    max_voxels,
    stop_window=(80, 80, 80),
    stop_regions=8,
):
    """Table, rows and counts as the labeller returns them, by name."""
    uncovered = 0
    if mode == "plateau":
        if step:
            codes, weights = classes(codes, weights, step)
        parts = plateaus(codes, connectivity)
    elif mode == "delta":
        parts = deltas(codes, weights, connectivity, step)
    elif mode == "threshold":
        parts = thresholds(codes, weights, connectivity, step)
    else:
        parts, uncovered = tree(codes, weights, connectivity, max_voxels)
    numbers = np.unique(parts[parts > 0])
    weight = weight_of(codes, weights)
    regions = [measure(np.argwhere(parts == n), weight, codes.shape) | {"part": n} for n in numbers]
    kept = [r for r in regions if min_voxels <= r["voxels"] <= max_voxels]
    for r in kept:
        r["score"] = r["mean"] * logarithm(1 + r["voxels"])
    kept.sort(key=lambda r: (-r["score"], -r["voxels"], r["first_voxel"]))
    rank_of = {r["part"]: i for i, r in enumerate(kept, 1)}
    names = ("voxels", "first_voxel", "max_weight", "box", "centroid", "sum", "mean", "score")
    smaller = [r["voxels"] for r in regions if r["voxels"] < min_voxels]
    larger = [r["voxels"] for r in regions if r["voxels"] > max_voxels]
    if mode == "delta":  # Runs of regions that are only counted are one where they lie side by side.
        dropped = [r["part"] for r in regions if r["voxels"] < min(8, min_voxels)]
        parts[np.isin(parts, dropped)] = parts.max() + 1
    return {
        **{name: [r[name] for r in kept] for name in names},
        "stop": stops([r["box"] for r in kept], [r["score"] for r in kept], stop_window, stop_regions),
        **rows(parts, rank_of),
        "smaller": [len(smaller), sum(smaller)],
        "larger": [len(larger), sum(larger)],
        "uncovered": uncovered,
    }


def measure(voxels, weight, shape):
    weights = weight[tuple(voxels.T)]
    total = int(weights.sum())
    return {
        "voxels": len(voxels),
        "first_voxel": int(np.ravel_multi_index(voxels.T, shape).min()),
        "max_weight": int(weights.max()),
        "box": [
            int(e) for low, high in zip(voxels.min(0), voxels.max(0), strict=True) for e in (low, high + 1)
        ],
        "centroid": [int(axis) / len(voxels) for axis in voxels.sum(0)],
        "sum": float(total),
        "mean": total / len(voxels) / WEIGHT_ONE,
    }


def logarithm(x: float) -> float:
    """Natural logarithm of a number from 1 on, by the series that the labeller takes: those of other libraries differ in the last bit."""
    m, k = math.frexp(x)
    m, k = (2 * m, k - 1) if m < math.sqrt(0.5) else (m, k)
    s = (m - 1) / (m + 1)
    total = 0.0
    for n in range(23, 1, -2):
        total = (total + 1 / n) * s * s
    return k * 6.9314718036912381649e-1 + (k * 1.90821492927058770002e-10 + (2 * s + 2 * s * total))


def stops(boxes, scores, window, most):
    """Rank of the stop of each region: the best free one, and the best free ones wholly inside the window around its middle."""
    boxes = np.array(boxes, np.int64).reshape(-1, 3, 2)
    low, high, middle = 2 * boxes[:, :, 0], 2 * boxes[:, :, 1], boxes.sum(2)
    free = np.ones(len(boxes), bool)
    found = []
    for seed in range(len(boxes)):
        if free[seed]:
            inside = (low >= middle[seed] - window).all(1) & (high <= middle[seed] + window).all(1)
            inside[seed] = False
            members = [seed, *np.flatnonzero(free & inside)[: most - 1].tolist()]
            free[members] = False
            found.append(members)
    found.sort(key=lambda members: -sum(scores[i] for i in members))
    rank_of = {i: rank for rank, members in enumerate(found, 1) for i in members}
    return [rank_of[i] for i in range(len(boxes))]


def rows(parts, rank_of):
    row_start, start, end, rank = [0], [], [], []
    for row in parts.reshape(-1, parts.shape[2]):
        edges = np.flatnonzero(np.diff(row, prepend=0, append=0))
        for x0, x1 in pairwise(edges):
            if row[x0] > 0:
                start.append(int(x0))
                end.append(int(x1))
                rank.append(rank_of.get(row[x0], 0))
        row_start.append(len(start))
    return {"row_start": row_start, "start": start, "end": end, "rank": rank}


def random_codes(seed, levels=6):
    """A small volume of three unequal sizes: noise, or stretches and blocks of one code; and its weights."""
    rng = np.random.default_rng(seed)
    shape = tuple(
        int(n) for n in (rng.integers(1, 6), rng.integers(1, 8), rng.choice([1, 3, 9, 13, 65, 130]))
    )
    small = rng.integers(
        0, levels, tuple(-(-n // k) for n, k in zip(shape, rng.integers(1, 4, 3), strict=True))
    )
    for axis, size in enumerate(shape):
        small = np.repeat(small, -(-size // small.shape[axis]), axis)
    level = small[tuple(slice(n) for n in shape)]
    level = np.where(rng.random(shape) < rng.random() / 2, rng.integers(0, levels, shape), level)
    wide = rng.random() < 0.5
    scale = 300 if wide else 40
    codes = np.ascontiguousarray(level * scale, np.uint16 if wide else np.uint8)
    weights = np.rint(np.arange((levels - 1) * scale + 1) / (levels * scale) * WEIGHT_ONE).astype(np.uint32)
    return codes, weights
