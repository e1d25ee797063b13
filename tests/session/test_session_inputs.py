"""Bad input works, or says what was found, what was expected and what to do; nothing is transposed, narrowed or copied."""

import numpy as np
import pytest

from voxproof._edits import Edit
from voxproof._events import Refused

SHAPE = (6, 9, 13)
BOX = (1, 2, 1, 3, 4, 6)


def ones(dtype):
    array = np.zeros(SHAPE, dtype)
    array[2:4, 2:6, 3:9] = 1
    return array


def fortran(dtype=np.uint16):
    return np.asfortranarray(ones(dtype))


def strided():
    return np.zeros((12, 9, 26), np.int32)[::2, :, ::-2]


@pytest.mark.parametrize(
    "segmentation",
    [
        ones(bool),
        ones(np.int8),
        ones(np.uint64),
        ones(">u2"),
        ones(">i8"),
        fortran(),
        strided(),
        ones(np.uint16).transpose(2, 1, 0).copy().transpose(2, 1, 0),
        np.zeros((6, 9, 13), np.uint8)[:, ::-1],
    ],
    ids=[
        "bool",
        "int8",
        "uint64",
        "big-endian 16",
        "big-endian 64",
        "Fortran",
        "strided",
        "transposed",
        "reversed",
    ],
)
def test_segmentation_of_any_layout_is_edited_in_place(make, segmentation):
    dtype, strides = segmentation.dtype, segmentation.strides
    expected = segmentation.copy()
    expected[1, 1:3, 4:6] = 1
    session = make(segmentation)
    session.apply(Edit(BOX, 1))
    assert session.segmentation is segmentation
    assert np.array_equal(segmentation, expected)
    assert (segmentation.dtype, segmentation.strides) == (dtype, strides)
    session.undo()
    assert not segmentation[1, 1:3, 4:6].any()


@pytest.mark.parametrize(
    ("dtype", "labels"),
    [
        (np.uint8, [0, 255]),
        (np.uint64, [0, 2**32 + 1, 2**64 - 1]),
        (np.int64, [-(2**62), 0, 2**40]),
        (np.int16, [-5, 0, 7]),
    ],
)
def test_label_ids_of_any_width_survive(make, dtype, labels):
    segmentation = np.zeros(SHAPE, dtype)
    for z, label in enumerate(labels):
        segmentation[z] = label
    session = make(segmentation)
    assert sorted(session.labels.ids) == labels
    assert session.description()["segmentation"]["labels"][0] == "0"
    block = session.index_block(0, (0, 6, 0, 9, 0, 13))
    assert np.array_equal(session.labels.ids_of(block), segmentation)
    session.apply(Edit((5, 6, 1, 3, 4, 6), np.full((1, 2, 2), labels[-1], dtype)))
    assert (segmentation[5, 1:3, 4:6] == labels[-1]).all()


@pytest.mark.parametrize(
    ("segmentation", "error", "match"),
    [
        (ones(np.uint8)[0], ValueError, r"found 2 axes .* array\[None\]"),
        (ones(np.uint8)[..., None], ValueError, "found 4 axes .* Pick a channel"),
        (np.zeros((0, 9, 13), np.uint8), ValueError, "at least one voxel"),
        (ones(np.float32), TypeError, r"whole numbers from 0 to 1: segmentation.astype\(np.uint8\)"),
        (ones(np.float64) * 0.5, TypeError, "looks like a probability"),
        (ones(np.float64) * 1.5, TypeError, "expected integers or booleans"),
        (ones(np.float64) * np.nan, TypeError, "expected integers or booleans"),
        (ones(complex), TypeError, "complex128"),
        (ones(np.uint8).tolist(), TypeError, r"found a list.*copy=True"),
        (np.broadcast_to(ones(np.uint8), SHAPE), ValueError, "read-only.*copy=True"),
        (np.ma.masked_equal(ones(np.uint8), 1), TypeError, "filled"),
        (None, TypeError, "expected a NumPy array"),
    ],
    ids=[
        "2D", "channel", "empty", "whole floats", "probability", "floats", "nan", "complex", "list", "read-only", "masked", "None",
    ],
)  # fmt: skip
def test_segmentation_that_cannot_be_edited_is_refused_with_the_way_out(make, segmentation, error, match):
    with pytest.raises(error, match=f"(?s)segmentation: .*{match}"):
        make(segmentation if segmentation is not None else 5)


def test_read_only_is_curated_as_a_copy(make):
    segmentation = ones(">u2")
    segmentation.setflags(write=False)
    session = make(segmentation, copy=True)
    session.apply(Edit(BOX, 1))
    assert session.segmentation.dtype == ">u2"
    assert session.segmentation[1, 1, 4] == 1
    assert segmentation[1, 1, 4] == 0


def test_memory_map_is_edited_when_it_is_writable(make, tmp_path):
    np.save(tmp_path / "s.npy", ones(np.uint16))
    with pytest.raises(ValueError, match=r'read-only.*copy=True.*"r\+"'):
        make(np.load(tmp_path / "s.npy", mmap_mode="r"))
    array = np.load(tmp_path / "s.npy", mmap_mode="r+")
    make(array).apply(Edit(BOX, 1))
    array.flush()
    assert np.load(tmp_path / "s.npy")[1, 1, 4] == 1


def test_dask_and_zarr_say_what_to_do(make):
    dask, zarr = pytest.importorskip("dask.array"), pytest.importorskip("zarr")
    lazy = dask.from_array(ones(np.uint8))
    stored = zarr.array(ones(np.uint8))
    with pytest.raises(TypeError, match=r"segmentation: found dask's Array.*\.compute\(\)"):
        make(lazy)
    with pytest.raises(TypeError, match=r"segmentation: found zarr's Array.*\[:\]"):
        make(stored)
    with pytest.raises(TypeError, match=r"uncertainty: found dask's Array.*\.compute\(\)"):
        make(uncertainty=lazy)
    with pytest.raises(TypeError, match=r"image: found zarr's Array.*\[:\]"):
        make(image=stored)
    assert make(lazy, copy=True).segmentation.dtype == np.uint8


class Tensor:
    """What the session needs of a torch tensor."""

    def __init__(self, array, on_gpu=False):
        self.array, self.on_gpu = array, on_gpu

    def detach(self):
        return self

    def numpy(self):
        if self.on_gpu:
            raise TypeError("can't convert cuda:0 device type tensor to numpy")
        return self.array


def test_tensor_in_the_cpus_memory_is_edited_in_place(make):
    tensor = Tensor(ones(np.int64))
    make(tensor).apply(Edit(BOX, 1))
    assert tensor.array[1, 1, 4] == 1
    with pytest.raises(TypeError, match=r"detach\(\)\.cpu\(\)\.numpy\(\)"):
        make(Tensor(ones(np.int64), on_gpu=True))


@pytest.mark.parametrize("options", [{"uncertainty": ones(float)}, {"uncertainty": ones(int).tolist()},
                                     {"uncertainty": np.zeros(SHAPE)}, {"uncertainty": np.full(SHAPE, 0.3)},
                                     {"uncertainty": ones(bool)}, {"uncertainty": ones(">f4")},
                                     {"uncertainty": np.asfortranarray(ones(float))}, {"probability": ones(float) * 0.3},
                                     {"probability": ones(bool)}])  # fmt: skip
def test_map_of_any_kind_ranks(make, options):
    session = make(ones(np.uint8), **options)
    assert session.description()["ranking"]["mode"] in ("plateau", "tree")
    assert len(session.ranking) == len(session.regions_frame())


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"uncertainty": ones(float)[:5]}, r"uncertainty: found shape \(5, 9, 13\), expected \(6, 9, 13\)"),
        ({"uncertainty": ones(float).T}, "Nothing is transposed"),
        ({"uncertainty": ones(float) * np.nan}, "NaN or infinite.*nan_to_num"),
        ({"uncertainty": np.full(SHAPE, np.inf)}, "NaN or infinite"),
        ({"uncertainty": -ones(float)}, "down to -1.0, expected none below 0"),
        ({"uncertainty": ones(float)[0]}, "2 axes"),
        ({"uncertainty": "doubt"}, "found a str"),
        ({"uncertainty": [[1, 2], [3]]}, "regular"),
        ({"probability": ones(float) * 256}, "up to 256, expected 0 to 1"),
        ({"probability": None}, "found neither"),
        ({"image": ones(float)[1:]}, "image: found shape"),
        ({"image": ones(complex)}, "image: found dtype complex128"),
        ({"spacing": (1, 2)}, "spacing: found .*three sizes above 0"),
        ({"spacing": (1, 0, 2)}, "three sizes above 0"),
        ({"spacing": (1, np.nan, 2)}, "three sizes above 0"),
        ({"spacing": 2.0}, "three sizes above 0"),
        ({"spacing": (1e308, 1e308, 1e308)}, "three sizes above 0"),
        ({"spacing": ("2", "1", "1")}, "three sizes above 0"),
        ({"spacing": "123"}, "spacing: found '123', expected three sizes above 0"),
        ({"direction": "up"}, "direction: found 'up'"),
        ({"mode": "best"}, "mode: found 'best'"),
        ({"name": ""}, "name: found ''"),
        ({"name": 7}, "name: found 7"),
        ({"journal": "\ud800"}, "journal: found .*whole characters"),
        ({"journal": "a\0b"}, "journal: found .*no null character"),
        ({"copy": "no"}, "copy: found 'no', expected True or False"),
    ],
)
def test_other_input_that_does_not_fit_is_refused(make, options, match):
    with pytest.raises((TypeError, ValueError), match=f"(?s){match}"):
        make(ones(np.uint8), **options)


def test_maps_and_image_stay_as_they_are(make):
    image, uncertainty = ones(np.float32), ones(np.float32)
    for array in (image, uncertainty):
        array.setflags(write=False)
    session = make(image=image, uncertainty=uncertainty)
    assert session.image is image
    assert session.uncertainty is uncertainty


def test_both_maps_given_the_uncertainty_ranks(make):
    session = make(uncertainty=ones(float), probability=np.full(SHAPE, 0.5))
    assert session.codes.maximum == 1
    assert session.description()["uncertainty"]["probability"] is False
    assert make(ones(bool), probability=ones(float) * 0.5).description()["uncertainty"]["probability"] is True


def test_confidence_turns_the_map_around(make):
    segmentation = np.ones(SHAPE, np.uint8)
    session = make(segmentation, uncertainty=1 - ones(float) / 2, direction="confidence")
    assert np.array_equal(session.codes.codes > 0, ones(bool))


def test_one_slice_is_a_volume(make):
    segmentation = ones(np.uint8)[2:3].copy()
    session = make(segmentation, image=segmentation.copy(), uncertainty=segmentation.astype(float))
    session.apply(Edit((0, 1, 0, 1, 0, 1), 1))
    assert segmentation[0, 0, 0] == 1


def test_map_with_a_million_values_states_its_step(make):
    values = np.linspace(0, 2, 1_000_000).reshape(100, 100, 100)
    session = make(np.zeros(values.shape, np.uint8), image=values, uncertainty=values)
    uncertainty = session.description()["uncertainty"]
    assert (uncertainty["codes"], uncertainty["lossless"]) == ("uint16", False)
    assert uncertainty["step"] == pytest.approx(2 / 65535)
    assert "weights" not in uncertainty


def test_a_journal_that_is_no_path_is_refused(make):
    with pytest.raises(TypeError, match=r'journal: found 5, expected a file or folder, "new", "memory"'):
        make(ones(np.uint8), journal=5)


def test_an_image_in_the_memory_of_the_segmentation_is_refused(make, blocks):
    segmentation = blocks()[1]
    with pytest.raises(
        ValueError, match=r"image: found the very memory of the segmentation.*image=array.copy"
    ):
        make(segmentation, image=segmentation[...])
    both = np.stack([segmentation, segmentation], axis=-1)
    make(both[..., 0], image=both[..., 1])


def test_a_changed_shape_is_refused_at_the_next_act(make):
    session = make()
    session.segmentation.shape = (6, 13, 9)
    with pytest.raises(Refused, match=r"shape changed to \[6, 13, 9\].*segmentation.shape = \(6, 9, 13\)"):
        session.apply(Edit((0, 1, 0, 1, 0, 1), 1))
    session.segmentation.shape = (6, 9, 13)
