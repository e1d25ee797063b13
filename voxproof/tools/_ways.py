"""How deep voxels lie in what they are in, and the cheapest ways between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._extras import need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def depth_below(mask: NDArray[np.bool_], sizes: tuple[float, float, float]) -> NDArray[np.float64]:
    """Distance of each voxel of a mask to the nearest one outside of it, 0 outside; outside of the array all is.

    `sizes` are those of a voxel (z, y, x), in whose unit the distance is.
    """
    from scipy import ndimage

    depth: NDArray[np.float64] = ndimage.distance_transform_edt(np.pad(mask, 1), sampling=sizes)
    return depth[1:-1, 1:-1, 1:-1]


def cheapest_way(
    cost: NDArray[Any], start: Sequence[int], end: Sequence[int], sizes: tuple[float, float, float]
) -> list[tuple[int, ...]]:
    """Voxels from one to another, both with them, over 26 neighbours; none where no way leads.

    A step costs its length, in the unit of `sizes`, times the mean of `cost` at both ends; voxels with a negative one are not entered
    (scikit-image's ``MCP_Geometric``, Dijkstra 1959).
    """
    search = need("skimage.graph").MCP_Geometric(cost, sampling=sizes, fully_connected=True)
    costs, _ = search.find_costs([tuple(start)], [tuple(end)])
    return list(search.traceback(tuple(end))) if np.isfinite(costs[tuple(end)]) else []
