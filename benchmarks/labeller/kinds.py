"""The questions that labellers are asked, and the maps they are asked about."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import volumes
from numpy.typing import NDArray

CACHE = Path(__file__).parents[2] / ".cache" / "benchmarks" / "volumes"
WEIGHT_ONE = 2**20 - 1
DELTA = 5
"""Of 255."""
TOLERANCE = 0.001
"""VessQC 1.0.0's."""


@dataclass(frozen=True)
class Kind:
    """A question about a map.

    Attributes
    ----------
    map : str
        Name of the map's file.
    mode : str
        Region mode that answers the question.
    granularity : float
        As a part of the largest doubt.
    bits : int
        Of a code.
    peaks : bool
        Whether peak memory is taken too.
    """

    map: str
    mode: str = "plateau"
    granularity: float = 0.0
    bits: int = 8
    peaks: bool = False

    @property
    def step(self) -> int:
        """The granularity in steps of the weights."""
        return round(self.granularity * WEIGHT_ONE)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of codes."""
        return np.dtype(f"<u{self.bits // 8}")

    @property
    def weights(self) -> NDArray[np.uint32]:
        """One weight for each code; the largest code is the largest doubt."""
        largest = 2**self.bits - 1
        return np.round(np.arange(largest + 1) * (WEIGHT_ONE / largest)).astype(np.uint32)

    def values(self, codes: NDArray[Any]) -> NDArray[Any]:
        """One code of each distinct value of a map, or of each multiple of the granularity that values are rounded to."""
        distinct = np.unique(codes[codes > 0])
        if self.mode == "plateau" and self.step:
            _, first = np.unique(np.round(self.weights[distinct] / self.step), return_index=True)
            return distinct[first]
        return distinct

    def file(self, size: int) -> Path:
        """Raw codes, made once."""
        return volume_file(self.map, size)

    def codes(self, size: int) -> NDArray[Any]:
        """The map in memory."""
        return np.fromfile(self.file(size), self.dtype).reshape((size,) * 3)


KINDS = {
    "sparse": Kind("sparse", peaks=True),
    # Half a step more, so that rounded weights of codes 5 apart are joined and of codes 6 apart are not.
    "delta": Kind("continuous", "delta", (DELTA + 0.5) / 255, peaks=True),
    "threshold": Kind("continuous", "threshold", 0.5),
    "tolerance": Kind("fine", "plateau", TOLERANCE, bits=16),
    "blobs": Kind("dense", peaks=True),
    "connectomics": Kind("neurites"),
    "random": Kind("noise"),
}


def volume_file(name: str, size: int) -> Path:
    """Raw values, made once."""
    path = CACHE / f"{name}-{size}.raw"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        say(f"making {path.name}")
        _make(name, size).tofile(path)
    return path


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _make(name: str, size: int) -> NDArray[Any]:
    match name:
        case "dense":
            return volumes.blobs(size)
        case "neurites":
            return volumes.neurites(size)
        case "noise":
            return volumes.noise(size)
        case "heights":
            return volumes.heights(KINDS["sparse"].codes(size) > 0)
        case "entropy":
            return volumes.entropy_codes(np.fromfile(volume_file("heights", size), np.uint8))
    ids = volumes.branches(size)
    match name:
        case "branches":
            return ids
        case "sparse":
            return volumes.per_branch_codes(ids)
        case "fine":
            return volumes.recoloured(ids, 65_535)
        case "continuous":
            return volumes.noisy_codes(ids > 0)
    raise ValueError(f"found map {name!r}, expected one that is made here")
