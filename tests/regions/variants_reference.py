"""Slow plain definitions that the variants are tested against."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import ndimage

_FULL = np.ones((3, 3, 3), bool)


def islands(codes: Any, mask: Any, lowest: int, least: int = 8, most: int = 600) -> set[tuple[int, bytes]]:
    """Components of {code > c} apart from the mask, at the lowest c >= `lowest` where they have at most `most` voxels, with that c.

    The cut is one below the lowest code of the component, as in ``Variant.cut``.
    """
    free = ~ndimage.binary_dilation(mask, _FULL) if mask.any() else np.ones(mask.shape, bool)
    found: set[tuple[int, bytes]] = set()
    taken = np.zeros(mask.shape, bool)
    for cut in range(lowest, 256):
        labels, count = ndimage.label(free & (codes > cut), _FULL)
        for k in range(1, count + 1):
            part = labels == k
            if part.sum() > most or taken[part].any():
                continue
            taken |= part
            if part.sum() >= least:
                found.add((int(codes[part].min()) - 1, np.flatnonzero(part).tobytes()))
    return found


def together(codes: Any, region: Any, pieces: Any, cut: int) -> bool:
    """Whether two numbered pieces (each of at least three voxels) meet through {code >= cut} within the region.

    Pieces count as nodes: a piece is entered and left anywhere, and does not touch another piece by itself.
    """
    parts, count = ndimage.label(region & (codes >= cut), _FULL)
    reach = [
        set(np.unique(pieces[ndimage.binary_dilation(parts == k, _FULL)])) - {0} for k in range(1, count + 1)
    ]
    return any(len(r) >= 2 for r in reach)


def contacts(region: Any, mask: Any) -> Any:
    """Pieces of at least three voxels of the mask voxels next to the region, numbered 1, 2, …; 0 elsewhere."""
    ring = ndimage.binary_dilation(region, _FULL) & mask
    labels, count = ndimage.label(ring, _FULL)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    keep = np.flatnonzero(sizes >= 3)
    keep = keep[keep > 0]
    numbers = np.zeros(count + 1, int)
    numbers[keep] = np.arange(1, keep.size + 1)
    return numbers[labels]


def betti(mask: Any) -> tuple[int, int, int]:
    """26-connected parts, 6-connected parts of the background, Euler number (of the cubical complex of closed voxels)."""
    cells = 0
    for step in np.ndindex(2, 2, 2):
        grown = mask
        for axis, along in enumerate(step):
            before = np.roll(grown, 1, axis)
            grown = grown | before if along else grown
        cells += (-1) ** (3 - sum(step)) * int(grown.sum())
    return ndimage.label(mask, _FULL)[1], ndimage.label(~mask)[1], cells
