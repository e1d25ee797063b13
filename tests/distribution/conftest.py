"""Packages built from this checkout, once for all tests."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from building import ROOT, build, without_node


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    done = build(ROOT, "sdist", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="session")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the sdist, without Node."""
    folder = tmp_path_factory.mktemp("wheel")
    done = build(_unpack(sdist, tmp_path_factory.mktemp("sources")), "wheel", folder, without_node())
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.iterdir()
    return file


@pytest.fixture
def source(sdist: Path, tmp_path: Path) -> Path:
    """The sdist, unpacked anew."""
    return _unpack(sdist, tmp_path / "sources")


def _unpack(sdist: Path, folder: Path) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return tree
