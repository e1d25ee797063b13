"""Cuts as a session makes them: in a slice, along a plane, between seeds."""

import numpy as np
import pytest

import voxproof as vp
from voxproof.tools import cut_plane, cut_seeds


@pytest.fixture
def curator():
    """Two beads on a bar along x, on uint16 labels."""
    segmentation = np.zeros((9, 15, 40), np.uint16)
    segmentation[4, 6:9, 4:36] = segmentation[2:7, 3:12, 5:15] = segmentation[2:7, 3:12, 24:34] = 900
    image = (segmentation > 0) * 100 + np.random.default_rng(0).integers(0, 9, segmentation.shape)
    curator = vp.Curator(image, segmentation, image / 300, spacing=(2, 1, 1), journal="memory")
    yield curator
    curator.close()


def test_a_plane_cut_is_what_the_function_gives_and_undo_takes_it_back(curator):
    before, want = curator.segmentation.copy(), curator.segmentation.copy()
    line, direction = [(4, 0.5, 19), (4.25, 14, 20.5)], (0.9, 0.1, -0.3)
    preview = cut_plane(before, line, direction, spacing=(2, 1, 1))
    want[preview.box] = preview.segmentation
    applied = curator.cut(line, plane=direction)
    assert (applied.edit.tool, (curator.segmentation == want).all()) == ("cut", True)
    assert (want != before).any()
    curator.undo()
    assert (curator.segmentation == before).all()


@pytest.mark.parametrize("given", [{}, {"label": 7}, {"steps": 1}])
def test_a_cut_between_seeds_is_what_the_function_gives(curator, given):
    before, want = curator.segmentation.copy(), curator.segmentation.copy()
    seeds = [(4, 7, 9), [(4, 7, 28), (3, 5, 30)]]
    heights = curator._session.doubt.heights
    data = {"image": curator.image, "probability": heights, "spacing": (2, 1, 1)}
    preview = cut_seeds(before, seeds, **data, **given)
    want[preview.box] = preview.segmentation
    curator.cut(seeds=seeds, **given)
    assert (curator.segmentation == want).all()
    assert (want != before).any()


def test_masks_hold_for_both(curator):
    within = vp.Within(box=(0, 5, 0, 15, 0, 40))
    curator.cut(seeds=[(4, 7, 9), (4, 7, 28)], label=7, within=within)
    assert set(np.unique(curator.segmentation[:5])) == {0, 7, 900}
    assert set(np.unique(curator.segmentation[5:])) == {0, 900}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"points": [(4, 7, 9)], "seeds": [(4, 7, 9), (4, 7, 28)]},
        {"plane": (1, 0, 0), "seeds": [(4, 7, 9), (4, 7, 28)]},
        {"points": [(4, 7, 9)], "label": 7},
    ],
)
def test_other_than_one_way_to_cut_is_refused(curator, given):
    with pytest.raises(TypeError, match="cut: "):
        curator.cut(**given)
