"""What the test of guidance measures by: a plain idea of an error, a map as VessQC wants it, and the benchmark's reviewer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy import ndimage

from voxproof.regions._variants import centre_line

sys.path += [str(Path(__file__).parents[2] / "benchmarks" / folder) for folder in ("guidance", "shared")]
from models import predict
from reviewer import walk

__all__ = ["branch_map", "predict", "structural_errors", "walk"]

_FULL = np.ones((3, 3, 3), bool)
_LEAST_LINE = 4


def structural_errors(segmentation: Any, truth: Any) -> Any:
    """Numbers, from 1, of the stretches of one's centre line that lie outside the other: what was missed, then what was invented."""
    numbers = np.zeros(truth.shape, int)
    for mask, other in ((truth, segmentation), (segmentation, truth)):
        stretches, count = ndimage.label(_line(mask) & ~other, _FULL)
        sizes = np.bincount(stretches.ravel(), minlength=count + 1)
        for k in np.flatnonzero(sizes[1:] >= _LEAST_LINE) + 1:
            numbers[stretches == k] = numbers.max() + 1
    return numbers


def branch_map(doubt: Any, segmentation: Any) -> Any:
    """Each branch between junctions has the mean doubt of its centre line, to three decimals as VessQC 1.0.0 rounds it; 0 outside."""
    line = _line(segmentation)
    neighbours = ndimage.convolve(line.astype(int), _FULL.astype(int), mode="constant") - 1
    branches, count = ndimage.label(line & (neighbours <= 2), _FULL)
    means = ndimage.mean(doubt, branches, np.arange(1, count + 1)).round(3)
    nearest = ndimage.distance_transform_edt(branches == 0, return_distances=False, return_indices=True)
    return np.where(segmentation, np.concatenate([[0], means])[branches[tuple(nearest)]], 0)


def _line(mask: Any) -> Any:
    return centre_line(mask.astype(np.uint8), mask)
