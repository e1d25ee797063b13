"""Modes delta, threshold and tree in the labeller: one granularity at once, and any other as a cut of one hierarchy."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from voxproof.regions._order import order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voxproof.regions._found import Found, Labelled
    from voxproof.regions._host import Host
    from voxproof.regions._order import Listing
    from voxproof.regions._topology import Topology


class Grains:
    """A map whose regions are found for one granularity, and kept for others. Threads take turns.

    Parameters
    ----------
    host : Host
        Whose job is open, in mode delta, threshold or tree. It is not used by others afterwards.
    codes : (Z, Y, X) uint8 or uint16, C order
        Borrowed until the constructor returns.
    step : int
        The granularity in steps of weights; without meaning in mode tree.
    spacing, maximum, mask
        As in `label`. The mask is borrowed.

    Notes
    -----
    Neighbours are joined by those of their edges that no triangle makes needless. For a second granularity, and in mode tree, Kruskal's
    algorithm orders the voxels such that the regions of every granularity are stretches (Najman, Cousty, Perret 2013); a cut takes
    milliseconds. Kept: 8 bytes a voxel that is not 0 and 0.19 a voxel, then 20 and 0.19; while it is made, 30 to 36.
    """

    def __init__(
        self,
        host: Host,
        codes: NDArray[Any],
        step: int,
        *,
        spacing: tuple[float, float, float],
        maximum: float,
        mask: NDArray[np.bool_] | None,
    ) -> None:
        self._host = host
        self._lock = Lock()
        self._is_grown = False
        self._spacing = spacing
        self._maximum = maximum
        self._mask = mask
        host.call("openGrain", step)
        for z0, z1 in host.slabs(codes):
            host.call("scan", z1 - z0)
        host.call("close")

    def find(self, least: int, most: int) -> Found:
        """What was opened: regions of at least so many voxels (and in mode tree at most)."""
        if self._host.mode == "tree":
            return self.cut(0, least, most)
        with self._lock:
            size = self._host.shape[0]
            self._host.call("settle", 0, size)
            self._host.call("tabulate")
            self._host.call("measure", 0, size)
            return self._found(least)

    def order(self, found: Found, listing: Listing, topology: Topology | None) -> Labelled:
        """Order what was found last."""
        with self._lock:
            return order(self._host, found, listing, topology)

    def cut(self, step: int, least: int, most: int) -> Found:
        """The regions of another granularity. Raises OverflowError when the hierarchy does not fit into the labeller's memory."""
        with self._lock:
            if not self._is_grown:
                self._grow()
            self._host.call("cut", step, least, most)
            self._host.call("openRows")
            self._host.call("measure", 0, self._host.shape[0])
            return self._found(least)

    def _grow(self) -> None:
        size = self._host.shape[0]
        self._host.call("openHierarchy")
        self._host.call("listEdges", 0, size)
        self._host.call("sortEdges")
        self._host.call("placeEdges", 0, size)
        self._host.call("linkEdges", 0, size)
        self._host.call("layOut")
        self._is_grown = True

    def _found(self, least: int) -> Found:
        found = self._host.found(spacing=self._spacing, maximum=self._maximum, least=least)
        return found if self._mask is None else self._host.count_pieces(found, self._mask)
