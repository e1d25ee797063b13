"""A journal exported as JSON lines and imported again says the same; a file that is cut or damaged is refused by line."""

import json
import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import voxproof as vp
from voxproof._edits import Edit
from voxproof._session import Session

BOX = (1, 3, 2, 4, 5, 6)
OTHER_BOX = (5, 6, 0, 2, 0, 2)


def work(session, prediction):
    """Every kind of act, two generations, settled regions and notes beyond ASCII."""
    session.apply(Edit(BOX, 0, tool="brush", region=1))
    session.judge(1, "done", "Lücke 閉じた")
    session.apply(Edit(OTHER_BOX, 7, region=2))
    session.undo()
    session.add_label(12)
    session.update(*prediction)
    session.apply(Edit(OTHER_BOX, 65_535))
    session.undo()
    session.redo()
    session.judge(1, "unsure")
    return session


def tables(path):
    with sqlite3.connect(path) as db:
        found = {
            name: db.execute(f"SELECT * FROM {name}").fetchall()
            for name in ("meta", "generation", "part", "act", "settled")
        }
    db.close()
    return found


def exported(make, blocks, name="all of it.jsonl"):
    session = work(make(), (blocks()[1], blocks()[2] * 0.9))
    session.export_journal(name)
    session.close()
    return session


def test_what_is_exported_and_imported_says_the_same(make, blocks):
    session = exported(make, blocks)
    path = vp.import_journal("all of it.jsonl", "Ordner/zurück.sqlite")
    here, there = tables(".voxproof/test.sqlite"), tables(path)
    here["meta"], there["meta"] = dict(here["meta"]), dict(there["meta"])
    del here["meta"]["written"]
    here["meta"]["selected"] = there["meta"]["selected"]
    assert here == there
    assert len(here["part"]) > 1
    assert len(here["act"]) == 10
    again = make(blocks()[1], uncertainty=blocks()[2] * 0.9, journal=path)
    assert np.array_equal(again.segmentation, session.segmentation)
    assert (again.verdicts, again.undo_text) == (session.verdicts, session.undo_text)
    again.export_journal("again.jsonl")
    with open("all of it.jsonl") as one, open("again.jsonl") as other:
        assert one.readlines()[1:] == other.readlines()[1:]


def test_lines_are_what_the_documentation_says(make, blocks):
    exported(make, blocks)
    with open("all of it.jsonl", encoding="utf-8") as file:
        header, first, *rest = map(json.loads, file)
    assert (header["voxproof"], header["version"], header["acts"], header["generations"]) == (
        "journal",
        1,
        10,
        2,
    )
    assert (first["generation"], first["revision"], first["keep"]) == (0, 0, None)
    edit = next(line for line in rest if line.get("act") == 1)
    assert (edit["kind"], edit["tool"], edit["box"], edit["voxels"]) == ("edit", "brush", list(BOX), 4)
    assert edit["runs"] == [0, 1, 3, 0, 1, 1, 3, 0, 2, 1, 3, 0, 3, 1, 3, 0]
    undo = next(line for line in rest if line.get("kind") == "undo")
    assert undo["target"] == 3


def test_journals_in_memory_are_exported_too(make, blocks):
    session = make(journal="memory")
    session.apply(Edit(BOX, 0))
    session.export_journal("memory.jsonl")
    path = vp.import_journal("memory.jsonl", "memory.sqlite")
    assert np.array_equal(vp.replay(path, blocks()[1]), session.segmentation)


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(["?", "i1", "<u4", ">i8", "u8"]), st.integers(0, 2**31))
def test_labels_of_any_width_come_back(tmp_path_factory, dtype, seed):
    random, shape, folder = np.random.default_rng(seed), (3, 4, 5), tmp_path_factory.mktemp("lines")
    kind = np.dtype(dtype)
    low, high = (0, 1) if kind.kind == "b" else (np.iinfo(kind).min, np.iinfo(kind).max)
    ids = np.array([0, 1, high, low], kind)
    original = random.choice(ids, shape).astype(kind)
    session = Session(np.zeros(shape), original.copy(), random.random(shape), journal=folder / "j.sqlite")
    session.segmentation[:] = random.choice(ids, shape)
    if session.refresh() is not None:
        session.export_journal(folder / "j.jsonl")
        session.close()
        path = vp.import_journal(folder / "j.jsonl", folder / "k.sqlite")
        assert tables(path)["act"] == tables(folder / "j.sqlite")["act"]
        assert np.array_equal(vp.replay(path, original), session.segmentation)


DAMAGES = {
    "cut": (lambda lines: lines[:-2], "the file was cut"),
    "cut within a line": (lambda lines: [*lines[:-1], lines[-1][:-9]], "found something else"),
    "another file": (lambda lines: ['{"voxproof": "unsent acts"}\n'], "another kind of file"),
    "version": (
        lambda lines: [lines[0].replace('"version":1', '"version":7'), *lines[1:]],
        r"versions \(7, 1\)",
    ),
    "no json": (lambda lines: ["x\n", *lines[1:]], "line 1"),
    "empty": (lambda lines: [], "line 0"),
    "order": (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], "found act 2"),
    "box": (
        lambda lines: [line.replace("[1,3,2,4,5,6]", "[1,3,2,4,5,66]") for line in lines],
        r"line 3: found box",
    ),
    "runs": (
        lambda lines: [line.replace("0,1,3,0,1,1,3", "0,9,3,0,1,1,3") for line in lines],
        "line 3: found runs that leave their box",
    ),
    "voxels": (
        lambda lines: [line.replace('"voxels":4', '"voxels":5') for line in lines],
        "line 3: found 4 voxels",
    ),
    "label": (
        lambda lines: [line.replace("0,1,3,0,1,1,3", "0,1,99999,0,1,1,3") for line in lines],
        "labels beyond",
    ),
    "kind": (
        lambda lines: [line.replace('"kind":"undo"', '"kind":"redo"') for line in lines],
        "rows that do not fit",
    ),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_what_is_damaged_is_refused_and_nothing_is_written(make, blocks, tmp_path, what):
    exported(make, blocks, "whole.jsonl")
    damage, words = DAMAGES[what]
    with open("whole.jsonl", encoding="utf-8") as file:
        lines = damage(file.readlines())
    with open("damaged.jsonl", "w", encoding="utf-8") as file:
        file.writelines(lines)
    with pytest.raises(ValueError, match=words):
        vp.import_journal("damaged.jsonl", "new.sqlite")
    assert not (tmp_path / "new.sqlite").exists()


def test_nothing_is_written_over(make, blocks, tmp_path):
    exported(make, blocks)
    (tmp_path / "notes.jsonl").write_text("mine")
    session = make(uncertainty=blocks()[2] * 0.9)
    with pytest.raises(FileExistsError, match="which this session has not written"):
        session.export_journal("notes.jsonl")
    session.export_journal("all of it.jsonl")
    assert (tmp_path / "notes.jsonl").read_text() == "mine"
    with pytest.raises(FileExistsError, match="Pass another one, or move"):
        vp.import_journal("all of it.jsonl", ".voxproof/test.sqlite")
    (tmp_path / "left.sqlite-wal").write_bytes(b"a log")
    with pytest.raises(FileExistsError, match=r"left\.sqlite-wal"):
        vp.import_journal("all of it.jsonl", "left.sqlite")
