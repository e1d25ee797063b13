"""Walk every worklist on every volume: ``run.py [--quick] [--reference] [--shared FOLDER]``; one JSON document on stdout."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
from cases import Case, cases, small_case
from harness import Harness
from lists import SHUFFLED, Prediction, worklists
from numpy.typing import NDArray
from outputs import output
from reviewer import Walk, walk
from yardstick import SHARED

import voxproof as vp

LEVELS = (0.5, 0.7, 0.9, 0.94)
COSTS = ("entries", "regions", "voxels", "seconds", "seconds_by_region")
SHUFFLES = 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="one small generated volume")
    parser.add_argument("--reference", action="store_true", help="the study's slow ranking too")
    parser.add_argument("--shared", type=Path, default=SHARED)
    options = parser.parse_args()
    try:
        harness = Harness(options.shared)
    except FileNotFoundError as error:
        json.dump({"skipped": str(error)}, sys.stdout)
        return
    volumes = [small_case()] if options.quick else cases(options.shared / "data")
    results = [compare(case, harness, with_reference=options.reference) for case in volumes]
    json.dump({"levels": LEVELS, "costs": COSTS, "volumes": results}, sys.stdout)


def compare(case: Case, harness: Harness, *, with_reference: bool) -> dict[str, Any]:
    """All worklists on one volume."""
    print(case.name, file=sys.stderr, flush=True)
    probability = output(case)
    segmentation = probability > 0.5
    aspect = case.spacing[0] / case.spacing[1]
    branch_map = harness.branch_map(1 - np.abs(2 * probability - 1), segmentation, aspect)
    prediction = Prediction(segmentation, probability, branch_map, case.spacing)
    errors = harness.errors(segmentation, case.truth, aspect)
    reach = (1 if aspect > 1 else 2, 2, 2)
    lists = worklists(prediction, harness, with_reference=with_reference)
    walks = {name: [walk(entries, errors, reach)] for name, entries in lists.items()}
    for name in SHUFFLED:
        walks[f"{name}, random order"] = [
            walk(
                [lists[name][i] for i in np.random.default_rng(seed).permutation(len(lists[name]))],
                errors,
                reach,
            )
            for seed in range(SHUFFLES)
        ]
    best = float(walks["VessQC 1.0.0"][0].recall[-1])
    return {
        "name": case.name,
        "is_vessels": case.is_vessels,
        "shape": case.truth.shape,
        "dice": vp.topology.dice(segmentation, case.truth),
        "errors": int(errors.max()),
        "candidates": {name: _figures(taken, best) for name, taken in walks.items()},
    }


def _figures(walks: list[Walk], best: float) -> dict[str, Any]:
    """Costs at each level of VessQC's best recall and of all errors; means over the walks, null where a level is never reached."""
    return {
        "entries": walks[0].entries[-1],
        "best_recall": float(walks[0].recall[-1]),
        "at_vessqcs": {cost: [_mean(walks, cost, level * best) for level in LEVELS] for cost in COSTS},
        "at_all": {cost: [_mean(walks, cost, level) for level in LEVELS] for cost in COSTS},
    }


def _mean(walks: list[Walk], cost: str, recall: float) -> float | None:
    costs: NDArray[np.float64] = np.array([taken.cost(cost, recall) for taken in walks])
    mean = float(costs.mean())
    return mean if math.isfinite(mean) else None


if __name__ == "__main__":
    main()
