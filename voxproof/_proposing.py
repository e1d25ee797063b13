"""What the tools propose for a session's arrays, by name, for calls in Python and for the page alike."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

from voxproof import tools
from voxproof._checks import brief
from voxproof._preview import Preview
from voxproof.strokes import stroke

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voxproof._session import Session


def propose(session: Session, tool: str, arguments: Mapping[str, Any]) -> Preview:
    """The edit that a tool would make now. Runs with the session's lock held.

    Parameters
    ----------
    session : Session
    tool : str
        One of the names in `TOOLS`.
    arguments : mapping
        As the tool's function takes them, but for the arrays; values may come from a page.

    Raises
    ------
    TypeError, ValueError, KeyError
        For another tool, another argument, or a value that cannot be; the message says what was found and what was expected.
    """
    make = TOOLS.get(tool)
    if make is None:
        raise ValueError(f"tool: found {brief(tool)}, expected one of {', '.join(TOOLS)}.")
    names = list(inspect.signature(make).parameters)[1:]
    unknown = [name for name in arguments if name not in names]
    if unknown:
        raise TypeError(f"{tool}: found the argument {brief(unknown[0])}, expected {', '.join(names)}.")
    return make(session, **arguments)


def _accept(session: Session, proposal: str | int, steps: int = 0) -> Preview:
    ranking, doubt = session.ranking, session.doubt
    voxels = ranking.voxels(proposal)
    adds = doubt.topology.adds(voxels)
    heights = doubt.heights if steps else None
    return tools.accept(session.segmentation, voxels, adds=adds, heights=heights, steps=steps)


def _cut(
    session: Session,
    points: Any = None,
    axis: Any = "z",
    plane: Any = None,
    seeds: Any = None,
    label: Any = None,
    steps: int = 0,
) -> Preview:
    segmentation, spacing = session.segmentation, session.spacing
    if (points is None) == (seeds is None) or (plane is not None and points is None):
        raise TypeError(
            "cut: expected points, a line or a place; points and a plane; or seeds, places in both parts."
        )
    if label is not None and seeds is None:
        raise TypeError(f"cut: found the label {brief(label)} without seeds, expected it with seeds alone.")
    if seeds is not None:
        return tools.cut_seeds(
            segmentation,
            seeds,
            label=_label(label),
            image=session.image,
            probability=session.doubt.heights,
            spacing=spacing,
            steps=steps,
        )
    if plane is not None:
        return tools.cut_plane(segmentation, points, plane, spacing=spacing, steps=steps)
    return tools.cut(segmentation, points, axis=axis, spacing=spacing, steps=steps)


def _trace(session: Session, points: Any, label: Any = None, steps: int = 0) -> Preview:
    first = next((known for known in session.labels.ids if known != 0), 1)
    return tools.trace(
        session.segmentation,
        points,
        label=first if label is None else _label(label),
        image=session.image,
        probability=session.doubt.heights,
        spacing=session.spacing,
        steps=steps,
    )


def _stroke(session: Session, points: Any, mode: Any = "add", label: Any = None, steps: int = 0) -> Preview:
    segmentation = session.segmentation
    change = stroke(
        segmentation,
        points,
        mode=mode,
        label=_label(label),
        image=session.image,
        probability=session.doubt.heights,
        spacing=session.spacing,
        width=_WIDER**steps,
    )
    part = segmentation[change.box].copy()
    part[change.mask] = change.label
    return Preview(change.box, part)


def _delete(session: Session, point: Any, what: Any = "branch") -> Preview:
    return tools.delete(session.segmentation, point, what=what, spacing=session.spacing)


def _fill(session: Session, point: Any, label: Any = None, plane: Any = None) -> Preview:
    return tools.fill(session.segmentation, point, _label(label), plane=plane)


def _merge(session: Session, labels: Any, into: Any = None) -> Preview:
    given = [_label(label) for label in labels] if isinstance(labels, list | tuple) else labels
    return tools.merge_labels(session.segmentation, given, _label(into))


def _paint(session: Session, where: Any, label: Any, over: Any = None) -> Preview:
    return tools.paint(session.segmentation, where, _label(label), over=over)


def _lasso(session: Session, corners: Any, label: Any, plane: Any, depth: Any, slices: Any = 1) -> Preview:
    return tools.lasso(session.segmentation, corners, _label(label), plane, depth=depth, slices=slices)


def _smooth(session: Session, where: Any, by: Any) -> Preview:
    return tools.smooth(session.segmentation, where, by, spacing=session.spacing)


def _grow(session: Session, point: Any, by: Any) -> Preview:
    return tools.grow(session.segmentation, point, by, spacing=session.spacing)


def _interpolate(
    session: Session, label: Any, axis: Any = "z", slices: Any = None, box: Any = None
) -> Preview:
    return tools.interpolate(
        session.segmentation, _label(label), axis, slices, box=box, spacing=session.spacing
    )


def _islands(session: Session, below: Any, box: Any = None) -> Preview:
    return tools.remove_islands(session.segmentation, below, box)


def _holes(session: Session, below: Any, box: Any = None) -> Preview:
    return tools.fill_holes(session.segmentation, below, box)


def _label(label: Any) -> Any:
    """A page names labels by their decimals, so that wide ones survive."""
    return int(label) if isinstance(label, str) and _DECIMALS.fullmatch(label) else label


_WIDER = 1.25
"""What a step makes a stroke wider by."""

_DECIMALS = re.compile(r"-?\d+")

TOOLS: dict[str, Callable[..., Preview]] = {
    "accept": _accept,
    "cut": _cut,
    "delete": _delete,
    "fill": _fill,
    "grow": _grow,
    "holes": _holes,
    "interpolate": _interpolate,
    "islands": _islands,
    "lasso": _lasso,
    "merge": _merge,
    "paint": _paint,
    "smooth": _smooth,
    "stroke": _stroke,
    "trace": _trace,
}
"""By the name that the history and the page know them by. ``steps``, where there are, make a proposal wider or narrower."""
