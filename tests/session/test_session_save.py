"""`save`: whole or not at all, never over an original, with dtype, label ids and voxel size as they were."""

import os
import resource

import numpy as np
import pytest

from voxproof._edits import Edit
from voxproof._formats import Volume, writer_for

BOX = (1, 3, 2, 4, 5, 6)
SPACING = (2.0, 0.5, 0.25)
DTYPES = ["?", "u1", "i1", "<u2", ">u2", "i2", "u4", ">i4", "u8", "i8"]


def labels_of(dtype):
    kind = np.dtype(dtype)
    array = np.zeros((4, 5, 6), kind)
    array[1:3, 2:, 1:4] = 1
    array[0, 0, :2] = (1, 1) if kind.kind == "b" else (np.iinfo(kind).max, np.iinfo(kind).min)
    return array


def written(path, labels, spacing=SPACING):
    writer_for(path)(path, Volume(labels, spacing, "mäuse 07"))
    return path


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "Ordner mit 空白"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("dtype", DTYPES)
def test_arrays_of_numpy_keep_everything(folder, dtype):
    labels = labels_of(dtype)
    assert np.array_equal(found := np.load(written(folder / "a b.npy", labels)), labels)
    assert found.dtype == labels.dtype
    with np.load(written(folder / "ä.npz", labels)) as file:
        assert np.array_equal(file["segmentation"], labels)
        assert file["segmentation"].dtype == labels.dtype
        assert file["labels"].tolist() == np.unique(labels).tolist()
        assert (file["spacing"].tolist(), str(file["name"])) == (list(SPACING), "mäuse 07")
    with np.load(written(folder / "ä.npz", labels, None)) as file:
        assert "spacing" not in file


def size_in_um(page, unit):
    x, y = (page.tags[name].value for name in ("XResolution", "YResolution"))
    return tuple(unit * value[1] / value[0] for value in (y, x))


@pytest.mark.parametrize("ending", [".tif", ".tiff", ".ome.tif"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_tiffs_keep_labels_and_voxel_size(folder, dtype, ending):
    tifffile = pytest.importorskip("tifffile")
    labels = labels_of(dtype)
    if ending == ".ome.tif" and labels.dtype.name in ("bool", "int64", "uint64"):
        with pytest.raises(ValueError, match=r"expected a dtype that OME-TIFF has"):
            written(folder / f"a{ending}", labels)
        return
    path = written(folder / f"ä b{ending}", labels)
    with tifffile.TiffFile(path) as file:
        found = file.asarray()
        assert np.array_equal(found, labels)
        assert found.dtype.newbyteorder("=") == labels.dtype.newbyteorder("=")
        assert file.series[0].axes == "ZYX"
        if file.is_ome:
            assert 'PhysicalSizeZ="2.0"' in file.ome_metadata
            assert 'PhysicalSizeX="0.25"' in file.ome_metadata
        else:
            about = file.imagej_metadata if file.is_imagej else file.shaped_metadata[0]
            assert (about["spacing"], about["unit"]) == (2.0, "um")
            assert size_in_um(file.pages[0], 1 if file.is_imagej else 1e4) == pytest.approx(SPACING[1:])
    written(path, labels, None)
    assert np.array_equal(tifffile.imread(path), labels)


@pytest.mark.parametrize("ending", [".nii", ".nii.gz"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_nifti_keeps_labels_and_voxel_size(folder, dtype, ending):
    nibabel = pytest.importorskip("nibabel")
    labels = labels_of(dtype)
    image = nibabel.load(written(folder / f"ä b{ending}", labels))
    found = np.asanyarray(image.dataobj).transpose(2, 1, 0)
    assert np.array_equal(found, labels)
    assert found.dtype.newbyteorder("=") == (np.uint8 if dtype == "?" else labels.dtype.newbyteorder("="))
    assert np.allclose(np.diag(image.affine), (0.25e-3, 0.5e-3, 2e-3, 1))
    assert image.header.get_xyzt_units()[0] == "mm"


@pytest.mark.parametrize("dtype", DTYPES)
def test_zarr_keeps_labels_and_voxel_size(folder, dtype):
    zarr = pytest.importorskip("zarr")
    labels = labels_of(dtype)
    group = zarr.open_group(written(folder / "ä b.zarr", labels), mode="r")
    assert np.array_equal(group["0"][...], labels)
    assert group["0"].dtype == labels.dtype.newbyteorder("=")
    (image,) = group.attrs["ome"]["multiscales"]
    assert image["datasets"][0]["coordinateTransformations"] == [{"type": "scale", "scale": list(SPACING)}]


def test_it_is_the_array_of_now_and_may_be_saved_again(make, folder):
    session = make(spacing=SPACING)
    assert session.save(folder / "a.npy") == folder / "a.npy"
    session.apply(Edit(BOX, 0))
    session.save(str(folder / "a.npy"))
    assert np.array_equal(np.load(folder / "a.npy"), session.segmentation)
    session.close()
    session = make()
    session.apply(Edit(BOX, 4))
    session.save(folder / "a.npy")
    assert os.listdir(folder) == ["a.npy"]
    session.close()
    session.save(folder / "b.npz")
    assert np.array_equal(np.load(folder / "b.npz")["segmentation"], session.segmentation)


def test_a_folder_is_replaced_whole(make, folder):
    zarr = pytest.importorskip("zarr")
    session = make()
    session.save(folder / "a.zarr")
    session.apply(Edit(BOX, 0))
    session.save(folder / "a.zarr")
    assert np.array_equal(zarr.open_group(folder / "a.zarr")["0"][...], session.segmentation)
    assert os.listdir(folder) == ["a.zarr"]


def test_originals_are_never_written(make, blocks, folder):
    for name, array in zip(("image", "mask", "map"), blocks(), strict=True):
        np.save(folder / f"{name}.npy", array)
    maps = {name: np.load(folder / f"{name}.npy", mmap_mode="r+") for name in ("image", "mask", "map")}
    session = make(maps["mask"], image=maps["image"], uncertainty=maps["map"])
    session.apply(Edit(BOX, 0))
    (folder / "link.npy").symlink_to(folder / "mask.npy")
    for name in (*maps, "link"):
        with pytest.raises(ValueError, match="originals are never overwritten"):
            session.save(folder / f"{name}.npy", overwrite=True)
    with pytest.raises(ValueError, match="the session's journal"):
        session.save(session.journal_state["path"], overwrite=True)


def test_what_somebody_else_wrote_is_only_replaced_when_asked(make, folder):
    session = make()
    path = folder / "mine.npy"
    path.write_text("mine")
    with pytest.raises(FileExistsError, match="overwrite=True when it is nothing that you need"):
        session.save(path)
    assert path.read_text() == "mine"
    session.save(path, overwrite=True)
    path.write_text("mine again")
    with pytest.raises(FileExistsError):
        session.save(path)


@pytest.mark.parametrize("ending", [".npy", ".npz", ".tif", ".ome.tif", ".zarr"])
@pytest.mark.parametrize("room", [100, 700])
def test_no_room_leaves_the_old_file_whole(make, folder, ending, room):
    pytest.importorskip({".zarr": "zarr", ".tif": "tifffile", ".ome.tif": "tifffile"}.get(ending, "numpy"))
    session = make()
    session.segmentation[:] = np.random.default_rng(0).integers(0, 200, session.shape)
    session.refresh()
    path = session.save(folder / f"a{ending}")
    before = content(path)
    session.apply(Edit(BOX, 0))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        with pytest.raises(
            OSError, match=r"save: found that .* cannot be written .*ake room .* there before is whole"
        ):
            session.save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert content(path) == before
    assert os.listdir(folder) == [path.name]


def content(path):
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return [(file.name, file.read_bytes()) for file in files]


def test_a_writer_that_fails_leaves_the_old_file_whole(make, folder, monkeypatch):
    session = make()
    path = session.save(folder / "a.npy")
    before = path.read_bytes()

    def failing(file, array, **options):
        file.write(b"half of it")
        raise RuntimeError("in the middle")

    monkeypatch.setattr("voxproof._formats.np.save", failing)
    with pytest.raises(RuntimeError):
        session.save(path)
    assert (path.read_bytes(), os.listdir(folder)) == (before, ["a.npy"])


def test_where_nothing_can_be_written_it_is_said(make, folder):
    session = make()
    with pytest.raises(FileNotFoundError, match="Make it, or pass another path"):
        session.save(folder / "no such folder" / "a.npy")
    (folder / "file").write_text("")
    with pytest.raises(NotADirectoryError, match="Make it, or pass another path"):
        session.save(folder / "file" / "a.npy")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_said(make, folder):
    session = make()
    folder.chmod(0o500)
    try:
        with pytest.raises(PermissionError, match="a folder that can be written"):
            session.save(folder / "a.npy")
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("name", ["a", "a.xyz", ".npy", "a.npy.bak"])
def test_another_ending_is_refused(make, folder, name):
    with pytest.raises(ValueError, match=r"expected a name that ends in one of \.npy, \.npz"):
        make().save(folder / name)


def test_a_missing_library_names_its_extra(make, folder, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "tifffile", None)
    with pytest.raises(ImportError, match=r'pip install "voxproof\[io\]"'):
        make().save(folder / "a.tif")
