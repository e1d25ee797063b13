"""Pieces, loops and cavities of shapes small enough to see."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from voxproof.topology import betti, pieces

RING = np.array([[[1, 1, 1], [1, 0, 1], [1, 1, 1]]])
TWO_BARS = np.array([[[1, 1, 1, 1, 1], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]]])
CORNER = np.array([[[1, 0], [0, 0]], [[0, 0], [0, 1]]])
HOLLOW_BOX = np.ones((3, 4, 5), int)
HOLLOW_BOX[1, 1:3, 1:4] = 0
OPEN_BOX = HOLLOW_BOX.copy()
OPEN_BOX[0, 1, 1] = 0
FIGURE_EIGHT = np.array([[[1, 1, 1, 1, 1], [1, 0, 1, 0, 1], [1, 1, 1, 1, 1]]])


@pytest.mark.parametrize(
    ("mask", "numbers"),
    [
        (np.zeros((2, 3, 4), int), (0, 0, 0)),
        (np.ones((2, 3, 4), int), (1, 0, 0)),
        (RING, (1, 1, 0)),
        (TWO_BARS, (2, 0, 0)),
        (HOLLOW_BOX, (1, 0, 1)),
        (OPEN_BOX, (1, 0, 0)),
        (FIGURE_EIGHT, (1, 2, 0)),
        (CORNER, (1, 0, 0)),
    ],
    ids=["empty", "full", "ring", "two bars", "hollow box", "open box", "figure eight", "corner"],
)
def test_betti_numbers_of_simple_shapes(mask, numbers):
    assert betti(mask) == numbers


def test_foreground_that_touches_at_a_corner_falls_apart_with_6():
    assert betti(CORNER, 6) == (2, 0, 0)
    assert (pieces(CORNER), pieces(CORNER, 18), pieces(CORNER, 6)) == (1, 2, 2)


def _euler(mask):
    """Vertices minus edges plus faces minus cubes of the union of closed voxels."""
    solid = np.pad(mask, 1)
    total = 0
    for axes in range(8):
        cells = solid[:-1, :-1, :-1] & False
        for shift in range(8):
            if shift & ~axes:
                continue
            z, y, x = (slice(1, None) if not shift >> k & 1 else slice(None, -1) for k in range(3))
            cells = cells | solid[z, y, x]
        total += (-1) ** (3 - axes.bit_count()) * int(cells.sum())
    return total


@given(arrays(np.bool_, array_shapes(min_dims=3, max_dims=3, max_side=6), elements=st.booleans()))
def test_they_add_up_to_the_euler_characteristic(mask):
    b0, b1, b2 = betti(mask)
    assert b0 - b1 + b2 == _euler(mask)
    assert min(b0, b1, b2) >= 0


@given(arrays(np.bool_, array_shapes(min_dims=3, max_dims=3, max_side=6), elements=st.booleans()))
def test_cavities_are_pieces_of_the_background_but_one(mask):
    assert betti(mask).b2 == pieces(~np.pad(mask, 1), 6) - 1
    assert betti(mask, 6).b0 == pieces(mask, 6)


@pytest.mark.parametrize("connectivity", [8, 0, "26", 26.0, True, [26]])
def test_other_connectivities_are_refused(connectivity):
    with pytest.raises(ValueError, match="connectivity: found"):
        pieces(RING, connectivity)
    with pytest.raises(ValueError, match="connectivity: found"):
        betti(RING, connectivity)


@pytest.mark.parametrize(
    ("mask", "error", "named"),
    [
        (RING[0], ValueError, "found 2 axes .* expected three"),
        (RING * 0.5, TypeError, "found dtype float64, expected integers or booleans"),
    ],
    ids=["two axes", "floats"],
)
def test_what_is_no_mask_is_refused(mask, error, named):
    with pytest.raises(error, match=named):
        betti(mask)
