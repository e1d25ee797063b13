"""What a session knows the segmentation to hold: run-length slabs, from which its hash and labels follow."""

from __future__ import annotations

import copy
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._labels import distinct, stretch_starts
from voxproof._runs import Change, Stretches, difference, follow, holds, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voxproof._box import Shape

_SLAB_VOXELS = 1 << 18

_SLABS_TOGETHER = 16
"""Slabs that a draft keeps as one block: most strokes then lie in one."""


@dataclass(frozen=True, eq=False)
class _Slab:
    """Stretches of equal labels; or plain voxels, one a stretch, where stretches would need more memory (`starts` is None)."""

    starts: NDArray[np.uint32] | None
    heads: NDArray[Any]

    def dense(self, size: int) -> NDArray[Any]:
        if self.starts is None:
            return self.heads.copy()
        return np.repeat(self.heads, np.diff(self.starts, append=np.uint32(size)))


class Shadow:
    """A compressed copy of a segmentation, which follows every change that the session knows of.

    Parameters
    ----------
    array : (Z, Y, X) array of integers or booleans
        Borrowed while this is made. Cost: one pass over the voxels; memory: 4 bytes and a label for each stretch of equal labels along x,
        at most the size of the array.
    """

    def __init__(self, array: NDArray[Any]) -> None:
        self.shape: Shape = array.shape
        self.dtype = array.dtype.newbyteorder("=")
        self._slices = max(1, _SLAB_VOXELS // max(1, self.shape[1] * self.shape[2]))
        self._slabs: list[_Slab] = []
        for z0, z1 in self._ranges():
            self._slabs.append(_compress(np.ascontiguousarray(array[z0:z1], dtype=self.dtype)))

    def labels(self) -> list[int]:
        """Distinct labels, rising."""
        found = [distinct(slab.heads) for slab in self._slabs]
        return [int(label) for label in distinct(np.sort(np.concatenate(found)))]

    def content_hash(self) -> str:
        """Hash of dtype, shape and voxels, 40 hexadecimal digits.

        BLAKE2b over the slabs of 2**18 voxels in the compressed form, which follows from the voxels alone; little-endian.
        """
        digest = hashlib.blake2b(
            f"{self.dtype.newbyteorder('<').str}{list(self.shape)}".encode(), digest_size=20
        )
        for slab in tuple(self._slabs):
            size = -1 if slab.starts is None else slab.starts.size
            digest.update(size.to_bytes(8, "little", signed=True))
            if slab.starts is not None:
                digest.update(_little_endian(slab.starts).data)
            digest.update(_little_endian(slab.heads).data)
        return digest.hexdigest()

    def dense(self) -> NDArray[Any]:
        """The whole array, made anew: C order, native byte order."""
        array = np.empty(self.shape, self.dtype)
        for number, (z0, z1) in enumerate(self._ranges()):
            array[z0:z1] = self._block(number)
        return array

    def read(self, box: _box.Box) -> NDArray[Any]:
        """The voxels of a box, made anew: C order, native byte order."""
        z0, z1, y0, y1, x0, x1 = box
        first, last = z0 // self._slices, (z1 - 1) // self._slices
        blocks = np.concatenate([self._block(number) for number in range(first, last + 1)])
        above = z0 - first * self._slices
        return np.ascontiguousarray(blocks[above : above + z1 - z0, y0:y1, x0:x1])

    def parts(self) -> Iterator[bytes]:
        """The voxels of each slab, little-endian, C order."""
        for number in range(len(self._slabs)):
            yield _little_endian(self._block(number)).tobytes()

    def differences(self, array: NDArray[Any], z0: int, z1: int) -> list[Stretches]:
        """Runs, in scan order, in which an array differs between two slices; whole slabs are compared."""
        found = []
        for number, block in self._touched(array, z0, z1):
            slab = _compress(block)
            if not _equal(slab, self._slabs[number]):
                box = self._box(number)
                found.append(difference(self._block(number), block, box, self.shape))
        return found

    def holds(self, change: Change) -> bool:
        """Whether it has `before` everywhere the change is going to write."""
        return all(holds(self._block(number), part) for number, part in _split(change, self._slices))

    def write(self, change: Change) -> None:
        """Follow a change."""
        for number, part in _split(change, self._slices):
            block = self._block(number)
            write(block, part)
            self._slabs[number] = _compress(block)

    def write_into(self, array: NDArray[Any], known: Shadow) -> None:
        """Bring an array, which holds what another shadow knows, to what this one knows."""
        for number, (z0, z1) in enumerate(self._ranges()):
            if not _equal(self._slabs[number], known._slabs[number]):
                block, target = self._block(number), array[z0:z1]
                different = target != block
                target[different] = block[different]

    def _touched(self, array: NDArray[Any], z0: int, z1: int) -> Iterator[tuple[int, NDArray[Any]]]:
        for number, (start, stop) in enumerate(self._ranges()):
            if start < z1 and z0 < stop:
                yield number, np.ascontiguousarray(array[start:stop], dtype=self.dtype)

    def _ranges(self) -> Iterator[tuple[int, int]]:
        return self._ranges_of(self.shape[0])

    def _ranges_of(self, depth: int) -> Iterator[tuple[int, int]]:
        for z0 in range(0, depth, self._slices):
            yield z0, min(z0 + self._slices, depth)

    def _box(self, number: int) -> _box.Box:
        z0 = number * self._slices
        return (z0, min(z0 + self._slices, self.shape[0]), 0, self.shape[1], 0, self.shape[2])

    def _block(self, number: int) -> NDArray[Any]:
        shape = _box.box_shape(self._box(number))
        return self._slabs[number].dense(shape[0] * shape[1] * shape[2]).reshape(shape)


class Draft:
    """A shadow to follow many changes on: what they touch stays uncompressed until `result`.

    Parameters
    ----------
    shadow : Shadow
        What it begins with; borrowed, not changed.
    """

    def __init__(self, shadow: Shadow) -> None:
        self.dtype = shadow.dtype
        self._shadow = shadow
        self._slices = shadow._slices * _SLABS_TOGETHER
        self._blocks: dict[int, NDArray[Any]] = {}

    def follow(self, change: Change) -> bool:
        """Follow a change; whether there was `before` everywhere it writes."""
        did_hold = True
        for number, part in _split(change, self._slices):
            did_hold &= follow(self._block(number), part)
        return did_hold

    def result(self) -> Shadow:
        """The shadow that the changes make."""
        result = copy.copy(self._shadow)
        result._slabs = list(self._shadow._slabs)
        for number, block in self._blocks.items():
            for slab, (z0, z1) in zip(self._slabs(number), self._shadow._ranges_of(len(block)), strict=True):
                result._slabs[slab] = _compress(block[z0:z1])
        return result

    def _slabs(self, number: int) -> range:
        first = number * _SLABS_TOGETHER
        return range(first, min(first + _SLABS_TOGETHER, len(self._shadow._slabs)))

    def _block(self, number: int) -> NDArray[Any]:
        if number not in self._blocks:
            self._blocks[number] = np.concatenate([self._shadow._block(slab) for slab in self._slabs(number)])
        return self._blocks[number]


def _split(change: Change, slices: int) -> Iterator[tuple[int, Change]]:
    """The part of a change in each block of so many slices that it touches, with the box counted from the block's first slice."""
    z0, z1, y0, y1, x0, x1 = change.box
    if z0 // slices == (z1 - 1) // slices:
        above = z0 - z0 % slices
        yield z0 // slices, Change((z0 - above, z1 - above, y0, y1, x0, x1), change.runs)
        return
    plane = (y1 - y0) * (x1 - x0)
    for number in range(z0 // slices, (z1 - 1) // slices + 1):
        start = max(z0, number * slices)
        stop = min(z1, (number + 1) * slices)
        first, last = np.searchsorted(change.runs.offset, [(start - z0) * plane, (stop - z0) * plane])
        if first < last:
            runs = change.runs[first:last]
            runs = replace(runs, offset=runs.offset - np.uint32((start - z0) * plane))
            above = number * slices
            yield number, Change((start - above, stop - above, y0, y1, x0, x1), runs)


def _little_endian(block: NDArray[Any]) -> NDArray[Any]:
    return block.astype(block.dtype.newbyteorder("<"), copy=False)


def _compress(block: NDArray[Any]) -> _Slab:
    flat = block.reshape(-1)
    starts = stretch_starts(flat)
    if starts.size * (4 + flat.itemsize) >= flat.nbytes:
        return _Slab(None, flat.copy())
    return _Slab(starts.astype(np.uint32), flat[starts])


def _equal(a: _Slab, b: _Slab) -> bool:
    if a.starts is None or b.starts is None:
        return a.starts is b.starts and bool(np.array_equal(a.heads, b.heads))
    return bool(np.array_equal(a.starts, b.starts) and np.array_equal(a.heads, b.heads))
