"""One core or two: arrays in blocks on threads, and the labeller alone."""

from __future__ import annotations

import importlib.util
import statistics
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

from kinds import KINDS
from labellers import Codes

BLOCKS = "voxproof.rank, dask blocks"
HALVES = "labeller alone on two halves, not joined"


def threads(size: int, rounds: int) -> dict[str, Any]:
    """Each way with one thread and with two, in turn; what there is not is left out."""
    codes = KINDS["sparse"].codes(size)
    ways: dict[str, Callable[[int], Any]] = {HALVES: lambda n: _halves(codes, n)}
    if importlib.util.find_spec("voxproof.regions.blocks") is not None:
        ways[BLOCKS] = lambda n: _blocks(codes, n)
    seconds: dict[tuple[str, int], list[float]] = {(name, n): [] for name in ways for n in (1, 2)}
    for turn in range(-1, rounds):
        for (name, count), times in seconds.items():
            start = perf_counter()
            ways[name](count)
            times += [perf_counter() - start] * (turn >= 0)
    rows = [
        {"name": name, **{f"on_{n}": 1000 * statistics.median(seconds[name, n]) for n in (1, 2)}}
        for name in ways
    ]
    return {"size": size, "rows": rows}


def _halves(codes: Codes, count: int) -> None:
    from voxproof.regions._labeller import label

    weights, middle = KINDS["sparse"].weights, len(codes) // 2
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(lambda half: label(half, weights, mode="plateau"), (codes[:middle], codes[middle:])))


def _blocks(codes: Codes, count: int) -> None:
    import dask
    import dask.array as da

    import voxproof as vp

    doubt = da.from_array(codes, chunks=len(codes) // 2)
    with dask.config.set(scheduler="threads", num_workers=count):
        vp.rank(doubt > 0, doubt, mode="plateau")
