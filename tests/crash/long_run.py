"""Many runs, one after the other, with a line for each: python tests/crash/long_run.py --runs 1000 --log crash.log

One run is repeated with ``--fault NAME --seed NUMBER``. Ends with a table of totals for each fault, and with 1 when a run failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import pytest
from crash_faults import FAULTS, crash
from crash_run import Tally

_COLUMNS = tuple(asdict(Tally()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--fault", choices=FAULTS, help="this one only")
    parser.add_argument("--seed", type=int, help="one run with this seed")
    parser.add_argument("--log", type=Path, help="file for the lines; else they are printed")
    given = parser.parse_args()
    faults = [given.fault] if given.fault else [*FAULTS]
    count = -(-given.runs // len(faults)) if given.seed is None else 1
    first = given.first if given.seed is None else given.seed
    plan = [(fault, seed) for seed in range(first, first + count) for fault in faults]
    with ExitStack() as stack:
        log = stack.enter_context(given.log.open("w")) if given.log else sys.stdout
        return _run_all(plan[: max(given.runs, count)], log)


def _run_all(plan: list[tuple[str, int]], log: TextIO) -> int:
    totals: dict[str, Counter[str]] = {fault: Counter() for fault, _ in plan}
    print("fault", "seed", "result", *_COLUMNS, sep="\t", file=log)
    for fault, seed in plan:
        result, tally = _one(fault, seed, log)
        print(fault, seed, result, *asdict(tally).values(), sep="\t", file=log, flush=True)
        totals[fault].update({"runs": 1, result: 1, **asdict(tally)})
    print(*_table(totals), sep="\n")
    return int(any(total["failed"] for total in totals.values()))


def _one(fault: str, seed: int, log: TextIO) -> tuple[str, Tally]:
    with tempfile.TemporaryDirectory(prefix="voxproof-crash-") as folder:
        try:
            return "held", crash(fault, seed, Path(folder))
        except pytest.skip.Exception:
            return "skipped", Tally()
        except Exception:
            traceback.print_exc(file=log)
            return "failed", Tally()


def _table(totals: dict[str, Counter[str]]) -> Iterator[str]:
    """Totals as a Markdown table."""
    columns = ("runs", "skipped", "failed", *_COLUMNS)
    yield f"| fault | {' | '.join(column.replace('_', ' ') for column in columns)} |"
    yield f"|---|{'--:|' * len(columns)}"
    for fault, total in {**totals, "all": sum(totals.values(), Counter())}.items():
        yield f"| {fault.replace('_', ' ')} | {' | '.join(f'{total[column]:,}' for column in columns)} |"


if __name__ == "__main__":
    sys.exit(main())
