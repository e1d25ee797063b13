"""Where two reviewers disagree, as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from voxproof._box import Box, Shape

_BOX = ("z0", "z1", "y0", "y1", "x0", "x1")
_COLUMNS = ("kind", "region", "first", "second", "kept", "voxels", *_BOX, "first_edit", "second_edit")


class Conflicts:
    """Rows that are added one kind after the other.

    Parameters
    ----------
    shape : tuple of int
        Of the volume.
    prefer : {"first", "second"}
        Whose word holds.
    """

    def __init__(self, shape: Shape, prefer: str) -> None:
        self._shape = shape
        self._prefer = prefer
        self._rows: list[tuple[Any, ...]] = []
        self.flat: NDArray[np.int64] = np.empty(0, np.int64)

    def add_voxels(
        self,
        flat: NDArray[np.int64],
        first: NDArray[Any],
        second: NDArray[Any],
        first_number: NDArray[np.int64],
        second_number: NDArray[np.int64],
        first_ids: Mapping[int, str],
        second_ids: Mapping[int, str],
        regions: Mapping[str, str | None],
    ) -> None:
        """A row for each pair of labels and of edits that wrote them last."""
        self.flat = flat
        keys = np.stack([first_number, second_number, _codes(first), _codes(second)])
        _, head, group = np.unique(keys, axis=1, return_index=True, return_inverse=True)
        for number, at in enumerate(head.tolist()):
            voxels = flat[group.reshape(-1) == number]
            ids = (first_ids[int(first_number[at])], second_ids[int(second_number[at])])
            region = regions[ids[0]] or regions[ids[1]]
            labels = (int(first[at]), int(second[at]))
            self._rows.append(
                ("voxels", region, *labels, self._prefer, voxels.size, *self._box(voxels), *ids)
            )

    def add_words(
        self, kind: str, region: str, first: str, second: str, box: Box | None, kept: str | None = None
    ) -> None:
        """A row for a region of which both said something."""
        row = (kind, region, first, second, kept or self._prefer, None, *(box or (None,) * 6), None, None)
        self._rows.append(row)

    def table(self) -> pd.DataFrame:
        """All of them."""
        import pandas as pd

        whole = dict.fromkeys(("voxels", *_BOX), "Int64")
        return pd.DataFrame(self._rows, columns=list(_COLUMNS)).astype(whole)

    def _box(self, flat: NDArray[np.int64]) -> list[int]:
        axes = np.unravel_index(flat, self._shape)
        return [edge for axis in axes for edge in (int(axis.min()), int(axis.max()) + 1)]


def _codes(labels: NDArray[Any]) -> NDArray[np.int64]:
    """Numbers that tell labels apart, whatever their dtype."""
    return np.unique(labels, return_inverse=True)[1].reshape(-1).astype(np.int64)
