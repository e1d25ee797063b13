"""What can go wrong, each as a function of a run; after it the kernel is another one, or the same one goes on."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from crash_host import LeanKernel
from crash_page import Gone, Refusal
from crash_run import Altered, Run, Tally

_MOST_LINES = 6000
_MOST_ACTS = 1000
_PAGE = 4096


def kill(run: Run) -> None:
    """kill -9 at any moment while acts are under way."""
    _burst(run)
    _hear_for_a_moment(run)
    run.kernel.kill()
    _reopen(run)


def line(run: Run) -> None:
    """kill -9 before a certain line of the product's code: between commit and array, between array and answer, anywhere."""
    run.kernel.die_at_line(int(run.random.integers(1, _MOST_LINES)))
    _work_to_death(run, signal.SIGKILL)
    _reopen(run)


def torn_write(run: Run) -> None:
    """Death within a write: the journal or its log ends at a certain byte of what was to be written."""
    run.kernel.kill()
    run.open(dies_when_full=True)
    run.kernel.limit(_room(run))
    _work_to_death(run, signal.SIGXFSZ)
    _reopen(run)


def opening(run: Run) -> None:
    """kill -9 of kernels that are just about to open the journal of a killed one."""
    _burst(run)
    run.kernel.kill()
    for _ in range(int(run.random.integers(1, 4))):
        kernel = run.start()
        kernel.wait(run.moment())
        kernel.close()
        run.tally.deaths += 1
    _reopen(run)


def cut(run: Run) -> None:
    """The way to the kernel is cut, with what is under way in both directions; another one leads to the same kernel."""
    _burst(run)
    _hear_for_a_moment(run)
    run.kernel.cut()
    run.page.go_on(run.kernel)
    run.page.settle(run.kernel)


def second_kernel(run: Run) -> None:
    """Another kernel opens the journal: it is told, may read it, and the first one goes on; when that is dead, the other one follows."""
    _burst(run)
    with pytest.raises(Refusal, match=f"JournalBusy.*process {run.kernel.pid} "):
        run.start().opened()
    reader = run.start(journal_access="read").opened()
    assert any(np.array_equal(reader.array(), seen) for seen in run.states())
    reader.close()
    run.work(5)
    run.kernel.kill()
    _reopen(run)


def take_over(run: Run) -> None:
    """Another kernel takes the journal over while acts are under way: the first one ends, and its page goes on with the other."""
    other = run.start(journal_access="take over")
    with contextlib.suppress(Gone):
        run.work(_MOST_ACTS)
    run.move_to(other.opened())


def file_limit(run: Run) -> None:
    """No file can grow any more: acts are refused, none is lost; with room again work goes on, or the kernel is killed before."""
    run.kernel.limit(_room(run))
    _work_without_room(run)
    if run.random.random() < 0.5:
        run.kernel.limit(-1)
        run.page.settle(run.kernel)
    else:
        run.kernel.kill()
        _reopen(run)


def full_disk(run: Run) -> None:
    """As `file_limit`, on a file system of its own that is full; skipped where none can be mounted."""
    run.kernel.kill()
    home = run.folder
    with _small_disk(home) as run.folder:
        shutil.copytree(home / ".voxproof", run.folder / ".voxproof")
        run.open()
        filler = run.folder / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(_PAGE)):
                pass
        with filler.open("r+b") as file:
            file.truncate(filler.stat().st_size - _PAGE * int(run.random.integers(8)))
        _work_without_room(run)
        if run.random.random() < 0.5:
            filler.unlink()
            run.page.settle(run.kernel)
        else:
            run.kernel.kill()
            filler.unlink()
            _reopen(run)
        run.kernel.close()
        shutil.rmtree(home / ".voxproof")
        shutil.copytree(run.folder / ".voxproof", home / ".voxproof")
    run.folder = home
    _reopen(run)


def truncated(run: Run) -> None:
    """The journal of a killed kernel, or its log, is cut at any byte."""

    def cut_off(data: bytearray) -> None:
        del data[int(run.random.integers(len(data))) :]

    _damage(run, cut_off)


def flipped(run: Run) -> None:
    """Some bytes of the journal of a killed kernel, or of its log, are others."""

    def flip(data: bytearray) -> None:
        for _ in range(int(run.random.integers(1, 17))):
            data[int(run.random.integers(len(data)))] ^= int(run.random.integers(1, 256))

    run.has_flipped = True
    _damage(run, flip)


FAULTS = {
    each.__name__: each
    for each in (
        *(kill, line, torn_write, opening, cut, second_kernel, take_over),
        *(file_limit, full_disk, truncated, flipped),
    )
}

_ALONE = ("kill", "line", "torn_write", "opening", "cut", "file_limit", "full_disk")
"""Faults in which the array may outlive its kernel: no other kernel has it open, and the journal has all that it holds."""


def crash(fault: str, seed: int, folder: Path, host: Callable[..., Any] = LeanKernel) -> Tally:
    """A whole run. Repeat one with ``python tests/crash/long_run.py --fault NAME --seed NUMBER``."""
    run = Run(seed, folder, host)
    if fault in _ALONE and host is LeanKernel and run.random.random() < 0.5:
        run.map_array()
    try:
        run.open()
        run.work(int(run.random.integers(12)))
        for _ in range(int(run.random.integers(1, 3))):
            FAULTS[fault](run)
            run.work(int(run.random.integers(1, 10)))
        return run.finish()
    except Exception as error:
        error.add_note(f"Repeat it: python tests/crash/long_run.py --fault {fault} --seed {seed}")
        raise
    finally:
        run.kernel.close()


def _burst(run: Run) -> None:
    """Acts without waiting for answers; of the last one perhaps not all parts."""
    run.work(int(run.random.integers(4)))
    for _ in range(int(run.random.integers(1, 6))):
        run.act()
    run.act(parts=1)


def _hear_for_a_moment(run: Run) -> None:
    run.hear_perhaps(run.moment())
    while run.random.random() < 0.5 and run.hear_perhaps(0.001):
        pass


def _work_to_death(run: Run, by: int) -> None:
    with contextlib.suppress(Gone):
        run.work(_MOST_ACTS)
    assert run.kernel.died() == by


def _work_without_room(run: Run) -> None:
    """Until an act is refused for want of room, and some acts longer."""
    run.page.may_lack_room = True
    refused = run.page.without_room
    while run.page.without_room == refused:
        run.work(1)
    run.work(int(run.random.integers(12)))


def _damage(run: Run, spoil: Callable[[bytearray], None]) -> None:
    """Spoil a file of a journal, left by a kernel that was killed or shut down; then what is whole is opened, or, where not even the
    beginning is, nothing is touched.
    """
    run.work(int(run.random.integers(30)))
    _burst(run)
    if run.random.random() < 0.5:
        run.kernel.kill()
    else:
        run.kernel.shut_down()
    folder = run.folder / ".voxproof"
    files = [
        file for file in folder.glob("crash.sqlite*") if file.stat().st_size and file.suffix != ".sqlite-shm"
    ]
    file = files[int(run.random.integers(len(files)))]
    data = bytearray(file.read_bytes())
    spoil(data)
    file.write_bytes(data)
    if run.random.random() < 0.25:
        (folder / "crash.sqlite-shm").unlink(missing_ok=True)
    before = _bytes_of(folder)
    try:
        _reopen(run)
    except Refusal as refusal:
        kind, message = refusal.args
        assert kind in ("JournalError", "Damaged", "JournalMismatch")
        assert 'journal="new"' in message
        assert _bytes_of(folder) == before
        run.tally.unreadable += 1
        run.begin_anew()
    except Altered:
        run.tally.altered += 1
        run.begin_anew()


def _bytes_of(folder: Path) -> dict[str, bytes]:
    """What the files of a journal hold, but for the index of its log, which is made anew at opening."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix != ".sqlite-shm"}


def _reopen(run: Run) -> None:
    """A new kernel; what the dead one has said was heard, or was not."""
    if run.random.random() < 0.5:
        run.hear_the_rest()
    run.tally.deaths += 1
    run.open()


def _room(run: Run) -> int:
    """Bytes that the largest file of the journal may have: a few pages more than now."""
    sizes = [file.stat().st_size for file in (run.folder / ".voxproof").iterdir()]
    return max(sizes) + int(run.random.integers(1, 30_000))


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 512 KiB in memory."""
    place = folder / "disk"
    place.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
