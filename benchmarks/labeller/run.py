"""Measure the labeller in one run: ``run.py SIZE [SIZE ...] [--rounds N] [--only PART ...]``; one JSON document on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from comparing import compare, peak_of
from growth import in_slabs, over_values, over_voxels
from kinds import KINDS, say
from labellers import versions
from recut import CUTS, recut
from searching import page, variants
from threads import threads

LARGEST = 4
"""The longest edge that slabs are fed for, as a multiple of the first size."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=[256])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--peak", nargs=3, metavar=("INDEX", "KIND", "SIZE"), help=argparse.SUPPRESS)
    parser.add_argument("--slabs", nargs=3, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        index, kind, size = options.peak
        print(peak_of(int(index), kind, int(size)))
    elif options.slabs:
        json.dump(in_slabs(*options.slabs), sys.stdout)
    else:
        json.dump(measured(options.sizes, options.rounds, options.only), sys.stdout)


def measured(sizes: list[int], rounds: int, only: list[str]) -> dict[str, Any]:
    """All parts, or those that are named: the sparse map at all sizes, the rest at the first; slow parts in fewer rounds."""
    size, few = sizes[0], max(1, rounds // 2)
    parts: dict[str, Callable[[], Any]] = {
        **{kind: lambda kind=kind: compare(kind, size, rounds) for kind in KINDS},
        "recut": lambda: [recut(kind, size, rounds) for kind in CUTS],
        "variants": lambda: variants(size, few),
        "page": lambda: page(2 * size, rounds),
        "threads": lambda: threads(2 * size, few),
        "growth": lambda: {
            "voxels": over_voxels(size, [size * k // 4 for k in (1, 2, 4, 8, 4 * LARGEST)], few),
            "values": over_values(size, few),
        },
    }
    unknown = set(only) - set(parts)
    if unknown:
        raise SystemExit(f"--only: found {', '.join(sorted(unknown))}, expected some of {', '.join(parts)}")
    results: dict[str, Any] = {"versions": versions(), "comparisons": []}
    for name, part in parts.items():
        if only and name not in only:
            continue
        say(f"{name} {size}³")
        if name in KINDS:
            results["comparisons"].append(part())
        else:
            results[name] = part()
        if name == "sparse":
            for larger in sizes[1:]:
                say(f"{name} {larger}³")
                results["comparisons"].append(compare(name, larger, rounds))
    return results


if __name__ == "__main__":
    main()
