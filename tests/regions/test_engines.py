"""The labeller is the same in both hosts that Python can have; and a Python without either says so."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import requires
from typing import Any

import browser_double
import numpy as np
import pytest
from packaging.requirements import Requirement

import voxproof as vp
from voxproof.regions import _engine
from voxproof.regions._host import Host


@pytest.fixture
def in_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in browser_double.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(_engine, "open_engine", _engine.BrowserEngine)
    monkeypatch.setattr("voxproof.regions._host.open_engine", _engine.BrowserEngine)


def _volume() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    random = np.random.default_rng(3)
    doubt = np.round(random.random((9, 21, 70)) ** 4, 1).astype(np.float32)
    probability = np.kron(random.random((3, 7, 10)), np.ones((3, 3, 7))).astype(np.float32)
    return (probability > 0.5).astype(np.uint8), doubt, probability


@pytest.mark.parametrize("mode", ["plateau", "delta", "variants"])
def test_the_browser_ranks_as_wasmtime_does(mode: Any, request: pytest.FixtureRequest) -> None:
    segmentation, doubt, probability = _volume()
    given = {"probability": probability, "mode": mode, "min_voxels": 2}
    maps = () if mode == "variants" else (doubt,)
    here = vp.rank(segmentation, *maps, **given)
    request.getfixturevalue("in_browser")
    there = vp.rank(segmentation, *maps, **given)
    assert len(here.table) > 3
    assert here.table.equals(there.table)
    np.testing.assert_array_equal(here.labels(), there.labels())


@pytest.mark.usefixtures("in_browser")
def test_memory_that_ends_in_the_browser_is_told_in_words() -> None:
    host = Host("simd")
    host.shape = (2000, 2000, 2001)
    host.call("open", 2000, 2000, 2001, 1, 2, 26, 8, 600, 1)
    with pytest.raises(OverflowError, match="need more than 4 GiB of working memory"):
        host.call("openVariants", 1.0, 1.0, 1.0)


def test_a_python_without_wasmtime_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    _engine._compile.cache_clear()
    monkeypatch.setitem(sys.modules, "wasmtime", None)
    with pytest.raises(ImportError, match=r"found no wasmtime.*pip install wasmtime"):
        vp.rank(*_volume()[:2])


def test_wasmtime_is_imported_by_the_first_ranking() -> None:
    code = """
import sys
import numpy as np
import voxproof as vp
print("wasmtime" in sys.modules)
vp.rank(np.ones((1, 2, 3), "uint8"), np.full((1, 2, 3), 0.5, "float32"))
print("wasmtime" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_the_browser_is_not_asked_to_install_wasmtime() -> None:
    (wanted,) = (one for one in map(Requirement, requires("voxproof") or ()) if one.name == "wasmtime")
    assert wanted.marker is not None
    assert not wanted.marker.evaluate({"sys_platform": "emscripten"})
