"""The cheapest way between clicked points."""

import numpy as np
import pytest
from scipy import ndimage

from voxproof.tools import trace

FULL = np.ones((3, 3, 3))
SPACING = (2.0, 1.0, 1.0)


@pytest.fixture
def bow():
    """Truth (11, 60, 80): a bowed vessel, 2.5 µm in radius; its image, and a segmentation with a gap in the middle."""
    z, y, x = np.indices((11, 60, 80))
    middle = 20 + 18 * np.sin(np.pi * x / 80)
    truth = (2.0 * (z - 5)) ** 2 + (y - middle) ** 2 <= 2.5**2
    image = ndimage.gaussian_filter(truth * 100.0, 0.7) + np.random.default_rng(3).normal(0, 4, truth.shape)
    segmentation = (truth * 7).astype(np.int16)
    segmentation[:, :, 25:55] = 0
    return truth, image, segmentation


def after(volume, preview):
    result = volume.copy()
    result[preview.box] = preview.segmentation
    return result


def test_two_clicks_close_a_bowed_gap(bow):
    truth, image, segmentation = bow
    before = segmentation.copy()
    points = [(5, 34, 22), (5, 34, 58)]
    traced = after(segmentation, trace(segmentation, points, label=7, image=image, spacing=SPACING))
    assert (segmentation == before).all()
    gap = (slice(None), slice(None), slice(25, 55))
    made = traced[gap] == 7
    assert ndimage.label(traced == 7, FULL)[1] == 1
    dice = 2 * (made & truth[gap]).sum() / (made.sum() + truth[gap].sum())
    assert dice > 0.8
    assert (traced[segmentation == 7] == 7).all()


def test_steps_make_it_thicker_and_thinner(bow):
    _, image, segmentation = bow
    points = [(5, 34, 22), (5, 34, 58)]
    sizes = [
        (
            after(
                segmentation, trace(segmentation, points, label=7, image=image, spacing=SPACING, steps=steps)
            )
            == 7
        ).sum()
        for steps in (-3, 0, 3)
    ]
    assert sizes[0] < sizes[1] < sizes[2]


def test_it_goes_through_all_points_and_leaves_other_labels(bow):
    _, image, segmentation = bow
    segmentation[4:7, 36:40, 38:42] = 3
    points = [(5, 34, 22), (5, 50, 40), (5, 34, 58)]
    traced = after(segmentation, trace(segmentation, points, label=7, image=image, spacing=SPACING))
    assert all(traced[point] in (7, 3) for point in points)
    assert (traced[segmentation == 3] == 3).all()


def test_without_data_it_is_a_line():
    volume = np.zeros((3, 9, 30), np.uint8)
    traced = after(volume, trace(volume, [(1, 4, 3), (1, 4, 26)], label=1))
    assert traced[1, 4, 3:27].all()
    flat = after(volume, trace(volume, [(1, 4, 3), (1, 4, 26)], label=1, image=np.full(volume.shape, 8)))
    assert (flat == traced).all()


@pytest.mark.parametrize(
    ("points", "label", "error", "words"),
    [
        ([(5, 34, 22)], 7, ValueError, "expected 2 or more"),
        ([(5, 34, 22), (5, 34, 99)], 7, ValueError, r"points\[1\]: found \[5, 34, 99\]"),
        ([(5, 34, 22), (5, 34, 50)], 0, ValueError, "label: found 0"),
        ([(5, 34, 22), (5, 34, 50)], 70000, ValueError, "label: found 70000"),
        (5, 7, ValueError, "points: found 5"),
    ],
)
def test_points_and_labels_that_cannot_be_are_refused(bow, points, label, error, words):
    with pytest.raises(error, match=words):
        trace(bow[2], points, label=label)
