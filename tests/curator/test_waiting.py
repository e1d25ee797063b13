"""The gate between cells opens with the last verdict, from any thread, and refuses where it would never open."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

import voxproof as vp
from voxproof import _kernel


def test_finished_opens_with_the_last_verdict_of_another_thread(curator: vp.Curator) -> None:
    async def cell() -> tuple[bool, float]:
        threading.Thread(target=lambda: [curator.verdict(n, "correct") for n in (1, 2)]).start()
        began = time.monotonic()
        return await curator.finished(timeout=30), time.monotonic() - began

    done, seconds = asyncio.run(cell())
    assert done
    assert seconds < 15


def test_finished_says_when_time_is_over(curator: vp.Curator) -> None:
    curator.verdict(1, "correct")
    assert asyncio.run(curator.finished(timeout=0)) is False


def test_finished_is_true_at_once_when_nothing_is_open(curator: vp.Curator) -> None:
    for rank in (1, 2):
        curator.verdict(rank, "correct")
    assert asyncio.run(curator.finished()) is True
    assert curator.wait() is True


def test_a_cell_that_gives_up_leaves_nothing_behind(curator: vp.Curator) -> None:
    asyncio.run(curator.finished(timeout=0))
    assert curator._gate._waiting == []


def test_wait_refuses_where_it_would_never_end(curator: vp.Curator) -> None:
    with pytest.raises(RuntimeError, match=r"curator\.wait\(\) would never end.*next cell"):
        curator.wait()


def test_finished_refuses_where_python_runs_in_the_browser(
    curator: vp.Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_kernel, "is_in_browser", lambda: True)
    with pytest.raises(RuntimeError, match=r"await curator\.finished\(\) would never end.*next cell"):
        asyncio.run(curator.finished())
    for rank in (1, 2):
        curator.verdict(rank, "correct")
    assert asyncio.run(curator.finished()) is True


def test_wait_opens_where_the_browser_is_heard(curator: vp.Curator, say: Callable[..., None]) -> None:
    region, other = curator.regions.index

    def page() -> None:
        say("hello", version="0.1.0")
        for seq, name in enumerate((region, other), 1):
            say("verdict", seq=seq, region=name, verdict="correct", note="")

    def greet() -> None:
        say("hello", version="0.1.0")

    for target in (greet, page):
        thread = threading.Thread(target=target)
        thread.start()
        thread.join() if target is greet else None
    assert curator.wait(timeout=30) is True
    thread.join()


def test_a_time_that_is_none_is_named(curator: vp.Curator) -> None:
    with pytest.raises(TypeError, match="timeout: found 'soon', expected a number"):
        curator.wait("soon")  # type: ignore[arg-type]


def test_wait_in_a_thread_of_ones_own_is_no_deadlock(curator: vp.Curator) -> None:
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(curator.wait(timeout=30)))
    thread.start()
    for rank in (1, 2):
        curator.verdict(rank, "correct")
    thread.join()
    assert answers == [True]


def test_whoever_waits_hears_that_the_curator_is_closed(curator: vp.Curator) -> None:
    async def cell() -> None:
        waiting = asyncio.create_task(curator.finished())
        await asyncio.sleep(0)
        threading.Thread(target=curator.close).start()
        await waiting

    with pytest.raises(RuntimeError, match=r"Not every region has a verdict.*The session is closed"):
        asyncio.run(cell())
    with pytest.raises(RuntimeError, match="The session is closed"):
        asyncio.run(curator.finished())
    with pytest.raises(RuntimeError, match="The session is closed"):
        curator.wait()


def test_a_review_that_was_over_when_the_curator_was_closed_is_finished(curator: vp.Curator) -> None:
    for rank in (1, 2):
        curator.verdict(rank, "correct")
    curator.close()
    assert asyncio.run(curator.finished()) is True
    assert curator.wait() is True


def test_a_function_called_after_a_verdict_cannot_wait_for_those_behind_it(
    curator: vp.Curator, say: Callable[..., None]
) -> None:
    told: list[str] = []

    def wait(_: object) -> None:
        with pytest.raises(RuntimeError) as refused:
            curator.wait()
        told.append(str(refused.value))

    curator.on_verdict(wait)
    say("hello", version="0.1.0")
    page = threading.Thread(
        target=lambda: say("verdict", seq=1, region=curator.regions.index[0], verdict="correct", note=""),
        daemon=True,
    )
    page.start()
    page.join(30)
    assert [text.partition(":")[0] for text in told] == ["curator.wait() would never end"]
