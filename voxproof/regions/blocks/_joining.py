"""Connected components in plain arrays: of pairs, and of voxels that are known by sorted keys."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Step = tuple[int, int, int]


def steps_between(connectivity: int) -> list[Step]:
    """Steps (z, y, x) to the 6, 18 or 26 neighbours of a voxel."""
    most = {6: 1, 18: 2, 26: 3}[connectivity]
    ways = (-1, 0, 1)
    steps = product(ways, ways, ways)
    return [step for step in steps if 0 < sum(map(abs, step)) <= most]


def steps_after(connectivity: int) -> list[Step]:
    """The half of these steps that leads onward in scan order."""
    return [step for step in steps_between(connectivity) if step > (0, 0, 0)]


def components(count: int, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of `count` nodes that are joined in pairs: the least node of each one's component.

    Parameters
    ----------
    count : int
    a, b : (n,) int64
        The pairs.

    Notes
    -----
    Hooking and pointer jumping (Shiloach & Vishkin 1982), in a few rounds of whole arrays.
    """
    root = np.arange(count)
    while a.size:
        low, high = np.minimum(root[a], root[b]), np.maximum(root[a], root[b])
        apart = low != high
        a, b, low, high = a[apart], b[apart], low[apart], high[apart]
        np.minimum.at(root, high, low)
        while True:
            further = root[root]
            if np.array_equal(further, root):
                break
            root = further
    return root


def numbered(root: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Components numbered from 0 by least node, and how many there are."""
    is_root = root == np.arange(root.size)
    return (np.cumsum(is_root) - 1)[root], int(np.count_nonzero(is_root))


def distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same keys once each, rising; several times as fast as `numpy.unique`, which hashes. Keys are not negative."""
    keys = np.sort(keys)
    return keys[np.flatnonzero(np.diff(keys, prepend=-1))]


def joined_keys(
    keys: NDArray[np.int64], offsets: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Pairs of places in an array of keys, sorted and distinct, whose keys differ by an offset; for each offset."""
    for offset in offsets:
        wanted = keys + offset
        place = np.searchsorted(keys, wanted)
        place[place == keys.size] = 0
        found = np.flatnonzero(keys[place] == wanted)
        yield found, place[found]


def padded_offsets(shape: tuple[int, int, int], steps: list[Step]) -> NDArray[np.int64]:
    """What each step adds to a flat index of a volume with a rim of one voxel."""
    _, y, x = shape
    return np.array(steps, np.int64) @ np.array([(y + 2) * (x + 2), x + 2, 1], np.int64)
