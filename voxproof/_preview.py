"""What a tool proposes: a part of a segmentation as it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Preview(NamedTuple):
    """A part of a segmentation after an edit that is not made: ``segmentation[preview.box] = preview.segmentation`` makes it."""

    box: tuple[slice, slice, slice]
    """Where it lies, (z, y, x)."""
    segmentation: NDArray[Any]
    """A copy, in the segmentation's dtype."""
    sizes: tuple[int, ...] = ()
    """Voxels of each part that is taken away or filled, largest first; of tools that look for parts."""
