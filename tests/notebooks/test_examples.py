"""The example notebooks run from top to bottom, unattended, and say nothing on stderr."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.stem)
@pytest.mark.timeout(600)
def test_runs_unattended(path, tmp_path, monkeypatch):
    if "real" in path.stem and "VOXPROOF_DATA" not in __import__("os").environ:
        pytest.skip("the real volume is not here: set VOXPROOF_DATA to the folder that holds octa-vessels")
    monkeypatch.setenv("VOXPROOF_UNATTENDED", "1")
    shutil.copy(path, tmp_path)
    notebook = nbformat.read(tmp_path / path.name, as_version=4)
    NotebookClient(notebook, timeout=500, resources={"metadata": {"path": str(tmp_path)}}).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output["text"]
