"""Modes delta, threshold and tree in the labeller: one granularity at once, and any other as a cut of one hierarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._host import Host


def find_grains(host: Host, codes: NDArray[Any], step: int, *, is_tree: bool) -> None:
    """Table and rows of a job that is open, in the labeller's memory.

    Parameters
    ----------
    host : Host
    codes : (Z, Y, X) uint8 or uint16, C order
        Borrowed.
    step : int
        The granularity in steps of weights; without meaning in mode tree.
    is_tree : bool
        Whether it is mode tree, which is a cut of the hierarchy by size.
    """
    size = codes.shape[0]
    host.call("openGrain", step)
    for z0, z1 in host.slabs(codes):
        host.attempt("scan", z1 - z0)
    host.attempt("close")
    if is_tree:
        grow(host)
        recut(host, 0)
    else:
        host.call("settle", 0, size)
        host.attempt("tabulate")
        host.call("measure", 0, size)


def grow(host: Host) -> None:
    """Make the hierarchy of all granularities, when all slices are scanned."""
    size = host.shape[0]
    host.attempt("openHierarchy")
    host.call("listEdges", 0, size)
    host.attempt("sortEdges")
    host.call("placeEdges", 0, size)
    host.call("linkEdges", 0, size)
    host.call("layOut")


def recut(host: Host, step: int) -> None:
    """Table and rows of another granularity."""
    host.attempt("cut", step)
    host.attempt("openRows")
    host.call("measure", 0, host.shape[0])
