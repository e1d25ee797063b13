"""`Curator`: the one widget, and what Python can do with a session."""

from __future__ import annotations

import threading
import time
import warnings
import weakref
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from ipywidgets import DOMWidget
from traitlets import Dict, Int, Unicode

from voxproof import _kernel, _report, _running, _summary, _unsent
from voxproof._callbacks import Callbacks
from voxproof._checks import check_seconds
from voxproof._corrections import Corrections
from voxproof._events import Applied, GenerationStarted, Judged
from voxproof._gate import Gate
from voxproof._link import Link
from voxproof._precision import RECENT, Precision
from voxproof._ranking_change import asked_for
from voxproof._session import Session
from voxproof._sibling import Sibling, Summary
from voxproof._wire import PROTOCOL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike
    from pathlib import Path

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from voxproof._answers import Message
    from voxproof._edits import Edit
    from voxproof._events import Asked, Event
    from voxproof._opening import Access
    from voxproof._rows import Missing
    from voxproof.regions import Ranking
    from voxproof.regions._labeller import Connectivity
    from voxproof.regions._parameters import AskedMode
    from voxproof.tools._delete import What
    from voxproof.tools._within import Within

_T = TypeVar("_T")
_NPM_RANGE = "^0.1.0"
_GREETING_S = 10.0
_OWN_TRAITS = frozenset({"protocol", "session", "volume"})


class Curator(Corrections, DOMWidget):  # type: ignore[misc]  # ipywidgets has no types
    """Review and correct a segmentation where it is most doubtful; shown in the cell that returns it.

    The array passed as `segmentation` is edited in place: what a person corrects is what the next cell reads. Passing the same array
    again gives the running curator, so running a cell twice loses nothing. Maps that were changed in place meanwhile are noticed (by a
    checksum of all voxels, the image by one of about 64³ of them) and refused: `update` ranks them.

    Parameters
    ----------
    image : (Z, Y, X) array_like
        Raw intensities, any integer or float dtype. Borrowed, never written.
    segmentation : (Z, Y, X) array of integers or booleans
        0 is background; binary, multi-class or instances. Written in place; it must be writable, or `copy` must be True.
    uncertainty : (Z, Y, X) array_like, optional
        One finite number per voxel, at least 0; its meaning follows from `direction`. Borrowed.
    probability : (Z, Y, X) array_like, optional
        Foreground probability from 0 to 1 (percentages and 8-bit values are scaled, with a warning); its binary entropy is the doubt
        when there is no `uncertainty`. One of the two is needed.
    spacing : (float, float, float), optional
        Voxel size (z, y, x) in µm; without it, units are voxels.
    name : str, optional
        Labels the session and its journal; without it, the content of the arrays does.
    direction : {"uncertainty", "confidence"}
        Whether high values of `uncertainty` mean doubt or trust.
    mode, connectivity, granularity, min_voxels, max_voxels, score, ascending, stop_window, stop_regions
        How regions are found and ordered: as for `rank`, which changes them live, and so does the page. What is left out is as the
        journal keeps it from last time, else as suits the map. What is given wins, is kept in the journal, and when the cell is run again
        with other values, the running curator takes those.
    journal : path, optional
        File or folder of the journal; by default ``.voxproof/NAME.sqlite`` in the working directory.
    journal_access : {"write", "read", "take over"}
        What to do while another kernel writes the journal. "write": raise `JournalBusy`. "read": show what is done there until now; the
        array is brought to that state, in place as always (`copy` leaves it alone), and nothing can be edited. "take over": go on with
        it here; the other kernel is refused from its next edit on, and its page keeps what has no answer.
    copy : bool
        Edit a copy, ``curator.segmentation``, instead of the array itself.

    Raises
    ------
    TypeError, ValueError
        For input that cannot be curated, and for an array that is under curation already with another image, map or setting. The
        message says what was found, what was expected and what to do.
    JournalMismatch, JournalBusy, JournalError
        When the array is no state of the journal that bears its name, another kernel writes that journal, or it cannot be read.

    Warns
    -----
    UserWarning
        When the journal was damaged and lacks acts (`missing`): which, and where the damaged file is kept.

    Notes
    -----
    Edits and verdicts from the browser arrive in another thread, also while a cell runs (ipykernel ≥ 7). `segmentation` is live;
    `snapshot` reads it consistently. All methods may be called from any thread, and without any browser.

    Examples
    --------
    >>> import numpy as np
    >>> import voxproof as vp
    >>> image = np.random.default_rng(0).integers(0, 255, (20, 33, 47)).astype("uint8")
    >>> segmentation = (image > 200).astype("uint8")
    >>> curator = vp.Curator(image, segmentation, np.abs(image - 200.0) < 9)   # doctest: +SKIP
    >>> curator.verdict(1, "correct")                                        # doctest: +SKIP
    """

    _model_name = Unicode("CuratorModel").tag(sync=True)
    _model_module = Unicode("voxproof").tag(sync=True)
    _model_module_version = Unicode(_NPM_RANGE).tag(sync=True)
    _view_name = Unicode("CuratorView").tag(sync=True)
    _view_module = Unicode("voxproof").tag(sync=True)
    _view_module_version = Unicode(_NPM_RANGE).tag(sync=True)

    protocol = Int(PROTOCOL, help="Version of the wire protocol.").tag(sync=True)
    session = Unicode(help="Id of the running session.").tag(sync=True)
    # Sent as it is at the moment of sending, so that a page that opens late starts with today's labels and revision.
    volume = Dict(help="The volume description of docs/protocol.md.").tag(
        sync=True, to_json=lambda _value, curator: curator._session.description()
    )

    _session: Session
    _given: _running.Given

    def __new__(cls, image: Any = None, segmentation: Any = None, *_args: Any, **_kwargs: Any) -> Curator:
        running = _running.find(segmentation)
        return super().__new__(cls) if running is None else running

    def __init__(
        self,
        image: ArrayLike,
        segmentation: NDArray[Any],
        uncertainty: ArrayLike | None = None,
        *,
        probability: ArrayLike | None = None,
        spacing: tuple[float, float, float] | None = None,
        name: str | None = None,
        direction: Literal["uncertainty", "confidence"] = "uncertainty",
        mode: AskedMode = "auto",
        connectivity: Connectivity | None = None,
        granularity: float | None = None,
        min_voxels: int | None = None,
        max_voxels: int | None = None,
        score: str | None = None,
        ascending: bool | None = None,
        stop_window: float | tuple[int, int, int] | None = None,
        stop_regions: int | None = None,
        journal: str | Path | None = None,
        journal_access: Access = "write",
        copy: bool = False,
    ) -> None:
        asked = asked_for(
            {
                "mode": mode,
                "connectivity": connectivity,
                "granularity": granularity,
                "min_voxels": min_voxels,
                "max_voxels": max_voxels,
                "score": score,
                "ascending": ascending,
                "stop_window": stop_window,
                "stop_regions": stop_regions,
            }
        )
        arrays = {"image": image, "uncertainty": uncertainty, "probability": probability}
        settings = {
            "spacing": spacing,
            "name": name,
            "direction": direction,
            "journal": journal,
            "journal_access": "read" if journal_access == "read" else "write",
            "copy": copy,
        }
        if "_session" in self.__dict__:
            self._given.check(segmentation, arrays, settings)
            self._ask_again(asked)
            return
        others = _running.alive()
        self._session = Session(
            image,
            segmentation,
            uncertainty,
            probability=probability,
            spacing=spacing,
            name=name,
            direction=direction,
            journal=journal,
            journal_access=journal_access,
            copy=copy,
            **asked,
        )
        if self._session.missing is not None:
            warnings.warn(f"journal: {self._session.journal_state['message']}", stacklevel=2)
        self._asked = asked
        self._given = _running.Given(self._session, settings)
        self._given.remember(**arrays)
        self._link = Link(self._session, self._send_message)
        self._callbacks = Callbacks(lambda text: self._link.report(text, code="callback"))
        self._gate = Gate(self._all_settled)
        self._sibling = Sibling()
        self._was_judged = False
        self._hears_while_awaiting = False
        self._unsubscribe = self._session.subscribe(self._hear)
        super().__init__(session=self._session.id, volume=self._session.description())
        _running.add(self, segmentation)
        self._finalizer = weakref.finalize(self, Session.close, self._session)
        for other in others:
            # One of them wrote the journal until now; its widget would keep arrays alive that nobody can edit any more, and so would
            # IPython's results of a cell that is run again.
            if other._session.closed:
                other.close()
                _kernel.forget_results(other)

    @property
    def image(self) -> Any:
        """(Z, Y, X) raw intensities, as passed."""
        return self._session.image

    @property
    def segmentation(self) -> NDArray[Any]:
        """(Z, Y, X) labels, live: edits appear in it as they are made. See `snapshot` for a consistent copy."""
        return self._session.segmentation

    @property
    def uncertainty(self) -> Any:
        """(Z, Y, X) map of doubt or trust, or None."""
        return self._session.uncertainty

    @property
    def probability(self) -> Any:
        """(Z, Y, X) foreground probability, or None."""
        return self._session.probability

    @property
    def generation(self) -> int:
        """Prediction round: 0, and one more with each `update`, also across restarts of the kernel."""
        return self._session.generation

    @property
    def missing(self) -> Missing | None:
        """What a damaged journal lacks, until the next act: ``.count`` acts, or None where nobody knows, after ``.revision``. Else None."""
        return self._session.missing

    @property
    def regions(self) -> pd.DataFrame:
        """One row per region, most doubtful first: the columns of ``voxproof.rank(...).table``, then ``verdict``, ``note``, ``time``,
        ``carried`` (whether it comes from other regions, of other parameters or an earlier generation, that cover this one), ``edits``
        (how many stand) and ``mark`` ("new" or "returning" since the last `update`, else empty).
        """
        return self._session.regions_frame()

    @property
    def edits(self) -> pd.DataFrame:
        """One row per edit of all generations, in order: ``generation``, ``standing`` (False when undone), ``region`` and its ``rank``,
        ``tool``, ``voxels``, the half-open box, ``time``, ``revision``.
        """
        return self._session.edits_frame()

    def snapshot(self) -> tuple[NDArray[Any], int]:
        """Read the segmentation while edits arrive.

        Returns
        -------
        (Z, Y, X) array of the segmentation's dtype, int
            A copy, and the revision it shows.
        """
        return self._session.snapshot()

    def changes(self) -> NDArray[Any]:
        """(Z, Y, X) bool, made anew: where the segmentation differs from what it was when this generation began."""
        return self._session.changes()

    def trust(self, outside: float = 0.0) -> NDArray[Any]:
        """Weights for training: which voxels a person has settled.

        Parameters
        ----------
        outside : float
            Weight of voxels that nobody judged.

        Returns
        -------
        (Z, Y, X) float32
            1 in the box, dilated by 2 voxels, of every region that is ``fixed`` or ``correct``; 0 where ``unsure``; `outside` elsewhere.
        """
        return self._session.trust(outside)

    @property
    def ranking(self) -> Ranking:
        """The list of regions as it is made, with ``.table``, ``.stops``, ``.labels()``, ``.voxels(region)`` and ``.preview(region)``; see
        `voxproof.rank`.
        """
        return self._session.ranking

    def rank(self, **changes: Any) -> Ranking:
        """Find and order the regions otherwise from now on, here and in every page; durable, and kept through `update`.

        Verdicts stay with the regions they were given to. A region without a verdict of its own takes that of regions of other parameters
        when they cover at least half of its voxels (column ``carried`` of `regions`), unless it is opened again.

        Parameters
        ----------
        mode : {"auto", "plateau", "delta", "threshold", "branch", "variants", "tree"}
        connectivity : {6, 18, 26}
        granularity : float
            In the unit of the map.
        min_voxels, max_voxels : int
        score : str
            By consequence pages try to flip each region found first: 0.7 s at 256³ and 0.2 ms a region, in their worker.
        ascending : bool
        stop_window : float or (int, int, int)
            Edge in µm (voxels without a spacing), or voxels (z, y, x).
        stop_regions : int
            What they mean is said at `voxproof.rank`. Those left out stay, but another mode begins with its own granularity and, unless one
            was set, most size.

        Returns
        -------
        Ranking
            The new list.

        Raises
        ------
        TypeError, ValueError
            For what cannot be asked for; the list stays as it was.
        Refused
            When the journal cannot be written; the list stays as it was.

        Examples
        --------
        >>> curator.rank(granularity=0.05, score="sum").table.head()             # doctest: +SKIP
        """
        self._session.rank(is_eager=True, **changes)
        return self._after(self._session.ranking)

    def precision(self, last: int = RECENT, stop_below: float | None = None) -> Precision | None:
        """How often the regions judged last needed a change, and how many of the rest will if they do as often.

        Parameters
        ----------
        last : int
            How many to look back on, 5 or more.
        stop_below : float, optional
            A share: ``.is_reached`` of the result says whether fewer than this needed a change.

        Returns
        -------
        Precision or None
            ``judged``, ``changed``, ``share``, ``remaining``, ``left`` with its 95 % interval ``low`` to ``high``; ``str()`` says it in
            words, with what it assumes. None while fewer than 5 regions are judged fixed or correct.
        """
        return self._session.precision(last, stop_below)

    def precision_series(self, last: int = RECENT) -> NDArray[Any]:
        """(n,) float64: for each region judged fixed or correct, in order of time, the share that needed a change among it and those
        before it, `last` at most.
        """
        return self._session.precision_series(last)

    def select(self, region: str | int | None) -> None:
        """Select a region by id or rank (1-based), or none: the views go there. KeyError when there is no such region."""
        self._session.select(region)

    def verdict(self, region: str | int, verdict: Asked, note: str = "") -> Judged:
        """Decide on a region.

        Parameters
        ----------
        region : str or int
            Its id or rank (1-based).
        verdict : {"done", "fixed", "correct", "unsure", "open"}
            "done" means "fixed" when edits of the region stand, else "correct"; "open" takes the verdict back.
        note : str
            Kept with it.

        Raises
        ------
        KeyError
            When there is no such region.
        """
        return self._after(self._session.judge(region, verdict, note))

    def apply(self, edit: Edit) -> Applied:
        """Make an edit: durable in the journal first, then in the array, then in every browser. See `voxproof.Edit`."""
        return self._after(self._session.apply(edit))

    def accept(self, region: str | int, *, steps: int = 0, within: Within | None = None) -> Applied:
        """Take the proposal of a region: add its voxels to the segmentation, or remove them from it, with clean edges.

        Parameters
        ----------
        region : str or int
            Id or rank (1-based).
        steps : int
            Above 0 it grows along the probability, below 0 it shrinks; see `voxproof.tools.accept`.
        within : Within, optional
            What alone may change, see `voxproof.Within`.

        Returns
        -------
        Applied
            The edit (tool "accept"), which belongs to the region.

        Raises
        ------
        KeyError
            When there is no such region.
        Refused
            When it changes nothing (`within` what may change), or the journal cannot be written.

        Examples
        --------
        >>> curator.accept(1).edit.voxels                                        # doctest: +SKIP
        214
        """
        return self._after(self._session.use("accept", region, within, proposal=region, steps=steps))

    def delete(
        self,
        point: tuple[int, int, int],
        what: What = "branch",
        *,
        region: str | int | None = None,
        within: Within | None = None,
    ) -> Applied:
        """Take away the branch or piece that a voxel is in.

        Parameters
        ----------
        point : (int, int, int)
            A voxel (z, y, x) that has a label.
        what : {"branch", "side", "piece", "others"}
            The branch between two junctions or to its end; the branch with what hangs on the main part by it alone; the connected piece;
            or every other piece of the label. See `voxproof.tools.delete`.
        region : str or int, optional
            Id or rank of the region that the edit belongs to.
        within : Within, optional
            What alone may change, see `voxproof.Within`.

        Returns
        -------
        Applied
            The edit (tool "delete").

        Raises
        ------
        TypeError, ValueError
            For a point outside the volume or on background.
        Refused
            When nothing of it lies `within` what may change, or the journal cannot be written.
        """
        return self._after(self._session.use("delete", region, within, point=point, what=what))

    def stroke(
        self,
        points: Sequence[tuple[int, int, int]],
        mode: Literal["add", "remove"] = "add",
        label: int | None = None,
        *,
        steps: int = 0,
        region: str | int | None = None,
        within: Within | None = None,
    ) -> Applied:
        """Add or remove what belongs to a quick, imprecise line along a missing or a false piece.

        Parameters
        ----------
        points : sequence of (int, int, int)
            Voxels (z, y, x) that the line goes through, in order; one is a click.
        mode : {"add", "remove"}
            Whether the piece is missing or false.
        label : int, optional
            The label to add to or take from; without it the one under or near the line.
        steps : int
            Wider (above 0) or narrower, by a quarter a step.
        region : str or int, optional
            Id or rank of the region that the edit belongs to.
        within : Within, optional
            What alone may change, see `voxproof.Within`.

        Returns
        -------
        Applied
            The edit (tool "stroke"). The method is told at `voxproof.strokes.stroke`; image and probability are the session's.

        Raises
        ------
        TypeError, ValueError
            For points or a label that cannot be.
        Refused
            When it changes nothing, or the journal cannot be written.
        """
        given = {"points": points, "mode": mode, "label": label, "steps": steps}
        return self._after(self._session.use("stroke", region, within, **given))

    def trace(
        self,
        points: Sequence[tuple[int, int, int]],
        label: int | None = None,
        *,
        steps: int = 0,
        region: str | int | None = None,
        within: Within | None = None,
    ) -> Applied:
        """Draw a tube along the cheapest path through image and probability between clicked points.

        Parameters
        ----------
        points : sequence of (int, int, int)
            Two or more voxels (z, y, x), in order.
        label : int, optional
            What the tube gets, the first label without it; only background is painted.
        steps : int
            Thicker (above 0) or thinner, by 15 % a step.
        region : str or int, optional
            Id or rank of the region that the edit belongs to.
        within : Within, optional
            What alone may change, see `voxproof.Within`.

        Returns
        -------
        Applied
            The edit (tool "trace"). The method is told at `voxproof.tools.trace`.

        Raises
        ------
        TypeError, ValueError
            For points or a label that cannot be.
        Refused
            When it changes nothing, or the journal cannot be written.
        """
        return self._after(
            self._session.use("trace", region, within, points=points, label=label, steps=steps)
        )

    def cut(
        self,
        points: Sequence[Sequence[float]] | None = None,
        axis: Literal["z", "y", "x"] = "z",
        *,
        plane: Sequence[float] | None = None,
        seeds: Sequence[Any] | None = None,
        label: int | None = None,
        steps: int = 0,
        region: str | int | None = None,
        within: Within | None = None,
    ) -> Applied:
        """Take a thin sheet of voxels away, so that what it held together falls apart.

        Parameters
        ----------
        points : sequence of (int, int, int), optional
            A line through voxels (z, y, x) of one slice; or a single voxel near the neck to be cut. With `plane` two points, the ends of
            a line that need not lie in a slice.
        axis : {"z", "y", "x"}
            The slices that the line is drawn in.
        plane : (float, float, float), optional
            Direction (z, y, x), in µm, along which the line is looked at: the cut goes through the line in this direction.
        seeds : two of: a voxel, or a sequence of voxels; optional
            Instead of points: what is in the one part, and what in the other. The cut goes where the piece is thin and the data dark.
        label : int, optional
            With `seeds`: what the second part gets; then nothing is taken away.
        steps : int
            Above 0 the sheet is thicker.
        region : str or int, optional
            Id or rank of the region that the edit belongs to.
        within : Within, optional
            What alone may change, see `voxproof.Within`.

        Returns
        -------
        Applied
            The edit (tool "cut"). The methods are told at `voxproof.tools.cut`, `.cut_plane` and `.cut_seeds`.

        Raises
        ------
        TypeError, ValueError
            For points outside, or that meet no label; for other than points, points and a plane, or seeds.
        Refused
            When the journal cannot be written.

        Examples
        --------
        >>> curator.cut([(10, 4, 20), (10, 30, 22)])                             # doctest: +SKIP
        >>> curator.cut([(10.0, 4.0, 20.0), (2.5, 30.0, 22.0)], plane=(0.5, 0.7, -0.5))  # doctest: +SKIP
        >>> curator.cut(seeds=[(10, 4, 20), (10, 30, 22)], label=8)              # doctest: +SKIP
        """
        given = {"points": points, "axis": axis, "plane": plane, "seeds": seeds, "label": label}
        return self._after(self._session.use("cut", region, within, **given, steps=steps))

    def undo(self) -> Applied | Judged:
        """Take the last act back, an edit or a verdict, whoever made it. Raises `Refused` when there is none."""
        return self._after(self._session.undo())

    def redo(self) -> Applied | Judged:
        """Do again what was undone last. Raises `Refused` when there is nothing."""
        return self._after(self._session.redo())

    def revert(self, target: str | int | pd.Series[Any]) -> Applied:
        """Take an edit, or all edits of a region, back out of order, whatever was done since, also after a restart.

        A voxel that a later standing edit wrote keeps its label; any other one holds what the last edit before wrote there, or what the
        generation began with. The revert is an act of its own: `undo` takes it back, and so does reverting it.

        Parameters
        ----------
        target : str, int or pandas.Series
            Id of an edit (or a revert); its row of `edits`, such as ``curator.edits.iloc[-1]``; or id or rank (1-based) of a region,
            for all its edits that stand.

        Returns
        -------
        Applied
            ``.kept`` says how many voxels keep a later label, ``.edit.voxels`` how many have changed (0 when all were kept).

        Raises
        ------
        Refused
            When nothing of it stands, it belongs to an earlier generation, or the journal cannot be written; nothing was changed.
        KeyError, TypeError
            When there is no such edit or region.

        Notes
        -----
        It reads the runs of the edits whose box meets that of what is reverted, from the journal, about two million voxels at a time.

        Examples
        --------
        >>> curator.revert(3).kept                                               # doctest: +SKIP
        12
        """
        return self._after(self._session.revert(target))

    def refresh(self, slices: Any = None) -> Applied | None:
        """Show and record what your own code has changed in ``segmentation``.

        Parameters
        ----------
        slices : tuple of slice or int, optional
            Where, as an index of the array (``np.s_[3:9, :, 40:80]``); everywhere without it.

        Returns
        -------
        Applied or None
            The edit (tool "code") that it was recorded as; None when nothing had changed.
        """
        return self._after(self._session.refresh(slices))

    def load_unsent(self, path: str | PathLike[str]) -> _unsent.Loaded:
        """Bring in what a page saved to a file when its kernel was gone.

        Parameters
        ----------
        path : path
            The file, ``NAME-unsent.json``. Load it into the curator of the same volume, after its cell has run again.

        Returns
        -------
        Loaded
            ``.applied`` and ``.skipped``, how many acts changed something now and how many were done before or taken back: loading a
            file twice, or one whose acts did arrive, is safe. ``.refused`` has a message for each act that no longer fits, such as an
            edit of voxels that were changed since; the others are applied all the same.

        Raises
        ------
        ValueError
            When it is another file or damaged, or belongs to another version, volume or generation; nothing was changed.
        Refused
            When the journal takes no acts. Acts before that are done: load the file again once the reason is gone.

        Examples
        --------
        >>> curator.load_unsent("mouse-07-unsent.json")                          # doctest: +SKIP
        Loaded(applied=3, skipped=1, refused=())
        """
        try:
            return _unsent.load(_unsent.read(path, self._session), self._session)
        finally:
            self._after(None)

    def update(
        self,
        segmentation: NDArray[Any] | None = None,
        uncertainty: ArrayLike | None = None,
        probability: ArrayLike | None = None,
        keep: Literal["edits", "prediction"] = "edits",
    ) -> None:
        """Start the next generation: show a new prediction, and do not ask again about what is settled.

        Parameters
        ----------
        segmentation : (Z, Y, X) array of integers or booleans, optional
            Becomes the live array.
        uncertainty, probability : (Z, Y, X) array_like, optional
            The new maps.
        keep : {"edits", "prediction"}
            "edits" makes again, as edits, what hands changed in settled regions; "prediction" takes the prediction as it is.
        """
        _running.check_free(self, segmentation)
        self._session.update(segmentation, uncertainty, probability, keep)
        are_new = uncertainty is not None or probability is not None
        self._given.remember(**{"uncertainty": uncertainty, "probability": probability} if are_new else {})
        if segmentation is not None:
            _running.add(self, segmentation)
        self._after(None)

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the segmentation as it is now to a file, whole or not at all.

        Parameters
        ----------
        path : path
            Its ending says the format. ``.npy``: the array. ``.npz``: ``segmentation``, ``labels`` (its ids), ``name`` and, where known,
            ``spacing``. With the extra ``voxproof[io]``: ``.tif`` and ``.tiff`` as ImageJ reads them, where it has the dtype, else
            as OME-TIFF (64 bit and booleans: plain); ``.ome.tif``; ``.nii`` and ``.nii.gz``, axes x, y, z, voxel size in mm in the
            affine; ``.zarr``, an OME-Zarr 0.5 group with the array ``0``.
        overwrite : bool
            Replace a file that this session, or one before it on the same journal, has not written, or that was changed since. Those
            that it wrote are replaced without it.

        Returns
        -------
        Path
            The file. Dtype and label ids are those of the segmentation (but booleans are uint8 in NIfTI, which has none).

        Raises
        ------
        ValueError
            For another ending, a dtype that the format has not, the file that an array is a memory map of, or the journal.
        FileExistsError
            When something else is there.
        ImportError
            When the format's library is missing; the message names the extra.
        OSError
            When it cannot be written. What was there is as it was: it is replaced by renaming, once the new file is on the disk.

        Examples
        --------
        >>> curator.save("mouse-07 corrected.npz")                               # doctest: +SKIP
        """
        return self._session.save(path, overwrite=overwrite)

    def export_journal(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write everything that was done as JSON lines, one act a line, for other programs and for archives.

        Parameters
        ----------
        path : path
            Such as ``"mouse-07.jsonl"``; written whole or not at all. The format is in ``docs/journal.md``.
        overwrite : bool
            As for `save`.

        Returns
        -------
        Path
            The file. ``voxproof.import_journal`` makes a journal of it that says the same.

        Raises
        ------
        Refused
            When the session is closed.
        FileExistsError, OSError
            As for `save`.
        """
        return self._session.export_journal(path, overwrite=overwrite)

    def summary(self) -> Summary:
        """What was done so far, as a notebook shows it: also without a kernel, as HTML page, and on code-hosting sites.

        The output below the widget says the same once every region has a verdict.

        Returns
        -------
        Summary
            Regions, verdicts, edits, voxels, pieces, loops and cavities before and after (foreground 26, background 6, up to 2²⁷ voxels),
            and the slice with most changes (before any, with most labels); ``.totals`` has them as plain values.

        Examples
        --------
        >>> curator.summary()                                                    # doctest: +SKIP
        Curation of mouse-07: 42 of 42 regions reviewed (31 fixed, 9 correct, 2 unsure); 38 edits, 5120 voxels added, 871 removed
        """
        return Summary(_report.totals(self._session))

    def report(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write what was done as one HTML page, for people without a kernel: totals, topology before and after, each region with pictures.

        Parameters
        ----------
        path : path
            Such as ``"mouse-07.html"``; written whole or not at all. The page needs no other file and no network, and runs no script.
        overwrite : bool
            As for `save`.

        Returns
        -------
        Path
            The file: about 20 kB for each region that was judged or edited in this generation. The first 300 in rank order have pictures
            (the slice z in which most has changed, 16 voxels around the region). Pieces, loops and cavities (foreground 26, background
            6, labels as one) are counted up to 2²⁷ voxels.

        Raises
        ------
        FileExistsError, OSError, ValueError
            As for `save`.

        Examples
        --------
        >>> curator.report("mouse-07.html")                                      # doctest: +SKIP
        """
        return self._session.report(path, overwrite=overwrite)

    async def finished(self, timeout: float | None = None) -> bool:
        """Wait until every region has a verdict: the gate between one cell and the next.

        Parameters
        ----------
        timeout : float, optional
            Seconds.

        Returns
        -------
        bool
            False when the time was over first.

        Raises
        ------
        RuntimeError
            When waiting would never end: this kernel hears nothing from the browser while a cell awaits, or the curator is closed, also
            meanwhile.

        Examples
        --------
        >>> await curator.finished()         # doctest: +SKIP
        """
        timeout = check_seconds("timeout", timeout)
        is_deaf = self._link.live is False and _kernel.in_kernel() and not self._hears_while_awaiting
        if (is_deaf or _kernel.is_in_browser()) and self._is_open() and not self._all_settled():
            raise RuntimeError(_summary.DEAF.format(call="await curator.finished()"))
        return await self._gate.passed(timeout)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until every region has a verdict, blocking the cell; `finished` is the better choice in a notebook.

        Parameters
        ----------
        timeout : float, optional
            Seconds.

        Returns
        -------
        bool
            False when the time was over first.

        Raises
        ------
        RuntimeError
            When it would never end: this kernel hears nothing from the browser while a cell runs, the call comes from an `on_edit` or
            `on_verdict` function, or the curator is closed, also meanwhile.
        """
        timeout = check_seconds("timeout", timeout)
        began = time.monotonic()
        if self._is_open() and not self._all_settled():
            self._refuse_deadlock(timeout)
        left = None if timeout is None else max(0.0, timeout - (time.monotonic() - began))
        return self._gate.wait(left)

    def on_edit(self, callback: Callable[[Applied], object]) -> Callable[[], None]:
        """Call a function after every change of the segmentation.

        Parameters
        ----------
        callback : callable
            Takes the change, with ``.box`` (half-open), ``.revision``, ``.cause`` and ``.edit``. It may run in another thread, also
            while a cell runs: do not plot or display in it. What it raises is shown in the widget.

        Returns
        -------
        callable
            Call it to stop.
        """
        return self._callbacks.add("on_edit", callback)

    def on_verdict(self, callback: Callable[[Judged], object]) -> Callable[[], None]:
        """Call a function after every verdict.

        Parameters
        ----------
        callback : callable
            Takes the verdict, with ``.region``, ``.verdict`` ("open" when taken back), ``.note`` and ``.cause``. As for `on_edit`, it may
            run in another thread.

        Returns
        -------
        callable
            Call it to stop.
        """
        return self._callbacks.add("on_verdict", callback)

    def close(self) -> None:
        """End the session: close the journal and take the widget off the page. The array stays as it is. Twice is safe."""
        if "_gate" in self.__dict__:
            _running.remove(self)
            self._session.close()
            self._gate.shut(f"Not every region has a verdict, and none will come: {self._session.closed}")
            self._unsubscribe()
            self._link.close()
            if finalizer := self.__dict__.get("_finalizer"):
                finalizer.detach()
            # A widget of its own, which was made with this one.
            self.layout.close()
        super().close()

    def open(self) -> None:
        """Open the comm; called by the constructor."""
        super().open()
        self._hears_while_awaiting = _kernel.free_replies(self.comm)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take state from the browser, but for what only the kernel knows."""
        super().set_state({name: value for name, value in sync_data.items() if name not in _OWN_TRAITS})

    def __repr__(self) -> str:
        return _summary.line(self._session)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        self._sibling.place()
        return {**bundle, **_summary.bundle(self._session, self._model_id)}

    def _handle_custom_msg(self, content: object, buffers: Sequence[memoryview]) -> None:
        self._link.receive(content, buffers)
        self._after(None)

    def _send_message(self, message: Message) -> None:
        self.send(message.content, list(message.buffers))

    def _after(self, result: _T) -> _T:
        """What follows an act, outside the session's lock."""
        self._gate.check()
        self._sum_up_at_the_end()
        self._callbacks.run()
        return result

    def _hear(self, event: Event) -> None:
        if isinstance(event, Applied):
            self._callbacks.note("on_edit", event)
        elif isinstance(event, Judged):
            self._was_judged = True
            self._callbacks.note("on_verdict", event)
        elif isinstance(event, GenerationStarted):
            self.volume = self._session.description()

    def _sum_up_at_the_end(self) -> None:
        """Once the last region has its verdict the output below the widget tells what was done; that may take seconds."""
        was_judged, self._was_judged = self._was_judged, False
        if was_judged and self._sibling.is_placed and self._all_settled():
            if _kernel.is_in_browser():
                self._sibling.update(self.summary)
                return
            threading.Thread(
                target=self._sibling.update, args=(self.summary,), name="voxproof-summary", daemon=True
            ).start()

    def _all_settled(self) -> bool:
        with self._session.lock:
            return len(self._session.listed_verdicts()) == len(self._session.ranking)

    def _ask_again(self, asked: dict[str, Any]) -> None:
        """What a cell that is run again asks for otherwise than before; the page may have changed the rest meanwhile."""
        unlike = {name: value for name, value in asked.items() if self._asked.get(name) != value}
        if unlike:
            self.rank(**unlike)
        self._asked |= asked

    def _is_open(self) -> bool:
        return self._session.closed is None

    def _refuse_deadlock(self, timeout: float | None) -> None:
        if self._callbacks.is_calling:
            raise RuntimeError(_summary.CALLING)
        if threading.current_thread() is not threading.main_thread():
            return
        if _kernel.supports_subshells():
            # The view may be opening: its first message says whether messages arrive beside this cell.
            end = time.monotonic() + min(_GREETING_S, timeout if timeout is not None else _GREETING_S)
            while self._link.live is None and time.monotonic() < end:
                time.sleep(0.05)
        if not self._link.live:
            raise RuntimeError(_summary.DEAF.format(call="curator.wait()"))
