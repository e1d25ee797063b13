"""The public face: one widget, live arrays, acts in Python as in the browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import ipywidgets
import numpy as np
import pytest
from small_volume import Volume, make_volume

import voxproof as vp


def test_it_is_one_widget_that_carries_no_volume(curator: vp.Curator) -> None:
    state = curator.get_state()
    own = set(state) - set(ipywidgets.DOMWidget().get_state())
    assert own == {"protocol", "session", "volume"}
    assert state["_model_module"] == state["_view_module"] == "voxproof"
    assert (state["_model_name"], state["_view_name"]) == ("CuratorModel", "CuratorView")
    assert len(json.dumps(state["volume"])) < 2000


def test_the_trait_describes_the_volume_as_it_is_now(curator: vp.Curator, say: Callable[..., None]) -> None:
    say("label", seq=1, id="12")
    volume = curator.get_state("volume")["volume"]
    assert volume["segmentation"]["labels"] == ["0", "-2", "7", "12"]
    assert volume["shape"] == [20, 33, 47]


def test_the_browser_cannot_rewrite_what_only_the_kernel_knows(curator: vp.Curator) -> None:
    known = curator.get_state("volume")
    curator.set_state({"volume": {"shape": [1, 1, 1]}, "session": "x", "tooltip": "mine"})
    assert curator.get_state("volume") == known
    assert curator.session != "x"
    assert curator.tooltip == "mine"


def test_arrays_are_those_that_were_passed(curator: vp.Curator, volume: Volume) -> None:
    assert curator.image is volume.image
    assert curator.segmentation is volume.segmentation
    assert curator.uncertainty is volume.uncertainty
    assert curator.probability is None


def test_an_edit_in_python_changes_the_array_and_is_told(
    curator: vp.Curator, volume: Volume, sent: list
) -> None:
    curator.apply(vp.Edit((3, 4, 5, 6, 7, 10), 7))
    assert volume.segmentation[3, 5, 6:11].tolist() == [0, 7, 7, 7, 0]
    assert [(m["type"], m["cause"], m["client"]) for m in sent] == [("applied", "call", None)]
    assert curator.edits["voxels"].tolist() == [3]


def test_undo_and_redo_are_inverse(curator: vp.Curator, volume: Volume) -> None:
    before = volume.segmentation.copy()
    curator.apply(vp.Edit(np.s_[3:6, 2, :], -2))
    after = volume.segmentation.copy()
    curator.undo()
    assert np.array_equal(volume.segmentation, before)
    curator.redo()
    assert np.array_equal(volume.segmentation, after)
    with pytest.raises(vp.Refused, match="redo"):
        curator.redo()


def test_an_edit_from_the_browser_lands_in_the_array(
    curator: vp.Curator, volume: Volume, say: Callable[..., None], sent: list
) -> None:
    edit = {"id": "e", "tool": "brush", "region": None, "box": [1, 2, 3, 4, 5, 8], "voxels": 3, "time": 1}
    rows = np.array([[0, 3, 0, 2]], "<u4").tobytes()
    say("edit", rows, seq=1, generation=0, edit=edit, part=0, parts=1)
    assert volume.segmentation[1, 3, 4:9].tolist() == [0, 7, 7, 7, 0]
    assert (sent[0]["type"], sent[0]["seq"], sent[0]["edit"]["tool"]) == ("applied", 1, "brush")


def test_a_verdict_in_python_is_told_and_tabled(curator: vp.Curator, sent: list) -> None:
    curator.verdict(2, "unsure", note="größer?")
    assert (sent[0]["type"], sent[0]["verdict"], sent[0]["cause"]) == ("judged", "unsure", "call")
    assert curator.regions["verdict"].tolist()[1] == "unsure"


@pytest.mark.parametrize(
    ("note", "found"), [("\ud83d", "whole characters"), (None, "found None, expected text")]
)
def test_a_note_that_cannot_be_kept_blocks_nothing(curator: vp.Curator, note: Any, found: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^note: .*{found}"):
        curator.verdict(1, "correct", note=note)
    assert curator.verdict(1, "correct", note="😀").note == "😀"


def test_half_a_character_from_the_browser_blocks_no_later_act(
    curator: vp.Curator, say: Callable[..., None], sent: list
) -> None:
    region = curator.regions.index[0]
    say("select", region="\ud800")
    say("verdict", seq=1, region=region, verdict="correct", note="\ud800")
    say("verdict", seq=2, region=region, verdict="correct", note="😀")
    assert [m["type"] for m in sent] == ["problem", "refused", "judged"]
    assert {m.get("code") for m in sent[:2]} == {"malformed"}
    assert curator.regions["note"].tolist()[0] == "😀"


@pytest.mark.parametrize("region", [2, "id"])
def test_select_takes_id_or_rank(curator: vp.Curator, sent: list, region: Any) -> None:
    second = curator.regions.index[1]
    curator.select(second if region == "id" else region)
    assert sent == [{"type": "selected", "v": 1, "client": None, "region": second}]


def test_snapshot_changes_and_trust_read_the_session(curator: vp.Curator, volume: Volume) -> None:
    curator.apply(vp.Edit((3, 4, 5, 6, 7, 10), 7))
    copy, revision = curator.snapshot()
    assert revision == 1
    assert copy is not volume.segmentation
    assert np.array_equal(copy, volume.segmentation)
    assert curator.changes().sum() == 3
    curator.verdict(1, "correct")
    assert curator.trust(outside=0.25)[[0, 6], [0, 12], [0, 12]].tolist() == [0.25, 1.0]


def test_refresh_records_what_the_users_own_code_changed(
    curator: vp.Curator, volume: Volume, sent: list
) -> None:
    volume.segmentation[0, 0, :4] = 7
    curator.refresh(np.s_[0:2])
    assert (sent[-1]["type"], sent[-1]["cause"], sent[-1]["box"]) == ("applied", "code", [0, 1, 0, 1, 0, 4])
    assert curator.refresh() is None


def test_update_starts_a_generation_for_every_browser(curator: vp.Curator, sent: list) -> None:
    new = make_volume()
    new.segmentation[0] = 7
    curator.update(segmentation=new.segmentation, uncertainty=new.uncertainty)
    assert curator.segmentation is new.segmentation
    assert "generation" in [m["type"] for m in sent]
    assert curator.volume["generation"] == 1
    assert vp.Curator(*new, spacing=(2.0, 0.5, 0.25)) is curator


def test_update_refuses_the_array_of_another_curator(curator: vp.Curator) -> None:
    other = vp.Curator(*make_volume(), spacing=(2.0, 0.5, 0.25), name="rat")
    with pytest.raises(
        ValueError, match=r"^segmentation: found the array that another curator edits .*'rat'"
    ):
        curator.update(segmentation=other.segmentation)
    curator.update(segmentation=other.segmentation.copy())


# The same array, the same curator.


def test_the_same_array_gives_the_running_curator(curator: vp.Curator, volume: Volume) -> None:
    curator.verdict(1, "correct")
    again = vp.Curator(*volume, spacing=(2.0, 0.5, 0.25), name="mouse-07")
    assert again is curator
    assert again.session == curator.session


def test_equal_maps_are_the_same_maps(curator: vp.Curator, volume: Volume) -> None:
    again = vp.Curator(
        volume.image.copy(), volume.segmentation, volume.uncertainty.copy(), spacing=[2, 0.5, 0.25]
    )
    assert again is curator


@pytest.mark.parametrize(
    "change",
    [
        {"uncertainty": np.ones((20, 33, 47))},
        {"image": np.ones((20, 33, 47))},
        {"probability": np.ones((20, 33, 47))},
        {"spacing": (1, 1, 1)},
        {"spacing": None},
        {"name": "rat"},
        {"direction": "confidence"},
        {"copy": True},
    ],
)
def test_the_same_array_with_something_else_is_refused_with_choices(
    curator: vp.Curator, volume: Volume, change: dict
) -> None:
    given = {**volume._asdict(), "spacing": (2.0, 0.5, 0.25), **change}
    with pytest.raises(ValueError, match=rf"^{next(iter(change))}: found .*curator\.close\(\)"):
        vp.Curator(**given)


def test_another_array_of_the_same_journal_takes_over(curator: vp.Curator, volume: Volume) -> None:
    curator.verdict(1, "correct")
    base = make_volume()
    again = vp.Curator(*base, spacing=(2.0, 0.5, 0.25), name="mouse-07")
    assert again is not curator
    assert again.regions["verdict"].tolist()[0] == "correct"
    assert curator.comm is None
    with pytest.raises(vp.Refused, match="same journal"):
        curator.verdict(1, "unsure")


def test_a_closed_curator_lets_the_array_go(curator: vp.Curator, volume: Volume) -> None:
    curator.close()
    curator.close()
    assert "closed" in repr(curator)
    again = vp.Curator(*volume, spacing=(2.0, 0.5, 0.25), name="mouse-07")
    assert again is not curator


def test_a_refused_input_leaves_nothing_behind(volume: Volume) -> None:
    with pytest.raises(ValueError, match="uncertainty"):
        vp.Curator(volume.image, volume.segmentation)
    assert isinstance(vp.Curator(*volume), vp.Curator)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"image": np.zeros((20, 33, 46))}, "image: found shape"),
        ({"segmentation": np.zeros((20, 33, 47), np.float32)}, "segmentation: found dtype float32"),
        ({"segmentation": np.zeros((20, 33), np.uint8)}, "segmentation: found 2 axes"),
        ({"segmentation": [[[0]]]}, "segmentation: found a list"),
        ({"uncertainty": np.full((20, 33, 47), np.nan)}, "uncertainty: found"),
        ({"uncertainty": None}, "found neither"),
        ({"spacing": (1, 0, 1)}, "spacing: found"),
        ({"direction": "up"}, "direction: found 'up'"),
        ({"name": ""}, "name: found ''"),
        ({"name": "\ud800"}, "name: found '.ud800'"),
    ],
)
def test_bad_input_is_named(volume: Volume, change: dict, found: str) -> None:
    with pytest.raises((TypeError, ValueError), match=found):
        vp.Curator(**{**volume._asdict(), **change})


def test_a_read_only_array_is_refused_with_the_way_out(volume: Volume) -> None:
    volume.segmentation.setflags(write=False)
    with pytest.raises(ValueError, match="copy=True"):
        vp.Curator(*volume)
    curator = vp.Curator(*volume, copy=True)
    curator.apply(vp.Edit((0, 1, 0, 1, 0, 1), 7))
    assert curator.segmentation[0, 0, 0] == 7
    assert volume.segmentation[0, 0, 0] == 0
    assert vp.Curator(*volume, copy=True) is curator


@pytest.mark.parametrize("name", ["image", "uncertainty"])
def test_a_map_changed_in_place_is_noticed(curator: vp.Curator, volume: Volume, name: str) -> None:
    array = getattr(volume, name)
    array[0, 0, 0] += 1
    remedy = r"curator\.close" if name == "image" else r"curator\.update\(uncertainty=uncertainty\)"
    for given in (volume, volume._replace(**{name: array.copy()})):
        with pytest.raises(ValueError, match=f"^{name}: found its voxels changed in place .*{remedy}"):
            vp.Curator(*given, spacing=(2.0, 0.5, 0.25))


@pytest.mark.parametrize("given", [{"uncertainty": True}, {}])
def test_what_update_has_ranked_is_expected_from_then_on(
    curator: vp.Curator, volume: Volume, given: dict
) -> None:
    volume.uncertainty[12:14, 3:9, 20:24] = 1
    curator.update(**dict.fromkeys(given, volume.uncertainty))
    assert curator.regions["voxels"].tolist() == [48, 96]
    assert vp.Curator(*volume, spacing=(2.0, 0.5, 0.25)) is curator


def test_not_a_number_equals_itself(volume: Volume) -> None:
    image = volume.image.astype(np.float32)
    image[3] = np.nan
    curator = vp.Curator(image, volume.segmentation, volume.uncertainty)
    assert vp.Curator(image.copy(), volume.segmentation, volume.uncertainty) is curator


def test_a_copy_is_edited_again_only_when_a_copy_is_asked_for(volume: Volume) -> None:
    curator = vp.Curator(*volume, copy=True)
    image, _, uncertainty = volume
    with pytest.raises(ValueError, match=r"^copy: found False .*curator\.close\(\)"):
        vp.Curator(*volume)
    assert vp.Curator(*volume, copy=True) is curator
    for copy in (True, False):
        assert vp.Curator(image, curator.segmentation, uncertainty, copy=copy) is curator


# Hearing.


def test_callbacks_hear_of_edits_and_verdicts(curator: vp.Curator, say: Callable[..., None]) -> None:
    heard: list[Any] = []
    stop = curator.on_edit(lambda change: heard.append((change.cause, change.box)))
    curator.on_verdict(lambda verdict: heard.append((verdict.cause, verdict.verdict)))
    curator.apply(vp.Edit((0, 1, 0, 1, 0, 2), 7))
    say("verdict", seq=1, region=curator.regions.index[0], verdict="correct", note="")
    stop()
    curator.undo()
    curator.undo()
    assert heard == [("call", (0, 1, 0, 1, 0, 2)), ("verdict", "correct"), ("undo", "open")]


def test_a_callback_may_use_the_curator(curator: vp.Curator) -> None:
    seen: list[int] = []
    curator.on_edit(lambda _change: seen.append(curator.snapshot()[1]))
    curator.apply(vp.Edit((0, 1, 0, 1, 0, 2), 7))
    assert seen == [1]


def test_a_callback_that_fails_is_shown_and_stops_nothing(
    curator: vp.Curator, sent: list, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[Any] = []
    curator.on_edit(lambda _change: 1 / 0)
    curator.on_edit(heard.append)
    curator.apply(vp.Edit((0, 1, 0, 1, 0, 2), 7))
    assert len(heard) == 1
    assert [(m["type"], m.get("code")) for m in sent] == [("applied", None), ("problem", "callback")]
    assert "ZeroDivisionError" in sent[-1]["message"]
    assert capsys.readouterr() == ("", "")


def test_a_callback_must_be_callable(curator: vp.Curator) -> None:
    with pytest.raises(TypeError, match="on_edit: found str"):
        curator.on_edit("print")  # type: ignore[arg-type]


# Where the widget cannot live.


def test_the_output_says_what_it_was(curator: vp.Curator) -> None:
    curator.verdict(1, "correct")
    bundle = curator._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == curator.model_id
    assert bundle["application/vnd.voxproof.curator+json"] == {
        "version": 1,
        "model_id": curator.model_id,
        "name": "mouse-07",
        "summary": "1 of 2 regions reviewed (1 correct)",
    }
    assert "20 × 33 × 47 voxels" in bundle["text/plain"]
    html = bundle["text/html"]
    assert "mouse-07" in html
    assert len(html) < 60_000
    assert "needs a running kernel" in html
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert f'src="data:image/png;base64,{bundle["image/png"]}"' in html


def test_showing_it_twice_shows_one_model(curator: vp.Curator) -> None:
    view = "application/vnd.jupyter.widget-view+json"
    assert curator._repr_mimebundle_()[view] == curator._repr_mimebundle_()[view]


@pytest.mark.parametrize(
    ("shape", "image"),
    [
        ((1, 1, 1), np.float64("nan")),
        ((1, 5, 1), np.uint8(3)),
        ((3, 1, 700), np.int64(-(2**40))),
        ((2, 900, 4), np.bool_(True)),
    ],
)
def test_every_volume_has_an_output(shape: tuple, image: Any) -> None:
    curator = vp.Curator(np.full(shape, image), np.ones(shape, bool), np.ones(shape), journal="memory")
    bundle = curator._repr_mimebundle_()
    assert "data:image/png" in bundle["text/html"]
    json.dumps(curator.get_state("volume"), allow_nan=False)


def test_a_name_cannot_smuggle_markup(volume: Volume) -> None:
    curator = vp.Curator(*volume, name="<script>alert(1)</script>")
    assert "<script>" not in curator._repr_mimebundle_()["text/html"]


def test_closing_hears_no_more_of_the_browser(curator: vp.Curator, volume: Volume) -> None:
    curator.close()
    content = {"type": "label", "v": 1, "client": "page", "seq": 1, "id": "12"}
    curator._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


def test_more_labels_than_the_table_holds_are_no_reason_to_show_nothing(curator: vp.Curator) -> None:
    values = np.arange(curator.segmentation.size).reshape(curator.segmentation.shape) % 300
    curator.segmentation[...] = values.astype(curator.segmentation.dtype)
    assert "data:image/png" in curator._repr_mimebundle_()["text/html"]
