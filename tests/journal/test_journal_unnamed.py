"""Without a name, image, map and segmentation together name the journal; an edited array is known by its last state."""

import numpy as np
import pytest

from voxproof._edits import Edit

BOX = (1, 3, 2, 4, 5, 6)


def test_equal_masks_of_different_volumes_have_journals_of_their_own(make, blocks):
    image, blank, doubt = blocks()
    blank[:] = 0
    first = make(blank, name=None)
    first.apply(Edit(BOX, 4))
    for other in ({"image": image + 1}, {"uncertainty": doubt[::-1].copy()}, {"direction": "confidence"}):
        array = np.zeros_like(blank)
        second = make(array, name=None, **other)
        assert (second.revision, array.any()) == (0, False)
        assert second.name != first.name
    assert first.apply(Edit(BOX, 5)).revision == 2


@pytest.mark.parametrize("state", ["original", "saved"])
def test_kernel_that_starts_again_finds_its_journal(make, blocks, state):
    first = make(name=None)
    first.apply(Edit(BOX, 0, region=1))
    first.judge(1, "done")
    first.close()
    array = blocks()[1] if state == "original" else np.asfortranarray(first.segmentation.copy())
    again = make(array, name=None, image=blocks()[0].copy(), journal=None)
    assert (again.name, again.revision, again.verdicts) == (first.name, 1, first.verdicts)
    assert np.array_equal(array, first.segmentation)


def test_saved_array_of_a_later_generation_finds_its_journal(make, blocks):
    session = make(name=None)
    session.apply(Edit(BOX, 0, region=1))
    new, doubt = blocks()[1], blocks()[2][:, :, ::-1].copy()
    new[0, 8, 12] = 5
    session.update(new, doubt)
    session.apply(Edit((3, 4, 8, 9, 0, 5), 5, region=1))
    session.close()
    for array, given in ((blocks()[1], blocks()[2]), (session.segmentation.copy(), doubt)):
        again = make(array, name=None, uncertainty=given)
        assert (again.name, again.generation, again.revision) == (session.name, 1, session.revision)
        assert np.array_equal(array, session.segmentation)


@pytest.mark.parametrize("name", [None, "test"])
@pytest.mark.parametrize("direction", ["uncertainty", "confidence"])
def test_update_before_any_act_is_found_again_by_every_array(make, blocks, name, direction):
    session = make(name=name, direction=direction)
    new, doubt = blocks()[1], blocks()[2][:, :, ::-1].copy()
    new[0, 8, 12] = 5
    session.update(new.copy(), doubt)
    session.close()
    for array, given in ((blocks()[1], blocks()[2]), (new.copy(), doubt)):
        again = make(array, name=name, uncertainty=given, direction=direction)
        assert (again.generation, again.revision) == (1, 1)
        assert np.array_equal(array, new)
        assert np.array_equal(again.codes.codes, session.codes.codes)


def test_edits_with_another_map_are_told_of_and_left_alone(make, blocks):
    first = make(name=None)
    first.apply(Edit(BOX, 0))
    other = make(blocks()[1], name=None, uncertainty=blocks()[2] * 2)
    path = first.journal_state["path"]
    assert f"pass journal={path!r}" in other.journal_state["message"]
    assert other.revision == 0
    assert first.apply(Edit(BOX, 5)).revision == 2


def test_large_arrays_are_told_apart_by_a_sample(make, monkeypatch, blocks):
    monkeypatch.setattr("voxproof._unnamed._HASHED_WHOLE_VOXELS", 100)
    image = blocks()[0]
    assert make(name=None).name == make(name=None, image=np.asfortranarray(image)).name
    assert make(name=None).name != make(name=None, image=image + 1).name


def test_another_image_under_the_same_name_is_said(make, blocks):
    make().apply(Edit(BOX, 0))
    again = make(image=blocks()[0] + 1)
    assert again.revision == 1
    assert "The image is another one" in again.journal_state["message"]
    assert "image" not in make().journal_state["message"]
