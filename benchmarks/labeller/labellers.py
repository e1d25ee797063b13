"""The labellers that are compared. Each takes a map in memory and gives the number of its regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from time import perf_counter
from typing import Any

import numpy as np
from kinds import DELTA, KINDS, TOLERANCE, Kind
from numpy.typing import NDArray

Codes = NDArray[Any]
FULL = np.ones((3, 3, 3), np.int8)
PEERS = ("connected-components-3d", "scipy", "scikit-image", "numpy", "wasmtime")
ALWAYS = 0


@dataclass(frozen=True)
class Labeller:
    """A way to label.

    Attributes
    ----------
    name, gives : str
        For the table: who, and what comes out.
    run : callable
        Codes in, number of regions out; None when the question has no comparable answer.
    most_rounds : int
        Slow ones are run less often.
    samples_from : int or None
        A loop over values: on maps with at least so many voxels along an edge it is timed on a few of the values.
    """

    name: str
    gives: str
    run: Callable[[Codes], int | None]
    most_rounds: int = 100
    samples_from: int | None = None

    @property
    def is_slow(self) -> bool:
        """Too slow for a warm-up round."""
        return self.most_rounds < 100


def versions() -> list[str]:
    return [f"{name} {version(name)}" for name in PEERS]


def labellers(name: str) -> list[Labeller]:
    """Those that answer a question, by its name, in this process."""
    kind = KINDS[name]
    table, order, labels, statistics = (
        "runs, table",
        "runs, table, order",
        "labels",
        "labels, statistics",
    )
    ours = [
        Labeller("voxproof, wasmtime", table, partial(_table, kind=kind)),
        Labeller("voxproof, wasmtime", order, partial(_ordered, kind=kind)),
    ]
    painted = Labeller("voxproof, wasmtime", labels, _painted)
    cc3d = [
        Labeller("cc3d", labels, _cc3d),
        Labeller("cc3d, no huge pages", labels, _small_pages),
        Labeller("cc3d", statistics, _with_statistics),
    ]
    match name:
        case "sparse":
            return [
                *ours,
                Labeller("voxproof, wasmtime, no SIMD", order, partial(_ordered, kind=kind, build="scalar")),
                Labeller("voxproof, wasmtime", f"{order}, pieces", partial(_ordered, kind=kind, masked=True)),
                *cc3d,
                Labeller("scipy.ndimage.label, mask", "labels of the mask", _mask_alone, 3),
                Labeller("skimage.measure.label", labels, _skimage, 3),
                Labeller("scipy, value by value", labels, _scipy_values, 1, 257),
                Labeller("VessQC's rule", labels, partial(_vessqc, largest=100), 1, ALWAYS),
            ]
        case "delta":
            return [
                *ours,
                Labeller(f"cc3d, delta {DELTA}", labels, partial(_cc3d, delta=DELTA)),
                Labeller(f"cc3d, delta {DELTA}", statistics, partial(_with_statistics, delta=DELTA)),
            ]
        case "threshold":
            cut = partial(_above, kind=kind)
            return [
                *ours,
                Labeller("cc3d of {map ≥ t}", labels, cut),
                Labeller("cc3d of {map ≥ t}", statistics, partial(cut, label=_with_statistics)),
                Labeller("scipy.ndimage.label of {map ≥ t}", labels, partial(cut, label=_scipy_mask), 3),
            ]
        case "tolerance":
            rounded = partial(_rounded, kind=kind)
            return [
                *ours,
                Labeller("cc3d of the rounded map", labels, rounded),
                Labeller("cc3d of the rounded map", statistics, partial(rounded, label=_with_statistics)),
                Labeller("VessQC's rule", labels, partial(_vessqc, largest=65_535), 1, ALWAYS),
            ]
        case "random":
            return [painted, *cc3d]
    return [painted, *ours, *cc3d]


def _table(codes: Codes, *, kind: Kind) -> int:
    """As `label` does it, up to the order."""
    from voxproof.regions._classes import classes_of
    from voxproof.regions._grains import Grains
    from voxproof.regions._host import Host
    from voxproof.regions._labeller import MOST_REGION, _find_plateaus

    weights, classes = kind.weights, None
    sizes = (1.0, 1.0, 1.0)
    if kind.mode == "plateau" and kind.step:
        classes, weights = classes_of(weights, kind.step, codes.dtype)
    host = Host("simd")
    host.open(codes, weights, mode=kind.mode, min_voxels=1, max_voxels=MOST_REGION)  # type: ignore[arg-type]
    if kind.mode == "plateau":
        _find_plateaus(host, codes, classes)
        found = host.found(spacing=sizes, maximum=1.0, least=1)
    else:
        grains = Grains(host, codes, kind.step, spacing=sizes, maximum=1.0, mask=None)
        found = grains.find(1, MOST_REGION)
    return int(found.records.size)


def _ordered(codes: Codes, *, kind: Kind, build: Any = "simd", masked: bool = False) -> int:
    from voxproof.regions._labeller import label

    mode: Any = kind.mode
    mask = codes > 0 if masked else None
    labelled = label(codes, kind.weights, mode=mode, step=kind.step, min_voxels=1, mask=mask, build=build)
    return int(labelled.voxels.size)


def _painted(codes: Codes) -> int:
    from voxproof.regions._components import label_components

    return label_components(codes)[1]


def _cc3d(codes: Codes, delta: int = 0) -> int:
    import cc3d

    _, count = cc3d.connected_components(codes, connectivity=26, delta=delta, return_N=True)
    return int(count)


def _small_pages(codes: Codes) -> int:
    """As on a machine whose ``transparent_hugepage`` is ``never``: half of the time is then the first touch of the output."""
    from numpy._core.multiarray import _set_madvise_hugepage

    before = _set_madvise_hugepage(False)
    try:
        return _cc3d(codes)
    finally:
        _set_madvise_hugepage(before)


def _with_statistics(codes: Codes, delta: int = 0) -> int:
    import cc3d

    labels, count = cc3d.connected_components(codes, connectivity=26, delta=delta, return_N=True)
    cc3d.statistics(labels)
    return int(count)


def _above(codes: Codes, *, kind: Kind, label: Callable[[Codes], int | None] = _cc3d) -> int | None:
    return label(codes >= np.ceil(kind.granularity * 255))


def _rounded(codes: Codes, *, kind: Kind, label: Callable[[Codes], int | None] = _cc3d) -> int | None:
    """Values rounded to the tolerance, by a table of the codes."""
    nearest = (2 * kind.weights.astype(np.int64) + kind.step) // (2 * kind.step)
    return label(nearest.astype(np.uint16)[codes])


def _scipy_mask(codes: Codes) -> int:
    from scipy import ndimage

    return int(ndimage.label(codes > 0, FULL)[1])


def _mask_alone(codes: Codes) -> None:
    """Another question: branches that touch are one."""
    _scipy_mask(codes)


def _scipy_values(codes: Codes) -> int:
    """What a notebook without a multi-label labeller does: one pass per value."""
    from scipy import ndimage

    return sum(ndimage.label(codes == value, FULL)[1] for value in np.unique(codes) if value > 0)


def _vessqc(codes: Codes, *, largest: int) -> None:
    """VessQC 1.0.0's rule, written from its description: one band, one labelling and one assignment per value of three decimals."""
    from scipy import ndimage

    doubt = codes.astype(np.float32) / largest
    levels = np.unique(np.round(doubt[codes > 0], 3))
    labels = np.zeros(codes.shape, np.int64)
    for number, level in enumerate(levels, 1):
        parts, _ = ndimage.label(np.abs(doubt - level) < TOLERANCE, FULL)
        inside = parts > 0
        labels[inside] = (parts[inside] - 1) * levels.size + number


def _skimage(codes: Codes) -> int:
    from skimage.measure import label

    _, count = label(codes, background=0, connectivity=3, return_num=True)
    return int(count)


def timed(run: Callable[[Codes], int | None], codes: Codes) -> tuple[float, int | None]:
    start = perf_counter()
    count = run(codes)
    return perf_counter() - start, count
