"""A still picture for places where the widget cannot live: GitHub, nbconvert, a notebook opened without its kernel."""

from __future__ import annotations

import math
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST = 208
_MOST_LOOKED_AT = 1 << 20
"""Voxels of a large volume by which its slice is chosen, so that the widget does not wait for that."""
_GREYS = 32
_COLOURS = ((255, 140, 0), (0, 114, 178), (213, 94, 0), (204, 121, 167))
"""Outline; voxels added, removed, given another label (Okabe and Ito 2008: told apart by colour-blind readers too)."""
_OUTLINE, _ADDED, _REMOVED, _RELABELLED = range(_GREYS, _GREYS + 4)


def fullest_slice(marks: NDArray[Any]) -> int:
    """The z with most voxels that are not 0, the middle one where there are none; ties go to the first.

    Parameters
    ----------
    marks : (Z, Y, X) array
        Labels, or which voxels have changed. Of large volumes only every n-th voxel is looked at.
    """
    step = max(1, math.ceil(math.sqrt(marks.size / _MOST_LOOKED_AT)))
    counts = np.count_nonzero(marks[:, ::step, ::step], axis=(1, 2))
    return int(counts.argmax()) if counts.any() else marks.shape[0] // 2


def picture(
    image: NDArray[np.uint8], labels: NDArray[Any], pixel_size: tuple[float, float] = (1.0, 1.0)
) -> bytes:
    """A slice in grey with the segmentation's outline, as PNG of at most 208 pixels a side (about 30 kB at most).

    Parameters
    ----------
    image : (Y, X) uint8
        Display values.
    labels : (Y, X) array of integers
        0 is background.
    pixel_size : (float, float)
        (y, x), so that proportions are true.
    """
    at = _places(image.shape, pixel_size)
    pixels = image[at] // (256 // _GREYS)
    pixels[_outline(labels[at])] = _OUTLINE
    return _png(pixels)


def change_picture(
    image: NDArray[np.uint8],
    before: NDArray[Any],
    after: NDArray[Any],
    pixel_size: tuple[float, float] = (1.0, 1.0),
) -> bytes:
    """As `picture`, of the segmentation after, with every other voxel of what changed in the colour of its change."""
    at = _places(image.shape, pixel_size)
    old, new = before[at], after[at]
    pixels = image[at] // (256 // _GREYS)
    y, x = np.indices(pixels.shape)
    hatched = (y + x) // 2 % 2 == 0
    changed = (old != new) & hatched
    pixels[changed & (old == 0)] = _ADDED
    pixels[changed & (new == 0)] = _REMOVED
    pixels[changed & (old != 0) & (new != 0)] = _RELABELLED
    pixels[_outline(new)] = _OUTLINE
    return _png(pixels)


def _places(shape: tuple[int, ...], pixel_size: tuple[float, float]) -> tuple[NDArray[np.intp], ...]:
    """Which voxel each pixel shows, in true proportion, at most 208 pixels a side."""
    rows, columns = shape[0] * pixel_size[0], shape[1] * pixel_size[1]
    scale = _LONGEST / max(rows, columns, 1e-12)
    height, width = max(1, round(rows * scale)), max(1, round(columns * scale))
    return np.ix_(np.arange(height) * shape[0] // height, np.arange(width) * shape[1] // width)


def _outline(labels: NDArray[Any]) -> NDArray[np.bool_]:
    edge = np.zeros(labels.shape, np.bool_)
    for axis in (0, 1):
        differ = np.diff(labels, axis=axis) != 0
        before = [slice(None), slice(None)]
        after = [slice(None), slice(None)]
        before[axis], after[axis] = slice(None, -1), slice(1, None)
        edge[tuple(before)] |= differ
        edge[tuple(after)] |= differ
    edge &= labels != 0
    return edge


def _png(pixels: NDArray[np.uint8]) -> bytes:
    height, width = pixels.shape
    greys = (np.arange(_GREYS) * 255 // (_GREYS - 1)).astype(np.uint8)
    palette = np.repeat(greys, 3).tobytes() + bytes(np.ravel(_COLOURS).tolist())
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = pixels
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
