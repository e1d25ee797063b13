"""Mode variants: until the first list, and until the whole; and a large map in a page's memory until it is ranked."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import Any

import numpy as np
from kinds import KINDS, Kind, volume_file
from script_host import ScriptHost, start_hosts

LEAST = 8
VARIANTS = Kind("entropy", "variants")


def variants(size: int, rounds: int) -> dict[str, Any]:
    """A probability and its doubt, in all hosts in turn."""
    path = volume_file("heights", size)
    heights = np.fromfile(path, np.uint8).reshape((size,) * 3)
    doubt = VARIANTS.codes(size)
    hosts = start_hosts("node", "chromium")
    engines = [host.prepare(VARIANTS, size, least=LEAST, heights=path)["engine"] for host in hosts]
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("voxproof, wasmtime", *(h.name for h in hosts))
    }
    for _ in range(rounds):
        found["voxproof, wasmtime"].append(_in_python(doubt, heights))
        for host in hosts:
            found[host.name].append(host.run())
    _close(hosts)
    rows = [
        {
            "name": name,
            "first": statistics.median(run["first"] for run in runs) if "first" in runs[0] else None,
            "milliseconds": statistics.median(run["milliseconds"] for run in runs),
            "regions": runs[0]["regions"],
            "note": note,
        }
        for (name, runs), note in zip(found.items(), ["", *engines], strict=True)
    ]
    return {"size": size, "foreground": float((heights > 127).mean()), "rows": rows}


def page(size: int, rounds: int) -> dict[str, Any]:
    """The page's own ranker and its worker, without and with the pieces around each region."""
    rows = []
    for masked in (False, True):
        hosts = start_hosts("page")
        for host in hosts:
            engine = host.prepare(KINDS["sparse"], size, least=LEAST, masked=masked)["engine"]
            runs = [host.run() for _ in range(rounds)]
            times = [run["milliseconds"] for run in runs]
            gives = "runs, table, order" + ", pieces" * masked
            rows.append(
                {
                    "name": host.name,
                    "gives": gives,
                    "milliseconds": statistics.median(times),
                    "least": min(times),
                    "regions": runs[0]["regions"],
                    "note": engine,
                }
            )
        _close(hosts)
    return {"size": size, "rows": rows}


def _in_python(doubt: Any, heights: Any) -> dict[str, Any]:
    from voxproof.regions._variants import label_variants

    start = perf_counter()
    labelled = label_variants(doubt, VARIANTS.weights, heights, spacing=None, min_voxels=LEAST)
    return {
        "milliseconds": 1000 * (perf_counter() - start),
        "regions": labelled.voxels.size + labelled.smaller.count,
    }


def _close(hosts: list[ScriptHost]) -> None:
    for host in hosts:
        host.close()
