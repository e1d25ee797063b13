"""Where a journal lies that nobody gave a place: in the folder of JupyterLab's settings, which the kernel reads itself."""

from pathlib import Path

import pytest

from voxproof._opening import open_place
from voxproof._places import journal_path


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file as JupyterLab writes it; the working directory is ``work`` beside it."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path))
    file = tmp_path / "voxproof" / "settings.jupyterlab-settings"
    file.parent.mkdir()
    return file


def test_without_settings_it_lies_beside_the_notebook(settings: Path) -> None:
    assert journal_path(None, "mouse-07") == Path.cwd() / ".voxproof" / "mouse-07.sqlite"


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ('{"journalFolder": "journals"}', "work/journals"),
        ('{"journalFolder": "../shared"}', "shared"),
        (
            '{\n  // Voxproof\n  "tool": "brush", /* mine */\n  "journalFolder": "journals", // here\n}',
            "work/journals",
        ),
        ("{journalFolder: 'journals',}", "work/journals"),
        ('{"journalFolder": "journals"', "work/.voxproof"),
        ('{"journalFolder": "a//b"}', "work/a/b"),
        ('{"journalFolder": "  "}', "work/.voxproof"),
        ('{"journalFolder": 7}', "work/.voxproof"),
        ("[]", "work/.voxproof"),
        ("{oops", "work/.voxproof"),
        ("", "work/.voxproof"),
    ],
)
def test_the_settings_say_in_which_folder(settings: Path, tmp_path: Path, text: str, folder: str) -> None:
    settings.write_text(text)
    assert journal_path(None, "mouse-07").resolve() == tmp_path / folder / "mouse-07.sqlite"


def test_a_folder_may_be_elsewhere(settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    settings.write_text('{"journalFolder": "~/journals"}')
    assert journal_path(None, "mouse-07") == tmp_path / "home" / "journals" / "mouse-07.sqlite"


def test_a_journal_that_is_there_already_goes_on_there(settings: Path) -> None:
    usual = journal_path(None, "mouse-07")
    usual.parent.mkdir()
    usual.touch()
    settings.write_text('{"journalFolder": "journals"}')
    assert journal_path(None, "mouse-07") == usual
    assert journal_path(None, "mouse-08") == Path.cwd() / "journals" / "mouse-08.sqlite"


def test_what_the_code_says_counts_more(settings: Path, tmp_path: Path) -> None:
    settings.write_text('{"journalFolder": "journals"}')
    assert journal_path(tmp_path, "mouse-07") == tmp_path / "mouse-07.sqlite"


def test_a_folder_that_cannot_be_named_leaves_edits_in_memory(settings: Path) -> None:
    settings.write_text(r'{"journalFolder": "journals\u0000"}')
    place = open_place(None, "mouse-07")
    assert place.state == "memory"
    assert "There is no folder for the journal" in place.message
