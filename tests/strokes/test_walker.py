"""Chances of a random walker, against scikit-image's and against what can be worked out by hand."""

import numpy as np
import pytest
from skimage.segmentation import random_walker

from voxproof.strokes._walker import walk


def test_on_a_bar_of_even_ground_the_chance_falls_evenly():
    free = np.ones((1, 1, 6), bool)
    free[..., [0, -1]] = False
    wanted, unwanted = np.zeros_like(free), np.zeros_like(free)
    wanted[..., 0] = unwanted[..., -1] = True
    chance = walk(np.zeros(free.shape), free, wanted, unwanted, steepness=1, scale=np.ones(3), tolerance=1e-9)
    np.testing.assert_allclose(chance.ravel(), [1, 0.8, 0.6, 0.4, 0.2, 0], atol=1e-6)


def test_a_walker_that_reaches_nothing_is_undecided():
    free = np.zeros((1, 1, 4), bool)
    free[..., 3] = True
    wanted = np.zeros_like(free)
    wanted[..., 0] = True
    chance = walk(np.zeros(free.shape), free, wanted, np.zeros_like(free), steepness=1, scale=np.ones(3))
    assert chance[0, 0, 3] == 0.5


def test_chances_are_those_of_scikit_image():
    support = np.random.default_rng(3).random((6, 8, 10))
    seeds = np.zeros(support.shape, int)
    seeds[2:4, 3:5, 4:6] = 1
    seeds[[0, -1]] = 2
    theirs = random_walker(
        support, seeds, beta=5 * 10 * support.std(), mode="cg_j", tol=1e-8, return_full_prob=True
    )[0]
    ours = walk(support, seeds == 0, seeds == 1, seeds == 2, steepness=5, scale=np.ones(3), tolerance=1e-8)
    np.testing.assert_allclose(ours, theirs, atol=2e-3)


def test_a_step_along_a_coarse_axis_is_rarer():
    free = np.zeros((3, 3, 3), bool)
    free[1, 1, 1] = True
    wanted, unwanted = np.zeros_like(free), np.zeros_like(free)
    wanted[[0, 2], 1, 1] = unwanted[1, 1, [0, 2]] = True
    chance = walk(np.zeros(free.shape), free, wanted, unwanted, steepness=1, scale=np.array([2.0, 1, 1]))
    assert chance[1, 1, 1] == pytest.approx(1 / 5)


def test_the_prior_is_what_a_walker_has_who_gives_up():
    free = np.zeros((1, 1, 3), bool)
    free[..., 1] = True
    wanted, unwanted, prior = np.zeros_like(free), np.zeros_like(free), np.full(free.shape, 0.9)
    wanted[..., 0] = unwanted[..., 2] = True
    for pull, wish in ((0, 0.5), (2, 0.7), (1e6, 0.9)):
        chance = walk(
            np.zeros(free.shape),
            free,
            wanted,
            unwanted,
            steepness=1,
            scale=np.ones(3),
            prior=prior,
            pull=pull,
        )
        assert chance[0, 0, 1] == pytest.approx(wish, abs=1e-4)
