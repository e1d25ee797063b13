"""A write-ahead log as it lies on the disk: which of its frames are whole, and what it lost. Format: sqlite.org/walformat.html."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_HEADER, _FRAME_HEADER = 32, 24
_BIG_ENDIAN_SUMS = 0x377F0683
_INDEX_BLOCK, _INDEX_HEADER = 32768, 136
_FIRST_PAGES, _PAGES = 4062, 4096
_ATTEMPTS = 100


@dataclass(frozen=True, eq=False)
class Frame:
    """One page as a transaction left it; `size` is the database's number of pages where it ends a transaction, else 0."""

    page: int
    size: int
    data: bytes
    is_whole: bool


@dataclass(frozen=True, eq=False)
class Log:
    """A log's frames in order, and pages that others had whose frames are gone.

    Attributes
    ----------
    page_bytes : int
    frames : list of Frame
        Those of this log; what an earlier one left behind is not counted.
    gone : list of int
        Pages of the frames that the log's index counts after them.
    followed : int
        Frames that SQLite will follow: up to the last end of a transaction before the first one that is not whole.
    committed : int
        Frames that the index counts as committed; 0 without an index.
    """

    page_bytes: int
    frames: list[Frame]
    gone: list[int]
    followed: int
    committed: int

    @property
    def is_damaged(self) -> bool:
        """Whether SQLite would drop what was committed.

        The end of a log may be torn, by a power cut: what it held was not acknowledged. So was everything before another transaction, and
        what the index counts.
        """
        ends = [number for number, frame in enumerate(self.frames, 1) if frame.size > 0]
        later = [end for end in ends if end > self.followed]
        return self.committed > self.followed or len(later) > 1

    @property
    def is_torn(self) -> bool:
        """Whether it ends within a transaction, and no index says whether that was committed."""
        return self.committed == 0 and len(self.frames) > self.followed

    @property
    def whole(self) -> list[Frame]:
        """Whole frames, up to the last one that ends a transaction."""
        whole = [frame for frame in self.frames if frame.is_whole]
        while whole and whole[-1].size == 0:
            whole.pop()
        return whole

    def written_since(self, page: int) -> list[set[int]]:
        """Pages that each transaction wrote after the last one of which this page is whole."""
        whole = {id(frame) for frame in self.whole if frame.page == page}
        since: list[set[int]] = []
        for written in self._transactions():
            since.append({each if isinstance(each, int) else each.page for each in written})
            if any(id(each) in whole for each in written):
                since.clear()
        return since

    def _transactions(self) -> Iterator[list[Frame | int]]:
        """What each transaction wrote: frames, or pages where the frames are gone. SQLite writes a transaction's pages in rising order."""
        held: list[Frame | int] = []
        for frame in self.frames:
            held.append(frame)
            if frame.size > 0:
                yield held
                held = []
        last = max((each.page for each in held if isinstance(each, Frame)), default=0)
        for page in self.gone:
            if page <= last:
                yield held
                held = []
            held.append(page)
            last = page
        if self.gone:
            yield held


def read_log(path: Path) -> Log | None:
    """The log beside a journal; None when there is none. No other connection of this process may have the journal open: closing a file
    drops this process's locks on it.

    OSError when it cannot be read.
    """
    raw, counted = _both(path)
    if len(raw) < _HEADER:
        return None
    magic, _, page_bytes, _ = struct.unpack_from(">4I", raw)
    if page_bytes not in {1 << power for power in range(9, 17)}:
        return None
    salt = raw[16:24]
    frames = _frames(raw, page_bytes, salt, ">" if magic == _BIG_ENDIAN_SUMS else "<")
    pages = _committed_pages(counted, salt)
    followed = 0
    for number, frame in enumerate(frames, 1):
        if not frame.is_whole:
            break
        followed = number if frame.size > 0 else followed
    return Log(page_bytes, frames, pages[len(frames) :], followed, len(pages))


def _both(path: Path) -> tuple[bytes, bytes]:
    """The log and its index as they are together: another kernel may be writing, and begin the log anew while it is read."""
    log, index = (path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm"))
    after = _bytes(index)
    for _ in range(_ATTEMPTS):
        before, raw, after = after, _bytes(log), _bytes(index)
        if before[:_INDEX_HEADER] == after[:_INDEX_HEADER]:
            break
    return raw, before


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _frames(raw: bytes, page_bytes: int, salt: bytes, order: str) -> list[Frame]:
    """Frames up to the last one with this log's salt: those behind it are an earlier log's. One that was cut short has no page."""
    step = _FRAME_HEADER + page_bytes
    count, rest = divmod(len(raw) - _HEADER, step)
    table = np.frombuffer(raw, np.uint8, count * step, _HEADER).reshape(count, step)
    is_ours = (table[:, 8:16] == np.frombuffer(salt, np.uint8)).all(axis=1)
    is_whole = is_ours & _has_its_sum(table, raw[24:32], order)
    numbers = table[:, :8].copy().view(">u4")
    ours = int(np.flatnonzero(is_ours)[-1]) + 1 if is_ours.any() else 0
    frames = [
        Frame(int(page), int(size), row[_FRAME_HEADER:].tobytes(), bool(whole))
        for row, (page, size), whole in zip(table[:ours], numbers, is_whole, strict=False)
    ]
    is_cut = rest > 0 and ours == count and raw[len(raw) - rest :][8:16] in (salt, b"")
    return frames + [Frame(0, 0, b"", is_whole=False)] * is_cut


def _has_its_sum(table: NDArray[np.uint8], seed: bytes, order: str) -> NDArray[np.bool_]:
    """Whether each frame bears the sum of itself, begun with that of the one before it: a damaged one spoils only itself."""
    summed = np.concatenate([table[:, :8], table[:, _FRAME_HEADER:]], axis=1)
    sums = table[:, 16:24].copy().view(">u4").astype(np.uint32)
    seeds = np.concatenate([np.frombuffer(seed, ">u4").astype(np.uint32)[None], sums])[:-1]
    words = np.ascontiguousarray(summed).view(f"{order}u4").astype(np.uint32)
    return np.asarray((_sums(words, seeds) == sums).all(axis=1))


def _sums(words: NDArray[np.uint32], seeds: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """SQLite's running sum over each row of words, begun with a row of seeds: linear in all of them, modulo 2^32."""
    factors = _factors(words.shape[1] // 2)
    return np.stack([words @ factors[side, 2:] + seeds @ factors[side, :2] for side in (0, 1)], axis=1)


@cache
def _factors(pairs: int) -> NDArray[np.uint32]:
    """(2, 2 + 2 * pairs): how much each seed and each word counts in the two sums."""
    columns: list[tuple[int, int]] = []
    # Each pair (a, b) makes (s, t) into (s + t + a, s + 2 t + a + b): powers of that, the last pair first.
    one, two = (1, 0), (0, 1)
    for _ in range(pairs):
        columns += [two, (one[0] + two[0], one[1] + two[1])]
        one, two = _next(*one), _next(*two)
    head = [one, two]
    return np.array([*head, *reversed(columns)], np.uint64).astype(np.uint32).T.copy()


def _next(s: int, t: int) -> tuple[int, int]:
    return (s + t) % 2**32, (s + 2 * t) % 2**32


def _committed_pages(index: bytes, salt: bytes) -> list[int]:
    """Pages of all committed frames, from the log's index; empty without one, or with that of another log."""
    if (
        len(index) < _INDEX_BLOCK
        or len(index) % _INDEX_BLOCK
        or index[:48] != index[48:96]
        or index[32:40] != salt
        or index[12] != 1
    ):
        return []
    (count,) = struct.unpack_from("=I", index, 16)
    pages = [*_pages_of(index[_INDEX_HEADER:], _FIRST_PAGES)]
    for start in range(_INDEX_BLOCK, len(index), _INDEX_BLOCK):
        pages += _pages_of(index[start:], _PAGES)
    return pages[:count]


def _pages_of(block: bytes, most: int) -> list[int]:
    pages: list[int] = np.frombuffer(block, "=u4", most).tolist()
    return pages
