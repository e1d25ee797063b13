"""One imprecise line along a missing or false piece changes what belongs to it, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import ndimage

from voxproof.data import vessels
from voxproof.strokes import Change, stroke

ALL = np.ones((3, 3, 3), bool)
SHAPE = (11, 13, 40)


def bar(of: int = 1, gap: tuple[int, int] = (0, 0), radius: float = 2.3) -> np.ndarray:
    """A vessel along x, of one label, without the slices `gap`."""
    z, y, x = np.indices(SHAPE)
    near = ((z - 5) ** 2 + (y - 6) ** 2 <= radius**2) & ~((x >= gap[0]) & (x < gap[1]))
    return (near * of).astype(np.uint8)


def pair(bridge: tuple[int, int] = (18, 21)) -> np.ndarray:
    """Two vessels along x, and a bridge between them."""
    z, y, x = np.indices(SHAPE)
    tubes = ((z - 5) ** 2 + (np.abs(y - 6) - 4) ** 2) <= 1.5**2
    across = (x >= bridge[0]) & (x < bridge[1]) & (np.abs(z - 5) <= 1) & (np.abs(y - 6) <= 4)
    return (tubes | across).astype(np.uint8)


def applied(segmentation: np.ndarray, change: Change) -> np.ndarray:
    after = segmentation.copy()
    after[change.box][change.mask] = change.label
    return after


def pieces(mask: np.ndarray) -> int:
    return int(ndimage.label(mask, ALL)[1])


def seen(mask: np.ndarray, noise: float = 12.0) -> np.ndarray:
    """An image of a mask: blurred, with noise."""
    blurred = ndimage.gaussian_filter(mask.astype(float) * 100, 0.7)
    return blurred + np.random.default_rng(5).normal(0, noise, mask.shape)


DATA: dict[str, dict[str, Any]] = {
    "nothing": {},
    "image": {"image": seen(bar() > 0)},
    "dark vessels": {"image": 200 - seen(bar() > 0)},
    "flat image": {"image": np.full(SHAPE, 7, np.int16)},
    "image with NaN": {"image": np.where(np.indices(SHAPE)[2] % 9 == 0, np.nan, seen(bar() > 0))},
    "probability": {"probability": np.clip(seen(bar() > 0) / 100, 0, 1)},
    "both": {"image": seen(bar() > 0), "probability": np.clip(seen(bar() > 0) / 100, 0, 1)},
}


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_a_crooked_line_through_a_gap_joins_the_pieces(data: dict[str, Any]):
    broken = bar(gap=(14, 26))
    change = stroke(broken, [(5, 5, 13), (5, 7, 17), (4, 6, 21), (5, 7, 26)], **data)
    after = applied(broken, change)
    assert pieces(after) == 1
    missing = (bar() > 0) & (broken == 0)
    assert (after[missing] > 0).mean() > 0.7
    assert ((after > 0) & (bar(radius=4.5) == 0)).sum() == 0


@pytest.mark.parametrize("radius", [1.5, 2.3, 3.3, 4.4])
def test_with_an_image_a_gap_is_filled_as_thick_as_the_vessel(radius: float):
    broken, whole = bar(gap=(14, 26), radius=radius), bar(radius=radius)
    after = applied(broken, stroke(broken, [(5, 6, 13), (5, 6, 26)], image=seen(whole > 0)))
    missing = (whole > 0) & (broken == 0)
    assert (after[missing] > 0).mean() > 0.95
    assert ((after > 0) & (whole == 0)).sum() < 0.15 * missing.sum()


@pytest.mark.parametrize(
    "data",
    [{}, {"image": seen(pair((0, 0)) > 0)}, {"image": np.ones(SHAPE)}],
    ids=["nothing", "image", "flat"],
)
def test_a_line_over_a_bridge_parts_two_vessels(data: dict[str, Any]):
    merged = pair()
    assert pieces(merged) == 1
    change = stroke(merged, [(5, 5, 20), (5, 7, 18)], mode="remove", **data)
    after = applied(merged, change)
    assert change.label == 0
    assert pieces(after) == 2
    tubes = pair((0, 0)) > 0
    assert (after[tubes] > 0).mean() > 0.95


def test_a_false_branch_goes_and_the_vessel_stays():
    vessel = bar()
    branch = vessel.copy()
    branch[4:7, 8:, 19:22] = 1
    after = applied(branch, stroke(branch, [(5, 12, 21), (5, 9, 20)], mode="remove"))
    assert after[5, 10:, 20].max() == 0
    assert (after[vessel > 0] > 0).mean() > 0.95


def test_a_click_is_a_short_stroke():
    hole = bar(gap=(19, 21))
    change = stroke(hole, [(5, 6, 20)])
    assert pieces(applied(hole, change)) == 1
    np.testing.assert_array_equal(stroke(hole, [(5, 6, 20)] * 3).mask, change.mask)


def test_the_same_stroke_does_the_same():
    broken, line = bar(gap=(14, 26)), [(5, 5, 13), (5, 7, 26)]
    first, second = stroke(broken, line, **DATA["both"]), stroke(broken, line, **DATA["both"])
    assert first.origin == second.origin
    np.testing.assert_array_equal(first.mask, second.mask)


@pytest.mark.parametrize("mode", ["add", "remove"])
def test_a_volume_full_of_one_label_is_no_trouble(mode: str):
    full = np.ones((5, 7, 9), np.uint8)
    for width in (0, 1, 3):
        change = stroke(full, [(2, 3, 2), (2, 3, 6)], mode=mode, width=width)
        assert change.mask.any() == (mode == "remove")


@pytest.mark.parametrize("mode", ["add", "remove"])
def test_other_labels_are_never_taken(mode: str):
    labels = bar(of=3, gap=(14, 26))
    labels[:, 8:, :][labels[:, 8:, :] == 0] = 9
    change = stroke(labels, [(5, 6, 13), (5, 7, 26)], mode=mode, label=3)
    assert change.mask.any()
    after = applied(labels, change)
    np.testing.assert_array_equal(after == 9, labels == 9)


def test_without_a_label_the_stroke_takes_the_one_it_meets():
    labels = bar(of=3, gap=(14, 26))
    labels[0, 0, :] = 9
    line = [(5, 6, 12), (5, 6, 27)]
    assert stroke(labels, line).label == 3
    assert stroke(labels, line, label=4).label == 4
    assert stroke(labels, [(5, 6, 16), (5, 6, 20)]).label == 3, "the nearest, where the stroke meets none"
    assert stroke(np.zeros(SHAPE, np.int32), line).label == 1


def test_nothing_to_remove_changes_nothing():
    change = stroke(np.zeros(SHAPE, np.uint8), [(5, 6, 12), (5, 6, 27)], mode="remove")
    assert change.mask.size == 0
    assert (applied(bar(), change) == bar()).all()


@pytest.mark.parametrize("data", ["nothing", "both"])
@pytest.mark.parametrize("mode", ["add", "remove"])
def test_a_wider_stroke_changes_all_that_a_narrower_one_does(mode: str, data: str):
    segmentation = bar(gap=(14, 26)) if mode == "add" else pair()
    before = np.zeros(SHAPE, bool)
    counts = []
    for width in (0.0, 0.3, 0.7, 1.0, 1.4, 1.9, 2.5, 4.0):
        change = stroke(segmentation, [(5, 5, 15), (5, 7, 24)], mode=mode, width=width, **DATA[data])
        now = applied(np.zeros(SHAPE, np.uint8), Change(change.origin, change.mask, 1)) > 0
        assert not (before & ~now).any()
        before = now
        counts.append(int(now.sum()))
    assert counts[0] <= counts[3] < counts[-1]


def test_coarse_slices_are_measured_by_their_spacing():
    broken, line = bar(gap=(14, 26)), [(5, 6, 13), (5, 6, 26)]
    depth = {z: np.ptp(np.nonzero(stroke(broken, line, spacing=(z, 1, 1)).mask)[0]) for z in (1, 3)}
    assert depth[3] < depth[1]
    np.testing.assert_array_equal(
        stroke(broken, line, spacing=(6, 2, 2)).mask, stroke(broken, line, spacing=(3, 1, 1)).mask
    )


def test_any_layout_and_dtype_of_labels_gives_the_same():
    broken, line = bar(gap=(14, 26)), [(5, 5, 13), (5, 7, 26)]
    wanted = stroke(broken, line, **DATA["image"]).mask
    for other in (
        broken.astype(bool),
        broken.astype(">i8"),
        np.asfortranarray(broken),
        broken[:, :, ::-1][:, :, ::-1],
    ):
        np.testing.assert_array_equal(stroke(other, line, **DATA["image"]).mask, wanted)
    assert not np.shares_memory(wanted, broken)


def test_generated_vessels_are_joined_again_by_jittered_strokes():
    volume = vessels((32, 48, 64), seed=4)
    truth = volume.truth > 0
    joined = 0
    rng = np.random.default_rng(1)
    from skimage.morphology import skeletonize

    line = np.argwhere(skeletonize(truth))
    inner = line[((line > 8) & (line < np.array(truth.shape) - 9)).all(axis=1)]
    for at in inner[:: max(len(inner) // 12, 1)][:12]:
        near = np.linalg.norm(
            (np.indices(truth.shape).T - at).T * np.reshape([2, 1, 1], (3, 1, 1, 1)), axis=0
        )
        broken = truth & (near > 4)
        path = line[np.linalg.norm((line - at) * [2, 1, 1], axis=1) <= 6]
        path = path[np.argsort(path @ np.ptp(path, axis=0))][::3]
        path[:, 1:] += rng.integers(-1, 2, (len(path), 2))
        change = stroke(broken, path, image=volume.image, spacing=volume.spacing)
        joined += pieces(applied(broken.astype(np.uint8), change)) <= pieces(truth)
    assert joined >= 10


WRONG: list[tuple[str, type[Exception], dict[str, Any], str]] = [
    ("outside", ValueError, {"points": [(5, 6, 40)]}, "expected .* within a volume"),
    ("no points", ValueError, {"points": np.zeros((0, 3))}, "at least one"),
    ("two axes", ValueError, {"points": [(5, 6)]}, "one .z, y, x. a row"),
    ("NaN point", ValueError, {"points": [(5, 6, np.nan)]}, "expected .* within a volume"),
    ("label 0", ValueError, {"label": 0}, 'mode="remove"'),
    ("label beyond", ValueError, {"label": 256}, "expected 0 to 255"),
    ("label text", TypeError, {"label": "7"}, "whole number"),
    ("mode", ValueError, {"mode": "erase"}, '"add" or "remove"'),
    ("width", ValueError, {"width": -1}, "at least 0"),
    ("image shape", ValueError, {"image": np.zeros((11, 40, 13))}, "that of the segmentation"),
    ("probability range", ValueError, {"probability": np.full(SHAPE, 255)}, "Divide"),
    ("spacing", ValueError, {"spacing": (1, 1)}, "three sizes"),
]


@pytest.mark.parametrize(("kind", "changes", "message"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_said(kind: type[Exception], changes: dict[str, Any], message: str):
    with pytest.raises(kind, match=message):
        stroke(bar(), **{"points": [(5, 6, 12)], **changes})


def test_floats_are_no_labels():
    with pytest.raises(TypeError, match="integers or booleans"):
        stroke(bar().astype(float), [(5, 6, 12)])
