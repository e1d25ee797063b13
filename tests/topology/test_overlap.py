"""Dice, clDice and the line that sums them up."""

import numpy as np
import pytest

from voxproof.topology import cldice, compare, dice

BAR = np.zeros((3, 5, 9), np.uint8)
BAR[1, 2, 1:8] = 1
BROKEN = BAR.copy()
BROKEN[1, 2, 4] = 0
THICK = np.zeros_like(BAR)
THICK[:, 1:4, 1:8] = 1
EMPTY = np.zeros_like(BAR)


def test_dice_counts_voxels_that_both_have():
    assert dice(BAR, BAR) == 1
    assert dice(BAR, BROKEN) == pytest.approx(2 * 6 / 13)
    assert dice(BAR, EMPTY) == 0
    assert dice(EMPTY, EMPTY) == 1


def test_any_label_but_0_is_foreground():
    assert dice(BAR * 255, BAR.astype(bool)) == 1
    assert dice(BAR.astype(np.int64) * -(2**40), BAR) == 1


def test_cldice_does_not_mind_thickness():
    assert cldice(THICK, BAR) > 0.8
    assert dice(THICK, BAR) < 0.25


def test_cldice_of_a_broken_bar():
    sensitivity = 6 / 7
    assert cldice(BROKEN, BAR) == pytest.approx(2 * sensitivity / (1 + sensitivity))
    assert cldice(BAR, BROKEN) == cldice(BROKEN, BAR)


def test_cldice_of_nothing():
    assert cldice(EMPTY, EMPTY) == 1
    assert cldice(EMPTY, BAR) == cldice(BAR, EMPTY) == 0
    assert cldice(BAR, np.roll(BAR, 2, axis=1)) == 0


def test_a_solid_block_that_thinning_loses_is_its_own_centre_line():
    block = np.ones((6, 9, 13), bool)
    assert cldice(block, block) == 1


def test_compare_is_one_line():
    line = compare(BROKEN, BAR)
    assert line["Dice"] == dice(BROKEN, BAR)
    assert line["clDice"] == cldice(BROKEN, BAR)
    assert line[["pieces", "loops", "Betti error"]].tolist() == [2, 0, 1]


def test_masks_are_not_touched():
    bar, broken = BAR.copy(), BROKEN.copy()
    bar.flags.writeable = broken.flags.writeable = False
    compare(broken, bar)


@pytest.mark.parametrize("measure", [dice, cldice, compare])
def test_two_shapes_are_refused(measure):
    with pytest.raises(ValueError, match=r"found shapes \(3, 5, 9\) and \(3, 9, 5\)"):
        measure(BAR, BAR.transpose(0, 2, 1))
