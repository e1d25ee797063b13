"""`rank`: what it takes, what it refuses, and what its ranking answers."""

import subprocess
import sys

import numpy as np
import pytest

from voxproof._session import Session
from voxproof.regions import encode, rank, window_voxels

SHAPE = (3, 4, 5)
SEGMENTATION = np.ones(SHAPE, np.int32)


@pytest.fixture
def doubt():
    """Three regions on a doubtless ground: a column of 0.9, a pair of 0.5 in another slice, one voxel of 0.7."""
    values = np.zeros(SHAPE, np.float32)
    values[0, :, 1] = 0.9
    values[2, 1, 3:5] = 0.5
    values[2, 3, 0] = 0.7
    return values


def first_voxels(ranking):
    return ranking.table["first_voxel"].tolist()


def test_the_most_doubtful_region_comes_first(doubt):
    table = rank(SEGMENTATION, doubt, mode="plateau", min_voxels=1, score="mean").table
    assert table["rank"].tolist() == [1, 2, 3]
    assert table["voxels"].tolist() == [4, 1, 2]
    np.testing.assert_allclose(table["score"], [0.9, 0.7, 0.5], atol=1e-6)
    np.testing.assert_allclose(table["sum"], [3.6, 0.7, 1.0], atol=1e-5)
    assert table.loc[0, ["z0", "z1", "y0", "y1", "x0", "x1"]].tolist() == [0, 1, 0, 4, 1, 2]
    assert table.loc[0, ["z", "y", "x"]].tolist() == [0, 1.5, 1]


def test_a_region_is_named_by_generation_parameters_and_first_voxel(doubt):
    ranking = rank(SEGMENTATION, doubt, mode="plateau", min_voxels=1, score="mean")
    assert ranking.ids == ["g0/plateau26/1", "g0/plateau26/55", "g0/plateau26/48"]
    assert rank(SEGMENTATION, doubt, mode="tree", min_voxels=1, max_voxels=9).ids[0] == "g0/tree26x9/1"


def test_labels_are_ranks(doubt):
    labels = rank(SEGMENTATION, doubt, mode="plateau", min_voxels=2).labels()
    assert labels.dtype == np.uint32
    assert labels.tolist() == np.select([doubt == np.float32(0.9), doubt == 0.5], [1, 2]).tolist()


def test_voxels_of_a_region_by_rank_and_by_id(doubt):
    ranking = rank(SEGMENTATION, doubt, mode="plateau", min_voxels=1, score="mean")
    assert ranking.voxels(1).tolist() == [1, 6, 11, 16]
    assert ranking.voxels(ranking.ids[2]).tolist() == [48, 49]


@pytest.mark.parametrize("region", [0, 4, "g0/plateau26/2", "g1/plateau26/1"])
def test_an_unknown_region_is_refused(doubt, region):
    ranking = rank(SEGMENTATION, doubt, mode="plateau", min_voxels=1)
    with pytest.raises(KeyError, match="found"):
        ranking.voxels(region)


def test_voxels_agree_with_labels_on_a_tree_of_many_regions():
    values = np.random.default_rng(3).random((7, 11, 13))
    ranking = rank(np.ones(values.shape, bool), values, mode="tree", min_voxels=1, max_voxels=12)
    labels = ranking.labels().ravel()
    assert len(ranking) > 10
    for region in range(1, len(ranking) + 1):
        assert ranking.voxels(region).tolist() == np.flatnonzero(labels == region).tolist()


def test_smaller_regions_are_counted(doubt):
    ranking = rank(SEGMENTATION, doubt, mode="plateau", min_voxels=3)
    assert (len(ranking), ranking.smaller.count, ranking.smaller.voxels) == (1, 2, 3)


def test_confidence_is_doubt_the_other_way_round(doubt):
    trusted = rank(SEGMENTATION, 1 - doubt, direction="confidence", mode="plateau", min_voxels=1)
    assert first_voxels(trusted) == first_voxels(rank(SEGMENTATION, doubt, mode="plateau", min_voxels=1))


def test_a_confidence_of_nothing_on_background_says_nothing_there(doubt):
    segmentation = (doubt > 0).astype(np.uint8)
    confidence = np.where(doubt > 0, 1 - doubt, 0)
    ranking = rank(segmentation, confidence, direction="confidence", mode="plateau", min_voxels=1)
    assert not ranking.labels()[segmentation == 0].any()
    assert first_voxels(ranking)[0] == 1


def test_a_probability_is_doubtful_near_one_half(doubt):
    ranking = rank(SEGMENTATION, probability=doubt, mode="plateau", min_voxels=1, score="mean")
    assert first_voxels(ranking) == [48, 55, 1]
    assert ranking.table["max"].tolist()[0] == pytest.approx(1)


def test_a_spacing_adds_volumes(doubt):
    table = rank(
        SEGMENTATION, doubt, spacing=(2.0, 0.5, 0.5), mode="plateau", min_voxels=1, score="mean"
    ).table
    assert table["volume"].tolist() == [2.0, 0.5, 1.0]
    assert "volume" not in rank(SEGMENTATION, doubt).table


def test_the_mode_follows_from_the_map_and_says_why():
    branches = np.repeat(np.random.default_rng(1).integers(1, 9, (4, 5, 3)), 6, axis=2) / 10
    noise = np.random.default_rng(1).random((4, 5, 18))
    segmentation = np.ones(noise.shape, bool)
    assert rank(segmentation, branches).mode == "plateau"
    assert rank(segmentation, noise).mode == "variants"
    assert "equal their neighbour" in rank(segmentation, noise).reason


def test_what_an_overconfident_model_says_is_searched_though_most_of_it_is_alike():
    probability = np.full((4, 20, 40), 1e-7)
    probability[:, 6:9] = np.linspace(0.2, 0.9, 40)
    assert rank(probability > 0.5, probability=probability).mode == "variants"


TRAPS = {
    "big-endian": lambda a: a.astype(">f4"),
    "float16": lambda a: a.astype(np.float16),
    "Fortran order": np.asfortranarray,
    "not contiguous": lambda a: np.repeat(a, 2, axis=2)[:, :, ::2],
    "a list": lambda a: a.tolist(),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_ranks_whatever_the_layout(doubt, trap):
    values = np.asarray(doubt, np.float16).astype(np.float32)
    expected = rank(SEGMENTATION, values, mode="plateau", min_voxels=1)
    assert rank(SEGMENTATION, TRAPS[trap](values), mode="plateau", min_voxels=1).table.equals(expected.table)


def test_does_not_change_its_input(doubt):
    doubt.flags.writeable = False
    before = doubt.copy()
    rank(SEGMENTATION, doubt)
    np.testing.assert_array_equal(doubt, before)


@pytest.mark.parametrize("value", [0, 3])
def test_a_constant_map(value):
    ranking = rank(SEGMENTATION, np.full(SHAPE, value), mode="plateau")
    assert ranking.table["voxels"].tolist() == ([60] if value else [])


def test_a_million_distinct_values_keep_their_order():
    values = np.random.default_rng(5).random((100, 100, 100))
    codes = encode(values)
    assert not codes.lossless
    order = np.argsort(values.ravel())[:: values.size // 1000]
    assert (np.diff(codes.codes.ravel()[order].astype(int)) >= 0).all()
    assert (codes.codes > 0).all()


REFUSED = {
    "two axes": (SEGMENTATION[0], np.ones(SHAPE[1:]), {}, "found 2 axes"),
    "four axes": (SEGMENTATION[None], np.ones((1, *SHAPE)), {}, "found 4 axes"),
    "empty": (SEGMENTATION[:0], np.ones((0, 4, 5)), {}, "at least one voxel"),
    "another shape": (SEGMENTATION, np.ones((5, 4, 3)), {}, r"found shape \(5, 4, 3\), expected \(3, 4, 5\)"),
    "NaN": (SEGMENTATION, np.full(SHAPE, np.nan), {}, "found 60 values that are NaN or infinite"),
    "infinite": (SEGMENTATION, np.full(SHAPE, np.inf), {}, "NaN or infinite"),
    "huge": (
        SEGMENTATION,
        np.full(SHAPE, 1.7e308),
        {},
        "found values up to 1.7e.308, expected at most 1e.290",
    ),
    "long": (SEGMENTATION, np.full(SHAPE, 2**64 - 1, np.uint64), {}, "expected at most 9.0072e.15"),
    "negative": (SEGMENTATION, np.full(SHAPE, -0.5), {}, "found values down to -0.5"),
    "complex": (SEGMENTATION, np.full(SHAPE, 1j), {}, "found dtype complex128"),
    "text": (SEGMENTATION, np.full(SHAPE, "a"), {}, "found dtype <U1"),
    "ragged": (SEGMENTATION, [[1, 2], [3]], {}, "found a list that is no regular"),
    "float mask": (np.ones(SHAPE), np.ones(SHAPE), {}, "segmentation: found dtype float64"),
    "no map": (SEGMENTATION, None, {}, "found neither, expected at least one"),
    "no probability": (SEGMENTATION, None, {"probability": np.full(SHAPE, 256)}, "found values up to 256"),
    "image shape": (SEGMENTATION, np.ones(SHAPE), {"image": np.ones((2, 4, 5))}, "image: found shape"),
    "spacing of 0": (SEGMENTATION, np.ones(SHAPE), {"spacing": (1, 0, 1)}, "spacing: found"),
    "two spacings": (SEGMENTATION, np.ones(SHAPE), {"spacing": (1, 1)}, "spacing: found"),
    "spacing of text": (SEGMENTATION, np.ones(SHAPE), {"spacing": "µm"}, "spacing: found"),
    "direction": (SEGMENTATION, np.ones(SHAPE), {"direction": "up"}, 'expected "uncertainty" \\(high'),
    "mode": (
        SEGMENTATION,
        np.ones(SHAPE),
        {"mode": "best"},
        'expected "auto", "plateau", "delta", "threshold", "branch", "variants" or "tree"',
    ),
    "connectivity": (SEGMENTATION, np.ones(SHAPE), {"connectivity": 8}, "expected 6"),
    "half a voxel": (SEGMENTATION, np.ones(SHAPE), {"min_voxels": 2.5}, "found 2.5"),
    "least above most": (SEGMENTATION, np.ones(SHAPE), {"min_voxels": 9, "max_voxels": 8}, "found 9 and 8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_what_cannot_be_ranked(case):
    segmentation, values, options, message = REFUSED[case]
    with pytest.raises((TypeError, ValueError), match=message):
        rank(segmentation, values, **options)


class LostTensor:
    """What is seen of a torch tensor on a GPU."""

    def detach(self):
        return self

    def numpy(self):
        raise TypeError("can't convert cuda:0 device type tensor to numpy")


class Lazy:
    """What is seen of a dask array."""

    def compute(self):
        return np.ones(SHAPE)

    def __array__(self, dtype=None, copy=None):
        return self.compute()


ONES = np.ones(SHAPE)
ALIKE = {
    "masked": np.ma.masked_equal(ONES, 1),
    "lazy": Lazy(),
    "ragged": [[1, 2], [3]],
    "tensor": LostTensor(),
    "text": "doubt",
    "number": 0.5,
    "two axes": ONES[0],
    "shape": ONES.T,
    "NaN": ONES * np.nan,
    "complex": ONES * 1j,
    "empty": ONES[:0],
}


@pytest.mark.parametrize("name", ["image", "segmentation", "uncertainty", "probability"])
@pytest.mark.parametrize("case", ALIKE)
def test_a_curator_refuses_the_same_in_the_same_words(case, name):
    given = {"segmentation": SEGMENTATION.copy(), "uncertainty": ONES, "image": ONES, name: ALIKE[case]}
    outcomes = []
    for act in (rank, lambda **given: Session(journal="memory", copy=True, **given)):
        try:
            act(**given)
            outcomes.append(None)
        except (TypeError, ValueError) as error:
            outcomes.append((type(error), str(error)))
    is_copied = (case, name) == ("lazy", "segmentation")
    assert outcomes[0] == outcomes[1] or is_copied
    assert outcomes[0] is not None or (case, name) == ("NaN", "image")


@pytest.mark.parametrize(
    ("factor", "dtype", "words"),
    [
        (100, np.float64, "taken as percentages and divided by 100"),
        (255, np.uint8, "taken as 8-bit values and divided by 255"),
    ],
)
def test_a_probability_of_another_scale_is_scaled_and_says_so(factor, dtype, words):
    probability = np.linspace(0, 1, np.prod(SHAPE)).reshape(SHAPE)
    scaled = np.rint(probability * factor).astype(dtype)
    with pytest.warns(UserWarning, match=words) as caught:
        ranking = rank(SEGMENTATION, probability=scaled, min_voxels=1)
    assert caught[0].filename == __file__
    expected = rank(SEGMENTATION, probability=(scaled / factor).astype(np.float32), min_voxels=1)
    assert ranking.table["score"].tolist() == pytest.approx(expected.table["score"].tolist(), abs=1e-6)


def test_a_probability_that_is_neither_share_nor_percentage_is_refused():
    with pytest.raises(ValueError, match=r"probability: found values up to 3.4, expected 0 to 1"):
        rank(SEGMENTATION, probability=np.full(SHAPE, 3.4))


def test_a_probability_of_the_background_is_told(recwarn):
    probability = np.zeros((3, 4, 5))
    probability[1] = 0.9
    rank(probability > 0.5, probability=probability)
    assert not recwarn
    with pytest.warns(UserWarning, match=r"found 0\.10 on average inside the segmentation and 1\.00 outside"):
        rank(probability > 0.5, probability=1 - probability)


def test_a_probability_beyond_one_by_rounding_is_one(recwarn):
    probability = np.full(SHAPE, 0.4)
    probability[0, 0] = 1 + 1e-9
    assert first_voxels(rank(SEGMENTATION, probability=probability, min_voxels=1)) == [5]
    assert not recwarn.list


def test_leaves_nothing_on_stderr_when_python_ends():
    script = "import numpy as np; from voxproof.regions import rank; print(len(rank(np.ones((2, 3, 4), int), np.ones((2, 3, 4)))))"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert (ended.stdout.strip(), ended.stderr) == ("1", "")


def test_near_regions_share_a_stop_and_stops_are_ranked_by_summed_score():
    doubt = np.zeros((1, 3, 200))
    doubt[0, 1, 10], doubt[0, 1, [60, 62, 64]] = 0.9, (0.5, 0.6, 0.7)
    ranking = rank(
        doubt > 0, doubt, min_voxels=1, spacing=(1, 1, 1), stop_window=20, mode="plateau", score="mean"
    )
    assert ranking.table[["rank", "stop"]].to_numpy().tolist() == [[1, 2], [2, 1], [3, 1], [4, 1]]
    stops = ranking.stops
    assert stops[["stop", "regions", "first", "x0", "x1"]].to_numpy().tolist() == [
        [1, 3, 2, 60, 65],
        [2, 1, 1, 10, 11],
    ]
    assert stops["score"].tolist() == pytest.approx([1.8, 0.9])
    flat = rank(doubt > 0, doubt, min_voxels=1, stop_regions=1, mode="plateau")
    assert flat.table["stop"].tolist() == [1, 2, 3, 4]


def test_the_window_of_a_stop_is_a_cube_in_micrometres():
    assert window_voxels(None) == (80, 80, 80)
    assert window_voxels((2.0, 0.5, 0.5)) == (20, 80, 80)
    assert window_voxels((100.0, 0.5, 0.5), 12.0) == (3, 24, 24)


@pytest.mark.parametrize("window", [0, -1.0, float("nan"), "wide"])
def test_a_window_that_is_no_length_is_refused(doubt, window):
    with pytest.raises(ValueError, match=r"stop_window: found .* expected a length above 0"):
        rank(SEGMENTATION, doubt, stop_window=window)


def test_a_stop_has_one_to_64_regions(doubt):
    with pytest.raises(ValueError, match="stop_regions: found 65, expected"):
        rank(SEGMENTATION, doubt, stop_regions=65)
