"""Closed lines in slices, against winding numbers by angle."""

import json
from pathlib import Path

import numpy as np
import pytest
from repair_fixtures import after

from voxproof.repair import lasso

CASES = Path(__file__).parents[1] / "fixtures" / "lasso.json"


def winds_around(corners, point):
    """Whether the angles under which a point sees the line add up to a turn or more."""
    v, u = (np.asarray(corners, float) - point).T
    angles = np.arctan2(v, u)
    steps = np.diff(np.append(angles, angles[0]))
    return abs(np.angle(np.exp(1j * steps)).sum()) > np.pi


@pytest.mark.parametrize("plane", ["z", "y", "x"])
@pytest.mark.parametrize("seed", range(5))
def test_what_the_line_winds_around_gets_the_label(plane, seed):
    rng = np.random.default_rng(seed)
    volume = rng.integers(0, 3, (9, 11, 13)).astype(np.uint8)
    across = "zyx".index(plane)
    sides = [size for axis, size in enumerate(volume.shape) if axis != across]
    corners = rng.uniform(-3, 15, (8, 2))
    expected = volume.copy()
    view = np.moveaxis(expected, across, 0)[4]
    for place in np.ndindex(*sides):
        if winds_around(corners, place):
            view[place] = 200
    assert (after(volume, lasso(volume, corners, 200, plane, depth=4)) == expected).all()


@pytest.mark.parametrize(
    ("depth", "slices", "filled"),
    [(2, 1, [2]), (2, 2, [2, 3]), (2, 3, [1, 2, 3]), (0, 3, [0, 1]), (3, 4, [2, 3]), (2, 99, [0, 1, 2, 3])],
)
def test_several_slices_lie_around_the_one_that_is_named(depth, slices, filled):
    volume = np.zeros((4, 5, 6), np.uint8)
    made = after(volume, lasso(volume, [(-1, -1), (-1, 9), (9, 9), (9, -1)], 7, depth=depth, slices=slices))
    assert [z for z in range(4) if (made[z] == 7).all()] == filled
    assert (made == 7).sum() == 30 * len(filled)


def test_less_than_a_slice_is_refused():
    with pytest.raises(ValueError, match="slices: found 0, expected a whole number of slices, 1 or more"):
        lasso(np.zeros((4, 5, 6), np.uint8), [(0, 0), (0, 3), (3, 3)], 1, depth=0, slices=0)


@pytest.mark.parametrize("case", json.loads(CASES.read_text(encoding="utf-8")), ids=lambda case: case["name"])
def test_of_centres_right_on_the_line_those_at_the_lower_side_are_inside(case):
    volume = np.zeros((1, *case["shape"]), np.uint8)
    filled = after(volume, lasso(volume, case["corners"], 1, depth=0))
    assert filled[0].tolist() == case["inside"]


@pytest.mark.parametrize(
    ("corners", "depth", "words"),
    [
        ([(0, 0), (3, 3)], 0, "expected three or more pairs"),
        ([(0, 0, 0)] * 4, 0, "expected three or more pairs"),
        ([(0, 0), (0, np.nan), (3, 3)], 0, "finite numbers"),
        ([(0.1, 0.1), (0.1, 0.4), (0.4, 0.1)], 0, "around no centre of a voxel"),
        ([(0, 0), (0, 3), (3, 3)], 4, "expected the number of a slice, 0 to 3"),
    ],
)
def test_lines_around_nothing_are_refused(corners, depth, words):
    with pytest.raises(ValueError, match=words):
        lasso(np.zeros((4, 5, 6), np.uint8), corners, 1, depth=depth)
