"""Connected voxels of equal value, numbered densely, by the labeller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions._engine import Build
from voxproof.regions._host import Host
from voxproof.regions._labeller import Connectivity, check_codes

if TYPE_CHECKING:
    from numpy.typing import NDArray


def label_components(
    codes: NDArray[np.uint8] | NDArray[np.uint16], *, connectivity: Connectivity = 26, build: Build = "simd"
) -> tuple[NDArray[np.uint32], int]:
    """Number the connected voxels of equal non-zero value.

    Parameters
    ----------
    codes : (Z, Y, X) uint8 or uint16, C order
        Borrowed, copied slab by slab. 0 is background.
    connectivity : {6, 18, 26}
        Faces, also edges, also corners.
    build : {"simd", "scalar"}
        Which build of the labeller; the results are the same.

    Returns
    -------
    labels : (Z, Y, X) uint32
        0 in the background, else 1 to `count` by first voxel in scan order.
    count : int

    Raises
    ------
    ValueError, OverflowError
        As `voxproof.regions._labeller.label`.

    Notes
    -----
    Runs merged with union-find, 8 bytes a run, then painted slab by slab.

    Examples
    --------
    >>> import numpy as np
    >>> label_components(np.array([[[5, 5, 0, 5], [7, 0, 5, 0]]], np.uint8))[0].tolist()
    [[[1, 1, 0, 1], [2, 0, 1, 0]]]
    """
    check_codes(codes)
    host = Host(build)
    host.open(codes, np.zeros(1, np.uint32), mode="plateau", connectivity=connectivity)
    for z0, z1 in host.slabs(codes):
        host.call("scan", z1 - z0)
    host.call("close")
    host.call("settle", 0, codes.shape[0])
    labels = np.empty(codes.shape, np.uint32)
    for z0, z1 in host.steps():
        part: NDArray[Any] = labels[z0:z1]
        part.reshape(-1)[:] = host.view(host.call("paint", z0, z1), np.uint32, part.size)
    return labels, host.field("parts")
