"""Bounded distances are those of SciPy's transform, as far as they reach."""

import numpy as np
import pytest
from scipy import ndimage

from voxproof.strokes._reach import dilated, distance_up_to, nearest

SCALES = [(1, 1, 1), (2.5, 1, 1), (1, 1.5, 3)]
POINTS = np.array([(0, 0, 0), (4, 6, 3), (4, 6, 4), (7, 10, 12)])
SHAPE = (8, 11, 13)


def exact(scale: tuple[float, float, float]) -> np.ndarray:
    empty = np.ones(SHAPE, bool)
    empty[tuple(POINTS.T)] = False
    return ndimage.distance_transform_edt(empty, scale)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("reach", [0.5, 2.0, 3.7, 30.0])
def test_distances_up_to_a_limit(scale: tuple[float, float, float], reach: float):
    found = distance_up_to(reach, POINTS, np.array(scale, float), SHAPE)
    wanted = exact(scale)
    np.testing.assert_allclose(found, np.where(wanted <= reach, wanted, np.inf))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("reach", [0.5, 2.0, 20.0])
def test_dilation_is_what_lies_within_reach(scale: tuple[float, float, float], reach: float):
    mask = np.zeros(SHAPE, bool)
    mask[tuple(POINTS.T)] = True
    np.testing.assert_array_equal(dilated(mask, reach, np.array(scale, float)), exact(scale) <= reach)


def test_the_nearest_of_a_list():
    distance, place = nearest(np.array([(0, 0, 1), (7, 8, 12)]), POINTS, np.array([2.0, 1, 1]))
    np.testing.assert_allclose(distance, [1, 2])
    np.testing.assert_array_equal(place, [0, 3])
