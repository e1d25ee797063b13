"""The labeller's host in Python: runs the very ``.wasm`` that the browser runs, through wasmtime.

Memory map and order of calls are those of ``src/wasm/assembly/job.ts`` and ``index.ts``. Each call of :func:`label` has its own
store and linear memory, so calls from several threads do not meet; the compiled module is shared.
"""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from functools import cache
from importlib import resources
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args

import numpy as np

from voxproof._checks import check_choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    import wasmtime
    from numpy.typing import NDArray

Mode = Literal["plateau", "delta", "threshold", "branch", "variants", "tree"]
Connectivity = Literal[6, 18, 26]
Build = Literal["simd", "scalar"]

MOST_AXIS = 65_535
MOST_REGION = 0xFFFFFD
"""Largest ``max_voxels`` that the tree can count."""
MOST_IN_STOP = 64
"""Most regions of a stop."""

_MODES: dict[Mode, int] = {"plateau": 0, "tree": 1, "variants": 2, "delta": 3, "threshold": 4, "branch": 5}
_SLAB_BYTES = 1 << 19
_PAGES = 65_536

# Fields of the job block, as indices of uint32.
_WEIGHTS, _SLAB, _ROWS = 9, 10, 11
_RUN_COUNT, _KEPT, _DROPPED, _DROPPED_VOXELS, _UNCOVERED = 14, 15, 16, 18, 20
_COLUMNS, _SCRATCH = 23, 24
_SHOWN = 82

_compile_lock = Lock()


@dataclass(frozen=True)
class Facts:
    """What a search for variants knows of ``n`` regions besides, in rank order.

    Attributes
    ----------
    kind, cut, step : (n,) uint8
        Index into `KINDS`, 1-based; height at which the region is there, comes apart or lets go, 255 for none; step that found it.
    pieces : (n,) uint16
        Pieces of the segmentation around it.
    length : (n,) uint16
        Voxels of its centre line.
    shown : int
        Regions that are left out since better ones show them.
    """

    kind: NDArray[np.uint8]
    cut: NDArray[np.uint8]
    step: NDArray[np.uint8]
    pieces: NDArray[np.uint16]
    length: NDArray[np.uint16]
    shown: int


@dataclass(frozen=True)
class Labelled:
    """What the labeller returns: ``n`` regions in rank order and ``m`` runs in scan order.

    Attributes
    ----------
    voxels, first_voxel, max_weight : (n,) uint32
        Size, smallest flat C-order index, largest weight.
    box : (n, 6) uint16
        Half-open ``z0, z1, y0, y1, x0, x1``.
    centroid : (n, 3) float64
        ``(z, y, x)`` in voxels; the centre of voxel 0 lies at 0.
    sum, mean, score : (n,) float64
        Sum of weights (a whole number), mean weight from 0 to 1, and the score that the order follows.
    stop : (n,) uint32
        1-based rank of the stop that each region belongs to.
    row_start : (Z * Y + 1,) uint32
        Index of the first run of each row (z, y), and the number of runs.
    start, end : (m,) uint16
        Half-open stretch in x of each run.
    rank : (m,) uint32
        1-based rank of the region the run belongs to; 0 for regions below the least size.
    smaller_count, smaller_voxels : int
        Regions below the least size, and their voxels.
    uncovered : int
        Voxels above the floor that are in no region (mode tree: their own component is too large).
    facts : Facts or None
        Of mode variants, whose regions and runs may overlap.
    """

    voxels: NDArray[np.uint32]
    first_voxel: NDArray[np.uint32]
    max_weight: NDArray[np.uint32]
    box: NDArray[np.uint16]
    centroid: NDArray[np.float64]
    sum: NDArray[np.float64]
    mean: NDArray[np.float64]
    score: NDArray[np.float64]
    stop: NDArray[np.uint32]
    row_start: NDArray[np.uint32]
    start: NDArray[np.uint16]
    end: NDArray[np.uint16]
    rank: NDArray[np.uint32]
    smaller_count: int
    smaller_voxels: int
    uncovered: int
    facts: Facts | None = None


def label(
    codes: NDArray[np.uint8] | NDArray[np.uint16],
    weights: NDArray[np.uint32],
    *,
    mode: Mode,
    connectivity: Connectivity = 26,
    min_voxels: int = 8,
    max_voxels: int = 600,
    stop_window: tuple[int, int, int] = (80, 80, 80),
    stop_regions: int = 8,
    build: Build = "simd",
) -> Labelled:
    """Find the regions of a map of codes, measure and order them.

    Parameters
    ----------
    codes : (Z, Y, X) uint8 or uint16, C order
        Borrowed, copied slab by slab. 0 is no doubt.
    weights : (n,) uint32
        Weight of each code, at most ``2**20 - 1``.
    mode : {"plateau", "tree"}
        Connected equal codes, or the component tree of ``weight >> 12`` cut at `max_voxels` (voxels below 5 % of the largest weight
        left out).
    connectivity : {6, 18, 26}
        Faces, also edges, also corners.
    min_voxels, max_voxels : int
        Smaller regions are counted but not listed; `max_voxels` belongs to the tree.
    stop_window : (int, int, int)
        Size (z, y, x), in voxels, of the window that the regions of a stop lie in.
    stop_regions : int
        Most regions of a stop, 1 to 64.
    build : {"simd", "scalar"}
        Which build of the labeller; the results are the same.

    Returns
    -------
    Labelled
        Regions by mean weight falling, then voxels falling, then first voxel rising.

    Raises
    ------
    ValueError
        When an axis is longer than 65 535 voxels or the volume has more than ``2**32 - 1``.
    OverflowError
        When the job does not fit into the 4 GiB of the labeller's memory.

    Notes
    -----
    Mode plateau: run-based labelling with union-find (He, Chao, Suzuki 2008), 8 bytes a run. Mode tree: a max-tree built by joining
    neighbours (Wilkinson et al. 2008), 8 bytes a voxel above the floor plus 0.19 byte a voxel. Both take time proportional to the
    number of voxels; wasmtime releases the interpreter lock meanwhile.
    """
    check_codes(codes)
    if not 1 <= max_voxels <= MOST_REGION:
        raise ValueError(f"max_voxels: found {max_voxels}, expected 1 to {MOST_REGION}.")
    host = Host(build)
    host.open(
        codes,
        weights,
        mode=mode,
        connectivity=connectivity,
        min_voxels=min_voxels,
        max_voxels=max_voxels,
        stop_window=stop_window,
        stop_regions=stop_regions,
    )
    for z0, z1 in host.slabs(codes):
        host.attempt("scan", z1 - z0)
    host.attempt("close")
    host.call("settle", 0, codes.shape[0])
    host.attempt("tabulate")
    if mode == "tree":
        for z0, z1 in host.slabs(codes):
            host.call("measure", z0, z1)
    else:
        host.call("measure", 0, codes.shape[0])
    host.attempt("rank")
    return host.results(codes.shape)


def check_codes(codes: NDArray[Any]) -> None:
    """Raise ValueError for a map that the labeller cannot take."""
    if codes.dtype not in (np.uint8, np.uint16) or codes.ndim != 3 or not codes.flags.c_contiguous:
        raise ValueError(
            f"codes: found {codes.dtype} with {codes.ndim} axes, expected (z, y, x) uint8 or uint16 in C order."
        )
    if codes.size == 0 or max(codes.shape) > MOST_AXIS or codes.size >= 2**32:
        raise ValueError(
            f"codes: found shape {codes.shape}, expected 1 to {MOST_AXIS} voxels along each axis and fewer than "
            "2**32 in all. Rank a cropped part of the volume."
        )


class Host:
    """One job: an instance of the module with its own linear memory."""

    def __init__(self, build: Build) -> None:
        import wasmtime

        module = _module(build)
        self._store = wasmtime.Store(module.engine)
        limits = wasmtime.Limits(1, _PAGES)
        self._memory = wasmtime.Memory(self._store, wasmtime.MemoryType(limits))
        instance = wasmtime.Instance(self._store, module.module, [self._memory])
        self._exports = instance.exports(self._store)
        self._job: int = self._function("jobAddress")(self._store)
        self.shape = (0, 0, 0)

    def open(
        self,
        codes: NDArray[Any],
        weights: NDArray[np.uint32],
        *,
        mode: Mode,
        connectivity: int = 26,
        min_voxels: int = 8,
        max_voxels: int = 600,
        stop_window: tuple[int, int, int] = (80, 80, 80),
        stop_regions: int = 8,
    ) -> None:
        """Start a job; see `label`. In mode variants the codes are borrowed for their shape and dtype only."""
        sizes = self.shape = codes.shape
        self._slab_slices = max(1, min(sizes[0], _SLAB_BYTES // max(1, codes[0].nbytes)))
        self.attempt(
            "open",
            *sizes,
            codes.itemsize,
            _MODES[mode],
            int(connectivity),
            int(min_voxels),
            int(max_voxels),
            self._slab_slices,
            *map(int, stop_window),
            int(stop_regions),
        )
        self.write(_WEIGHTS, weights)

    def slabs(self, volume: NDArray[Any]) -> Iterator[tuple[int, int]]:
        """Copy whole slices into the slab, as many at a time as it holds; which they are."""
        for z0, z1 in self.steps():
            self.write(_SLAB, volume[z0:z1])
            yield z0, z1

    def steps(self) -> Iterator[tuple[int, int]]:
        """Slices that go into the slab at a time."""
        size = self.shape[0]
        for z in range(0, size, self._slab_slices):
            yield z, min(z + self._slab_slices, size)

    def write(self, field: int, values: NDArray[Any]) -> None:
        """Copy values to where a field points to."""
        self.view(self.field(field), values.dtype, values.size)[:] = values.reshape(-1)

    def call(self, name: str, *arguments: float) -> int:
        status: int = self._function(name)(self._store, self._job, *arguments)
        return status

    def attempt(self, name: str, *arguments: float) -> None:
        """Call a routine that returns a status."""
        if self.call(name, *arguments) != 0:
            self._refuse()

    def address(self, name: str, *arguments: float) -> int:
        """Call a routine that returns an address."""
        address = self.call(name, *arguments)
        if address == 0:
            self._refuse()
        return address

    def _refuse(self) -> NoReturn:
        raise OverflowError(
            f"labeller: found a map of {self.shape} voxels whose regions need more than 4 GiB of working memory, "
            "expected less. Rank a cropped part, raise the floor of the map (set certain voxels to 0), or round its values."
        )

    def results(self, shape: tuple[int, ...], *, with_facts: bool = False) -> Labelled:
        count = self.field(_KEPT)
        address = self.field(_COLUMNS)

        def column(dtype: Any, per_region: int) -> NDArray[Any]:
            nonlocal address
            values = self.view(address, dtype, count * per_region).copy()
            address += values.nbytes
            return values

        sums, mean, score = (column(np.float64, 1) for _ in range(3))
        centroid = column(np.float64, 3).reshape(count, 3)
        voxels, first, largest, stop = (column(np.uint32, 1) for _ in range(4))
        box = column(np.uint16, 6).reshape(count, 6)
        facts = None
        if with_facts:
            pieces, length = (column(np.uint16, 1) for _ in range(2))
            kind, cut, step = (column(np.uint8, 1) for _ in range(3))
            facts = Facts(kind, cut, step, pieces, length, self.field(_SHOWN))
        start, end, rank = self._runs()
        return Labelled(
            voxels=voxels,
            first_voxel=first,
            max_weight=largest,
            box=box,
            centroid=centroid,
            sum=sums,
            mean=mean,
            score=score,
            stop=stop,
            row_start=self.view(self.field(_ROWS), np.uint32, shape[0] * shape[1] + 1).copy(),
            start=start,
            end=end,
            rank=rank,
            smaller_count=self.field(_DROPPED),
            smaller_voxels=self._wide_field(_DROPPED_VOXELS),
            uncovered=self._wide_field(_UNCOVERED),
            facts=facts,
        )

    def _runs(self) -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint32]]:
        total = self.field(_RUN_COUNT)
        chunk = int(self._function("runChunk")(self._store))
        scratch = self.field(_SCRATCH)
        start = np.empty(total, np.uint16)
        end = np.empty(total, np.uint16)
        rank = np.empty(total, np.uint32)
        for first in range(0, total, chunk):
            count = min(chunk, total - first)
            self.call("copyRuns", first, count)
            part = slice(first, first + count)
            rank[part] = self.view(scratch, np.uint32, count)
            start[part] = self.view(scratch + 4 * count, np.uint16, count)
            end[part] = self.view(scratch + 6 * count, np.uint16, count)
        return start, end, rank

    def _function(self, name: str) -> Any:
        return self._exports[name]

    def field(self, index: int) -> int:
        return int(self.view(self._job, np.uint32, index + 1)[index])

    def _wide_field(self, index: int) -> int:
        return self.field(index) | self.field(index + 1) << 32

    def view(self, address: int, dtype: Any, count: int) -> NDArray[Any]:
        """A fresh view: memory may have moved since the last call."""
        kind: np.dtype[Any] = np.dtype(dtype)
        raw: Any = self._memory.get_buffer_ptr(self._store, count * kind.itemsize, address & 0xFFFFFFFF)
        view: NDArray[Any] = np.frombuffer(raw, kind, count)
        return view


@dataclass(frozen=True)
class _Module:
    engine: wasmtime.Engine
    module: wasmtime.Module


@cache
def _compile(build: Build) -> _Module:
    import wasmtime

    name = "labeller.wasm" if build == "simd" else "labeller.scalar.wasm"
    source = resources.files(__package__).joinpath(name)
    if not source.is_file():
        raise FileNotFoundError(
            f"labeller: found no {name} beside {__name__}, expected the built module. "
            "Run `npm run build:wasm` in the checkout, or reinstall voxproof."
        )
    engine = wasmtime.Engine()
    # Freed as late as modules are, wasmtime's objects complain on stderr.
    atexit.register(_compile.cache_clear)
    return _Module(engine, wasmtime.Module(engine, source.read_bytes()))


def _module(build: Build) -> _Module:
    """Compiled once per process."""
    check_choice("build", build, get_args(Build))
    with _compile_lock:
        return _compile(build)
