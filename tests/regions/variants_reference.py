"""Slow plain definitions that the variants are tested against."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from regions_reference import WEIGHT_ONE, logarithm, measure, stops
from scipy import ndimage

from voxproof.regions import KINDS

FACTS = ("kind", "cut", "step", "pieces", "length", "undecided")
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


def random_heights(seed: int) -> tuple[Any, Any, Any]:
    """Smooth random heights of a small volume, doubt codes that fall with the distance from one half, and their weights."""
    random = np.random.default_rng(seed)
    shape = tuple(int(n) for n in random.integers(4, 20, 3))
    noise = ndimage.gaussian_filter(random.random(shape), random.uniform(0.6, 1.8))
    noise = (noise - noise.mean()) / noise.std()
    heights = (
        np.clip(noise * random.uniform(40, 90) + random.uniform(40, 150), 0, 255).round().astype(np.uint8)
    )
    doubt = 255 - np.abs(2 * heights.astype(int) - 255)
    is_wide = random.random() < 0.5
    codes = (doubt * 200).astype(np.uint16) if is_wide else doubt.astype(np.uint8)
    weights = np.rint(np.arange(int(codes.max()) + 1) / int(codes.max()) * WEIGHT_ONE).astype(np.uint32)
    return codes, heights, weights


def ranking(
    found: Any, codes: Any, heights: Any, weights: Any, *, spacing: Any, stop_window: Any, stop_regions: int
) -> dict[str, Any]:
    """What the labeller returns, by name, given the regions of the search: scored by what is new in them, grouped, as runs."""
    mask = heights >= 128
    regions = []
    for v in found:
        voxels = np.argwhere(_mask_of(v.voxels, mask.shape))
        region = measure(voxels, weights[codes], mask.shape)
        pieces = _pieces_around(_mask_of(v.voxels, mask.shape), mask)
        undecided = _undecided(heights[tuple(voxels.T)])
        score = (undecided / 255) * (undecided / 255) * logarithm(1 + len(voxels))
        cut = 255 if v.cut < 0 else v.cut
        regions.append(
            region
            | {"score": score, "pieces": pieces, "kind": KINDS.index(v.kind) + 1, "cut": cut}
            | {"length": v.length, "step": v.step, "flat": v.voxels, "undecided": undecided}
        )
    kept = _by_what_is_new(regions, mask.shape, spacing)
    names = ("voxels", "first_voxel", "max_weight", "box", "centroid", "sum", "mean", "score", *FACTS)
    return {
        **{name: [r[name] for r in kept] for name in names},
        "stop": stops([r["box"] for r in kept], [r["score"] for r in kept], stop_window, stop_regions),
        "runs": sorted(
            (row, start, end, rank)
            for rank, region in enumerate(kept, 1)
            for row, start, end in _runs(_mask_of(region["flat"], mask.shape))
        ),
        "shown": len(regions) - len(kept),
    }


def _mask_of(voxels: Any, shape: Any) -> Any:
    mask = np.zeros(shape, bool)
    mask.flat[voxels] = True
    return mask


def _pieces_around(region: Any, mask: Any) -> int:
    ring = ndimage.binary_dilation(region, _FULL) & ~region & mask
    labels, _ = ndimage.label(ring, _FULL)
    return int((np.bincount(labels.ravel())[1:] >= 2).sum())


def _undecided(heights: Any) -> int:
    """Root mean square of 1 - |2 p - 1|, in steps of 1/255."""
    doubts = 255 - np.abs(2 * heights.astype(int) - 255)
    return round(math.sqrt(int((doubts**2).sum()) / heights.size))


def _by_what_is_new(regions: Any, shape: Any, spacing: Any) -> list[Any]:
    """The best, then the best of what it does not show, and so on; without those of which 70 % are shown.

    A region shows itself and what an ellipsoid of two smallest edges reaches. Its score counts in the measure that it is not shown.
    """
    reach = np.maximum(np.rint(2 * min(spacing) / np.array(spacing)), 1)
    offsets = np.stack(np.meshgrid(*(np.arange(-r, r + 1) for r in reach), indexing="ij"), axis=-1)
    ball = ((offsets / (reach + 0.5)) ** 2).sum(-1) <= 1
    shown = np.zeros(shape, bool)
    left, kept = list(regions), []
    while left:
        new = [int((~shown.flat[r["flat"]]).sum()) for r in left]
        left = [
            r | {"now": r["score"] * n / r["voxels"]}
            for r, n in zip(left, new, strict=True)
            if 10 * n > 3 * r["voxels"]
        ]
        left.sort(key=lambda r: (-r["now"], -r["voxels"], r["first_voxel"], r["step"]))
        for best in left[:1]:
            kept.append(best | {"score": best["now"]})
            shown |= ndimage.binary_dilation(_mask_of(best["flat"], shape), ball)
        left = left[1:]
    return kept


def _runs(mask: Any) -> list[tuple[int, int, int]]:
    """Row, start and end of each stretch."""
    edges = np.diff(mask.reshape(-1, mask.shape[2]).astype(np.int8), prepend=0, append=0, axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
