"""What a page saved when its kernel was gone comes in once, wherever it still fits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import voxproof as vp

GOLDEN = Path(__file__).parents[1] / "fixtures" / "unsent" / "unsent.json"
REGION = "g0/plateau26/6"


@pytest.fixture
def curator() -> vp.Curator:
    """Of the golden file's volume; its label table is (0, -2, 7), the file's is (0, 7, -2)."""
    segmentation = np.zeros((3, 4, 5), np.int32)
    segmentation[2, 3, 3:] = 7, -2
    uncertainty = np.zeros(segmentation.shape, np.float32)
    uncertainty[0:2, 1:3, 1:3] = 0.9
    return vp.Curator(segmentation.astype(np.uint8), segmentation, uncertainty, name="mouse-07")


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Write the golden file with other fields, or with other acts."""

    def save(**fields: Any) -> Path:
        path = tmp_path / "mouse-07-unsent.json"
        path.write_text(json.dumps({**json.loads(GOLDEN.read_text()), **fields}))
        return path

    return save


def edit(number: int, runs: list[int], generation: int = 0, **fields: Any) -> dict[str, Any]:
    about = {"id": f"edit-{number}", "tool": "brush", "region": None, "voxels": 1, "time": 1}
    place = {"box": [0, 1, 0, 1, 0, 5], "runs": runs, **fields}
    return {"seq": number, "generation": generation, "kind": "edit", "edit": {**about, **place}}


def counts(loaded: Any) -> tuple[int, int, int]:
    return loaded.applied, loaded.skipped, len(loaded.refused)


def test_edits_and_verdicts_come_in_and_what_was_undone_stays_out(curator: vp.Curator) -> None:
    loaded = curator.load_unsent(GOLDEN)
    assert counts(loaded) == (2, 2, 0)
    assert curator.segmentation[1, 2].tolist() == [0, 7, 7, 7, 0]
    assert curator.segmentation[0].max() == 0
    assert curator.regions.loc[REGION, ["verdict", "note"]].tolist() == ["fixed", "bridge"]


def test_a_file_comes_in_once(curator: vp.Curator) -> None:
    curator.load_unsent(GOLDEN)
    curator.undo()
    assert counts(curator.load_unsent(GOLDEN)) == (0, 4, 0)
    assert curator.regions.loc[REGION, "verdict"] == "open"


def test_it_comes_in_once_also_after_a_restart(curator: vp.Curator) -> None:
    curator.load_unsent(GOLDEN)
    image, segmentation, uncertainty = curator.image, curator.segmentation.copy(), curator.uncertainty
    curator.close()
    again = vp.Curator(image, segmentation, uncertainty, name="mouse-07")
    assert counts(again.load_unsent(GOLDEN)) == (0, 4, 0)


def test_edits_that_did_arrive_are_skipped(
    curator: vp.Curator, say: Callable[..., None], save: Callable[..., Path]
) -> None:
    arrived = {key: value for key, value in edit(1, []).items() if key != "kind"}
    arrived["edit"].pop("runs")
    say("edit", np.array([[0, 1, 0, 2]], "<u4").tobytes(), **arrived, part=0, parts=1)
    path = save(acts=[edit(1, [0, 1, 0, 1]), edit(2, [1, 1, 0, 1])])
    assert counts(curator.load_unsent(path)) == (1, 1, 0)
    assert curator.segmentation[0, 0].tolist() == [7, 7, 0, 0, 0]


def test_another_edit_under_an_id_that_arrived_is_refused(
    curator: vp.Curator, save: Callable[..., Path]
) -> None:
    curator.load_unsent(save(acts=[edit(1, [0, 1, 0, 1])]))
    loaded = curator.load_unsent(save(acts=[edit(1, [1, 1, 0, 1])]))
    assert counts(loaded) == (0, 0, 1)
    assert "found another one under the id 'edit-1'" in loaded.refused[0]


def test_an_undo_that_did_not_arrive_takes_back_what_did(
    curator: vp.Curator, save: Callable[..., Path]
) -> None:
    curator.load_unsent(save(acts=[edit(1, [0, 1, 0, 1])]))
    path = save(acts=[edit(1, [0, 1, 0, 1]), {"seq": 2, "generation": 0, "kind": "undo"}])
    assert counts(curator.load_unsent(path)) == (1, 1, 0)
    assert curator.segmentation[0].max() == 0


def test_an_undo_of_what_was_done_before_is_left_to_the_user(
    curator: vp.Curator, save: Callable[..., Path]
) -> None:
    curator.apply(vp.Edit((0, 1, 0, 1, 0, 1), 7))
    loaded = curator.load_unsent(save(acts=[{"seq": 1, "generation": 0, "kind": "undo"}]))
    assert loaded.refused == (
        "act 1, undo: it reaches behind the file's first act. Undo or redo by hand if needed.",
    )
    assert curator.segmentation[0, 0, 0] == 7


def test_steps_that_say_what_they_are_about_are_made_where_that_is_last(
    curator: vp.Curator, save: Callable[..., Path]
) -> None:
    curator.paint(np.s_[0, 0, 0:2], 1)
    old = curator._session.last_edit
    steps = [
        {"seq": n, "generation": 0, "id": f"s{n}", "kind": kind, "of": of}
        for n, (kind, of) in enumerate([("undo", old), ("redo", old), ("undo", "another")], 1)
    ]
    loaded = curator.load_unsent(save(acts=steps))
    assert (loaded.applied, len(loaded.refused)) == (2, 1)
    assert loaded.refused[0].startswith("act 3, undo: undo: found another act in its place (paint)")
    assert curator.segmentation[0, 0, :3].tolist() == [1, 1, 0]
    again = curator.load_unsent(save(acts=steps))
    assert (again.applied, again.skipped) == (0, 2)


def test_an_undo_that_has_arrived_is_not_reported(curator: vp.Curator, save: Callable[..., Path]) -> None:
    curator.apply(vp.Edit((0, 1, 0, 1, 0, 1), 7))
    curator._session.undo(act_id="u")
    loaded = curator.load_unsent(save(acts=[{"seq": 1, "generation": 0, "id": "u", "kind": "undo"}]))
    assert counts(loaded) == (0, 1, 0)


def test_an_edit_that_no_longer_fits_is_named_and_the_others_come_in(
    curator: vp.Curator, save: Callable[..., Path]
) -> None:
    curator.apply(vp.Edit((0, 1, 0, 1, 0, 1), -2))
    loaded = curator.load_unsent(save(acts=[edit(1, [0, 1, 0, 1]), edit(2, [4, 1, 0, 1])]))
    assert counts(loaded) == (1, 0, 1)
    assert loaded.refused[0].startswith("act 1, brush in [0, 1, 0, 1, 0, 5]: edit: found other labels")
    assert curator.segmentation[0, 0].tolist() == [-2, 0, 0, 0, 7]


def test_labels_that_only_the_page_knew_are_added(curator: vp.Curator, save: Callable[..., Path]) -> None:
    label = {"seq": 1, "generation": 0, "kind": "label", "id": "12"}
    path = save(labels=["0", "7", "-2", "9"], acts=[label, edit(2, [0, 1, 0, 3])])
    assert counts(curator.load_unsent(path)) == (2, 0, 0)
    assert curator.segmentation[0, 0, 0] == 9
    assert curator.volume["segmentation"]["labels"] == ["0", "-2", "7"]
    assert curator.get_state("volume")["volume"]["segmentation"]["labels"] == ["0", "-2", "7", "12", "9"]


def test_browsers_and_callbacks_hear_of_it(curator: vp.Curator, sent: list[dict[str, Any]]) -> None:
    heard: list[str] = []
    curator.on_edit(lambda change: heard.append(change.edit.id))
    curator.load_unsent(GOLDEN)
    assert heard == ["edit-1"]
    assert [(m["type"], m["cause"], m["client"]) for m in sent] == [
        ("applied", "call", None),
        ("judged", "call", None),
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"voxproof": "notes"}, "found another kind of file, expected the one that the widget saved"),
        ({"protocol": 2}, "found protocol 2, expected 1. Load it with the version"),
        ({"shape": [3, 5, 4]}, r"found shape \[3, 5, 4\], expected \[3, 4, 5\]. Load it into the curator"),
        ({"name": "rat-1"}, "found name 'rat-1', expected 'mouse-07'. If it is the same volume, make"),
        ({"acts": None}, "found acts of NoneType, expected a list"),
        ({"acts": ["x"]}, "act 1: found str, expected an object"),
        ({"acts": [{"kind": "fetch", "seq": 1}]}, "act 1: .*expected"),
        (
            {"acts": [edit(1, [0, 1, 0, 1]), edit(2, [0, 1, 0])]},
            "act 2: runs: found something else, expected",
        ),
        ({"acts": [edit(1, [0, 1, 0, -1])]}, "act 1: runs"),
        ({"acts": [edit(1, [0, 1, 0, 1], generation=3)]}, "found edits of generation 3, expected 0"),
        ({"acts": [edit(1, [0, 1, 0, 1], time=2**53 - 1)]}, "act 1: time: found .* before the year 2200"),
        ({"acts": [edit(1, [0, 1, 0, 1], tool="\ud800")]}, "act 1: tool: found .* whole characters"),
        ({"client": "\ud800"}, "client, session: found .* whole characters"),
        ({"labels": ["0", 7]}, "found labels that are no table"),
        ({"labels": ["7", "0"]}, "found labels that are no table"),
        (
            {"labels": ["0", str(2**40)]},
            f"found label {2**40}, expected .* range of the segmentation's int32",
        ),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing_and_says_why(
    curator: vp.Curator, save: Callable[..., Path], fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        curator.load_unsent(save(**fields))
    assert curator.edits.empty


def test_what_is_no_json_is_no_such_file(curator: vp.Curator, tmp_path: Path) -> None:
    for content in (b"\xff\x00", b"[" * 100_000):
        (tmp_path / "x.json").write_bytes(content)
        with pytest.raises(ValueError, match=re.escape("found text that is no JSON")):
            curator.load_unsent(tmp_path / "x.json")


def test_what_is_no_path_is_named(curator: vp.Curator) -> None:
    with pytest.raises(TypeError, match="path: found 5, expected the file that the widget saved"):
        curator.load_unsent(5)  # type: ignore[arg-type]


def test_a_closed_curator_loads_nothing(curator: vp.Curator) -> None:
    curator.close()
    with pytest.raises(vp.Refused, match="closed"):
        curator.load_unsent(GOLDEN)
