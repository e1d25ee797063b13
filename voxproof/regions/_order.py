"""The second stage of ranking: which of the regions found are listed, in which order, and their stops."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voxproof.regions._engine import Build
from voxproof.regions._found import RECORD, Count, Found, Labelled, Order, in_order
from voxproof.regions._host import Host

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._consequence import Consequences
    from voxproof.regions._topology import Topology

COLUMNS = (
    "voxels",
    "mean",
    "max",
    "sum",
    "score",
    "cut",
    "pieces",
    "length",
    "volume",
    "z",
    "y",
    "x",
)
"""What a formula may name."""
CONSEQUENCES = ("pieces_change", "loops_change", "cavities_change", "hanging", "hanging_length")
"""The same, where they are measured; and ``consequence``, which sums them up."""
FUNCTIONS = ("abs", "sqrt", "ln", "log2", "exp", "min", "max", "if")
NAMES = ("default", "mean", "max", "sum", "size", "consequence", "vessqc")
"""Scores with a name."""
MOST_SCORE_BYTES = 1000

# Codes of src/wasm/assembly/formula.ts.
_EXPECTED = {
    1: "a number, a column, a function or (",
    2: f"a column: {', '.join(COLUMNS)}",
    3: f"a function: {', '.join(FUNCTIONS)}",
    4: "an operator or the end",
    5: ")",
    6: ",",
}
_UNREADABLE = -2
# Fields of the order block, as indices of uint32.
_RECORDS, _STOPS, _SCORES, _LISTED, _SMALLER, _LARGER = range(6)
_SMALLER_VOXELS, _LARGER_VOXELS, _SHOWN, _UNSCORED, _PLACE, _WANTED = 6, 8, 10, 11, 12, 15


@dataclass(frozen=True)
class Listing:
    """What decides which regions found are listed, and how; see `RankParameters`."""

    min_voxels: int = 8
    max_voxels: int = 0xFFFFFD
    score: str = "default"
    ascending: bool = False
    stop_window: tuple[int, int, int] = (80, 80, 80)
    stop_regions: int = 8


def order(host: Host, found: Found, listing: Listing, topology: Topology | None = None) -> Labelled:
    """Order what is in the host's job; by consequences only with the topology of the segmentation."""
    _write_score(host, listing.score)
    if topology is not None and asks_consequences(listing.score):
        _write_consequences(host, topology.of_found(found))
    status = host.call(
        "order",
        listing.min_voxels,
        listing.max_voxels,
        int(listing.ascending),
        *listing.stop_window,
        listing.stop_regions,
        float(found.maximum),
        *found.spacing,
    )
    block = host.field("orderBlock")
    fields = host.view(block, np.uint32, 16).tolist()
    if status == _UNREADABLE:
        place = fields[_PLACE] - host.field("text") - 4
        raise ValueError(unreadable(listing.score, place, fields[_WANTED]))
    count = fields[_LISTED]
    records = host.view(fields[_RECORDS], np.uint32, count).copy()
    score = host.view(fields[_SCORES], np.float64, found.records.size)[records]
    score[~np.isfinite(score)] = np.nan
    listed = Order(
        records=records,
        score=score,
        stop=host.view(fields[_STOPS], np.uint32, count).copy(),
        smaller=Count(fields[_SMALLER], _wide(fields, _SMALLER_VOXELS)),
        larger=Count(fields[_LARGER], _wide(fields, _LARGER_VOXELS)),
        shown=fields[_SHOWN],
        unscored=fields[_UNSCORED],
    )
    return in_order(found, listed)


def reorder(
    found: Found, listing: Listing, *, topology: Topology | None = None, build: Build = "simd"
) -> Labelled:
    """Order what was found before, in a job of its own."""
    host = Host(build)
    host.reopen(found)
    return order(host, found, listing, topology)


def asks_consequences(score: str) -> bool:
    """Whether a score needs to know the consequences of all regions found."""
    return not {*CONSEQUENCES, "consequence"}.isdisjoint(re.findall(r"[A-Za-z_]\w*", score))


def check_score(score: str) -> None:
    """ValueError unless the labeller can read it."""
    size = len(score.encode())
    if not 0 < size <= MOST_SCORE_BYTES:
        raise ValueError(
            f"score: found {size} bytes, expected 1 to {MOST_SCORE_BYTES}: one of {', '.join(NAMES)}, or a formula over the "
            f"columns {', '.join(COLUMNS)}."
        )
    if score not in NAMES:
        host = Host("simd")
        nothing = empty((1, 1, 1))
        host.reopen(nothing)
        host.call("takeConsequences")
        order(host, nothing, Listing(score=score))


def empty(shape: tuple[int, int, int]) -> Found:
    """Nothing found."""
    none: NDArray[np.uint16] = np.zeros(0, np.uint16)
    owner = np.zeros(0, np.uint32)
    row_start = np.zeros(shape[0] * shape[1] + 1, np.uint32)
    records = np.zeros(0, RECORD)
    cube = (1.0, 1.0, 1.0)
    return Found("plateau", shape, records, False, row_start, none, none, owner, Count(0, 0), 0, 1.0, cube, 1)


def unreadable(score: str, place: int, expected: int) -> str:
    """What is wrong with a formula.

    Parameters
    ----------
    score : str
    place : int
        Where it is wrong, in bytes.
    expected : int
        The labeller's code of what it expected there.
    """
    before = score.encode()[:place].decode(errors="replace")
    rest = score.encode()[place:].decode(errors="replace")
    token = re.match(r"[A-Za-z_]\w*|[\d.]+|\S", rest)
    found = "the end" if token is None else repr(token[0])
    wanted = _EXPECTED[expected]
    if expected == 2 and token is not None and token[0] in (*CONSEQUENCES, "consequence"):
        wanted += "; consequences have not been measured here"
    return f"score: found {found} at character {len(before) + 1}, expected {wanted}."


def _write_score(host: Host, score: str) -> None:
    text = b"" if score == "default" else score.encode()
    address = host.call("takeText", len(text))
    host.put(address, np.frombuffer(text, np.uint8))


def _write_consequences(host: Host, known: Consequences) -> None:
    columns = (known.pieces, known.loops, known.cavities, known.hanging, known.hanging_length)
    values = np.stack(columns, axis=1).astype(np.float64)
    address = host.call("takeConsequences")
    host.put(address, values.astype(np.float64, copy=False))


def _wide(fields: list[int], index: int) -> int:
    return fields[index] | fields[index + 1] << 32


def voxel_size(spacing: tuple[float, float, float] | None) -> tuple[float, float, float]:
    """A cube of 1 without a spacing."""
    sizes = (1.0, 1.0, 1.0) if spacing is None else spacing
    z, y, x = (float(size) for size in sizes)
    if not all(0 < size < math.inf for size in (z, y, x)):
        raise ValueError(f"spacing: found {spacing!r}, expected three lengths above 0.")
    return z, y, x
