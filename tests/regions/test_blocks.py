"""`rank` of dask arrays: whatever the chunks, the result is that of the arrays in memory."""

import subprocess
import sys
import tracemalloc

import dask
import dask.array as da
import numpy as np
import pytest
from blocks_fixtures import DTYPES, assert_same, random_chunks, random_map
from dask.callbacks import Callback

from voxproof.regions import rank
from voxproof.regions.blocks import _grid

SHAPE = (5, 6, 7)


@pytest.fixture(autouse=True)
def thin_blocks(monkeypatch):
    """Blocks are as thin as chunks are."""
    monkeypatch.setattr(_grid, "LEAST_EDGE", 1)
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.mark.parametrize("mode", ["plateau", "delta", "threshold"])
@pytest.mark.parametrize("seed", range(10))
def test_blocks_change_nothing(seed, mode):
    rng = np.random.default_rng([seed, len(mode)])
    shape = tuple(rng.integers(1, 10, 3).tolist())
    uncertainty = random_map(rng, shape, DTYPES[seed % len(DTYPES)])
    segmentation = rng.random(shape) < rng.random()
    chunks = random_chunks(rng, shape)
    parameters = {
        "mode": mode,
        "granularity": rng.choice([None, 0, 0.05, 0.3]),
        "connectivity": int(rng.choice([6, 18, 26])),
        "direction": str(rng.choice(["uncertainty", "confidence"])),
        "min_voxels": int(rng.integers(1, 10)),
        "score": str(rng.choice(["default", "size", "sum * max - z"])),
        "spacing": (2.0, 0.5, 1.0),
    }
    blocks = rank(
        da.from_array(segmentation, chunks=chunks), da.from_array(uncertainty, chunks=chunks), **parameters
    )
    assert_same(blocks, rank(segmentation, uncertainty, **parameters))


@pytest.mark.parametrize("mode", ["plateau", "delta", "threshold"])
@pytest.mark.parametrize("seed", range(5))
def test_pieces_around_regions_are_joined_across_blocks(seed, mode):
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(7, 10, 3).tolist())
    chunks = random_chunks(rng, shape)
    uncertainty = rng.integers(0, 3, shape) * (rng.random(shape) < 0.3)
    segmentation = rng.random(shape) < 0.25
    connectivity = (6, 18, 26)[seed % 3]
    parameters = {"mode": mode, "connectivity": connectivity, "min_voxels": int(rng.integers(1, 3))}
    blocks = rank(
        da.from_array(segmentation, chunks=chunks), da.from_array(uncertainty, chunks=chunks), **parameters
    )
    memory = rank(segmentation, uncertainty, **parameters)
    assert memory.table["pieces"].max() > 0
    assert_same(blocks, memory)


CHUNKS = {
    "one slice": (1, 6, 7),
    "one voxel in x": (3, 6, 1),
    "one block": (5, 6, 7),
    "larger than the volume": (50, 60, 70),
    "uneven": ((1, 3, 1), (5, 1), (2, 2, 3)),
}


@pytest.mark.parametrize("chunks", CHUNKS.values(), ids=CHUNKS)
def test_chunks_of_any_kind(chunks):
    uncertainty = random_map(np.random.default_rng(7), SHAPE, np.float32)
    blocks = rank(
        da.from_array(uncertainty > 0, chunks=chunks), da.from_array(uncertainty, chunks=chunks), mode="delta"
    )
    assert_same(blocks, rank(uncertainty > 0, uncertainty, mode="delta"))


def spiral(size):
    """A curve one voxel thick, wound inwards in each other slice and joined at alternating ends: one region."""
    turns = np.zeros((size, size), np.uint8)
    low, high = 0, size - 1
    while low <= high:
        turns[low, max(low - 2, 0) : high + 1] = turns[low : high + 1, high] = turns[high, low : high + 1] = 1
        turns[low + 2 : high + 1, low] = 1
        low, high = low + 2, high - 2
    volume = np.zeros((5, size, size), np.uint8)
    volume[::2] = turns
    volume[1, size // 2, size // 2] = volume[3, 0, 0] = 1
    return volume


def test_a_spiral_through_all_blocks_is_one_region():
    volume = spiral(15)
    blocks = rank(da.from_array(volume, chunks=(2, 4, 4)), da.from_array(volume, chunks=(2, 4, 4)))
    memory = rank(volume, volume)
    assert len(memory) == 1
    assert blocks.voxels(1).tolist() == np.flatnonzero(volume).tolist()
    assert_same(blocks, memory)


def test_arrays_in_memory_and_in_other_chunks_go_along():
    uncertainty = random_map(np.random.default_rng(3), SHAPE, np.float64)
    image = da.zeros(SHAPE, chunks=4)
    memory = rank(uncertainty > 0.3, uncertainty, mode="plateau")
    assert_same(rank(uncertainty > 0.3, da.from_array(uncertainty, chunks=2), mode="plateau"), memory)
    labels = da.from_array(uncertainty > 0.3, chunks=(5, 3, 4))
    assert_same(rank(labels, uncertainty, mode="plateau", image=image), memory)
    assert_same(rank(labels, da.from_array(uncertainty, chunks=3), mode="plateau"), memory)


def test_more_values_than_a_palette_holds():
    uncertainty = np.random.default_rng(5).random((41, 41, 41), np.float32)
    uncertainty[uncertainty < 0.2] = 0
    blocks = da.from_array(uncertainty, chunks=(41, 21, 41))
    for direction in ("uncertainty", "confidence"):
        memory = rank(uncertainty > 0.5, uncertainty, mode="threshold", direction=direction, granularity=0.7)
        assert_same(
            rank(blocks > 0.5, blocks, mode="threshold", direction=direction, granularity=0.7), memory
        )


@pytest.mark.filterwarnings("ignore:probability. found values up to")
@pytest.mark.parametrize("scale", [1, 100, 255])
def test_a_probability_alone(scale):
    probability = np.random.default_rng(2).integers(0, 11, SHAPE) / 10
    values = np.rint(probability * 255).astype(np.uint8) if scale == 255 else probability * scale
    blocks = da.from_array(values, chunks=3)
    memory = rank(probability > 0.5, probability=values, mode="threshold", min_voxels=1)
    assert_same(
        rank(da.from_array(probability > 0.5), probability=blocks, mode="threshold", min_voxels=1), memory
    )


def test_a_scaled_probability_is_told_of_once():
    blocks = da.full(SHAPE, 50.0, chunks=3)
    with pytest.warns(UserWarning, match="taken as percentages") as told:
        ranking = rank(blocks > 0, probability=blocks)
    assert len(told) == 1
    assert told[0].filename == __file__
    assert ranking.table["max"].tolist() == [1.0]


def test_a_confidence_that_is_silent_on_background_in_all_blocks():
    segmentation = np.zeros(SHAPE, bool)
    segmentation[:, 2:5] = True
    confidence = np.where(segmentation, random_map(np.random.default_rng(9), SHAPE, np.float32), 0)
    lone = confidence.copy()
    lone[4, 0, 0] = 0.5
    parameters = {"direction": "confidence", "mode": "threshold", "min_voxels": 1}
    for values in (confidence, lone):
        blocks = rank(da.from_array(segmentation, chunks=2), da.from_array(values, chunks=2), **parameters)
        assert_same(blocks, rank(segmentation, values, **parameters))


@pytest.mark.parametrize("value", [0, 3])
def test_a_map_that_is_the_same_everywhere(value):
    values = np.full(SHAPE, value)
    assert_same(
        rank(da.from_array(values > 9, chunks=3), da.from_array(values, chunks=3)), rank(values > 9, values)
    )


def test_the_mode_follows_from_neighbours_across_blocks_too():
    uncertainty = np.repeat(np.random.default_rng(1).random((2, 3, 4)), 2, axis=2)
    blocks = da.from_array(uncertainty, chunks=(2, 3, 1))
    for direction in ("uncertainty", "confidence"):
        memory = rank(uncertainty > 0.5, uncertainty, direction=direction)
        ranking = rank(blocks > 0.5, blocks, direction=direction)
        assert (ranking.mode, ranking.reason) == (memory.mode, memory.reason)
        assert "equal their neighbour" in ranking.reason


def test_another_order_of_what_was_found():
    uncertainty = random_map(np.random.default_rng(4), (8, 8, 8), np.float32)
    blocks = da.from_array(uncertainty, chunks=4)
    changes = {"score": "size", "ascending": True, "min_voxels": 9}
    memory = rank(uncertainty > 0, uncertainty, mode="threshold", granularity=0.4, min_voxels=1)
    again = rank(blocks > 0, blocks, mode="threshold", granularity=0.4, min_voxels=1).reordered(**changes)
    assert_same(again, memory.reordered(**changes))


def test_what_flipping_a_region_does_is_not_known_of_blocks():
    uncertainty = random_map(np.random.default_rng(4), (8, 8, 8), np.float32)
    blocks = da.from_array(uncertainty, chunks=4)
    ranking = rank(blocks > 0, blocks, mode="threshold", min_voxels=1)
    assert ranking.consequences is None
    assert "pieces_change" not in ranking.table
    with pytest.raises(ValueError, match="without consequences for dask arrays"):
        ranking.reordered(score="consequence")


class Read:
    """Counts the blocks that are read."""

    def __init__(self, values, chunks):
        self.count = 0
        self.blocks = da.from_array(values, chunks=chunks).map_blocks(self._read, dtype=values.dtype)

    def _read(self, block):
        self.count += block.size > 0
        return block


def test_voxels_read_the_blocks_that_hold_the_region():
    uncertainty = np.zeros((4, 4, 8), np.float32)
    uncertainty[1:3, 0, 0] = 0.5
    read = Read(uncertainty, 2)
    ranking = rank(uncertainty > 0, read.blocks, min_voxels=1, mode="plateau")
    assert read.count == 2 * 16
    assert ranking.voxels(1).tolist() == [32, 64]
    assert read.count == 2 * 16 + 2


def test_labels_are_made_when_they_are_asked_for():
    uncertainty = np.ones((4, 4, 8), np.float32)
    read = Read(uncertainty, 2)
    labels = rank(uncertainty > 0, read.blocks, mode="plateau").labels()
    before = read.count
    assert isinstance(labels, da.Array)
    assert labels.chunks == ((2, 2), (2, 2), (2, 2, 2, 2))
    assert labels[:2, :2, :2].compute().tolist() == np.ones((2, 2, 2)).tolist()
    assert read.count == before + 1


def test_a_progress_bar_sees_all_that_is_done():
    done = []
    with Callback(posttask=lambda key, *_: done.append(key)):
        rank(da.ones(SHAPE, chunks=3) > 0, da.ones(SHAPE, chunks=3))
    assert len(done) > 2 * 12


def lazy_levels(block_info=None):
    """A block of a smooth map of few levels, as large as it is asked for."""
    ends = block_info[None]["array-location"]
    z, y, x = np.ogrid[tuple(slice(*end) for end in ends)]
    wave = np.sin(z / 9) + np.sin(y / 11) + np.sin(x / 13)
    return np.maximum(np.floor(wave), 0).astype(np.float32)


def test_memory_is_that_of_blocks():
    volume = da.map_blocks(lazy_levels, dtype=np.float32, chunks=((64,) * 4,) * 3)
    rank(volume[:64, :64, :64] > 0, volume[:64, :64, :64])  # Loads what is loaded once.
    tracemalloc.start()
    ranking = rank(volume > 0, volume, mode="plateau")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(ranking) > 20
    assert volume.nbytes > 67_000_000
    assert most < volume.nbytes / 2


def test_threads_give_the_same():
    uncertainty = random_map(np.random.default_rng(11), (12, 9, 10), np.float32)
    blocks = da.from_array(uncertainty, chunks=4)
    with dask.config.set(scheduler="threads", num_workers=4):
        assert_same(
            rank(blocks > 0, blocks, mode="plateau"), rank(uncertainty > 0, uncertainty, mode="plateau")
        )


def test_dask_is_not_loaded_where_it_is_not_used():
    script = (
        "import sys, numpy, voxproof; voxproof.rank(numpy.ones((2, 2, 2)) > 0, numpy.ones((2, 2, 2)));"
        "sys.exit('dask' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
