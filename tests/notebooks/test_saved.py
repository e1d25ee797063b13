"""A saved notebook shows what was done to readers without a kernel: as HTML page, and piece by piece as code hosts take it."""

from __future__ import annotations

import base64
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

MAKE = """
import threading
import numpy as np
import voxproof as vp
segmentation = np.zeros((7, 20, 33), "uint8")
segmentation[3, 9:11, 2:15] = segmentation[3, 9:11, 18:30] = 1
doubt = np.zeros(segmentation.shape, "float32")
doubt[3, 9:11, 15:18] = 0.9
doubt[3, 2:4, 2:6] = 0.5
"""
SHOW = 'curator = vp.Curator(200 * segmentation, segmentation, doubt, name="saved", min_voxels=1, journal="memory")\ncurator'
REVIEW = """
curator.paint(np.s_[3:4, 9:11, 15:18], 1, region=1)
for region in (1, 2):
    curator.verdict(region, "done")
for thread in threading.enumerate():
    if thread.name == "voxproof-summary":
        thread.join()
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """As JupyterLab saves it: the widget's state is not kept with it."""
    cells = [nbformat.v4.new_code_cell(source) for source in (MAKE, SHOW, REVIEW)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    folder = str(tmp_path_factory.mktemp("saved"))
    return NotebookClient(
        notebook, store_widget_state=False, resources={"metadata": {"path": folder}}
    ).execute()


class Page(HTMLParser):
    """What an HTML page shows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pictures: list[bytes] = []
        self.words = ""
        self._is_shown = True
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src") or ""
        if source.startswith("data:image/png;base64,"):
            self.pictures.append(base64.b64decode(source.partition(",")[2]))
        self._is_shown = tag not in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._is_shown = True

    def handle_data(self, data: str) -> None:
        self.words += f" {' '.join(data.split())}" if self._is_shown and data.strip() else ""


def test_the_view_stays_as_it_was_and_its_sibling_sums_up(saved: nbformat.NotebookNode) -> None:
    view, sibling = saved.cells[1].outputs
    assert "0 of 2 regions reviewed" in view.data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" not in sibling.data
    assert sibling.data["text/plain"] == (
        "Curation of saved: 2 of 2 regions reviewed (1 fixed, 1 correct); 1 edit, 6 voxels added, 0 removed"
    )


def test_each_has_a_picture_of_its_own_beside_the_page(saved: nbformat.NotebookNode) -> None:
    for output in saved.cells[1].outputs:
        assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")
        assert output.data["image/png"].strip() in output.data["text/html"]


def test_as_html_page_it_shows_pictures_and_figures(saved: nbformat.NotebookNode) -> None:
    page = Page(HTMLExporter().from_notebook_node(saved)[0])
    assert page.pictures == [base64.b64decode(output.data["image/png"]) for output in saved.cells[1].outputs]
    assert "Curation of saved 7 × 20 × 33 voxels, uint8" in page.words
    assert "✎ fixed 1 — ✓ correct 1 — ? unsure 0 edits (1 paint) 1 voxels added 6" in page.words
    assert "before after change pieces 2 1 -1 loops 0 0 +0 cavities 0 0 +0" in page.words


def test_asked_for_the_summary_is_the_same(saved: nbformat.NotebookNode, tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in (MAKE, SHOW, "curator.summary()")]
    run = NotebookClient(
        nbformat.v4.new_notebook(cells=cells), resources={"metadata": {"path": str(tmp_path)}}
    )
    (output,) = run.execute().cells[2].outputs
    assert set(output.data) == set(saved.cells[1].outputs[1].data)
    assert "Curation of saved: 0 of 2 regions reviewed (none); 0 edits" in output.data["text/plain"]
