"""One run: a reviewer's acts, a fault in the midst of them, a new kernel over the same journal, and what must be true then."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from crash_oracle import Act, Oracle
from crash_page import Gone, Page
from crash_stream import Reviewer

sys.path.append(str(Path(__file__).parents[1] / "curator"))

from small_volume import make_volume


@dataclass
class Tally:
    """What one run counted."""

    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    without_room: int = 0
    under_way: int = 0
    arrived: int = 0
    left_out: int = 0
    deaths: int = 0
    lost: int = 0
    twice: int = 0
    missing: int = 0
    brought_back: int = 0
    unreadable: int = 0
    altered: int = 0


class Run:
    """A reviewer, a page and a kernel.

    Parameters
    ----------
    seed : int
        Of all that is random here; moments inside another process are as random as its scheduling.
    folder : Path
        An empty one, for the journal.
    host : callable
        Starts a kernel in a folder: `LeanKernel` or `RealKernel`.
    """

    def __init__(self, seed: int, folder: Path, host: Callable[..., Any]) -> None:
        self.random = np.random.default_rng(seed)
        self.folder = folder
        self.tally = Tally()
        self._host = host
        self._original = make_volume().segmentation
        self.page = Page("page", self._original)
        self._reviewer = Reviewer(self.random)
        self.kernel: Any = None
        self._gone: list[Act] = []
        self._array: dict[str, Path] = {}
        self.has_flipped = False

    # -- what goes on -------------------------------------------------------------------------------------------------------------

    def start(self, **options: Any) -> Any:
        """A kernel in the folder, which has not opened the journal yet."""
        return self._host(self.folder, **self._array, **options)

    def map_array(self) -> None:
        """The array lies in a file from now on, which outlives the kernel."""
        self._array = {"array": self.folder / "segmentation.npy"}
        np.save(self._array["array"], self._original)

    def open(self, **options: Any) -> None:
        """Start a kernel in place of the one that there is, and go on with it."""
        if self.kernel is not None:
            self.kernel.close()
        self.move_to(self.start(**options).opened())

    def move_to(self, kernel: Any) -> None:
        """Go on with a kernel that has opened the journal: see that it holds what it must, and send it what has no answer."""
        if self.kernel is not None:
            self.kernel.close()
        self.kernel = kernel
        self.greet()

    def begin_anew(self) -> None:
        """Another journal; the reviewer starts from the original."""
        self.has_flipped = False
        self.page.begin_anew(self._original)
        self.open(journal="new")

    def greet(self) -> None:
        """Compare with a kernel that has just opened the journal, and go on."""
        page = self.page
        pending = [act for _, act in page.pending]
        welcome = page.hello(self.kernel)
        arrived = self.check(pending, welcome)
        self.tally.under_way += len(pending)
        self.tally.arrived += arrived
        self.tally.left_out += len(page.carry_over(self.kernel, welcome))
        page.settle(self.kernel)
        held = {act.key for act in page.confirmed.log}
        self.tally.brought_back += sum(act.key in held for act in self._gone)
        self._gone = []

    def work(self, acts: int, *, depth: int = 5) -> None:
        """Do some acts, up to `depth` of them without an answer. Raises `Gone` when the kernel dies meanwhile."""
        for _ in range(acts):
            self.act()
            most = int(self.random.integers(depth + 1))
            while len(self.page.pending) > most:
                self.page.hear(self.kernel)

    def act(self, parts: int | None = None) -> None:
        """Send one act; one in eight is done before the page has seen what is under way."""
        page = self.page
        is_late = self.random.random() < 0.125
        page.add(self._reviewer.act(page.confirmed if is_late else page.seen(), page.labels))
        page.send_last(self.kernel, parts)

    def hear_perhaps(self, seconds: float) -> bool:
        """Take one message in; False when none has come."""
        content = self.kernel.hear(seconds)
        if content is not None:
            self.page.take(self.kernel, content)
        return content is not None

    def hear_the_rest(self) -> None:
        """What a dead kernel has said is heard still."""
        try:
            while self.hear_perhaps(0):
                pass
        except Gone:
            return

    def moment(self) -> float:
        """Some time from 10 µs to 30 ms, in seconds."""
        return float(10 ** self.random.uniform(-5, -1.5))

    def states(self) -> Iterator[np.ndarray]:
        """What the array may hold now: what is answered, and any number of the acts that are under way."""
        acts = [act for _, act in self.page.pending]
        for count in range(len(acts) + 1):
            yield self.page.confirmed.after(acts[:count]).state.array

    # -- what must be true --------------------------------------------------------------------------------------------------------

    def check(self, under_way: list[Act], welcome: dict[str, Any]) -> int:
        """Each answered act is there once, each of those under way once or not; how many of these are there."""
        found = self.journal()
        arrived = [act for act in under_way if act.key in found]
        oracle = self.page.confirmed.after(arrived)
        if welcome["missing"] is not None and welcome["session"] != self.page.session:
            oracle = self._whole_part(oracle.log, found, welcome["missing"], len(under_way))
        expected = [act.key for act in oracle.log]
        if self.has_flipped and len(found) == len(expected):
            self._look_for_altered(found, expected, oracle, welcome)
        lost, twice = Counter(expected) - Counter(found), Counter(found) - Counter(set(found))
        self.tally.lost += lost.total()
        self.tally.twice += twice.total()
        assert found == expected, f"lost: {[*lost]}, twice: {[*twice]}, found {found}, expected {expected}"
        self._compare(oracle, welcome)
        self.page.confirmed = oracle
        return len(arrived)

    def _whole_part(
        self, log: list[Act], found: list[str], missing: dict[str, Any], under_way: int
    ) -> Oracle:
        """What there was before the first act that a damaged journal has lost; that it says how many these are, and where it goes on."""
        oracle = Oracle(self._original).after(log[: len(found)])
        self._gone = log[len(found) :]
        self.tally.missing += len(self._gone)
        assert missing["revision"] == oracle.revision
        count = missing["count"]
        assert count is None or len(self._gone) <= count <= len(self._gone) + under_way
        return oracle

    def journal(self) -> list[str]:
        """What the journal's file holds, act by act, read beside its writer."""
        path = self.folder / ".voxproof" / "crash.sqlite"
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            return [
                f"label {note}" if kind == "label" else act_id for kind, act_id, note in db.execute(_ACTS)
            ]

    def finish(self) -> Tally:
        """Nothing is under way: everything is as the oracle says."""
        page = self.page
        page.settle(self.kernel)
        self.check([], page.hello(self.kernel))
        self.tally.sent, self.tally.acknowledged = page.sent, page.answered
        self.tally.refused, self.tally.without_room = page.refused, page.without_room
        return self.tally

    def _compare(self, oracle: Oracle, welcome: dict[str, Any]) -> None:
        array = self.kernel.array()
        wrong = np.argwhere(array != oracle.state.array)
        assert not len(wrong), f"{len(wrong)} voxels differ, the first at {wrong[0].tolist()}"
        assert array.dtype == oracle.state.array.dtype
        assert welcome["volume"]["revision"] == oracle.revision
        assert _verdicts(welcome) == oracle.verdicts()

    def _look_for_altered(
        self, found: list[str], expected: list[str], oracle: Oracle, welcome: dict[str, Any]
    ) -> None:
        """A flipped byte within a text, an id or a note, makes another text of it, which nobody can tell; no voxel is another for that."""
        altered = sum(one != other for one, other in zip(found, expected, strict=True))
        if altered or _verdicts(welcome) != oracle.verdicts():
            assert np.array_equal(self.kernel.array(), oracle.state.array)
            raise Altered


class Altered(Exception):
    """Texts of the journal are others, unnoticed."""


def _verdicts(welcome: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {region: (each["verdict"], each["note"]) for region, each in welcome["verdicts"].items()}


_ACTS = "SELECT kind, id, note FROM act ORDER BY seq"
