"""Curators of a small asymmetric volume, closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import voxproof as vp
from voxproof import _running


class Volume(NamedTuple):
    image: np.ndarray
    segmentation: np.ndarray
    uncertainty: np.ndarray


def make_volume() -> Volume:
    """Labels 7 and -2; two doubtful regions, of 96 and 48 voxels."""
    image = np.random.default_rng(3).integers(0, 4096, (20, 33, 47)).astype(np.uint16)
    segmentation = np.zeros(image.shape, np.int32)
    segmentation[5:9, 10:20, 10:30] = 7
    segmentation[12:14, 3:9, 4:40] = -2
    uncertainty = np.zeros(image.shape, np.float32)
    uncertainty[5:9, 10:14, 10:16] = 0.9
    uncertainty[12:14, 3:9, 20:24] = 0.5
    return Volume(image, segmentation, uncertainty)


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
