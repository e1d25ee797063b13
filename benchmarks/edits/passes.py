"""Count the pieces of a whole segmentation, as others must after every stroke: ``passes.py SIZE``; one JSON document on stdout."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "labeller"))

from kinds import KINDS
from labellers import Codes, labellers, timed

ROUNDS = 5
NAMES = {"network": ("cc3d", "scipy.ndimage.label, mask"), "branches": ("cc3d",)}


def main() -> None:
    size = int(sys.argv[1])
    path = KINDS["sparse"].file(size)
    codes: Codes = KINDS["sparse"].codes(size)
    maps = {"network": (codes > 0).astype(np.uint8), "branches": codes}
    json.dump({"file": str(path), "rows": {kind: passes(maps[kind], kind) for kind in maps}}, sys.stdout)


def passes(codes: Codes, kind: str) -> list[dict[str, Any]]:
    candidates = [
        each for each in labellers("sparse") if each.name in NAMES[kind] and "statistics" not in each.gives
    ]
    seconds: dict[str, list[float]] = {each.name: [] for each in candidates}
    for turn in range(-1, ROUNDS):  # round -1 warms up
        for candidate in candidates:
            elapsed, _ = timed(candidate.run, codes)
            seconds[candidate.name] += [elapsed] * (turn >= 0)
    return [{"name": name, "median_ms": 1000 * statistics.median(taken)} for name, taken in seconds.items()]


if __name__ == "__main__":
    main()
