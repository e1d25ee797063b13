"""Depth below a surface, ways between voxels, and voxel sizes that every tool checks."""

import numpy as np
import pytest

from voxproof.tools import cut, cut_plane, cut_seeds, delete, trace
from voxproof.tools._ways import cheapest_way, depth_below


def test_depth_is_in_the_unit_of_the_sizes_and_the_array_ends_what_is_in_it():
    bar = np.ones((1, 3, 5), np.bool_)
    assert depth_below(bar, (9.0, 2.0, 1.0))[0].tolist() == [
        [1, 2, 2, 2, 1],
        [1, 2, 3, 2, 1],
        [1, 2, 2, 2, 1],
    ]


def test_a_way_goes_around_what_is_not_entered_and_there_is_none_where_none_leads():
    cost = np.ones((1, 3, 4))
    cost[0, :2, 1] = -1
    assert cheapest_way(cost, (0, 0, 0), (0, 0, 2), (1.0, 1.0, 1.0)) == [
        (0, 0, 0),
        (0, 1, 0),
        (0, 2, 1),
        (0, 1, 2),
        (0, 0, 2),
    ]
    cost[0, 2, 1] = -1
    assert cheapest_way(cost, (0, 0, 0), (0, 0, 2), (1.0, 1.0, 1.0)) == []


@pytest.mark.parametrize(
    "tool",
    [
        lambda volume, **size: trace(volume, [(1, 1, 0), (1, 1, 6)], label=3, **size),
        lambda volume, **size: cut(volume, [(1, 1, 3)], **size),
        lambda volume, **size: cut_plane(volume, [(1, 0, 3), (1, 2, 3)], (1.0, 0.0, 0.0), **size),
        lambda volume, **size: cut_seeds(volume, [(1, 1, 0), (1, 1, 6)], **size),
        lambda volume, **size: delete(volume, (1, 1, 3), **size),
    ],
    ids=["trace", "cut", "cut_plane", "cut_seeds", "delete"],
)
def test_every_tool_names_a_voxel_size_that_cannot_be(tool):
    volume = np.zeros((3, 4, 7), np.uint8)
    volume[1, 1] = 3
    with pytest.raises(ValueError, match=r"spacing: found \(0, 1, 1\), expected three sizes above 0"):
        tool(volume, spacing=(0, 1, 1))
