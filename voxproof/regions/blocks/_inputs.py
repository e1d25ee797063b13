"""Arrays in blocks that users pass: what can be told of them before anything is read, and how a block of them is read."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._arrays import check_axes, check_numbers, readable
from voxproof._checks import scale_probability
from voxproof._extras import need
from voxproof.regions._codes import binary_entropy
from voxproof.regions._labeller import MOST_AXIS
from voxproof.regions.blocks._grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._checks import Direction, Scale
    from voxproof.regions._codebook import Codebook


def is_chunked(value: Any) -> bool:
    """Whether a value is a dask array."""
    return type(value).__module__.partition(".")[0] == "dask" and hasattr(value, "chunks")


@dataclass(frozen=True)
class Inputs:
    """Maps of one volume as dask arrays with the same chunks.

    Attributes
    ----------
    grid : Grid
    arrays : dict of str to dask array
        "segmentation", and at least one of "uncertainty" and "probability".
    """

    grid: Grid
    arrays: dict[str, Any]

    @classmethod
    def of(cls, segmentation: Any, uncertainty: Any, probability: Any) -> Inputs:
        """What a user passed, at least one of which is a dask array.

        Raises
        ------
        TypeError, ValueError
            For what is no map of numbers of the segmentation's shape, as far as this can be told without reading.
        """
        if uncertainty is None and probability is None:
            raise ValueError(
                "uncertainty, probability: found neither, expected at least one of them. "
                "Pass a map of the segmentation's shape; a foreground probability is enough."
            )
        given = {"segmentation": segmentation, "uncertainty": uncertainty, "probability": probability}
        arrays = {
            name: _checked(name, value) if is_chunked(value) else readable(name, value)
            for name, value in given.items()
            if value is not None
        }
        labels = arrays["segmentation"]
        if labels.dtype.kind not in "bui":
            raise TypeError(
                f"segmentation: found dtype {labels.dtype}, expected integers or booleans (labels; 0 is background). "
                "Convert it first, for example with (array > 0.5)."
            )
        check_axes("segmentation", labels)
        if max(labels.shape) > MOST_AXIS:
            raise ValueError(
                f"segmentation: found shape {labels.shape}, expected 1 to {MOST_AXIS} voxels along each axis. "
                "Rank a cropped part of the volume."
            )
        for name in set(arrays) - {"segmentation"}:
            check_numbers(name, arrays[name], labels.shape)
        return cls._aligned(arrays)

    @classmethod
    def _aligned(cls, arrays: dict[str, Any]) -> Inputs:
        """With blocks that follow the chunks of the largest dask array."""
        da = need("dask.array", extra="blocks")
        leader = max((a for a in arrays.values() if is_chunked(a)), key=lambda a: a.dtype.itemsize)
        grid = Grid.of(leader.chunks)
        return cls(
            grid,
            {
                name: a.rechunk(grid.chunks)
                if is_chunked(a)
                else da.from_array(a, chunks=grid.chunks, name=False)
                for name, a in arrays.items()
            },
        )

    def read_by(self, reader: Reader) -> list[Any]:
        """The arrays that a reader takes."""
        return [self.arrays[name] for name in reader.names]


@dataclass(frozen=True)
class Reader:
    """How the doubt of a block is read.

    Attributes
    ----------
    names : tuple of str
        The arrays whose blocks are passed.
    direction : {"uncertainty", "confidence"}
    scale : Scale
        What the probability is divided by.
    book : Codebook or None
        None until it is known.
    is_silent : bool
        Whether the doubt of background is 0: a map of confidence says nothing there.
    """

    names: tuple[str, ...]
    direction: Direction
    scale: Scale = None
    book: Codebook | None = None
    is_silent: bool = False

    @classmethod
    def of(cls, inputs: Inputs, direction: Direction) -> Reader:
        """What reads all that decides on the codes."""
        if "uncertainty" not in inputs.arrays:
            return cls(("probability",), "uncertainty")
        names = set(inputs.arrays)
        if direction == "uncertainty":
            names.remove("segmentation")
        return cls(tuple(sorted(names)), direction)

    def for_codes(self, *, with_segmentation: bool = False) -> Reader:
        """What reads codes alone."""
        names = ["uncertainty" if "uncertainty" in self.names else "probability"]
        if self.is_silent or with_segmentation:
            names.append("segmentation")
        return replace(self, names=tuple(names))

    def array(self, name: str, blocks: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """One of the blocks passed: C order, native byte order."""
        block = np.asarray(blocks[self.names.index(name)])
        return np.ascontiguousarray(block, dtype=block.dtype.newbyteorder("="))

    def doubt(self, blocks: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """What codes are made of: the uncertainty as it is, else the entropy of the probability."""
        if "uncertainty" in self.names:
            return self.array("uncertainty", blocks)
        return binary_entropy(scale_probability(self.array("probability", blocks), self.scale))

    def mask(self, blocks: Sequence[NDArray[Any]]) -> NDArray[np.bool_]:
        """The segmentation's foreground."""
        labels = self.array("segmentation", blocks)
        return labels if labels.dtype == np.bool_ else labels != 0

    def codes(self, blocks: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """Doubt codes, the same as of the whole map."""
        assert self.book is not None
        codes = self.book.codes(self.doubt(blocks))
        if self.is_silent:
            codes[~self.mask(blocks)] = 0
        return codes


def _checked(name: str, array: Any) -> Any:
    """A dask array of known chunks that hold NumPy's arrays."""
    if any(math.isnan(size) for sizes in array.chunks for size in sizes):
        raise ValueError(
            f"{name}: found chunks of unknown size, expected known ones. Call {name}.compute_chunk_sizes() first."
        )
    meta = getattr(array, "_meta", None)
    if meta is not None and type(meta) is not np.ndarray:
        raise TypeError(
            f"{name}: found chunks of {type(meta).__name__}, expected NumPy arrays. Convert them, for example with "
            f"{name}.map_blocks(numpy.asarray)."
        )
    return array
