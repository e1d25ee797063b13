"""Volumes in blocks and in memory, and what must be the same of both."""

import numpy as np
import pandas as pd

from voxproof.regions._order import CONSEQUENCES

DTYPES = (np.bool_, np.uint8, np.uint16, np.int32, np.float16, np.float32, np.float64, np.dtype(">f4"))


def random_map(rng, shape, dtype):
    """Few levels with stretches along x, some of it noisy; whole numbers for integers."""
    levels = int(rng.integers(2, 6))
    values = np.repeat(rng.integers(0, levels, (*shape[:2], -(-shape[2] // 2))), 2, axis=2)[:, :, : shape[2]]
    values = values * (rng.random(shape) < 0.8)
    if np.dtype(dtype).kind == "f":
        noise = rng.random(shape) * (rng.random(shape) < 0.3) / 10
        return ((values + noise * (values > 0)) / levels).astype(dtype)
    return (values > 0 if dtype == np.bool_ else values).astype(dtype)


def random_chunks(rng, shape, most=3):
    """Up to `most` chunks of any sizes along each axis."""
    chunks = []
    for size in shape:
        count = int(rng.integers(0, min(most, size)))
        cuts = np.sort(rng.choice(np.arange(1, size), count, replace=False)) if count else []
        chunks.append(tuple(np.diff([0, *cuts, size]).astype(int).tolist()))
    return tuple(chunks)


def assert_same(blocks, memory):
    """Everything that a ranking in blocks answers is the same, to the last bit; it tells no consequences."""
    whole = memory.table.drop(columns=[*CONSEQUENCES, "reason"])
    pd.testing.assert_frame_equal(blocks.table.drop(columns="reason"), whole, check_exact=True)
    pd.testing.assert_frame_equal(blocks.stops, memory.stops, check_exact=True)
    for name in ("mode", "key", "shape", "smaller", "larger", "uncovered", "unscored"):
        assert getattr(blocks, name) == getattr(memory, name)
    labels = blocks.labels()
    assert labels.dtype == np.uint32
    np.testing.assert_array_equal(labels.compute(), memory.labels())
    for region in memory.ids[:3]:
        np.testing.assert_array_equal(blocks.voxels(region), memory.voxels(region))
