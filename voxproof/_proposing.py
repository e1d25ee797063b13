"""What the tools propose for a session's arrays, by name, for calls in Python and for the page alike."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from voxproof import tools
from voxproof._checks import brief

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voxproof._preview import Preview
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


def _delete(session: Session, point: Any, what: Any = "branch") -> Preview:
    return tools.delete(session.segmentation, point, what=what, spacing=session.spacing)


TOOLS: dict[str, Callable[..., Preview]] = {"accept": _accept, "delete": _delete}
"""By the name that the history and the page know them by."""
