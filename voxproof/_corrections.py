"""The editing tools as methods of a curator: each makes one edit, durable and undoable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from voxproof import tools

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from voxproof._events import Applied
    from voxproof._session import Session
    from voxproof.tools._given import Axis
    from voxproof.tools._within import Within

_Region = str | int | None
_T = TypeVar("_T")


class Corrections:
    """Of `Curator`. All take ``region``, the id or rank of the region that the edit belongs to, and ``within``, what alone may change
    (`voxproof.Within`), and return the edit, `Applied`.

    They raise TypeError or ValueError as the functions of `voxproof.repair` do that they are named after, and `Refused` when nothing would
    change, nothing of it lies `within` what may change, or the journal cannot be written. Lengths are in µm (voxels without a spacing).
    """

    _session: Session

    def fill(
        self,
        point: tuple[int, int, int],
        label: int | None = None,
        *,
        plane: Axis | None = None,
        region: _Region = None,
        within: Within | None = None,
    ) -> Applied:
        """Give the connected piece that a voxel (z, y, x) is in another label, or fill the hole that it is in.

        Parameters
        ----------
        point : (int, int, int)
        label : int, optional
            Without it a hole gets the label around it.
        plane : {"z", "y", "x"}, optional
            Fill the hole in the slice across this axis where it is open in 3D. See `voxproof.repair.fill`.
        region : str or int, optional
        within : Within, optional

        Examples
        --------
        >>> curator.fill((10, 40, 52), 7).edit.voxels                            # doctest: +SKIP
        214
        """
        return self._use("fill", region, within, point=point, label=label, plane=plane)

    def merge(
        self,
        labels: Sequence[int],
        into: int | None = None,
        *,
        region: _Region = None,
        within: Within | None = None,
    ) -> Applied:
        """Make labels one: the first of them, or `into`. See `voxproof.repair.merge_labels`."""
        return self._use("merge", region, within, labels=labels, into=into)

    def new_label(self) -> int:
        """A label that no voxel has. See `voxproof.repair.new_label`."""
        with self._session.lock:
            return tools.new_label(self._session.segmentation)

    def paint(
        self,
        where: Any,
        label: int,
        *,
        over: ArrayLike | None = None,
        region: _Region = None,
        within: Within | None = None,
    ) -> Applied:
        """Give the voxels of a mask or a box a label, 0 to erase.

        Parameters
        ----------
        where : (Z, Y, X) array of booleans, or a box
        label : int
        over : int or sequence of int, optional
            Only voxels that have one of these labels change, such as 0. See `voxproof.repair.paint`.
        region : str or int, optional
        within : Within, optional

        Examples
        --------
        >>> curator.paint(np.s_[3:9, :, 40:80], label=7, over=0)                 # doctest: +SKIP
        """
        return self._use("paint", region, within, where=where, label=label, over=over)

    def lasso(
        self,
        corners: Sequence[Sequence[float]],
        label: int,
        plane: Axis = "z",
        *,
        depth: int,
        slices: int = 1,
        region: _Region = None,
        within: Within | None = None,
    ) -> Applied:
        """Give a label to what a closed line in one or several slices encloses. See `voxproof.repair.lasso`."""
        given = {"corners": corners, "label": label, "plane": plane, "depth": depth, "slices": slices}
        return self._use("lasso", region, within, **given)

    def smooth(
        self, where: Any, by: float, *, region: _Region = None, within: Within | None = None
    ) -> Applied:
        """Make the surface of the piece that a voxel (z, y, x) is in smoother, or all surfaces in a box. See `voxproof.repair.smooth`."""
        return self._use("smooth", region, within, where=where, by=by)

    def grow(
        self, point: tuple[int, int, int], by: float, *, region: _Region = None, within: Within | None = None
    ) -> Applied:
        """Make the piece that a voxel (z, y, x) is in thicker, or thinner where `by` is below 0. See `voxproof.repair.grow`."""
        return self._use("grow", region, within, point=point, by=by)

    def interpolate(
        self,
        label: int,
        axis: Axis = "z",
        slices: Sequence[int] | None = None,
        *,
        box: Any = None,
        region: _Region = None,
        within: Within | None = None,
    ) -> Applied:
        """Fill a label between slices that hold it, all or those named, everywhere or in a box. See `voxproof.repair.interpolate`."""
        return self._use("interpolate", region, within, label=label, axis=axis, slices=slices, box=box)

    def remove_islands(
        self, below: int, box: Any = None, *, region: _Region = None, within: Within | None = None
    ) -> Applied:
        """Take away pieces of fewer than `below` voxels, everywhere or in a box. See `voxproof.repair.remove_islands`."""
        return self._use("islands", region, within, below=below, box=box)

    def fill_holes(
        self, below: int, box: Any = None, *, region: _Region = None, within: Within | None = None
    ) -> Applied:
        """Fill cavities of fewer than `below` voxels, everywhere or in a box. See `voxproof.repair.fill_holes`."""
        return self._use("holes", region, within, below=below, box=box)

    def _use(self, tool: str, region: _Region, within: Within | None, **arguments: Any) -> Applied:
        return self._after(self._session.use(tool, region, within, **arguments))

    def _after(self, result: _T) -> _T:
        raise NotImplementedError
