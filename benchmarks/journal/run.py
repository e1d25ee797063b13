"""What keeping every edit costs: ``run.py SIZE [--edits N]``; one JSON document on stdout."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import voxproof as vp
from voxproof._session import Session

sys.path.insert(0, str(Path(__file__).parents[1] / "labeller"))

from kinds import KINDS
from memory import IS_KNOWN, resident
from strokes import strokes
from vessqc_done import Master

DONE_ROUNDS = 5
UNDONE = 500
FLUSHED = 200


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("size", type=int)
    parser.add_argument("--edits", type=int, default=10_000)
    options = parser.parse_args()
    codes = KINDS["sparse"].codes(options.size)
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        json.dump(measure((codes > 0).astype(np.uint8), codes, Path(folder), options.edits), sys.stdout)


def measure(original: NDArray[Any], doubt: NDArray[Any], folder: Path, edits: int) -> dict[str, Any]:
    """Edit, undo, open again and replay; beside it a bare flush of as many bytes, and VessQC's way of taking an edit over."""
    live, journal = original.copy(), folder / "bench.sqlite"
    session = Session(original, live, doubt, journal=journal)
    memory = 0
    applied, flushed, voxels, done = [], [], [], []
    master, parts = Master.of(live), strokes(live, edits)
    for number, (box, labels) in enumerate(parts):
        if number == edits // 10 and IS_KNOWN:
            memory = resident("VmRSS")
        if number < DONE_ROUNDS:
            before = live[box].copy()
            done.append(timed(lambda: master.done(box, before, labels))[0])  # noqa: B023
        elapsed, answer = timed(lambda: session.apply(vp.Edit(box, labels, tool="brush")))  # noqa: B023
        applied.append(elapsed)
        voxels.append(answer.edit.voxels)
        if number % (edits // FLUSHED or 1) == 0:
            flushed.append(timed(lambda: flush(folder / "flushed", 1000))[0])
    grown = resident("VmRSS") - memory if IS_KNOWN else 0
    session.close()
    size = journal.stat().st_size
    corrected = live.copy()
    opened, again = timed(lambda: Session(original, original.copy(), doubt, journal=journal))
    assert np.array_equal(again.segmentation, corrected), "the journal brought another array back"
    undone = [timed(again.undo)[0] for _ in range(min(UNDONE, edits))]
    redone = [timed(again.redo)[0] for _ in range(min(UNDONE, edits))]
    again.close()
    replayed, array = timed(lambda: vp.replay(journal, original))
    assert np.array_equal(array, corrected), "replay made another array"
    return {
        "size": original.shape[0],
        "edits": edits,
        "voxels": statistics.median(voxels),
        "applied": quantiles(applied),
        "flushed": quantiles(flushed),
        "undone": quantiles(undone),
        "redone": quantiles(redone),
        "bytes_each": size / edits,
        "opened": opened,
        "replayed": replayed,
        "grown_each": grown / (0.9 * edits),
        "done": statistics.median(done),
    }


def flush(path: Path, count: int) -> None:
    """Append bytes to a file and wait until they are on the disk."""
    with path.open("ab") as file:
        file.write(bytes(count))
        file.flush()
        os.fsync(file.fileno())


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    start = time.perf_counter()
    result = run()
    return 1000 * (time.perf_counter() - start), result


def quantiles(values: list[float]) -> list[float]:
    """Median and 95 %."""
    return [float(np.quantile(values, q)) for q in (0.5, 0.95)]


if __name__ == "__main__":
    main()
