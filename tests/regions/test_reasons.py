"""Reasons, votes and the columns of consequences in a ranking."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import voxproof as vp
from voxproof.regions import _topology, consequence
from voxproof.regions._consequence import Consequence
from voxproof.regions._reasons import Known, extents_of, figure, sentence
from voxproof.regions._split import Split, split_of

CASES = json.loads((Path(__file__).parents[1] / "fixtures" / "reasons" / "reasons.json").read_text("utf-8"))
COLUMNS = ["pieces_change", "loops_change", "cavities_change", "hanging", "hanging_length"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["expected"])
def test_reasons_say_the_same_as_in_the_browser(case):
    known = dict(case["known"])
    for name, kind in (("consequence", Consequence), ("split", lambda *votes: votes)):
        known[name] = None if known[name] is None else kind(*known[name])
    assert sentence(Known(**known)) == case["expected"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.93, "0.93"),
        (0.9, "0.9"),
        (0.00421, "0.00421"),
        (12.44, "12.4"),
        (1240, "1240"),
        (12345.4, "12,345"),
    ],
)
def test_figures_have_three_digits(value, text):
    assert figure(value) == text


@pytest.mark.parametrize(("length", "extent"), [(0, 7), (16, 14), (3, 3), (42, 7)])
def test_a_region_is_as_long_as_its_centre_line(length, extent):
    # The same figures as in src/panels/reason.test.ts.
    box = np.array([[1, 3, 2, 6, 5, 13]], np.uint16)
    facts = SimpleNamespace(length=np.array([length], np.uint16))
    labelled = SimpleNamespace(box=box, voxels=np.array([41]), facts=facts)
    assert np.rint(extents_of(labelled, (2, 0.5, 0.7))).tolist() == [extent]


@pytest.fixture
def tubes():
    """Segmentation and doubt (5, 7, 40): two bars with a doubtful gap, the second with a doubtful middle."""
    segmentation = np.zeros((5, 7, 40), np.uint8)
    segmentation[2, 3, 2:12] = segmentation[2, 3, 15:38] = 1
    doubt = np.zeros(segmentation.shape)
    doubt[2, 3, 12:15] = 0.9
    doubt[2, 3, 25:28] = 0.6
    return segmentation, doubt


def test_the_table_says_what_flipping_each_region_does(tubes):
    segmentation, doubt = tubes
    ranking = vp.rank(segmentation, doubt, mode="plateau", min_voxels=1, spacing=(2, 1, 0.5))
    table = ranking.table
    assert table[COLUMNS].to_numpy().tolist() == [[-1, 0, 0, 10, 4.5], [1, 0, 0, 10, 4.75]]
    assert table["reason"].tolist() == [
        "plateau of 3 voxels at 0.9: if added, joins 2 pieces (4.5 µm hang on it)",
        "plateau of 3 voxels at 0.6: without it 2 pieces fall apart (4.8 µm cut off)",
    ]
    for rank, row in enumerate(table[COLUMNS].to_numpy().tolist(), 1):
        assert list(consequence(segmentation, ranking.voxels(rank), spacing=(2, 1, 0.5))[:5]) == row


def test_the_segmentation_counts_as_it_was_when_ranked(tubes):
    segmentation, doubt = tubes
    ranking = vp.rank(segmentation, doubt, mode="plateau", min_voxels=1)
    segmentation[:] = 0
    assert ranking.table["pieces_change"].tolist() == [-1, 1]


def test_regions_are_put_in_order_of_their_consequence(tubes):
    segmentation, doubt = tubes
    segmentation[0, 0, 0] = doubt[0, 0, 0] = 1
    ranking = vp.rank(segmentation, doubt, mode="plateau", min_voxels=1, score="mean")
    by_mean = ranking.table
    again = ranking.reordered(score="consequence")
    assert by_mean["first_voxel"].tolist()[0] == 0
    assert again.table["score"].tolist() == pytest.approx([1 + 10 / 11, 1 + 10 / 11, 1])
    assert again.table["first_voxel"].tolist()[-1] == 0
    formula = vp.rank(
        segmentation, doubt, mode="plateau", min_voxels=1, score="hanging_length + 100 * pieces_change"
    )
    assert formula.table["pieces_change"].tolist() == [1, -1, -1]
    assert formula.table["hanging"].tolist() == [10, 10, 0]


def test_only_so_many_regions_are_tried_for_the_table(tubes, monkeypatch):
    monkeypatch.setattr(_topology, "MOST_TRIED", 1)
    segmentation, doubt = tubes
    table = vp.rank(segmentation, doubt, mode="plateau", min_voxels=1).table
    assert table["pieces_change"].isna().tolist() == [False, True]
    assert table["hanging_length"].isna().tolist() == [False, True]
    assert table["reason"][1] == "plateau of 3 voxels at 0.6"


def test_a_table_goes_without_what_memory_is_short_for(tubes, monkeypatch):
    def refuse(*_, **__):
        raise OverflowError

    segmentation, doubt = tubes
    ranking = vp.rank(segmentation, doubt, mode="plateau", min_voxels=1)
    monkeypatch.setattr(_topology, "Flips", refuse)
    assert ranking.table["pieces_change"].isna().all()
    with pytest.raises(OverflowError):
        ranking.reordered(score="consequence")


def test_no_region_has_no_consequence():
    table = vp.rank(np.ones((2, 2, 2), np.uint8), np.zeros((2, 2, 2))).table
    assert [str(table[name].dtype) for name in COLUMNS] == ["Int64"] * 4 + ["float64"]
    assert isinstance(table, pd.DataFrame)


def test_votes_of_a_small_ensemble_are_told():
    probability = np.zeros((3, 5, 30))
    probability[1, 2, 2:12] = probability[1, 2, 17:28] = 1
    probability[1, 2, 12:17] = 0.4
    probability[1, 2, 20] = 0.8
    segmentation = probability > 0.5
    ranking = vp.rank(segmentation, probability=probability, mode="plateau", min_voxels=1)
    assert ranking.table["reason"][0].endswith("ensemble split 3:2")
    assert ranking.table["reason"][1].endswith("ensemble split 4:1")


@pytest.mark.parametrize(
    ("members", "steps"), [(2, [0, 1, 2]), (3, [0, 1]), (5, [0, 2, 3, 5]), (16, [1, 5, 16])]
)
def test_an_ensemble_is_known_by_its_votes(members, steps):
    heights = np.rint(255 * np.array([[steps]]) / members).astype(np.uint8)
    found = split_of(heights)
    assert found is not None
    assert found.members == members


@pytest.mark.parametrize("heights", [[0, 255], [10, 200], list(range(256))])
def test_other_maps_are_no_ensemble(heights):
    assert split_of(np.array([[heights]], np.uint8)) is None


def test_the_votes_are_those_of_most_voxels():
    heights = np.array([[[102, 102, 204, 0, 0, 0, 127, 128]]], np.uint8)
    assert Split(5, heights).votes(np.array([0, 1, 2])) == (3, 2)
    assert Split(5, heights).votes(np.array([2])) == (4, 1)
    assert Split(5, heights).votes(np.array([0, 3, 4, 5])) is None
    assert Split(2, heights).votes(np.array([6])) == Split(2, heights).votes(np.array([7])) == (1, 1)
