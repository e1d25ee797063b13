"""One stroke for each error with every tool: ``run.py [--quick] [--only TOOL] [--shared FOLDER]``; one JSON document on stdout."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from brushes import CANDIDATES
from judge import Judge
from volumes import Volume, volumes
from yardstick import SHARED, yardstick

JITTERS = (0, 1, 2)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="one small generated volume")
    parser.add_argument("--only", action="append", choices=CANDIDATES, help="a tool by name; may be repeated")
    parser.add_argument("--shared", type=Path, default=SHARED)
    options = parser.parse_args()
    names = options.only or list(CANDIDATES)
    try:
        yardstick(options.shared, "strokes")
    except FileNotFoundError as error:
        json.dump({"skipped": str(error)}, sys.stdout)
        return
    compared = [
        compare(volume, Judge(volume, options.shared), names)
        for volume in volumes(options.shared / "data", quick=options.quick)
    ]
    json.dump({"jitters": JITTERS, "volumes": compared}, sys.stdout)


def compare(volume: Volume, judge: Judge, names: list[str]) -> dict[str, Any]:
    """All tools on one volume."""
    print(volume.name, file=sys.stderr, flush=True)
    return {
        "name": volume.name,
        "group": volume.group,
        "errors": judge.errors_at_start,
        "tools": {name: [measure(judge, name, jitter) for jitter in JITTERS] for name in names},
    }


def measure(judge: Judge, name: str, jitter: int) -> dict[str, Any]:
    """All strokes of a volume with one tool."""
    tool = CANDIDATES[name](judge)
    answers, milliseconds, repaired = [], [], []
    right = wrong = 0
    for stroke in judge.strokes(jitter):
        start = time.perf_counter()
        changed = tool(stroke)
        milliseconds.append((time.perf_counter() - start) * 1000)
        answers.append((stroke, changed))
        verdict = judge.verdict(stroke, changed)
        repaired.append((stroke.kind, verdict.is_repaired))
        right, wrong = right + verdict.right, wrong + verdict.wrong
    left, fresh = judge.left(answers)
    return {
        "repaired": repaired,
        "right": right,
        "wrong": wrong,
        "left": left,
        "new": fresh,
        "ms": [float(np.quantile(milliseconds, q)) for q in (0.5, 0.95)],
    }


if __name__ == "__main__":
    main()
