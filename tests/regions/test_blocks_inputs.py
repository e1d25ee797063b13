"""Bad input in blocks: what was found, what was expected, what to do; as early as it can be told."""

import sys

import dask
import dask.array as da
import numpy as np
import pytest

from voxproof.regions import rank
from voxproof.regions.blocks import _grid

SHAPE = (4, 5, 6)
LABELS = da.ones(SHAPE, chunks=3, dtype=np.uint8)
MAP = da.ones(SHAPE, chunks=3)


@pytest.fixture(autouse=True)
def thin_blocks(monkeypatch):
    """Blocks are as thin as chunks are."""
    monkeypatch.setattr(_grid, "LEAST_EDGE", 1)
    with dask.config.set(scheduler="synchronous"):
        yield


def never(block):
    """A block that must not be read."""
    raise AssertionError("read too early")


UNREAD = MAP.map_blocks(never, meta=np.empty((0, 0, 0)))


def unknown_chunks(array):
    return array[array[:, 0, 0] > 0]


REFUSED = {
    "consequences": (LABELS, UNREAD, {"score": "size * hanging"}, ValueError, "without consequences"),
    "shape": (LABELS, MAP[1:], {}, ValueError, r"uncertainty: found shape \(3, 5, 6\), expected \(4, 5, 6\)"),
    "two axes": (LABELS[0], MAP[0], {}, ValueError, "segmentation: found 2 axes"),
    "no voxel": (LABELS[:0], MAP[:0], {}, ValueError, "at least one voxel"),
    "unknown chunks": (LABELS, "unknown", {}, ValueError, r"chunks of unknown size.*compute_chunk_sizes"),
    "objects": (LABELS, MAP.astype(object), {}, TypeError, "uncertainty: found dtype object"),
    "soft labels": (MAP, UNREAD, {}, TypeError, "segmentation: found dtype float64"),
    "masked chunks": (LABELS, da.ma.masked_equal(MAP, 2), {}, TypeError, "found chunks of MaskedArray"),
    "no map": (LABELS, None, {}, ValueError, "found neither"),
    "image": (LABELS, UNREAD, {"image": MAP[1:]}, ValueError, "image: found shape"),
    "variants": (LABELS, UNREAD, {"mode": "variants"}, ValueError, r'found "variants".*dask arrays.*compute'),
    "branch": (LABELS, UNREAD, {"mode": "branch"}, ValueError, r'expected "plateau", "delta" or "threshold"'),
    "mode": (LABELS, UNREAD, {"mode": "best"}, ValueError, "mode: found 'best'"),
    "score": (LABELS, UNREAD, {"score": "size +"}, ValueError, "score: found"),
    "size": (LABELS, UNREAD, {"min_voxels": 0}, ValueError, "min_voxels"),
    "long axis": (da.ones((1, 1, 65_536)) > 0, da.ones((1, 1, 65_536)), {}, ValueError, "65535 voxels along"),
}


@pytest.mark.filterwarnings("ignore::dask.array.core.PerformanceWarning")
@pytest.mark.parametrize(
    ("segmentation", "uncertainty", "others", "error", "words"), REFUSED.values(), ids=REFUSED
)
def test_what_is_refused_before_it_is_read(segmentation, uncertainty, others, error, words):
    if isinstance(uncertainty, str):
        uncertainty = unknown_chunks(MAP)
    with pytest.raises(error, match=words):
        rank(segmentation, uncertainty, **others)


def changed(**values):
    """The map with some voxels of several blocks set to a value."""
    array = np.ones(SHAPE)
    for value in values.values():
        array[0, 0, 0] = array[3, 4, 5] = value
    return array


BAD = {
    "NaN": changed(value=np.nan),
    "infinite": changed(value=np.inf),
    "negative": changed(value=-0.5),
    "huge": changed(value=1e300),
}


@pytest.mark.parametrize("values", BAD.values(), ids=BAD)
def test_values_are_refused_in_the_same_words_as_in_memory(values):
    with pytest.raises(ValueError, match="uncertainty: found") as in_memory:
        rank(np.ones(SHAPE, bool), values)
    with pytest.raises(ValueError, match="uncertainty: found") as in_blocks:
        rank(LABELS, da.from_array(values, chunks=3))
    assert str(in_blocks.value) == str(in_memory.value)


def test_a_probability_that_is_none():
    with pytest.raises(ValueError, match="probability: found values up to 300"):
        rank(LABELS, MAP, probability=MAP * 300)


def test_a_map_for_which_auto_searches_says_what_to_do():
    noise = da.from_array(np.random.default_rng(1).random(SHAPE), chunks=3)
    with pytest.raises(ValueError, match=r'"auto", which takes "variants" here \(0 % of.*mode="threshold"'):
        rank(noise > 0.5, noise)


def test_without_dask_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "dask.array", None)
    with pytest.raises(ImportError, match=r"voxproof\[blocks\]"):
        rank(LABELS, MAP)


def test_thin_chunks_are_joined_and_long_ones_cut(monkeypatch):
    monkeypatch.undo()
    grid = _grid.Grid.of(((1,) * 130, (40, 30, 30), (1025,)))
    assert grid.chunks == ((64, 66), (100,), (341, 342, 342))
