"""Strokes as a reviewer makes them: a ball drawn along a line near the foreground, adding or erasing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Part = tuple[tuple[slice, ...], NDArray[Any]]
STEPS = 41
RADII = (2.0, 4.0)


def strokes(segmentation: NDArray[Any], count: int, seed: int = 1) -> Iterator[Part]:
    """Box and labels of one stroke after the other, each on what the one before left, when it is applied before the next is asked for."""
    random = np.random.default_rng(seed)
    foreground = np.argwhere(segmentation)
    for _ in range(count):
        while (part := _stroke(segmentation, foreground, random)) is None:
            pass
        yield part


def _stroke(
    segmentation: NDArray[Any], foreground: NDArray[np.intp], random: np.random.Generator
) -> Part | None:
    radius = random.uniform(*RADII)
    start = foreground[random.integers(len(foreground))] + random.normal(0, radius, 3)
    way = random.normal(size=3)
    centres = start + np.linspace(0, STEPS - 1, STEPS)[:, None] * way / np.linalg.norm(way)
    low = np.maximum(np.floor(centres.min(0) - radius), 0).astype(int)
    high = np.minimum(np.ceil(centres.max(0) + radius) + 1, segmentation.shape).astype(int)
    if (low >= high).any():
        return None
    box = tuple(slice(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True))
    voxels = np.stack(
        np.meshgrid(*(np.arange(a, b) for a, b in zip(low, high, strict=True)), indexing="ij"), -1
    )
    along = np.clip((voxels - start) @ (way / np.linalg.norm(way)), 0, STEPS - 1)
    nearest = start + along[..., None] * way / np.linalg.norm(way)
    labels = segmentation[box].copy()
    labels[((voxels - nearest) ** 2).sum(-1) <= radius**2] = random.integers(2)
    return None if np.array_equal(labels, segmentation[box]) else (box, labels)
