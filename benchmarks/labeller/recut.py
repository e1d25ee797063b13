"""Another granularity of a ranking in hand, beside a fresh ranking."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import Any

from kinds import KINDS, WEIGHT_ONE
from labellers import Codes
from script_host import start_hosts

CUTS = {"delta": (2, 8), "threshold": (0.4, 0.6)}
"""Granularities taken in turn: of 255, and of the largest doubt."""
LEAST = 8
"""What the product begins with: smaller regions are counted."""


def recut(name: str, size: int, rounds: int) -> dict[str, Any]:
    """In each host: milliseconds until the list (where it comes before the rows), until list and rows, and of a fresh ranking."""
    kind = KINDS[name]
    granularities = [(cut + 0.5) / 255 if name == "delta" else cut for cut in CUTS[name]]
    hosts = start_hosts("node", "chromium")
    engines = [host.prepare(kind, size, least=LEAST)["engine"] for host in hosts]
    ours = _Kept(name, kind.codes(size))
    found: dict[str, list[dict[str, float]]] = {"voxproof, wasmtime": [], **{h.name: [] for h in hosts}}
    for turn in range(-1, rounds):
        granularity = granularities[turn % 2]
        runs = {"voxproof, wasmtime": ours.recut(granularity)}
        for host in hosts:
            runs[host.name] = host.recut(granularity) | {"fresh": host.run()["milliseconds"]}
        if len({run["regions"] for run in runs.values()}) > 1:
            raise AssertionError(f"{name}: found {runs}, expected as many regions in all hosts")
        if turn >= 0:
            for host_name, run in runs.items():
                found[host_name].append(run)
    for host in hosts:
        host.close()
    notes = ["", *engines]
    rows = [
        {"name": name}
        | {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        | {"note": note}
        for (name, runs), note in zip(found.items(), notes, strict=True)
    ]
    return {"kind": name, "size": size, "rows": rows}


class _Kept:
    """A ranking whose labeller's memory is kept."""

    def __init__(self, name: str, codes: Codes) -> None:
        self.name, self.codes = name, codes
        self._labelled, self._grains = self._rank()
        assert self._grains
        self._grains.cut(0, LEAST, _most())  # the first one grows the hierarchy

    def recut(self, granularity: float) -> dict[str, float]:

        assert self._grains
        step, start = round(granularity * WEIGHT_ONE), perf_counter()
        labelled = self._grains.order(self._grains.cut(step, LEAST, _most()), _listing(), None)
        done = perf_counter()
        self._rank()
        return {
            "rows": 1000 * (done - start),
            "fresh": 1000 * (perf_counter() - done),
            "regions": labelled.voxels.size + labelled.smaller.count,
        }

    def _rank(self) -> tuple[Any, Any]:
        from voxproof.regions._labeller import label_and_keep

        kind = KINDS[self.name]
        mode: Any = kind.mode
        return label_and_keep(
            self.codes,
            kind.weights,
            mode=mode,
            connectivity=26,
            step=kind.step,
            listing=_listing(),
            mask=None,
            spacing=None,
            maximum=1.0,
        )


def _listing() -> Any:
    from voxproof.regions._order import Listing

    return Listing(LEAST)


def _most() -> int:
    from voxproof.regions._labeller import MOST_REGION

    return int(MOST_REGION)
