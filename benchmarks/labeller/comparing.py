"""All that answer a question, in turn: a warm-up round is dropped, medians are told."""

from __future__ import annotations

import statistics
from typing import Any

import numpy as np
from kinds import KINDS
from labellers import Codes, Labeller, labellers, timed
from memory import IS_KNOWN, in_own_process, peak_above
from script_host import start_hosts

MOST_VALUES = 4
"""Values that a loop over values is timed on where it would take too long; the rest is extrapolated, and said so."""
NOT_IN_SCRIPTS = ("blobs", "connectomics", "random")


def compare(name: str, size: int, rounds: int) -> dict[str, Any]:
    """All candidates on one map."""
    codes = KINDS[name].codes(size)
    candidates = labellers(name)
    hosts = [] if name in NOT_IN_SCRIPTS else start_hosts("node", "chromium")
    prepared = [host.prepare(KINDS[name], size) for host in hosts]
    rows = [_Row(candidate.name, candidate.gives) for candidate in candidates]
    rows += [_Row(host.name, "runs, table, order") for host in hosts]
    for turn in range(-1, rounds):  # round -1 warms up
        for row, candidate in zip(rows, candidates, strict=False):
            if turn < candidate.most_rounds and not (turn < 0 and candidate.is_slow):
                row.add(turn, *_once(candidate, codes, name, size))
        for row, host in zip(rows[len(candidates) :], hosts, strict=True):
            answer = host.run()
            row.add(turn, answer["milliseconds"] / 1000, answer["regions"], "")
    for row, host, facts in zip(rows[len(candidates) :], hosts, prepared, strict=True):
        row.note, row.peak = facts["engine"], facts.get("peak")
        host.close()
    _agree({row.regions for row in rows if row.regions is not None}, name, size)
    for index, candidate in enumerate(candidates):
        if KINDS[name].peaks and IS_KNOWN and candidate.samples_from is None:
            rows[index].peak = float(in_own_process("--peak", str(index), name, str(size)))
    return {
        "kind": name,
        "size": size,
        "foreground": float((codes > 0).mean()),
        "values": int(KINDS[name].values(codes).size),
        "rows": [row.as_json() for row in rows],
    }


class _Row:
    """What is known of one candidate."""

    def __init__(self, name: str, gives: str) -> None:
        self.name, self.gives = name, gives
        self.seconds: list[float] = []
        self.regions: int | None = None
        self.peak: float | None = None
        self.note = ""

    def add(self, turn: int, seconds: float, regions: int | None, note: str) -> None:
        if turn >= 0:
            self.seconds.append(seconds)
        # A part of the values gives a part of the regions.
        self.regions, self.note = None if note else regions, note

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "gives": self.gives,
            "median_ms": 1000 * statistics.median(self.seconds),
            "least_ms": 1000 * min(self.seconds),
            "rounds": len(self.seconds),
            "regions": self.regions,
            "peak_bytes": self.peak,
            "note": self.note,
        }


def _once(candidate: Labeller, codes: Codes, name: str, size: int) -> tuple[float, int | None, str]:
    """Seconds, number of regions, and a word on how the seconds were found."""
    if candidate.samples_from is None or size < candidate.samples_from:
        return (*timed(candidate.run, codes), "")
    values = KINDS[name].values(codes)
    chosen = values[np.linspace(0, values.size - 1, min(MOST_VALUES, values.size)).astype(int)]
    part = np.where(np.isin(codes, chosen), codes, 0).astype(codes.dtype)
    elapsed, count = timed(candidate.run, part)
    note = f"extrapolated from {chosen.size} of {values.size} values"
    return elapsed * values.size / chosen.size, count, note


def _agree(counts: set[int], name: str, size: int) -> None:
    """A fast wrong answer is no answer."""
    if len(counts) > 1:
        raise AssertionError(
            f"{name} {size}³: found numbers of regions {sorted(counts)}, expected the same from all labellers"
        )


def peak_of(index: int, name: str, size: int) -> int:
    """Bytes above the map, at most. A labelling of a few voxels first loads what is loaded once."""
    labeller = labellers(name)[index]
    codes = KINDS[name].codes(size)
    labeller.run(np.ascontiguousarray(codes[:4, :4, :4]))
    return peak_above(lambda: labeller.run(codes))
