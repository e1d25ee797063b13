"""The real volume: hash checked, cached, quiet, and with a way out when it cannot be had."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pooch
import pytest
import tifffile

from voxproof.data import _octa, octa_vessels

needs_files = pytest.mark.skipif(
    "VOXPROOF_DATA" not in os.environ,
    reason="the real volume is not here: set VOXPROOF_DATA to the folder that holds octa-vessels",
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that stands in for the network, with two files of the right names and the wrong content."""
    monkeypatch.setenv("VOXPROOF_DATA", str(tmp_path))
    here = tmp_path / "octa-vessels"
    here.mkdir()
    for name in ("raw.tif", "gt.tif"):
        tifffile.imwrite(here / name, np.full((2, 3, 4), 255, np.uint8))
    return here


@pytest.fixture
def trusted(folder, monkeypatch):
    """The same, with hashes that fit."""
    for name in ("_RAW", "_TRUTH"):
        file = getattr(_octa, name)
        digest = pooch.file_hash(folder / file.name, alg="sha256")
        monkeypatch.setattr(_octa, name, replace(file, sha256=digest))
    return folder


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache, and a server that hands out what is put into the returned folder."""
    monkeypatch.delenv("VOXPROOF_DATA", raising=False)
    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "voxproof" / "octa-vessels"


def _serve(monkeypatch, folder: Path):
    fetched = []

    class Downloader:
        def __init__(self, **_options):
            pass

        def __call__(self, url, output_file, _pooch):
            fetched.append(url)
            shutil.copy(folder / ("raw.tif" if "Data" in url else "gt.tif"), output_file)

    monkeypatch.setattr(pooch, "HTTPDownloader", Downloader)
    return fetched


@needs_files
def test_the_real_volume_is_what_was_checked():
    volume = octa_vessels()
    assert volume.image.shape == volume.truth.shape == (64, 128, 128)
    assert volume.image.dtype == volume.truth.dtype == np.uint8
    assert volume.spacing is None
    assert "MIT" in volume.licence
    assert set(np.unique(volume.truth)) == {0, 1}
    assert volume.truth.mean() == pytest.approx(0.1587, abs=1e-4)


def test_a_wrong_file_is_refused(folder):
    with pytest.raises(ValueError, match=r"found SHA-256 .* expected 2190d129"):
        octa_vessels()


def test_a_missing_file_is_named(folder):
    (folder / "raw.tif").unlink()
    with pytest.raises(FileNotFoundError, match=r"VOXPROOF_DATA: found no .*raw\.tif\. Put the file there"):
        octa_vessels()


def test_truth_is_zero_and_one(trusted):
    assert octa_vessels().truth.max() == 1


def test_fetched_once_then_read_from_the_cache_without_a_word(trusted, cache, monkeypatch, capfd):
    monkeypatch.delenv("VOXPROOF_DATA", raising=False)
    fetched = _serve(monkeypatch, trusted)
    octa_vessels()
    assert len(fetched) == 2
    assert all("/37e71e6c10966d6bc62ff7fb7918853a78ff5b93/" in url for url in fetched)
    capfd.readouterr()
    octa_vessels()
    assert len(fetched) == 2
    assert capfd.readouterr() == ("", "")


def test_a_download_with_the_wrong_hash_is_refused(folder, cache, monkeypatch):
    monkeypatch.delenv("VOXPROOF_DATA", raising=False)
    _serve(monkeypatch, folder)
    with pytest.raises(ValueError, match="hash"):
        octa_vessels()
    assert not (cache / "raw.tif").exists()


def test_without_network_the_error_says_what_to_do(cache, monkeypatch, capfd):
    class Offline:
        def __init__(self, **_options):
            pass

        def __call__(self, *_args):
            raise OSError("no route")

    monkeypatch.setattr(pooch, "HTTPDownloader", Offline)
    with pytest.raises(ConnectionError, match=r"Connect to the network .* or set VOXPROOF_DATA"):
        octa_vessels()
    assert capfd.readouterr().err == ""
