"""Masks: what an edit may change, whichever tool makes it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import voxproof as vp
from voxproof.tools import Preview, delete, within

SHAPE = (3, 4, 6)


def everything(segmentation, label):
    """The edit that gives every voxel a label."""
    whole = tuple(slice(0, size) for size in segmentation.shape)
    return Preview(whole, np.full_like(segmentation, label))


def made(segmentation, preview):
    result = segmentation.copy()
    result[preview.box] = preview.segmentation
    return result


@st.composite
def boxes(draw):
    edges = [sorted(draw(st.sets(st.integers(0, size), min_size=2, max_size=2))) for size in SHAPE]
    return tuple(edge for pair in edges for edge in pair)


@settings(deadline=None, max_examples=200, derandomize=True)
@given(
    seed=st.integers(0, 2**16),
    labels=st.one_of(st.none(), st.integers(0, 3), st.sets(st.integers(0, 3), min_size=1)),
    box=st.one_of(st.none(), boxes()),
    intensity=st.one_of(st.none(), st.tuples(st.integers(0, 255), st.integers(0, 255)).map(sorted)),
    part=boxes(),
)
def test_a_protected_voxel_never_changes_and_every_other_does(seed, labels, box, intensity, part):
    random = np.random.default_rng(seed)
    before = random.integers(0, 4, SHAPE).astype(np.int16)
    image = random.integers(0, 256, SHAPE).astype(np.uint8)
    proposed = before.copy()
    proposed[part[0] : part[1], part[2] : part[3], part[4] : part[5]] = random.integers(0, 4)
    cut = tuple(slice(*part[2 * axis : 2 * axis + 2]) for axis in range(3))
    preview = Preview(cut, proposed[cut])
    after = made(before, within(preview, before, labels=labels, box=box, image=image, intensity=intensity))
    for voxel in np.ndindex(SHAPE):
        free = labels is None or before[voxel] in ({labels} if isinstance(labels, int) else labels)
        if box is not None:
            free &= all(box[2 * axis] <= voxel[axis] < box[2 * axis + 1] for axis in range(3))
        if intensity is not None:
            free &= bool(intensity[0] <= image[voxel] <= intensity[1])
        assert after[voxel] == (proposed[voxel] if free else before[voxel])
    assert after.dtype == before.dtype


def curator(image=None):
    """Two rods of other labels; an image that is bright in one half of them. (4, 5, 30), anisotropic."""
    segmentation = np.zeros((4, 5, 30), np.uint16)
    segmentation[1:3, 1:3, 2:28] = 7
    segmentation[1:3, 3:5, 2:28] = 300
    doubt = (segmentation == 7) * 0.5
    if image is None:
        image = np.zeros(segmentation.shape, np.float32)
        image[..., 15:] = 1.0
    return vp.Curator(image, segmentation, doubt, spacing=(2.0, 0.5, 0.5), journal="memory"), segmentation


def test_a_tool_of_the_curator_changes_only_what_lies_within():
    one, segmentation = curator()
    before = segmentation.copy()
    only = vp.Within(intensity=(0.5, 1.0), box=np.s_[:2])
    applied = one.delete((1, 1, 10), "piece", within=only)
    want = made(
        before,
        within(
            delete(before, (1, 1, 10), what="piece"),
            before,
            box=np.s_[:2],
            image=one.image,
            intensity=(0.5, 1),
        ),
    )
    assert (segmentation == want).all()
    assert applied.edit.voxels == (before != want).sum() == 2 * 13
    one.undo()
    assert (segmentation == before).all()


def test_the_values_are_those_that_the_views_show():
    """One of the page's 255 steps is 40 here: 1000 and 1010 are drawn alike, and so is what lies beyond the range."""
    random = np.random.default_rng(0)
    image = random.integers(0, 10_200, (4, 5, 30)).astype(np.uint16)
    image[0, 0, :2] = 0, 10_200
    one, segmentation = curator(image)
    before = segmentation.copy()
    low, high = one._session._display.range
    step = (high - low) / 255
    shown = one._session.display_block(0, (0, 4, 0, 5, 0, 30))
    one.delete((1, 1, 10), "piece", within=vp.Within(intensity=(low + 80 * step, low + 120 * step)))
    gone = (before == 7) & (shown >= 80) & (shown <= 120)
    assert (segmentation == np.where(gone, 0, before)).all()
    assert gone.any()


def test_nothing_within_is_refused_and_changes_nothing():
    one, segmentation = curator()
    before = segmentation.copy()
    for only in (vp.Within(labels=300), vp.Within(labels=(0, 300)), vp.Within(intensity=(0.2, 0.8))):
        with pytest.raises(vp.Refused, match="nothing of the edit within it"):
            one.delete((1, 1, 10), "piece", within=only)
    assert (segmentation == before).all()
    assert len(one.edits) == 0


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"labels": 70_000}, ValueError, "labels: found 70000, expected 0 to 65535"),
        ({"labels": -1}, ValueError, "labels: found -1"),
        ({"labels": 1.5}, TypeError, "labels: found 1.5, expected a label"),
        ({"labels": ()}, TypeError, "labels: found"),
        ({"box": (0, 9, 0, 1, 0, 1)}, ValueError, r"box: found \[0, 9, 0, 1, 0, 1\]"),
        ({"box": (slice(2, 2),)}, ValueError, "half-open box .* with voxels"),
        ({"intensity": 5}, TypeError, "expected two numbers"),
        ({"intensity": (6, 5)}, ValueError, "low <= high"),
        ({"intensity": (float("nan"), 5)}, ValueError, "low <= high"),
    ],
)
def test_masks_that_cannot_be_are_refused(given, error, words):
    one, segmentation = curator()
    with pytest.raises(error, match=words):
        one.delete((1, 1, 10), within=vp.Within(**given))
    with pytest.raises(error, match=words):
        within(everything(segmentation, 1), segmentation, image=one.image, **given)


def test_what_is_no_mask_is_named():
    one, segmentation = curator()
    with pytest.raises(TypeError, match=r"within: found 7, expected a voxproof\.Within"):
        one.delete((1, 1, 10), within=7)
    with pytest.raises(ValueError, match="image: found no image"):
        within(everything(segmentation, 1), segmentation, intensity=(0, 1))
