"""Files that a segmentation is saved to: one writer for each format, each keeping dtype, label ids and voxel size."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from voxproof._extras import need

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

Spacing = tuple[float, float, float]

_IMAGEJ = ("uint8", "uint16")
_OME = ("int8", "int16", "int32", "uint32")
_MOST_IMAGEJ_BYTES = 2**32 - 2**20


class Volume(NamedTuple):
    """What is saved: (Z, Y, X) labels in C order, voxel size (z, y, x) in µm or None, and what they are called."""

    labels: NDArray[Any]
    spacing: Spacing | None
    name: str


def writer_for(path: Path) -> Callable[[Path, Volume], None]:
    """The writer for a file's extension. ValueError for one that there is none for; ImportError names the extra of a missing library."""
    name = path.name.lower()
    suffix = next((each for each in _WRITERS if name.endswith(each) and name != each), None)
    if suffix is None:
        raise ValueError(
            f"path: found {path.name!r}, expected a name that ends in one of {', '.join(_WRITERS)}, which says the format."
        )
    module, writer = _WRITERS[suffix]
    if module is not None:
        need(module, extra="io")
    return writer


class _Plain(io.BufferedWriter):
    """A file without a number: NumPy writes to those that have one through C, which is silent when the disk is full at closing."""

    def fileno(self) -> int:
        raise io.UnsupportedOperation


def _opened(path: Path) -> _Plain:
    return _Plain(io.FileIO(path, "w"))


def _write_npy(path: Path, volume: Volume) -> None:
    with _opened(path) as file:
        np.save(file, volume.labels, allow_pickle=False)


def _write_npz(path: Path, volume: Volume) -> None:
    arrays: dict[str, Any] = {
        "segmentation": volume.labels,
        "labels": np.unique(volume.labels),
        "name": np.array(volume.name),
    }
    if volume.spacing is not None:
        arrays["spacing"] = np.array(volume.spacing)
    with _opened(path) as file:
        np.savez_compressed(file, **arrays)


def _write_tiff(path: Path, volume: Volume) -> None:
    """ImageJ's for dtypes that it has, else OME's; 64-bit labels and booleans, which neither has, with tifffile's own description."""
    dtype = volume.labels.dtype.newbyteorder("=").name
    is_imagej = dtype in _IMAGEJ and volume.labels.nbytes < _MOST_IMAGEJ_BYTES
    if dtype in _OME or (dtype in _IMAGEJ and not is_imagej):
        _write_ome(path, volume)
        return
    about: dict[str, Any] = {"axes": "ZYX"}
    options: dict[str, Any] = {}
    if volume.spacing is not None:
        z, y, x = volume.spacing
        about |= {"spacing": z, "unit": "um"}
        scale = 1.0 if is_imagej else 1e4
        options = {"resolution": (scale / x, scale / y), "resolutionunit": 1 if is_imagej else 3}
    with _opened(path) as file:
        need("tifffile").imwrite(
            file, volume.labels, imagej=is_imagej, photometric="minisblack", metadata=about, **options
        )


def _write_ome(path: Path, volume: Volume) -> None:
    about: dict[str, Any] = {"axes": "ZYX", "Name": volume.name}
    if volume.spacing is not None:
        for axis, size in zip("ZYX", volume.spacing, strict=True):
            about |= {f"PhysicalSize{axis}": size, f"PhysicalSize{axis}Unit": "µm"}
    dtype = volume.labels.dtype.newbyteorder("=").name
    if dtype not in (*_IMAGEJ, *_OME):
        raise ValueError(
            f"path: found .ome.tif for {dtype} labels, expected a dtype that OME-TIFF has ({', '.join((*_IMAGEJ, *_OME))}). "
            "Save to .tif, .npz or .zarr, which keep them."
        )
    with _opened(path) as file:
        need("tifffile").imwrite(
            file, volume.labels, ome=True, photometric="minisblack", compression="zlib", metadata=about
        )


def _write_nifti(path: Path, volume: Volume) -> None:
    """Axes (x, y, z), voxel size in mm in the affine; NIfTI has no booleans, which become uint8."""
    nibabel = need("nibabel")
    labels = volume.labels
    dtype = np.dtype(np.uint8) if labels.dtype == np.bool_ else labels.dtype.newbyteorder("=")
    sizes = (1.0, 1.0, 1.0) if volume.spacing is None else tuple(um / 1000 for um in reversed(volume.spacing))
    image = nibabel.Nifti1Image(
        labels.astype(dtype, copy=False).transpose(2, 1, 0), np.diag((*sizes, 1.0)), dtype=dtype
    )
    if volume.spacing is not None:
        image.header.set_xyzt_units("mm")
    nibabel.save(image, path)


def _write_zarr(path: Path, volume: Volume) -> None:
    """A group with the array "0", described as OME-Zarr 0.5."""
    unit = {} if volume.spacing is None else {"unit": "micrometer"}
    scale = [1.0, 1.0, 1.0] if volume.spacing is None else list(volume.spacing)
    levels = [{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": scale}]}]
    about = {
        "axes": [{"name": axis, "type": "space", **unit} for axis in "zyx"],
        "datasets": levels,
        "name": volume.name,
    }
    group = need("zarr").create_group(path, zarr_format=3)
    group.attrs["ome"] = {"version": "0.5", "multiscales": [about], "image-label": {}}
    labels = volume.labels.astype(volume.labels.dtype.newbyteorder("="), copy=False)
    array = group.create_array("0", shape=labels.shape, dtype=labels.dtype, dimension_names=list("zyx"))
    array[...] = labels


_WRITERS: dict[str, tuple[str | None, Callable[[Path, Volume], None]]] = {
    ".npy": (None, _write_npy),
    ".npz": (None, _write_npz),
    ".ome.tif": ("tifffile", _write_ome),
    ".ome.tiff": ("tifffile", _write_ome),
    ".tif": ("tifffile", _write_tiff),
    ".tiff": ("tifffile", _write_tiff),
    ".nii": ("nibabel", _write_nifti),
    ".nii.gz": ("nibabel", _write_nifti),
    ".zarr": ("zarr", _write_zarr),
}
"""Library and writer by extension; of two that fit, the longer one comes first."""
