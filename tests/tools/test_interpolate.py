"""Filling between slices."""

import numpy as np
import pytest
from repair_fixtures import after

from voxproof.repair import interpolate

SPACING = (2.0, 0.5, 0.7)


def disc(shape, centre, radius):
    y, x = np.indices(shape)
    return ((y - centre[0]) * 0.5) ** 2 + ((x - centre[1]) * 0.7) ** 2 <= radius**2


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_cone_comes_back_from_its_ends_along_every_axis(axis):
    radii = np.linspace(8, 3, 7)
    cone = np.stack([disc((41, 37), (20, 18), radius) for radius in radii])
    ends = np.zeros(cone.shape, np.uint16)
    ends[0], ends[-1] = 500 * cone[0], 500 * cone[-1]
    sizes = [0.5, 0.7]
    sizes.insert(axis, 2.0)
    filled = after(
        np.moveaxis(ends, 0, axis),
        interpolate(np.moveaxis(ends, 0, axis), 500, "zyx"[axis], spacing=tuple(sizes)),
    )
    found = np.moveaxis(filled, axis, 0) == 500
    assert (found[[0, -1]] == cone[[0, -1]]).all()
    for depth in range(1, 6):
        # The outline lies between voxels; it is right to within half of one.
        assert disc((41, 37), (20, 18), radii[depth] - 0.36)[~found[depth]].sum() == 0
        assert found[depth][~disc((41, 37), (20, 18), radii[depth] + 0.36)].sum() == 0


def test_an_oblique_vessel_is_followed():
    volume = np.zeros((9, 40, 60), np.uint8)
    volume[0] = disc((40, 60), (20, 10), 2)
    volume[8] = disc((40, 60), (20, 46), 2)
    filled = after(volume, interpolate(volume, 1, spacing=SPACING))
    for depth in range(9):
        y, x = np.argwhere(filled[depth]).mean(axis=0)
        assert (y, x) == pytest.approx((20, 10 + 4.5 * depth), abs=0.5)
        assert int(filled[depth].sum()) == pytest.approx(int(volume[0].sum()), rel=0.2)


def test_only_background_is_written_and_only_in_the_box():
    volume = np.zeros((5, 8, 20), np.uint8)
    volume[[0, 4], 2:6, 2:6] = 3
    volume[[0, 4], 2:6, 12:16] = 3
    volume[2, 3, 3] = 9
    filled = after(volume, interpolate(volume, 3, box=np.s_[:, :, :8]))
    assert filled[2, 3, 3] == 9
    assert (filled[1:4, 2:6, 2:6] == 3).sum() == 3 * 16 - 1
    assert not filled[1:4, :, 8:].any()
    between = after(volume, interpolate(volume, 3, slices=[4, 0]))
    assert (between[1:4, 2:6, 12:16] == 3).all()


def test_slices_between_that_hold_the_label_are_met():
    volume = np.zeros((5, 5, 5), np.uint8)
    volume[0, 1:4, 1:4] = volume[4, 1:4, 1:4] = 1
    volume[2, 2, 2] = 1
    filled = after(volume, interpolate(volume, 1))
    assert filled[2].sum() == 1
    assert after(volume, interpolate(volume, 1, slices=[0, 4]))[2].sum() == 9


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"label": 0}, ValueError, "found 0, which is background"),
        ({"label": 8}, ValueError, "found 0 with label 8, expected two or more"),
        ({"label": 1, "slices": [0]}, ValueError, "found 1 with label 1"),
        ({"label": 1, "slices": [0, 3]}, ValueError, "found 3, in which there is no label 1"),
        ({"label": 1, "slices": [0, 99]}, ValueError, "found 99"),
        ({"label": 1, "slices": 2}, TypeError, "slices: found 2"),
        ({"label": 1, "axis": "w"}, ValueError, "axis: found 'w'"),
    ],
)
def test_slices_that_cannot_be_filled_between_are_refused(arguments, error, words):
    volume = np.zeros((5, 5, 5), np.uint8)
    volume[[0, 4]] = 1
    with pytest.raises(error, match=words):
        interpolate(volume, **arguments)
