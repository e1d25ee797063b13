"""The cases of tests/fixtures/carrying, which the browser's twin reads too."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from voxproof._carrying import Area, carry_verdicts

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "carrying" / "carrying.json").read_text(encoding="utf-8")
)


def ranking_of(shape, regions):
    """As much of a ranking as is read: runs of one voxel each."""
    voxels = np.array([voxel for region in regions for voxel in region])
    rank = np.repeat(np.arange(1, len(regions) + 1), [len(region) for region in regions])
    order = np.argsort(voxels, kind="stable")
    voxels, rank = voxels[order], rank[order]
    rows = np.arange(shape[0] * shape[1] + 1) * shape[2]
    labelled = SimpleNamespace(
        voxels=np.array([len(region) for region in regions], np.uint32),
        row_start=np.searchsorted(voxels, rows).astype(np.uint32),
        start=(voxels % shape[2]).astype(np.uint16),
        end=(voxels % shape[2] + 1).astype(np.uint16),
        rank=rank.astype(np.uint32),
    )
    return SimpleNamespace(shape=tuple(shape), labelled=labelled)


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_verdicts_carry_over_as_the_cases_say(case):
    areas = [
        Area(area["region"], area["verdict"], "", area["time"], np.array(area["voxels"]))
        for area in case["areas"]
    ]
    carried = carry_verdicts(ranking_of(GOLDEN["shape"], case["regions"]), areas)
    assert {str(rank - 1): area.region for rank, area in carried.items()} == case["carried"]


def test_nothing_is_carried_where_nothing_was_judged():
    assert carry_verdicts(ranking_of((1, 1, 4), [[0, 1]]), []) == {}
