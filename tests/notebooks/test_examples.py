"""The example notebooks run from top to bottom, say nothing on stderr, and gain something."""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"

needs_files = pytest.mark.skipif(
    "VOXPROOF_DATA" not in os.environ,
    reason="the real volume is not here: set VOXPROOF_DATA to the folder that holds octa-vessels",
)
pytestmark = pytest.mark.timeout(900)


def _read(name):
    return nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)


def _run(name, folder, *checks):
    """Execute a copy of a notebook, with cells of checks after its own."""
    shutil.copy(EXAMPLES / f"{name}.ipynb", folder)
    notebook = _read(name)
    notebook.cells += [nbformat.v4.new_code_cell(check) for check in checks]
    NotebookClient(notebook, timeout=800, resources={"metadata": {"path": str(folder)}}).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output["text"]
    return notebook


def test_unattended_curation_gains(tmp_path, monkeypatch):
    monkeypatch.setenv("VOXPROOF_UNATTENDED", "1")
    _run(
        "01-curate",
        tmp_path,
        "assert curator.regions.verdict.isin(['fixed', 'correct']).sum() == (curator.regions.stop <= 8).sum() > 50",
        "assert curator.segmentation is segmentation and len(curator.edits) > 10",
        "assert (gain.loc['curated', ['Dice', 'clDice']] > gain.loc['prediction', ['Dice', 'clDice']] + 0.01).all()",
        "assert gain.loc['curated', 'Betti error'] < gain.loc['prediction', 'Betti error'] - 10",
    )
    assert list((tmp_path / ".voxproof").glob("01-curate*.sqlite"))


def test_run_all_before_anybody_reviewed_is_fine(tmp_path, monkeypatch):
    monkeypatch.delenv("VOXPROOF_UNATTENDED", raising=False)
    _run(
        "01-curate",
        tmp_path,
        "assert len(curator.regions) > 100 and (curator.regions.verdict == 'open').all()",
        "assert curator.edits.empty and (gain.loc['curated'] == gain.loc['prediction']).all()",
    )


def test_the_example_for_the_browser_runs_once_its_packages_are_there(tmp_path):
    notebook = nbformat.read(EXAMPLES / "lite" / "in-the-browser.ipynb", as_version=4)
    assert notebook.cells.pop(1).source == "%pip install -q voxproof"
    notebook.metadata.kernelspec.name = "python3"
    checks = ("assert len(curator.regions) > 1", "assert 0 < (segmentation != truth).sum() < truth.sum() / 4")
    notebook.cells += [nbformat.v4.new_code_cell(check) for check in checks]
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()


@needs_files
def test_unattended_retraining_gains_where_nobody_looked(tmp_path, monkeypatch):
    monkeypatch.setenv("VOXPROOF_UNATTENDED", "1")
    _run(
        "02-real-vessels",
        tmp_path,
        "steps = table['Dice'].astype(float)",
        "assert steps['forest'] + 0.03 < steps['curated 1'] < steps['retrained 1']",
        "assert table.loc['retrained 1', 'Dice elsewhere'] > table.loc['forest', 'Dice elsewhere']",
        "assert curator.segmentation is new_segmentation",
        "assert (curator.trust() > 0)[reviewed].all()",
        "assert (new_segmentation[reviewed] == truth[reviewed]).all()",
    )
    again = _run(
        "02-real-vessels",
        tmp_path,
        "assert curator.generation == 1 and table.index.tolist() == ['forest', 'curated 1', 'retrained 1', 'truth']",
    )
    assert "Nothing is settled since the last prediction" in str(again.cells)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.stem)
def test_committed_notebooks_hold_no_widget_and_stay_small(path):
    """A widget without its kernel would be the first thing a newcomer sees."""
    assert path.stat().st_size < 300_000
    for cell in _read(path.stem).cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert not any("widget" in kind or "voxproof" in kind for kind in output.get("data", {}))
