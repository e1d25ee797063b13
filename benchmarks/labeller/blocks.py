"""`vp.rank` of a dask array on threads beside the same array in memory: ``blocks.py [SIZE] [CHUNK] [--rounds N]``; a table on stdout.

A sparse map of one value per branch, float32, is read from a file: block by block, or at once. Each way runs in processes of its own, in
turn, after a small volume that loads what is loaded once. Time is from the call to the regions in order, without their table; peak is
what the process takes above what it took before, the map included.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from kinds import volume_file
from memory import resident

WAYS = ("in memory", "in blocks")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("size", type=int, nargs="?", default=512)
    parser.add_argument("chunk", type=int, nargs="?", default=256)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    path = volume_file("sparse", options.size)
    if options.way:
        json.dump(measure(options.way, path, options.size, options.chunk), sys.stdout)
        return
    results: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    for _ in range(options.rounds):
        for way in WAYS:
            command = [sys.executable, __file__, str(options.size), str(options.chunk), "--way", way]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            results[way].append(json.loads(output))
    if len({run["regions"] for runs in results.values() for run in runs}) > 1:
        raise AssertionError(f"found {results}, expected the same number of regions both ways")
    print(f"{options.size}³ float32, sparse, chunks of {options.chunk}³\n")
    print("| | median s | peak MiB | B/voxel | regions |\n|---|---|---|---|---|")
    for way, runs in results.items():
        seconds = statistics.median(run["seconds"] for run in runs)
        peak = max(run["peak"] for run in runs)
        print(
            f"| {way} | {seconds:.2f} | {peak / 2**20:.0f} | {peak / options.size**3:.2f} | {runs[0]['regions']} |"
        )


def measure(way: str, path: Path, size: int, chunk: int) -> dict[str, Any]:
    import dask.array as da

    import voxproof as vp

    codes = np.memmap(path, np.uint8, "r", shape=(size,) * 3)

    def read(block_info: Any = None) -> np.ndarray:
        place = tuple(slice(*ends) for ends in block_info[None]["array-location"])
        return np.asarray(codes[place], np.float32) / 100

    def doubt(edge: int) -> Any:
        counts = ((min(chunk, edge),) * max(1, edge // chunk),) * 3
        return da.map_blocks(read, dtype=np.float32, chunks=counts, meta=np.empty((0, 0, 0), np.float32))

    vp.rank(doubt(32) > 0, doubt(32))
    Path("/proc/self/clear_refs").write_text("5")  # the kernel forgets the peak so far
    before, start = resident("VmRSS"), perf_counter()
    values = doubt(size) if way == "in blocks" else np.asarray(codes, np.float32) / 100
    regions = len(vp.rank(values > 0, values, mode="plateau"))
    return {
        "seconds": perf_counter() - start,
        "peak": resident("VmHWM") - before,
        "regions": regions,
    }


if __name__ == "__main__":
    main()
