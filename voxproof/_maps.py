"""Doubt codes as the journal keeps them: hash, and parts for generations whose map the notebook may not have any more."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._shadow import Shadow
from voxproof.regions import Codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voxproof._box import Shape
    from voxproof._journal import Journal


def map_hash(codes: Codes, likely: NDArray[np.uint8] | None) -> str:
    """Hash of a map of doubt, and of the probability, if there is one.

    Equal hashes mean equal regions under equal ids, for equal segmentations and parameters.
    """
    digest = hashlib.blake2b(Shadow(codes.codes).content_hash().encode(), digest_size=20)
    digest.update(codes.palette.astype("<f8").tobytes())
    if likely is not None:
        digest.update(Shadow(likely).content_hash().encode())
    return digest.hexdigest()


def pack_maps(codes: Codes, likely: NDArray[np.uint8] | None) -> Iterator[tuple[str, int, bytes]]:
    """Parts ``(kind, number, data)`` of a map, and of the probability, for `Journal.commit_generation`."""
    about = {
        "dtype": codes.codes.dtype.name,
        "maximum": codes.maximum,
        "lossless": codes.lossless,
        "step": codes.step,
    }
    yield "about", 0, json.dumps(about).encode()
    yield "palette", 0, codes.palette.astype("<f8").tobytes()
    yield "weights", 0, codes.weights.astype("<u4").tobytes()
    little = codes.codes.dtype.newbyteorder("<")
    for z, slice_codes in enumerate(codes.codes):
        yield "codes", z, slice_codes.astype(little).tobytes()
    if likely is not None:
        for z, slice_likely in enumerate(likely):
            yield "likely", z, slice_likely.tobytes()


def unpack_maps(journal: Journal, generation: int, shape: Shape) -> tuple[Codes, NDArray[np.uint8] | None]:
    """What `pack_maps` packed."""

    def read(kind: str) -> bytes:
        return b"".join(journal.parts(generation, kind))

    about = json.loads(read("about"))
    little = np.dtype(about["dtype"]).newbyteorder("<")
    likely = read("likely")
    codes = Codes(
        np.frombuffer(read("codes"), little).reshape(shape).astype(about["dtype"]),
        np.frombuffer(read("palette"), "<f8").astype(np.float64),
        np.frombuffer(read("weights"), "<u4").astype(np.uint32),
        float(about["maximum"]),
        bool(about["lossless"]),
        about["step"],
    )
    return codes, np.frombuffer(likely, np.uint8).reshape(shape).copy() if likely else None


def decode(codes: Codes, direction: str) -> NDArray[np.float32]:
    """A map again from its codes, in the map's unit; exact to float32 where the codes are lossless."""
    values: NDArray[Any] = codes.palette if direction == "uncertainty" else codes.maximum - codes.palette
    return values.astype(np.float32)[codes.codes]
