"""What `import voxproof` gives is a promise, and it is quick."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import resources

import pytest

import voxproof as vp

PUBLIC = [
    "Curator",
    "Edit",
    "JournalBusy",
    "JournalError",
    "JournalMismatch",
    "Refused",
    "Within",
    "data",
    "import_journal",
    "merge_journals",
    "rank",
    "repair",
    "replay",
    "topology",
]

CURATOR = [
    "accept",
    "apply",
    "changes",
    "close",
    "cut",
    "delete",
    "edits",
    "export_journal",
    "fill",
    "fill_holes",
    "finished",
    "generation",
    "grow",
    "image",
    "interpolate",
    "lasso",
    "load_unsent",
    "merge",
    "missing",
    "new_label",
    "on_edit",
    "on_verdict",
    "paint",
    "precision",
    "precision_series",
    "probability",
    "protocol",
    "rank",
    "ranking",
    "redo",
    "refresh",
    "regions",
    "remove_islands",
    "report",
    "revert",
    "save",
    "segmentation",
    "select",
    "session",
    "smooth",
    "snapshot",
    "stroke",
    "summary",
    "trace",
    "trust",
    "uncertainty",
    "undo",
    "update",
    "verdict",
    "volume",
    "wait",
]


def test_the_public_names_are_these() -> None:
    assert vp.__all__ == PUBLIC
    assert dir(vp) == sorted([*PUBLIC, "__version__"])


def test_every_public_name_is_there() -> None:
    for name in PUBLIC:
        assert getattr(vp, name).__doc__, name


def test_the_public_names_of_a_curator_are_these() -> None:
    classes = [one for one in vp.Curator.__mro__ if one.__module__.startswith("voxproof")]
    ours = {name for one in classes for name in vars(one) if not name.startswith("_")}
    assert sorted(ours - {"open", "set_state", "keys", "layout"}) == sorted(CURATOR)


def test_what_a_curator_takes() -> None:
    assert list(inspect.signature(vp.Curator.__init__).parameters)[1:] == [
        "image",
        "segmentation",
        "uncertainty",
        "probability",
        "spacing",
        "name",
        "direction",
        "mode",
        "connectivity",
        "granularity",
        "min_voxels",
        "max_voxels",
        "score",
        "ascending",
        "stop_window",
        "stop_regions",
        "journal",
        "journal_access",
        "copy",
    ]


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'curate'"):
        _ = vp.curate


def test_its_types_are_public() -> None:
    assert resources.files(vp).joinpath("py.typed").is_file()


def test_the_labextension_is_found() -> None:
    (place,) = vp._jupyter_labextension_paths()
    assert place["dest"] == "voxproof"


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_importing_needs_no_jupyterlab_and_is_lazy() -> None:
    code = """
import sys
import voxproof
heavy = ("jupyterlab", "ipywidgets", "pandas", "wasmtime", "scipy", "numpy")
print([name for name in heavy if name in sys.modules])
voxproof.Curator
print([name for name in ("jupyterlab", "pandas", "wasmtime", "scipy", "skimage") if name in sys.modules])
"""
    assert run(code).splitlines() == ["[]", "[]"]


def test_importing_takes_less_than_a_second() -> None:
    # Processor time, so that a busy machine does not fail it.
    code = "import time; t = time.process_time(); import voxproof; voxproof.Curator; print(time.process_time() - t)"
    assert float(run(code)) < 1


@pytest.mark.parametrize("name", ["data", "topology"])
def test_extras_are_importable_without_their_libraries(name: str) -> None:
    run(f"import sys; sys.modules['scipy'] = sys.modules['skimage'] = None; import voxproof.{name}")


def test_an_extra_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vars(vp), "topology", raising=False)
    monkeypatch.setitem(vp._HOMES, "topology", "no_such_library.topology")
    with pytest.raises(ImportError, match=r'voxproof\.topology needs no_such_library.*"voxproof\[data\]"'):
        _ = vp.topology
