"""The labellers that are compared. Each takes a map in memory and gives the number of its regions."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]
HERE = Path(__file__).parent
FULL = np.ones((3, 3, 3), np.int8)
TREE_VOXELS = 600
DELTA = 5


@dataclass(frozen=True)
class Labeller:
    """A way to label.

    Attributes
    ----------
    name, gives : str
        For the table: who, and what comes out.
    run : callable
        Codes in, number of regions out; None when the question has no comparable answer.
    maps : tuple of str
        Kinds of map it is asked about.
    most_rounds : int
        Slow ones are run less often.
    """

    name: str
    gives: str
    run: Callable[[Codes], int | None]
    maps: tuple[str, ...] = ("sparse", "continuous", "dense")
    most_rounds: int = 100

    @property
    def is_slow(self) -> bool:
        """Too slow for a warm-up round."""
        return self.most_rounds < 100


def labellers() -> list[Labeller]:
    """Those that run in this process."""
    return [
        Labeller("voxproof, wasmtime", "runs, table, order", partial(_voxproof, build="simd")),
        Labeller("voxproof, wasmtime, no SIMD", "runs, table, order", partial(_voxproof, build="scalar")),
        Labeller("cc3d", "labels", _cc3d, ("sparse", "dense")),
        Labeller("cc3d, no huge pages", "labels", _cc3d_small_pages, ("sparse", "dense")),
        Labeller("cc3d", "labels, statistics", _cc3d_statistics, ("sparse", "dense")),
        Labeller(f"cc3d, delta {DELTA}", "labels", _cc3d_delta, ("continuous",)),
        Labeller(f"cc3d, delta {DELTA}", "labels, statistics", _cc3d_delta_statistics, ("continuous",)),
        Labeller("scipy.ndimage.label, mask", "labels of the mask", _scipy_mask, most_rounds=3),
        Labeller("skimage.measure.label", "labels", _skimage, ("sparse", "dense"), 3),
        Labeller("scipy, value by value", "labels", _scipy_values, ("sparse",), 1),
    ]


def mode_of(kind: str) -> str:
    return "tree" if kind == "continuous" else "plateau"


def _voxproof(codes: Codes, build: Any) -> int:
    from voxproof.regions._labeller import label

    weights = np.round(np.arange(256) * (1048575 / 255)).astype(np.uint32)
    kind = "continuous" if codes.max() > 100 else "other"
    labelled = label(codes, weights, mode=mode_of(kind), min_voxels=1, max_voxels=TREE_VOXELS, build=build)  # type: ignore[arg-type]
    return int(labelled.voxels.size) + labelled.smaller.count


def _cc3d(codes: Codes) -> int:
    import cc3d

    _, count = cc3d.connected_components(codes, connectivity=26, return_N=True)
    return int(count)


def _cc3d_small_pages(codes: Codes) -> int:
    """As on a machine whose ``transparent_hugepage`` is ``never``: half of the time is then the first touch of the output."""
    from numpy._core.multiarray import _set_madvise_hugepage

    before = _set_madvise_hugepage(False)
    try:
        return _cc3d(codes)
    finally:
        _set_madvise_hugepage(before)


def _cc3d_statistics(codes: Codes) -> int:
    import cc3d

    labels, count = cc3d.connected_components(codes, connectivity=26, return_N=True)
    cc3d.statistics(labels)
    return int(count)


def _cc3d_delta(codes: Codes) -> None:
    import cc3d

    cc3d.connected_components(codes, connectivity=26, delta=DELTA)


def _cc3d_delta_statistics(codes: Codes) -> None:
    import cc3d

    cc3d.statistics(cc3d.connected_components(codes, connectivity=26, delta=DELTA))


def _scipy_mask(codes: Codes) -> None:
    from scipy import ndimage

    ndimage.label(codes > 0, FULL)


def _scipy_values(codes: Codes) -> int:
    """What a notebook without a multi-label labeller does: one pass per value."""
    from scipy import ndimage

    return sum(ndimage.label(codes == value, FULL)[1] for value in np.unique(codes) if value > 0)


def _skimage(codes: Codes) -> int:
    from skimage.measure import label

    _, count = label(codes, background=0, connectivity=3, return_num=True)
    return int(count)


class ScriptHost:
    """The labeller in a JavaScript engine, kept running beside this process (see ``host.mjs``)."""

    def __init__(self, engine: str) -> None:
        node = shutil.which("node") or "node"
        command = [node, "--expose-gc", str(HERE / "host.mjs"), engine]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.engine = engine
        self._answer()

    def prepare(self, path: Path, shape: tuple[int, ...], kind: str) -> dict[str, Any]:
        parameters = {
            "mode": mode_of(kind),
            "connectivity": 26,
            "minVoxels": 1,
            "maxVoxels": TREE_VOXELS,
            "stopWindow": {"z": 80, "y": 80, "x": 80},
            "stopRegions": 8,
        }
        return self._ask({"codes": str(path), "shape": shape, "parameters": parameters})

    def run(self) -> tuple[float, int]:
        """Seconds and number of regions."""
        answer = self._ask("run")
        return answer["milliseconds"] / 1000, answer["regions"]

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)

    def _ask(self, message: Any) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the labeller in {self.engine} did not start: see the lines above")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer


def timed(run: Callable[[Codes], int | None], codes: Codes) -> tuple[float, int | None]:
    start = perf_counter()
    count = run(codes)
    return perf_counter() - start, count
