"""Cost against voxels, fed slab by slab, and against the number of distinct values."""

from __future__ import annotations

import json
import statistics
from time import perf_counter
from typing import Any

import numpy as np
from kinds import KINDS, WEIGHT_ONE, volume_file
from labellers import Codes
from memory import IS_KNOWN, in_own_process, peak_above

VALUES = (1, 10, 100, 1000, 10_000)


def over_voxels(edge: int, sizes: list[int], rounds: int) -> list[dict[str, Any]]:
    """Each size in a process of its own: seconds of the labeller, peak of the process above what it had, and regions."""
    volume_file("sparse", edge)
    return [json.loads(in_own_process("--slabs", str(edge), str(size), str(rounds))) for size in sizes]


def in_slabs(edge: int, size: int, rounds: int) -> dict[str, Any]:
    """Runs, table and order of a cube that is never in memory as a whole: a map and its mirror images, made slab by slab."""
    source = KINDS["sparse"].codes(edge)
    _fed(source, edge)
    times: list[float] = []
    regions = 0

    def run() -> None:
        nonlocal regions
        for _ in range(rounds):
            elapsed, regions = _fed(source, size)
            times.append(elapsed)

    peak = peak_above(run) if IS_KNOWN else run()
    return {
        "size": size,
        "milliseconds": 1000 * statistics.median(times),
        "peak_bytes": peak,
        "regions": regions,
    }


def over_values(size: int, rounds: int) -> list[dict[str, Any]]:
    """The same branches with few or many distinct values, uint16; scipy's loop on one value tells what each costs there."""
    import volumes
    from scipy import ndimage

    from voxproof.regions._labeller import label

    ids = np.fromfile(volume_file("branches", size), np.int32).reshape((size,) * 3)
    weights = np.round(np.linspace(0, WEIGHT_ONE, 65_536)).astype(np.uint32)
    maps = [volumes.recoloured(ids, values) for values in VALUES]
    times: list[list[float]] = [[] for _ in maps]
    loops: list[float] = []
    for turn in range(-1, rounds):
        for codes, seconds in zip(maps, times, strict=True):
            start = perf_counter()
            label(codes, weights, mode="plateau", min_voxels=1)
            seconds += [perf_counter() - start] * (turn >= 0)
        start = perf_counter()
        ndimage.label(maps[-1] == maps[-1].max(), np.ones((3, 3, 3)))
        loops += [perf_counter() - start] * (turn >= 0)
    one = 1000 * statistics.median(loops)
    rows = []
    for codes, seconds in zip(maps, times, strict=True):
        distinct = int(np.unique(codes[codes > 0]).size)
        rows.append(
            {"values": distinct, "milliseconds": 1000 * statistics.median(seconds), "loop": one * distinct}
        )
    return rows


def _fed(source: Codes, size: int) -> tuple[float, int]:
    """Seconds without the making of slabs, and number of regions."""
    from voxproof.regions._host import Host
    from voxproof.regions._labeller import MOST_REGION, _find_plateaus
    from voxproof.regions._order import Listing, order

    host, slabs = Host("simd"), _Mirrored(source, size)
    shape_only: Any = np.broadcast_to(source[:1, :1, :1], (size,) * 3)
    start = perf_counter()
    host.open(shape_only, KINDS["sparse"].weights, mode="plateau", min_voxels=1, max_voxels=MOST_REGION)
    _find_plateaus(host, slabs, None)  # type: ignore[arg-type]
    labelled = order(host, host.found(spacing=(1.0, 1.0, 1.0), maximum=1.0, least=1), Listing(1))
    return perf_counter() - start - slabs.seconds, int(labelled.voxels.size)


class _Mirrored:
    """A cube of copies of a smaller one, every other one mirrored; slices are made when they are asked for."""

    def __init__(self, source: Codes, size: int) -> None:
        self._source, self.shape = source, (size,) * 3
        edge = source.shape[0]
        steps = np.arange(size) % (2 * edge)
        self._index = np.where(steps < edge, steps, 2 * edge - 1 - steps)
        self.seconds = 0.0

    def __getitem__(self, slices: slice) -> Codes:
        start = perf_counter()
        index = self._index
        part = self._source[index[slices]][:, index][:, :, index]
        self.seconds += perf_counter() - start
        return np.ascontiguousarray(part)
