"""Strokes as a session makes them: with its own image and probability, as one edit."""

import numpy as np
import pytest

import voxproof as vp
from voxproof.strokes import stroke


@pytest.fixture
def curator():
    """A bar along x with a gap, on uint16 labels; the image shows the whole bar."""
    segmentation = np.zeros((9, 11, 40), np.uint16)
    segmentation[3:6, 4:7, 4:36] = 900
    image = (segmentation > 0) * 100 + np.random.default_rng(0).integers(0, 9, segmentation.shape)
    segmentation[:, :, 16:23] = 0
    probability = np.where(segmentation > 0, 0.9, np.where(image > 50, 0.4, 0.05))
    curator = vp.Curator(image, segmentation, probability=probability, spacing=(2, 1, 1), journal="memory")
    yield curator
    curator.close()


def test_a_stroke_over_a_gap_closes_it_and_undo_opens_it_again(curator):
    before = curator.segmentation.copy()
    applied = curator.stroke([(4, 5, 14), (4, 6, 19), (4, 5, 24)])
    assert (applied.edit.tool, set(np.unique(curator.segmentation))) == ("stroke", {0, 900})
    assert (curator.segmentation[4, 5, 4:36] == 900).all()
    changed = curator.segmentation != before
    assert not changed[:, :, :15].any()
    curator.undo()
    assert (curator.segmentation == before).all()


def test_it_is_what_the_function_gives(curator):
    before = curator.segmentation.copy()
    points = [(4, 5, 14), (4, 5, 24)]
    heights = curator._session.doubt.heights
    change = stroke(before, points, image=curator.image, probability=heights, spacing=(2, 1, 1), width=1.25)
    curator.stroke(points, steps=1)
    before[change.box][change.mask] = change.label
    assert (curator.segmentation == before).all()


def test_a_removing_stroke_takes_the_piece_under_it(curator):
    curator.stroke([(4, 5, 30), (4, 5, 35)], "remove")
    assert not curator.segmentation[:, :, 32:].any()
    assert curator.segmentation[4, 5, 24:28].all()


def test_a_stroke_that_takes_nothing_is_refused(curator):
    with pytest.raises(vp.Refused, match="stroke: nothing would change"):
        curator.stroke([(0, 0, 0), (0, 0, 2)], "remove", 900)
    with pytest.raises(ValueError, match="label: found 0"):
        curator.stroke([(4, 5, 14), (4, 5, 24)], label=0)
