"""The cases of tests/fixtures/precision, which the browser's twin reads too."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from voxproof._events import Verdict
from voxproof._precision import check_last, check_share, precision_of, precision_series

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "precision" / "precision.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{len(case['verdicts'])} verdicts")
def test_precision_is_as_the_cases_say(case):
    verdicts = [Verdict(**verdict) for verdict in case["verdicts"]]
    precision = precision_of(verdicts, case["remaining"], case["last"])
    if case["precision"] is None:
        assert precision is None
    else:
        found = {name: value for name, value in asdict(precision).items() if name in case["precision"]}
        assert found == pytest.approx(case["precision"], abs=1e-10)
    assert precision_series(verdicts, case["last"]).tolist() == case["series"]


def judged(fixed, correct):
    return [Verdict("fixed", "", "")] * fixed + [Verdict("correct", "", "")] * correct


@pytest.mark.parametrize(
    ("fixed", "correct", "below", "reached"),
    [(1, 19, 0.1, True), (2, 18, 0.1, False), (0, 19, 0.1, False), (1, 19, None, False)],
)
def test_the_rule_to_stop_wants_a_full_count_and_a_small_share(fixed, correct, below, reached):
    assert precision_of(judged(fixed, correct), 100, stop_below=below).is_reached is reached


def test_it_says_in_words_what_it_assumes():
    text = str(precision_of(judged(13, 7), 100))
    assert text == (
        "Of the last 20 regions judged, 13 needed a change. If the 100 open ones need one no more often, "
        "about 65 are left (95 % interval 43 to 82)."
    )


@pytest.mark.parametrize("last", [4, 20.0, True, "20"])
def test_what_is_no_number_of_regions_is_refused(last):
    with pytest.raises(ValueError, match=r"last: found .*, expected a whole number of regions, 5 or more"):
        check_last(last)


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan"), float("inf"), 10**400])
def test_what_is_no_share_is_refused(share):
    with pytest.raises(ValueError, match=r"stop_below: found .*, expected a share from 0 to 1"):
        check_share(share)
