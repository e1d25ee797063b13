"""The tools as methods of a curator: one durable, undoable edit each."""

import numpy as np
import pytest
from repair_fixtures import blobs

import voxproof as vp

BOX = (1, 8, 2, 12, 3, 15)
CORNERS = [(2.5, 2.5), (2.5, 9.5), (9.5, 6.5)]
SPACING = (2.0, 0.5, 0.7)

CALLS = {
    "fill": ("fill", ((4, 6, 8), 300), {}),
    "merge": ("merge_labels", ([1, 2],), {}),
    "paint": ("paint", (np.s_[2:5, 3:9, 4:8], 300), {}),
    "lasso": ("lasso", (CORNERS, 300, "y"), {"depth": 3}),
    "smooth": ("smooth", ((4, 6, 8), 0.7), {"spacing": SPACING}),
    "grow": ("grow", ((4, 6, 8), 0.7), {"spacing": SPACING}),
    "interpolate": ("interpolate", (3, "z", [0, 8]), {"spacing": SPACING}),
    "remove_islands": ("remove_islands", (9, BOX), {}),
    "fill_holes": ("fill_holes", (9, BOX), {}),
}


def volume():
    labels = blobs(3)
    labels[4, 6, 8] = 1
    labels[2, 4, 5] = 0
    labels[[0, 8], 4:9, 4:9] = 3
    labels[1:8, 4:9, 4:9] *= labels[1:8, 4:9, 4:9] != 3
    labels[6, 8:11, 8:11] = 0
    labels[6, 9, 9] = 2
    labels[5:8, 2:5, 10:14] = 1
    labels[6, 3, 11:13] = 0
    labels[1:4, 9:12, 4:7] = 0
    labels[2, 10, 5] = 3
    return labels


@pytest.fixture
def curator():
    labels = volume()
    image = (np.arange(labels.size, dtype=np.uint8) * 37).reshape(labels.shape)
    doubt = np.zeros(labels.shape, np.float32)
    doubt[2:5, 2:6, 3:9] = 0.5
    made = vp.Curator(image, labels, doubt, spacing=SPACING, journal="memory")
    yield made
    made.close()


@pytest.mark.parametrize("name", CALLS)
def test_a_method_makes_the_edit_of_its_function_and_undo_takes_it_back(curator, name):
    function, arguments, more = CALLS[name]
    before = volume()
    preview = getattr(vp.repair, function)(before, *arguments, **more)
    expected = before.copy()
    expected[preview.box] = preview.segmentation
    named = {"depth": more["depth"]} if "depth" in more else {}
    applied = getattr(curator, name)(*arguments, **named, region=1)
    assert applied.edit.voxels == (expected != before).sum() > 0
    assert (curator.segmentation == expected).all()
    assert curator.regions["edits"].tolist() == [1]
    curator.undo()
    assert (curator.segmentation == before).all()


@pytest.mark.parametrize(
    "mask", [{"labels": (0, 1)}, {"box": (1, 8, 2, 9, 5, 15)}, {"intensity": (100, 255)}], ids=str
)
@pytest.mark.parametrize("name", CALLS)
def test_no_voxel_changes_that_a_mask_protects_and_every_other_does(curator, name, mask):
    function, arguments, more = CALLS[name]
    before = volume()
    free = np.ones(before.shape, bool)
    if "labels" in mask:
        free = np.isin(before, mask["labels"])
    if "box" in mask:
        free = np.zeros(before.shape, bool)
        free[1:8, 2:9, 5:15] = True
    if "intensity" in mask:
        free = curator.image >= 100
    preview = getattr(vp.repair, function)(before, *arguments, **more)
    expected = before.copy()
    expected[preview.box] = preview.segmentation
    expected = np.where(free, expected, before)
    named = {"depth": more["depth"]} if "depth" in more else {}
    call = getattr(curator, name)
    if (expected == before).all():
        with pytest.raises(vp.Refused, match="nothing of the edit within it"):
            call(*arguments, **named, within=vp.Within(**mask))
    else:
        call(*arguments, **named, within=vp.Within(**mask))
    assert (curator.segmentation == expected).all()


def test_what_changes_nothing_is_refused(curator):
    with pytest.raises(vp.Refused, match="hold these labels already"):
        curator.fill((4, 6, 8), int(curator.segmentation[4, 6, 8]))


def test_a_new_label_is_free(curator):
    assert curator.new_label() == 4


def test_a_page_names_labels_by_their_decimals(curator):
    session = curator._session
    preview = session.propose("fill", point=[4, 6, 8], label="300")
    assert 300 in preview.segmentation
    _, rows = session.record_of(preview)
    assert session.labels.ids_of(rows[:, 3]).tolist() == [300] * len(rows)
    with pytest.raises(TypeError, match="expected a label"):
        session.propose("fill", point=[4, 6, 8], label="three")
