"""The real volume of the examples: vessels in OCT angiography with a manual mask."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER_VARIABLE = "VOXPROOF_DATA"
"""Environment variable: a folder that stands in for the network."""

_NAME = "octa-vessels"
_COMMIT = "37e71e6c10966d6bc62ff7fb7918853a78ff5b93"
_SOURCE = f"https://raw.githubusercontent.com/natalie11/tUbeNet/{_COMMIT}/data"


@dataclass(frozen=True)
class _File:
    name: str
    source: str
    sha256: str


_RAW = _File(
    "raw.tif",
    f"{_SOURCE}/OCTA-Data.tif",
    "2190d129cdc29747f6a98841ad5219d9fdf91bc52c299e99ffaa50d71bb08faf",
)
_TRUTH = _File(
    "gt.tif",
    f"{_SOURCE}/OCTA-Labels.tif",
    "9ba533f8a9dba705a33cc0fec0913149a9f4bc3901944847a205593a297aca56",
)


@dataclass(frozen=True, eq=False)
class OctaVessels:
    """A real volume with a manual mask.

    Attributes
    ----------
    image : (64, 128, 128) uint8
        OCT-A intensity, (z, y, x), z along the beam.
    truth : (64, 128, 128) uint8
        1 inside vessels, 0 outside; labelled by hand, slice by slice.
    spacing : None
        The source states no voxel size.
    licence, attribution : str
        What has to travel with the data.
    """

    image: NDArray[np.uint8]
    truth: NDArray[np.uint8]
    spacing: None = None
    licence: str = "MIT, Copyright (c) 2025 Natalie Holroyd"
    attribution: str = (
        "Holroyd N. et al., tUbeNet, Biology Methods and Protocols 2025, doi 10.1093/biomethods/bpaf087; "
        f"github.com/natalie11/tUbeNet, commit {_COMMIT[:12]}"
    )


def octa_vessels() -> OctaVessels:
    """Blood vessels in OCT angiography with a manual mask (2 MB, MIT licence).

    Returns
    -------
    OctaVessels
        ``.image``, ``.truth``, ``.spacing``, ``.licence``, ``.attribution``.

    Raises
    ------
    OSError
        When the files are neither in the cache nor to be had from the network, or not in the folder that stands in for it.
    ValueError
        When a file is not the one that was checked (SHA-256).
    ImportError
        Without pooch, tifffile or tqdm: ``pip install "voxproof[data]"``.

    Notes
    -----
    Fetched once from the tUbeNet repository and kept in the user's cache folder (``pooch.os_cache("voxproof")``). The environment
    variable ``VOXPROOF_DATA`` names a folder that holds ``octa-vessels/raw.tif`` and ``octa-vessels/gt.tif``; nothing is fetched
    then. Vessels look elongated along z, because OCT-A shows tails below them.

    Examples
    --------
    >>> volume = octa_vessels()                                # doctest: +SKIP
    >>> volume.image.shape, float(volume.truth.mean().round(3))   # doctest: +SKIP
    ((64, 128, 128), 0.159)
    """
    read = need("tifffile").imread
    image, mask = (read(_path(file)) for file in (_RAW, _TRUTH))
    return OctaVessels(image, (mask > 0).astype(np.uint8))


def _path(file: _File) -> Path:
    folder = os.environ.get(FOLDER_VARIABLE)
    return _local(Path(folder) / _NAME / file.name, file) if folder else _fetched(file)


def _local(path: Path, file: _File) -> Path:
    if not path.is_file():
        raise FileNotFoundError(
            f"{FOLDER_VARIABLE}: found no {path}. Put the file there, or unset {FOLDER_VARIABLE} to have it fetched from {file.source}."
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != file.sha256:
        raise ValueError(
            f"{path}: found SHA-256 {digest}, expected {file.sha256}. Replace it by the original, {file.source}."
        )
    return path


def _fetched(file: _File) -> Path:
    pooch = need("pooch")
    folder = Path(pooch.os_cache("voxproof")) / _NAME
    here = folder / file.name
    if here.is_file() and pooch.file_hash(here, alg="sha256") == file.sha256:
        return here
    # pooch announces each download on stderr; the bar says it already.
    pooch.get_logger().setLevel(logging.WARNING)
    bar = need("tqdm").tqdm(
        desc=f"OCT-A {file.name}", unit="B", unit_scale=True, leave=False, file=sys.stdout
    )
    try:
        fetched = pooch.retrieve(
            file.source,
            known_hash=f"sha256:{file.sha256}",
            fname=file.name,
            path=folder,
            downloader=pooch.HTTPDownloader(progressbar=bar, timeout=30),
        )
    except OSError as error:
        raise ConnectionError(
            f"octa_vessels: could not fetch {file.source} ({type(error).__name__}). Connect to the network and run this again, "
            f"or set {FOLDER_VARIABLE} to a folder that holds {_NAME}/{_RAW.name} and {_NAME}/{_TRUTH.name}."
        ) from error
    finally:
        bar.close()
    return Path(fetched)
