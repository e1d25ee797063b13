"""What names a search: the granularity as a step, and the key; `rank-parameters.test.ts` has the same table."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from voxproof.regions import RankParameters

CASES = json.loads((Path(__file__).parents[1] / "fixtures" / "keys.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["key"])
def test_the_key_names_what_was_searched(case):
    parameters = RankParameters(
        case["mode"],
        case["connectivity"],
        case["granularity"],
        min_voxels=case["min_voxels"],
        max_voxels=case["max_voxels"],
    )
    assert parameters.step(case["maximum"]) == case["step"]
    assert parameters.key(case["maximum"]) == case["key"]


def test_each_mode_has_a_beginning_of_its_own():
    assert RankParameters.of("plateau", 0.8) == RankParameters("plateau")
    assert RankParameters.of("delta", 0.8).granularity == 0.05 * 0.8
    assert RankParameters.of("threshold", 0.8).granularity == 0.4
    assert RankParameters.of("tree", 0.8).max_voxels == RankParameters.of("variants", 0.8).max_voxels == 600
    assert RankParameters.of("threshold", 0.8, granularity=0.0).granularity == 0.0


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"mode": "blobs"}, 'found \'blobs\', expected "plateau", "delta"'),
        ({"granularity": -0.1}, "found -0.1, expected a finite number, at least 0"),
        ({"granularity": float("nan")}, "expected a finite number"),
        ({"score": 3}, "score: found 3, expected text"),
        ({"ascending": "no"}, "ascending: found 'no', expected True or False"),
        ({"min_voxels": 9, "max_voxels": 8}, "min_voxels <= max_voxels"),
        ({"stop_window": (80, 80)}, "expected an edge in µm .*, or three whole numbers"),
        ({"stop_window": (0, 80, 80)}, "three whole numbers of voxels .* from 1 to 65535"),
        ({"stop_window": (80.5, 80, 80)}, "three whole numbers"),
    ],
)
def test_parameters_that_make_no_sense_are_refused(change, problem):
    with pytest.raises((TypeError, ValueError), match=problem):
        dataclasses.replace(RankParameters("plateau"), **change)


@pytest.mark.parametrize("granularity", ["0.1", True])
def test_a_granularity_is_a_number_and_nothing_that_turns_into_one(granularity):
    with pytest.raises(TypeError, match=r"granularity: found .*, expected a number"):
        RankParameters.of("delta", 0.8, granularity=granularity)


def test_whole_numbers_of_numpy_are_whole_numbers():
    sizes = {"min_voxels": np.uint8(3), "max_voxels": np.int64(900), "stop_regions": np.int16(4)}
    parameters = RankParameters("delta", **sizes)
    assert (parameters.min_voxels, parameters.max_voxels, parameters.stop_regions) == (3, 900, 4)
    assert all(type(getattr(parameters, name)) is int for name in sizes)
