"""A still picture for places where the widget cannot live: GitHub, nbconvert, a notebook opened without its kernel."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST = 208
_GREYS = 32
_OUTLINE = (255, 140, 0)


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
    rows, columns = image.shape[0] * pixel_size[0], image.shape[1] * pixel_size[1]
    scale = _LONGEST / max(rows, columns, 1e-12)
    height, width = max(1, round(rows * scale)), max(1, round(columns * scale))
    y = np.arange(height) * image.shape[0] // height
    x = np.arange(width) * image.shape[1] // width
    pixels = image[np.ix_(y, x)] // (256 // _GREYS)
    pixels[_outline(labels[np.ix_(y, x)])] = _GREYS
    return _png(pixels)


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
    palette = np.repeat(greys, 3).tobytes() + bytes(_OUTLINE)
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
