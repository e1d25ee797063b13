"""Runs the very ``.wasm`` that the browser runs, by an engine of `_engine`.

Memory map and order of calls are those of ``src/wasm/assembly/job.ts`` and ``index.ts``. Each `Host` has its own store and linear
memory, so that calls from several threads do not meet; the compiled module is shared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions._engine import Build, open_engine
from voxproof.regions._found import RECORD, SEARCHES, Count, Found, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_MODES: dict[Mode, int] = {"plateau": 0, "tree": 1, "variants": 2, "delta": 3, "threshold": 4, "branch": 5}
_SLAB_BYTES = 1 << 19
_RUN = np.dtype([("start", "<u2"), ("end", "<u2"), ("owner", "<u4")])


class Host:
    """One job: an instance of the module with its own linear memory."""

    def __init__(self, build: Build) -> None:
        self._engine = open_engine(build)
        self.shape = (0, 0, 0)
        self.mode: Mode = "plateau"

    def open(
        self,
        codes: NDArray[Any],
        weights: NDArray[np.uint32],
        *,
        mode: Mode,
        connectivity: int = 26,
        min_voxels: int = 8,
        max_voxels: int = 600,
    ) -> None:
        """Start a job; see `label`. Sizes are those searched for. In mode variants the codes are borrowed for shape and dtype only."""
        z, y, x = codes.shape
        sizes = self.shape = (z, y, x)
        self.mode = mode
        self._slab_slices = max(1, min(sizes[0], _SLAB_BYTES // max(1, codes[0].nbytes)))
        self.call(
            "open",
            *sizes,
            codes.itemsize,
            _MODES[mode],
            int(connectivity),
            int(min_voxels),
            int(max_voxels),
            self._slab_slices,
        )
        self.write("weights", weights)

    def slabs(self, volume: NDArray[Any], table: NDArray[Any] | None = None) -> Iterator[tuple[int, int]]:
        """Copy whole slices, or what a table has for their values, into the slab, as many at a time as it holds; which they are."""
        for z0, z1 in self.steps():
            part = volume[z0:z1]
            self.write("slab", part if table is None else table[part])
            yield z0, z1

    def steps(self) -> Iterator[tuple[int, int]]:
        """Slices that go into the slab at a time."""
        size = self.shape[0]
        for z in range(0, size, self._slab_slices):
            yield z, min(z + self._slab_slices, size)

    def write(self, field: str, values: NDArray[Any]) -> None:
        """Copy values to where a field points to."""
        self.put(self.field(field), values)

    def put(self, address: int, values: NDArray[Any]) -> None:
        """Copy values to an address."""
        flat = np.ascontiguousarray(values).reshape(-1)
        self._engine.write(address & 0xFFFFFFFF, flat.view(np.uint8).data)

    def call(self, name: str, *arguments: float) -> int:
        """Call a routine; OverflowError when memory is short for it, which ends the job."""
        try:
            return self._engine.call(name, *arguments)
        except MemoryError:
            raise OverflowError(
                f"labeller: found a map of {self.shape} voxels whose regions need more than 4 GiB of working memory, "
                "expected less. Rank a cropped part, raise the floor of the map (set certain voxels to 0), or round its values."
            ) from None

    def found(self, *, spacing: tuple[float, float, float], maximum: float, least: int) -> Found:
        """What the job has found, copied out."""
        self.call("gather")
        return self._found(spacing=spacing, maximum=maximum, least=least, has_pieces=self.mode in SEARCHES)

    def count_pieces(self, found: Found, mask: NDArray[np.bool_]) -> Found:
        """The same with the pieces of a segmentation around each region."""
        bits = np.packbits(mask, axis=2, bitorder="little")
        address = self.call("takeMask")
        self.put(address, bits)
        self.call("countPieces", address, 0, found.records.size)
        return replace(found, records=self._records(), has_pieces=True)

    def reopen(self, found: Found) -> None:
        """Begin a job with what another one has found."""
        self.shape, self.mode = found.shape, found.mode
        overlaps = found.mode == "variants"
        runs = found.owner.size if overlaps else 0
        self.call("reopen", *found.shape, _MODES[found.mode], found.records.size, runs)
        self.write("table", found.records.view(np.uint8))
        if overlaps:
            self.write("rows", found.row_start)
            self.write("runs", np.rec.fromarrays([found.start, found.end, found.owner], dtype=_RUN))

    def _records(self) -> NDArray[Any]:
        return self.view(self.field("table"), RECORD, self.field("kept")).copy()

    def _found(
        self, *, spacing: tuple[float, float, float], maximum: float, least: int, has_pieces: bool
    ) -> Found:
        z, y, _ = self.shape
        runs = self.view(self.field("runs"), _RUN, self.field("runCount"))
        return Found(
            mode=self.mode,
            shape=self.shape,
            records=self._records(),
            has_pieces=has_pieces,
            row_start=self.view(self.field("rows"), np.uint32, z * y + 1).copy(),
            start=runs["start"].copy(),
            end=runs["end"].copy(),
            owner=runs["owner"].copy(),
            dropped=Count(self.field("dropped"), self.field("droppedVoxels")),
            uncovered=self.field("uncovered"),
            maximum=maximum,
            spacing=spacing,
            least=least,
        )

    def field(self, name: str) -> int:
        """What a global of the module holds, an address or a count: 32 bits without a sign, or 64 bits, of which fewer than 53 are used."""
        value = self._engine.value(name)
        return value if value >= 0 else value + (1 << 32)

    def view(self, address: int, dtype: Any, count: int) -> NDArray[Any]:
        """What stands at an address, until the next call; see `put` to write."""
        kind: np.dtype[Any] = np.dtype(dtype)
        raw = self._engine.read(address & 0xFFFFFFFF, count * kind.itemsize)
        view: NDArray[Any] = np.frombuffer(raw, kind, count)
        return view
