"""Blocks and description are what docs/protocol.md says."""

import json

import numpy as np
import pytest
from session_fixtures import make_blocks

from voxproof._display import Display
from voxproof._events import Refused

BOX = (1, 5, 2, 9, 3, 13)


def test_description_has_every_field_of_the_protocol(make):
    session = make(spacing=(2, 0.5, 0.5))
    told = session.description()
    assert (told["shape"], told["spacing"], told["unit"]) == ([6, 9, 13], [2.0, 0.5, 0.5], "µm")
    assert (told["name"], told["generation"], told["revision"]) == ("test", 0, 0)
    assert told["segmentation"] == {"dtype": "uint16", "index": "uint8", "labels": ["0", "3"]}
    assert told["image"]["range"] == [0.0, 255.0]
    assert told["uncertainty"]["distinct"] == 2
    assert told["uncertainty"]["weights"] == session.codes.weights.tolist()
    assert told["ranking"]["mode"] == "plateau"


def test_without_spacing_the_unit_is_voxels(make):
    told = make().description()
    assert (told["spacing"], told["unit"]) == (None, "vx")


def test_uint8_image_is_sent_as_it_is(make):
    session = make()
    block = session.display_block(0, BOX)
    assert np.array_equal(block, session.image[1:5, 2:9, 3:13])
    assert not np.shares_memory(block, session.image)


@pytest.mark.parametrize("dtype", ["u2", "i2", ">f4", "f8", "?"])
def test_other_images_are_scaled_by_their_robust_range(make, dtype):
    image = np.arange(6 * 9 * 13).reshape(6, 9, 13).astype(dtype)
    session = make(image=image)
    low, high = session.description()["image"]["range"]
    expected = np.rint(255 * np.clip((image.astype(float) - low) / (high - low), 0, 1))
    assert np.abs(session.display_block(0, BOX).astype(int) - expected[1:5, 2:9, 3:13]).max() <= 1
    assert session.display_block(1, BOX).shape == (2, 4, 5)


def test_nan_is_black_and_infinity_white(make):
    image = np.linspace(0, 1, 6 * 9 * 13).reshape(6, 9, 13)
    image[0, 0, :3] = np.nan, np.inf, -np.inf
    block = make(image=image).display_block(0, (0, 1, 0, 1, 0, 3))
    assert block.tolist() == [[[0, 255, 0]]]


def test_huge_values_are_drawn():
    image = np.zeros((1, 2, 2))
    image[0] = [[-1.7e308, 0], [0, 1.7e308]]
    block = Display(image).block(0, (0, 1, 0, 2, 0, 2))
    assert np.abs(block.astype(int) - [[[0, 128], [128, 255]]]).max() <= 1


@pytest.mark.parametrize(
    ("base", "dtype"), [(2**64 - 1000, "u8"), (2**63, ">u8"), (-(2**63), "i8"), (2**53, "i8")]
)
def test_long_whole_numbers_are_told_apart(base, dtype):
    image = np.array([base + step for step in range(0, 1000, 10)], dtype).reshape(1, 10, 10)
    display = Display(image)
    low, high = display.range
    assert low < high
    block = display.block(0, (0, 1, 0, 10, 0, 10)).reshape(-1).astype(int)
    assert np.abs(block - np.linspace(0, 255, 100)).max() <= 2


@pytest.mark.parametrize(
    "image",
    [
        np.full((2, 3, 4), 255, np.uint8),
        np.full((2, 3, 4), 2**64 - 1, np.uint64),
        np.full((2, 3, 4), -(2**63), np.int64),
        np.full((2, 3, 4), 1e300),
        np.full((2, 3, 4), np.finfo(float).max),
        np.full((2, 3, 4), -np.finfo(float).max),
        np.linspace(0, 65504, 24).reshape(2, 3, 4).astype(np.float16),
        np.linspace(0, 1, 24).reshape(2, 3, 4).astype(np.longdouble),
        np.full((2, 3, 4), np.inf),
    ],
    ids=["u1", "u8", "i8", "large", "largest", "least", "f2", "longdouble", "infinite"],
)
def test_images_at_the_edge_of_numbers_have_a_picture(image):
    display = Display(image)
    told = display.description()
    assert told["range"][0] < told["range"][1]
    assert 0 <= told["window"][0] < told["window"][1] <= 255
    json.dumps(told, allow_nan=False)
    display.block(0, (0, 2, 0, 3, 0, 4))


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4"])
def test_window_is_not_left_dark_by_a_few_bright_structures(dtype):
    image = np.random.default_rng(0).integers(10, 60, (30, 40, 50)).astype(dtype)
    image[:2, :8, :8], image[5:7, :10, :20] = 90, 250
    display = Display(image)
    low, high = display.range
    black, white = (low + value / 255 * (high - low) for value in display.window)
    assert 8 <= black <= 14
    assert 125 <= white <= 135


def test_window_leaves_a_sparse_structure_its_greys():
    image = np.zeros((20, 30, 40), np.uint8)
    image[4:6, :10, :20] = np.linspace(100, 200, 20)
    assert Display(image).window[1] >= 95


@pytest.mark.parametrize("value", [0.0, 7.0, np.nan])
def test_flat_image_is_drawn(make, value):
    session = make(image=np.full((6, 9, 13), value))
    assert session.display_block(0, BOX).max() == 0


@pytest.mark.parametrize("dtype", ["u1", ">u2", "i8"])
def test_index_blocks_take_every_second_voxel_of_the_box(make, dtype):
    segmentation = (np.arange(6 * 9 * 13) % 5 * 25).reshape(6, 9, 13).astype(dtype)
    session = make(segmentation)
    for level in (0, 1, 2):
        block = session.index_block(level, BOX)
        step = 1 << level
        assert np.array_equal(session.labels.ids_of(block), segmentation[1:5:step, 2:9:step, 3:13:step])
        assert block.flags.c_contiguous


def test_code_blocks_are_copies(make):
    session = make()
    block = session.code_block(BOX)
    assert np.array_equal(block, session.codes.codes[1:5, 2:9, 3:13])
    assert not np.shares_memory(block, session.codes.codes)


def test_block_outside_is_refused(make):
    with pytest.raises(Refused, match="expected one with voxels inside"):
        make().index_block(0, (0, 7, 0, 1, 0, 1))


def test_index_gets_wider_before_labels_run_out(make):
    segmentation = np.arange(6 * 9 * 13, dtype=np.uint32).reshape(6, 9, 13)
    assert make(segmentation).description()["segmentation"]["index"] == "uint16"
    session = make(np.where(segmentation < 200, segmentation, 0).astype(np.uint16), name="narrow")
    for label in range(1000, 1055):
        session.add_label(label)
    with pytest.raises(Refused, match=r"at most 255 .*update"):
        session.add_label(2000)
    session.update(session.segmentation)
    session.add_label(2000)
    assert session.description()["segmentation"]["index"] == "uint16"


def test_the_original_stays_what_the_generation_began_with(make):
    session = make()
    whole = (0, 6, 0, 9, 0, 13)
    before = session.segmentation.copy()
    ids = np.array([0, 3])
    session.segmentation[...] = 0
    session.refresh()
    assert np.array_equal(ids[session.original_block(whole)], before)
    assert np.array_equal(ids[session.original_block(BOX)], before[1:5, 2:9, 3:13])
    assert np.array_equal(session.segmentation != before, session.changes())
    session.update(segmentation=np.full_like(before, 3), uncertainty=session.uncertainty)
    assert (ids[session.original_block(whole)] == 3).all()


def test_a_label_that_nothing_bears_any_more_is_in_the_table_with_the_original(make):
    session = make()
    session.segmentation[...] = 0
    session.refresh()
    session.close()
    _, _, doubt = make_blocks()
    again = make(np.zeros((6, 9, 13), np.uint16), uncertainty=doubt)
    assert again.labels.ids == [0]
    block = again.original_block((1, 3, 2, 4, 1, 12))
    assert (np.array(again.labels.ids)[block] == 3).all()
