"""Volumes the labellers are compared on. Everything follows from size and seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

FOREGROUND = 0.07


def branches(size: int, *, fraction: float = FOREGROUND, seed: int | None = None) -> NDArray[np.int32]:
    """Branch ids of a branching network of tapering tubes that fills `fraction` of a cube; 0 is background.

    Branches are random walks of 25 to 75 voxels that fork; radii start at 3 to 6 voxels and shrink to 1.5.
    """
    random = np.random.default_rng(size if seed is None else seed)
    ids = np.zeros((size,) * 3, np.int32)
    filled, branch = 0, 0
    pending: list[tuple[NDArray[np.float64], NDArray[np.float64], float]] = []
    while filled < fraction * ids.size:
        if not pending:
            pending.append((random.random(3) * size, _unit(random.standard_normal(3)), random.uniform(3, 6)))
        point, direction, radius = pending.pop()
        branch += 1
        for _ in range(int(random.uniform(25, 75))):
            direction = _unit(direction + 0.15 * random.standard_normal(3))
            point = point + direction
            if (point < 0).any() or (point >= size).any():
                break
            filled += _paint_ball(ids, point, radius, branch)
        else:
            if radius > 1.5:
                for _ in range(2 if random.random() < 0.8 else 1):
                    turned = _unit(direction + 0.6 * random.standard_normal(3))
                    pending.append((point, turned, radius * random.uniform(0.75, 0.95)))
    return ids


def per_branch_codes(ids: NDArray[np.int32], seed: int = 0) -> NDArray[np.uint8]:
    """One doubt of 1 to 100 per branch (hundredths), uint8."""
    random = np.random.default_rng(seed)
    doubt = random.beta(1.5, 4, int(ids.max()) + 1).clip(0.01, 1)
    codes = (np.round(doubt * 99) + 1).astype(np.uint8)
    codes[0] = 0
    return codes[ids]


def noisy_codes(inside: NDArray[np.bool_], seed: int = 0) -> NDArray[np.uint8]:
    """A smooth field with noise inside a mask, uint8 levels 1 to 255."""
    random = np.random.default_rng(seed)
    field = ndimage.gaussian_filter(random.standard_normal(inside.shape, dtype=np.float32), 4.0, mode="wrap")
    field = 0.5 + field / (field.std() * 6) + 0.01 * random.standard_normal(inside.shape, dtype=np.float32)
    return np.where(inside, np.round(field * 255).clip(1, 255), 0).astype(np.uint8)


def blobs(size: int, seed: int = 0) -> NDArray[np.uint8]:
    """Dense smooth bands, uint8 levels 0 to 12."""
    random = np.random.default_rng(seed)
    field = ndimage.gaussian_filter(random.standard_normal((size,) * 3, dtype=np.float32), 6.0, mode="wrap")
    return (np.floor(field / field.std() * 2) + 6).clip(0, 12).astype(np.uint8)


def neurites(size: int, seed: int = 0) -> NDArray[np.uint8]:
    """Dense, like a segmented block of neural tissue: each voxel belongs to the nearest of long thin branches; uint8, 1 to 255."""
    ids = branches(size, fraction=0.01, seed=seed + 1)
    nearest = ndimage.distance_transform_edt(ids == 0, return_distances=False, return_indices=True)
    codes = np.random.default_rng(seed).integers(1, 256, int(ids.max()) + 1, np.uint8)
    return codes[ids[tuple(nearest)]]


def noise(size: int, seed: int = 0) -> NDArray[np.uint8]:
    """Each voxel one of 0 to 9 by chance."""
    return np.random.default_rng(seed).integers(0, 10, (size,) * 3, np.uint8)


def recoloured(ids: NDArray[np.int32], values: int, seed: int = 0) -> NDArray[np.uint16]:
    """One of so many values per branch, uint16."""
    codes = np.random.default_rng(seed).integers(1, values + 1, int(ids.max()) + 1, np.uint16)
    codes[0] = 0
    return codes[ids]


def heights(inside: NDArray[np.bool_], seed: int = 0) -> NDArray[np.uint8]:
    """A probability that a mask was cut from at one half, in steps of 1/255: blurred at the walls, with a smooth disturbance."""
    random = np.random.default_rng(seed)
    blurred = ndimage.gaussian_filter(inside.astype(np.float32), 1.5)
    field = ndimage.gaussian_filter(random.standard_normal(inside.shape, dtype=np.float32), 3.0, mode="wrap")
    codes = np.rint(255 * blurred + 30 * field / field.std() * np.sqrt(blurred)).clip(0, 255).astype(np.uint8)
    return np.where(inside, np.maximum(codes, 128), np.minimum(codes, 127))


def entropy_codes(heights: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Binary entropy of a probability in steps of 1/255, uint8."""
    p = np.arange(256) / 255
    with np.errstate(divide="ignore", invalid="ignore"):
        bits = -np.nan_to_num(p * np.log2(p)) - np.nan_to_num((1 - p) * np.log2(1 - p))
    return np.rint(255 * bits).astype(np.uint8)[heights]


def _paint_ball(ids: NDArray[np.int32], centre: NDArray[np.float64], radius: float, value: int) -> int:
    low = np.maximum(np.floor(centre - radius), 0).astype(int)
    high = np.minimum(np.ceil(centre + radius) + 1, ids.shape).astype(int)
    view = ids[tuple(slice(a, b) for a, b in zip(low, high, strict=True))]
    z, y, x = (np.arange(a, b) - c for a, b, c in zip(low, high, centre, strict=True))
    ball = z[:, None, None] ** 2 + y[:, None] ** 2 + x**2 <= radius**2
    free = ball & (view == 0)
    view[free] = value
    return int(np.count_nonzero(free))


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / np.sqrt((vector**2).sum())
