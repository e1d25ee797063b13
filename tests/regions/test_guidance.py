"""The list leads to the errors sooner than VessQC's order and than chance, on what a real model makes of a generated volume."""

import numpy as np
import pytest
from guidance_reference import branch_map, predict, structural_errors, walk

import voxproof as vp

REACH = (1, 2, 2)


@pytest.fixture(scope="module")
def reviewed():
    """Segmentation, probability and errors of a forest that was shown four slices; seed and photons of no example."""
    volume = vp.data.vessels((48, 96, 96), seed=41, photons=20)
    truth = volume.truth > 0
    probability = predict("forest", volume.image, truth, (6, 18, 30, 42))
    segmentation = probability > 0.5
    return segmentation, probability, structural_errors(segmentation, truth)


@pytest.fixture(scope="module")
def ranking(reviewed):
    segmentation, probability, _ = reviewed
    return vp.rank(segmentation, probability=probability, spacing=(2, 1, 1))


def stops_of(ranking):
    regions = [ranking.voxels(rank) for rank in range(1, len(ranking) + 1)]
    return [
        [regions[i] for i in np.flatnonzero(ranking.table["stop"] == stop)] for stop in ranking.stops["stop"]
    ]


def vessqc_of(reviewed):
    """Its regions are branches of at least 50 voxels, the most doubtful first."""
    segmentation, probability, _ = reviewed
    doubt = branch_map(1 - np.abs(2 * probability - 1), segmentation)
    found = vp.rank(segmentation, doubt, mode="plateau", min_voxels=50, stop_regions=1)
    order = found.table.sort_values(["max", "voxels"], ascending=False)["rank"]
    return [[found.voxels(rank)] for rank in order.tolist()]


def seconds(worklist, errors, recall):
    return walk(worklist, errors, REACH).cost("seconds", recall)


def shuffled(worklist, seed):
    return [worklist[i] for i in np.random.default_rng(seed).permutation(len(worklist))]


@pytest.mark.parametrize("recall", [0.3, 0.5, 0.7])
def test_stops_lead_to_errors_in_less_than_half_of_vessqcs_time(reviewed, ranking, recall):
    *_, errors = reviewed
    assert seconds(stops_of(ranking), errors, recall) < 0.5 * seconds(vessqc_of(reviewed), errors, recall)


@pytest.mark.parametrize("recall", [0.3, 0.5])
def test_stops_lead_to_errors_sooner_than_chance(reviewed, ranking, recall):
    *_, errors = reviewed
    by_chance = [seconds(shuffled(stops_of(ranking), seed), errors, recall) for seed in range(10)]
    assert seconds(stops_of(ranking), errors, recall) < 0.7 * np.mean(by_chance)


def test_nearly_all_errors_are_in_the_list(reviewed, ranking):
    *_, errors = reviewed
    assert walk(stops_of(ranking), errors, REACH).recall[-1] >= 0.94


def test_the_benchmarks_reviewer_counts_what_is_seen():
    errors = np.zeros((1, 3, 12), int)
    errors[0, 1, 4], errors[0, 1, 11] = 1, 2
    near, beside, far = np.array([[14], [17], [22]])
    seen = walk([[near], [beside, far]], errors, (1, 1, 1))
    assert seen.recall.tolist() == [0, 0, 1]
    assert seen.entries.tolist() == [0, 1, 2]
    assert seen.regions.tolist() == [0, 1, 3]
    assert seen.voxels.tolist() == [0, 9, 27]
    assert seen.seconds.tolist() == pytest.approx([0, 10.018, 20.054])
    assert seen.seconds_by_region.tolist() == pytest.approx([0, 10.018, 25.054])
    assert seen.cost("entries", 0.5) == 2
    assert walk([[near]], errors, (1, 1, 1)).cost("entries", 0.5) == np.inf
