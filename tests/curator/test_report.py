"""The report: one page with totals, topology and pictures, for people without a kernel."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from png_reader import decode

import voxproof as vp
from voxproof import _report


@pytest.fixture
def curator(tmp_path: Path) -> vp.Curator:
    segmentation = np.zeros((9, 20, 30), np.uint8)
    segmentation[4, 10, 2:12] = 1
    segmentation[4, 10, 16:28] = 1
    doubt = np.zeros(segmentation.shape, np.float32)
    doubt[4, 10, 12:16] = 0.9
    doubt[4, 2:5, 2:6] = 0.5
    image = (200 * segmentation).astype(np.uint8)
    made = vp.Curator(
        image,
        segmentation,
        doubt,
        spacing=(2, 1, 1),
        mode="plateau",
        min_voxels=1,
        name="a & b",
        journal="memory",
    )
    yield made
    made.close()


def text_of(path: Path) -> str:
    """What a reader sees, with single spaces."""
    return " ".join(
        re.sub(r"<style>.*?</style>|<[^>]*>", " ", path.read_text("utf-8"), flags=re.DOTALL).split()
    )


def pictures_of(path: Path) -> list[np.ndarray]:
    found = re.findall(r'src="data:image/png;base64,([^"]*)"', path.read_text("utf-8"))
    return [decode(base64.b64decode(each)) for each in found]


def test_it_tells_what_was_done(curator: vp.Curator, tmp_path: Path) -> None:
    gap = (slice(4, 5), slice(10, 11), slice(12, 16))
    curator.apply(vp.Edit(gap, 1, tool="brush", region=1))
    curator.verdict(1, "done")
    curator.verdict(2, "unsure", note="ask <Anna>")
    words = text_of(curator.report(tmp_path / "r.html"))
    assert "Curation of a &amp; b" in words
    assert "9 × 20 × 30 voxels, 2 × 1 × 1 µm a voxel, uint8" in words
    assert "reviewed 2" in words
    assert "edits (1 brush) 1 voxels added 4 voxels removed 0" in words
    assert "pieces 2 1 -1 loops 0 0 +0" in words
    assert "1 · ✎ fixed" in words
    assert "2 · ? unsure" in words
    assert "“ask &lt;Anna&gt;”" in words


def test_pictures_show_each_region_before_and_after(curator: vp.Curator, tmp_path: Path) -> None:
    curator.apply(vp.Edit((4, 5, 10, 11, 12, 16), 1, region=1))
    _overview, before, after = pictures_of(curator.report(tmp_path / "r.html"))
    blue = (0, 114, 178)
    assert not (before == blue).all(axis=2).any()
    assert (after == blue).all(axis=2).any()


def test_it_needs_nothing_else(curator: vp.Curator, tmp_path: Path) -> None:
    curator.verdict(1, "correct")
    outside: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag not in ("script", "link", "iframe")
            outside.extend(v for k, v in attrs if k in ("src", "href") and v and not v.startswith("data:"))

    Parser().feed(curator.report(tmp_path / "r.html").read_text("utf-8"))
    assert outside == []


def test_a_session_without_acts_says_so(curator: vp.Curator, tmp_path: Path) -> None:
    words = text_of(curator.report(tmp_path / "r.html"))
    assert "0 regions looked at" in words
    assert "reviewed 0" in words


def test_regions_beyond_the_most_have_no_pictures(
    curator: vp.Curator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_report, "MOST_PICTURED", 1)
    curator.verdict(1, "correct")
    curator.verdict(2, "correct")
    path = curator.report(tmp_path / "r.html")
    assert len(pictures_of(path)) == 3
    assert "2 · ✓ correct" in text_of(path)


def test_pauses_are_no_work() -> None:
    assert _report._active_seconds([1000 * at for at in (0, 60, 90, 900, 930)]) == 120


def test_another_file_is_not_replaced(curator: vp.Curator, tmp_path: Path) -> None:
    (tmp_path / "r.html").write_text("mine")
    with pytest.raises(FileExistsError, match="overwrite"):
        curator.report(tmp_path / "r.html")
    assert (tmp_path / "r.html").read_text() == "mine"
    curator.report(tmp_path / "r.html", overwrite=True)
