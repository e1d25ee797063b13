"""Compare the labellers in one run: ``run.py SIZE [SIZE ...] [--rounds N]``; one JSON document on stdout.

Candidates take turns, one warm-up round is dropped, medians are told. Peak memory above the map is taken in a process of its own for each.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import volumes
from labellers import Codes, Labeller, ScriptHost, labellers, timed

CACHE = Path(__file__).parents[2] / ".cache" / "benchmarks" / "volumes"
KINDS = ("sparse", "continuous", "dense")
MOST_VALUES = 4
"""Values that the scipy loop is timed on above 256³; the rest is extrapolated, and said so."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=[256])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peak", nargs=2, metavar=("INDEX", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        print(peak_of(int(options.peak[0]), Path(options.peak[1])))
        return
    results = []
    for size in options.sizes:
        for kind in KINDS:
            say(f"{kind} {size}³")
            hosts = start_hosts()
            results.append(compare(kind, size, options.rounds, hosts))
            for host in hosts:
                host.close()
    json.dump(results, sys.stdout)


def start_hosts() -> list[ScriptHost]:
    hosts = []
    for engine in ("node", "chromium"):
        try:
            hosts.append(ScriptHost(engine))
        except RuntimeError as error:
            say(str(error))
    return hosts


def compare(kind: str, size: int, rounds: int, hosts: list[ScriptHost]) -> dict[str, Any]:
    """All candidates on one map."""
    path = volume_file(kind, size)
    codes: Codes = np.fromfile(path, np.uint8).reshape((size,) * 3)
    candidates = [labeller for labeller in labellers() if kind in labeller.maps]
    prepared = [host.prepare(path, codes.shape, kind) for host in hosts]
    seconds: dict[int, list[float]] = {i: [] for i in range(len(candidates) + len(hosts))}
    counts: dict[int, int | None] = {}
    notes: dict[int, str] = {}
    for turn in range(-1, rounds):  # round -1 warms up
        for i, candidate in enumerate(candidates):
            if turn >= candidate.most_rounds or (turn < 0 and candidate.is_slow):
                continue
            elapsed, counts[i], notes[i] = once(candidate, codes, size)
            seconds[i] += [elapsed] * (turn >= 0)
        for i, host in enumerate(hosts, len(candidates)):
            elapsed, counts[i] = host.run()
            seconds[i] += [elapsed] * (turn >= 0)
    agree({counts[i] for i in counts if counts[i] is not None and not notes.get(i)}, kind, size)
    rows = [
        row(
            candidate.name,
            candidate.gives,
            seconds[i],
            counts[i],
            peak_in_own_process(candidate, path),
            notes[i],
        )
        for i, candidate in enumerate(candidates)
    ]
    for i, (host, facts) in enumerate(zip(hosts, prepared, strict=True), len(candidates)):
        name = "voxproof, Node" if host.engine == "node" else "voxproof, Chromium's worker"
        rows.append(
            row(name, "runs, table, order", seconds[i], counts[i], facts.get("peak"), facts["engine"])
        )
    return {
        "kind": kind,
        "size": size,
        "foreground": float((codes > 0).mean()),
        "values": int(np.unique(codes[codes > 0]).size),
        "rows": rows,
    }


def once(candidate: Labeller, codes: Codes, size: int) -> tuple[float, int | None, str]:
    """Seconds, number of regions, and a word on how the seconds were found."""
    values = np.unique(codes[codes > 0])
    if candidate.name != "scipy, value by value" or size <= 256:
        return (*timed(candidate.run, codes), "")
    chosen = values[np.linspace(0, values.size - 1, MOST_VALUES).astype(int)]
    part = np.where(np.isin(codes, chosen), codes, 0).astype(np.uint8)
    elapsed, count = timed(candidate.run, part)
    return (
        elapsed * values.size / chosen.size,
        count,
        f"extrapolated from {chosen.size} of {values.size} values",
    )


def row(
    name: str, gives: str, seconds: list[float], regions: int | None, peak: float | None, note: str
) -> dict[str, Any]:
    return {
        "name": name,
        "gives": gives,
        "median_ms": 1000 * statistics.median(seconds),
        "least_ms": 1000 * min(seconds),
        "rounds": len(seconds),
        "regions": regions,
        "peak_bytes": peak,
        "note": note,
    }


def agree(counts: set[int | None], kind: str, size: int) -> None:
    """A fast wrong answer is no answer."""
    if len(counts) > 1:
        raise AssertionError(
            f"{kind} {size}³: found numbers of regions {counts}, expected the same from all labellers"
        )


def peak_in_own_process(candidate: Labeller, path: Path) -> float | None:
    if candidate.name == "scipy, value by value" or not sys.platform.startswith("linux"):
        return None
    index = [(other.name, other.gives) for other in labellers()].index((candidate.name, candidate.gives))
    command = [sys.executable, __file__, "--peak", str(index), str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peak_of(index: int, path: Path) -> int:
    """Bytes above the map, at most. A labelling of a few voxels first loads what is loaded once."""
    labeller = labellers()[index]
    codes: Codes = np.fromfile(path, np.uint8)
    size = round(codes.size ** (1 / 3))
    codes = codes.reshape((size,) * 3)
    labeller.run(np.ascontiguousarray(codes[:4, :4, :4]))
    Path("/proc/self/clear_refs").write_text("5")  # the kernel forgets the peak so far
    before = resident("VmRSS")
    labeller.run(codes)
    return resident("VmHWM") - before


def resident(field: str) -> int:
    """Bytes of this process in memory, now (VmRSS) or at most (VmHWM); Linux only."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def volume_file(kind: str, size: int) -> Path:
    """Raw uint8 codes, made once."""
    path = CACHE / f"{kind}-{size}.raw"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        say(f"making {path.name}")
        make(kind, size).tofile(path)
    return path


def make(kind: str, size: int) -> Codes:
    if kind == "dense":
        return volumes.blobs(size)
    ids = volumes.branches(size)
    return volumes.per_branch_codes(ids) if kind == "sparse" else volumes.noisy_codes(ids > 0)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
