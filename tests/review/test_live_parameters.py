"""Parameters change live; verdicts stay, carry over to what they cover, and come back with the journal."""

import json
from pathlib import Path

import numpy as np
import pytest

from voxproof._edits import Edit
from voxproof._events import Ranked, Refused
from voxproof._listing import Listing
from voxproof._ranking_change import changed_parameters
from voxproof.regions import RankParameters

BOX = (1, 3, 2, 4, 5, 6)
CASES = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "ranking-change.json").read_text(encoding="utf-8")
)
SNAKE = {"minVoxels": "min_voxels", "maxVoxels": "max_voxels"}


def snake(record):
    return {SNAKE.get(name, name): value for name, value in record.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["change"]))
def test_a_change_makes_what_the_cases_say(case):
    before = RankParameters(**{"mode": "plateau", "min_voxels": 1, **snake(case["from"])})
    changed = changed_parameters(before, snake(case["change"]), case["maximum"])
    expected = RankParameters(**{**before.row(), "stop_window": before.stop_window, **snake(case["to"])})
    assert changed == expected


def test_other_parameters_make_another_list_that_everyone_hears_of(make, listen):
    session = make(spacing=(2.0, 0.5, 0.5))
    heard = listen(session)
    session.rank(min_voxels=13, stop_window=10.0)
    assert (len(session.ranking), session.parameters.stop_window) == (1, (5, 20, 20))
    (ranked,) = heard.events
    assert ranked == Ranked(None, session.description()["ranking"])
    assert ranked.ranking["min_voxels"] == 13


@pytest.mark.parametrize(
    ("change", "error", "match"),
    [
        ({"size": 3}, TypeError, "rank: found the argument 'size', expected mode, connectivity"),
        ({"mode": "blobs"}, ValueError, "mode: found 'blobs'"),
        ({"min_voxels": 0}, ValueError, "min_voxels, max_voxels: found 0"),
        ({"granularity": -1}, ValueError, "granularity: found"),
        ({"connectivity": 7}, ValueError, "connectivity: found 7"),
        ({"stop_window": (1, 2)}, ValueError, "stop_window: found .1, 2.*three whole numbers"),
        ({"stop_window": 0}, ValueError, "stop_window: found 0"),
        ({"ascending": "yes"}, (TypeError, ValueError), "ascending: found"),
    ],
)
def test_what_cannot_be_asked_for_changes_nothing(make, listen, change, error, match):
    session = make()
    heard, before = listen(session), session.description()["ranking"]
    with pytest.raises(error, match=match):
        session.rank(**change)
    assert (heard.events, session.description()["ranking"]) == ([], before)


def test_a_list_that_cannot_be_made_changes_nothing_when_waited_for(make, monkeypatch):
    session = make()
    before = session.ranking

    def fails(*arguments, **options):
        raise OverflowError("more regions than fit")

    monkeypatch.setattr("voxproof._listing.rank_codes", fails)
    with pytest.raises(OverflowError, match="more regions"):
        session.rank(is_eager=True, connectivity=6)
    assert session.ranking is before


def test_the_same_parameters_again_give_the_list_that_was_there(make):
    session = make()
    first = session.ranking
    session.rank(connectivity=6)
    assert session.ranking is not first
    session.rank(connectivity=26)
    assert session.ranking is first


def test_a_verdict_that_was_on_its_way_finds_its_region(make):
    session = make()
    region = session.ranking.ids[1]
    session.rank(connectivity=6)
    session.rank(min_voxels=17)
    session.judge(region, "correct")
    assert session.verdicts[region].verdict == "correct"
    with pytest.raises(KeyError):
        session.judge("g0/plateau18/1", "correct")


def test_verdicts_carry_over_to_regions_that_judged_ones_cover(make):
    session = make()
    session.judge(1, "correct", "looked twice")
    session.rank(connectivity=6)
    frame = session.regions_frame()
    assert frame["verdict"].tolist() == ["correct", "open"]
    assert frame["carried"].tolist() == [True, False]
    assert frame["note"].iloc[0] == "looked twice"
    session.undo()
    assert session.regions_frame()["verdict"].tolist() == ["open", "open"]
    session.redo()
    session.judge(1, "unsure")
    frame = session.regions_frame()
    assert (frame["verdict"].iloc[0], frame["carried"].iloc[0]) == ("unsure", False)


def test_a_region_that_is_opened_again_stays_open(make):
    session = make()
    session.judge(1, "correct")
    assert session.trust().max() == 1
    session.rank(connectivity=6)
    judged = session.judge(1, "open")
    assert (judged.verdict, judged.is_said) == ("open", True)
    assert session.verdict_on(session.ranking.ids[0]) is None
    with pytest.raises(Refused, match="open already"):
        session.judge(1, "open")
    assert session.trust().max() == 0
    session.rank(connectivity=18)
    assert session.verdict_on(session.ranking.ids[0]) is None
    session.update()
    assert session.regions_frame()["verdict"].tolist() == ["open", "open"]
    session.rank(connectivity=26)
    assert session.regions_frame()["verdict"].tolist() == ["open", "open"]


def test_undoing_the_opening_brings_back_what_carries(make):
    session = make()
    session.judge(1, "correct")
    session.rank(connectivity=6)
    session.judge(1, "open")
    judged = session.undo()
    assert (judged.verdict, judged.is_said) == ("open", False)
    assert session.verdict_on(session.ranking.ids[0]).verdict == "correct"


def test_parameters_come_back_with_the_journal_and_what_is_given_wins(make, blocks):
    first = make()
    first.judge(1, "correct")
    first.rank(connectivity=6, min_voxels=3, stop_regions=1)
    first.close()
    second = make()
    assert (second.parameters.connectivity, second.parameters.min_voxels) == (6, 3)
    assert second.regions_frame()["carried"].tolist() == [True, False]
    second.close()
    third = make(min_voxels=5)
    assert (third.parameters.connectivity, third.parameters.min_voxels) == (6, 5)
    third.close()
    assert make().parameters.min_voxels == 5


def test_parameters_come_back_where_nothing_else_was_done(make):
    first = make()
    first.rank(min_voxels=3)
    first.close()
    assert make().parameters.min_voxels == 3


def test_of_another_volume_they_do_not(make, blocks):
    first = make()
    first.rank(min_voxels=3)
    first.close()
    assert make(uncertainty=blocks()[2] / 2).parameters.min_voxels == 8


def test_they_stay_through_updates_a_granularity_as_the_number_it_is(make, blocks):
    session = make()
    session.rank(mode="plateau", granularity=0.25, min_voxels=3)
    session.update(uncertainty=blocks()[2] * 100)
    assert session.parameters.granularity == 0.25
    assert (session.parameters.mode, session.reason) == ("plateau", "chosen by the caller")


def test_a_mode_that_nobody_chose_follows_the_map(make):
    session = make()
    rough = np.random.default_rng(0).random(session.shape)
    session.update(uncertainty=rough)
    assert session.parameters.mode == "variants"
    session.rank(mode="plateau")
    session.update(uncertainty=rough)
    assert session.parameters.mode == "plateau"
    session.rank(mode="auto")
    assert session.parameters.mode == "variants"


def test_a_page_chooses_only_what_it_changes(make):
    session = make()
    row = session.description()["ranking"]
    record = {name: value for name, value in row.items() if name != "reason"}
    told = session.rank(origin=("page", 1), **{**record, "stop_window": tuple(record["stop_window"])})
    assert told.ranking == row
    session.rank(origin=("page", 2), **{**record, "mode": "tree", "max_voxels": 50})
    assert (session.parameters.mode, session.reason) == ("tree", "chosen by the reviewer")


def test_a_journal_that_cannot_be_written_leaves_the_list(make):
    session = make()
    session.judge(1, "correct")
    session.close()
    with pytest.raises(Refused) as caught:
        session.rank(min_voxels=3)
    assert caught.value.code == "journal"
    assert session.parameters.min_voxels == 8


def test_edits_of_a_region_are_kept_when_it_is_settled_under_other_parameters(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0, region=1))
    session.rank(connectivity=6)
    session.judge(1, "fixed")
    new = blocks()[1]
    session.update(new)
    assert (new[1:3, 2:4, 5] == 0).all()
    assert session.regions_frame()["verdict"].tolist() == ["fixed", "open"]


def test_new_and_returning_regions_are_marked(make, blocks):
    session = make()
    session.judge(1, "correct")
    assert session.regions_frame()["mark"].tolist() == ["", ""]
    _, new, doubt = blocks()
    new[1:3, 2:4, 4:6] = 0
    doubt[0, 7:9, 0:6] = 0.7
    session.update(new, doubt)
    assert session.regions_frame()["mark"].tolist() == ["returning", "", "new"]
    session.rank(connectivity=6)
    assert session.regions_frame()["mark"].tolist() == ["returning", "", "new"]
    array = session.segmentation.copy()
    session.judge(1, "correct")
    session.close()
    again = make(array, uncertainty=doubt)
    assert again.regions_frame()["mark"].tolist() == ["", "", "new"]


def test_precision_counts_what_a_person_gave_whatever_the_parameters(make):
    doubt = np.zeros((4, 4, 40), np.float32)
    doubt[1, 1, ::4] = np.linspace(1, 0.1, 10)
    mask = np.zeros(doubt.shape, np.uint8)
    session = make(mask, image=np.zeros(doubt.shape), uncertainty=doubt, mode="plateau", min_voxels=1)
    for rank in range(1, 6):
        assert session.precision() is None
        session.judge(rank, "fixed" if rank < 3 else "correct")
    precision = session.precision(last=5, stop_below=0.5)
    assert (precision.judged, precision.changed, precision.remaining) == (5, 2, 5)
    assert precision.is_reached
    session.rank(connectivity=6)
    assert session.precision(last=5) == session.precision(last=5)
    assert session.precision(last=5).remaining == 5
    assert session.precision_series(5).tolist() == [1, 1, 2 / 3, 1 / 2, 2 / 5]


def test_a_list_remembers_few_of_those_before(make):
    session = make()
    for size in range(2, 12):
        session.rank(min_voxels=size)
    listing = session._store.listing
    assert len(listing._earlier) == 3
    assert all(isinstance(each, Listing) and not each._earlier for each in listing._earlier)


def test_another_order_of_what_was_found_takes_no_other_search(make, monkeypatch):
    session = make()
    first = session.ranking

    def searches(*arguments, **options):
        raise AssertionError("searched again")

    monkeypatch.setattr("voxproof._listing.rank_codes", searches)
    session.rank(min_voxels=13, score="sum", ascending=True, stop_regions=1)
    assert (len(first), len(session.ranking)) == (2, 1)
    session.rank(min_voxels=8)
    assert [session.ranking.ids[1], session.ranking.ids[0]] == first.ids
    with pytest.raises(ValueError, match="score: found"):
        session.rank(score="mean +")


@pytest.mark.parametrize("score", ["consequence", "mean * (1 + hanging)"])
def test_a_list_by_consequence_is_that_of_the_pages_too(make, score):
    session = make()
    before = session.ranking
    session.rank(score=score)
    assert session.description()["ranking"]["score"] == score
    assert session.ranking.ids == before.reordered(score=score).ids
    assert len(session.ranking) > 0
    assert session.ranking.table["score"].is_monotonic_decreasing
