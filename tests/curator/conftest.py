"""Curators of a small asymmetric volume, closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_volume import Volume, make_volume

import voxproof as vp
from voxproof import _running


@pytest.fixture(autouse=True)
def _journals_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    for curator in _running.alive():
        curator.close()


@pytest.fixture
def volume() -> Volume:
    return make_volume()


@pytest.fixture
def curator(volume: Volume) -> vp.Curator:
    return vp.Curator(*volume, spacing=(2.0, 0.5, 0.25), name="mouse-07")


@pytest.fixture
def sent(curator: vp.Curator, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Headers of the custom messages that go to the browser from now on."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(curator, "send", lambda content, buffers=None: messages.append(content))
    return messages


@pytest.fixture
def say(curator: vp.Curator) -> Callable[..., None]:
    """Say something as a browser."""

    def send(kind: str, *buffers: bytes, **fields: Any) -> None:
        content = {"type": kind, "v": 1, "client": "page", **fields}
        message = {"content": {"data": {"method": "custom", "content": content}}, "buffers": list(buffers)}
        curator._handle_msg(message)

    return send
