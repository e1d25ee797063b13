"""A change of how regions are found and ordered: what may be asked for, and what it makes of the parameters that there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from voxproof._checks import check_choice
from voxproof.regions import RankParameters
from voxproof.regions._found import SEARCHES
from voxproof.regions._labeller import Mode
from voxproof.regions._parameters import asked_window

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = (
    "mode",
    "connectivity",
    "granularity",
    "min_voxels",
    "max_voxels",
    "score",
    "ascending",
    "stop_window",
    "stop_regions",
)
"""What can be asked for."""


def asked_for(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked for: not None, nor the mode "auto". TypeError for another name, ValueError for what is no mode."""
    check_names(parameters)
    check_choice("mode", parameters.get("mode", "auto"), ("auto", *get_args(Mode)))
    return {
        name: value
        for name, value in parameters.items()
        if value is not None and (name, value) != ("mode", "auto")
    }


def check_names(change: Mapping[str, Any]) -> None:
    """TypeError for a name that is no parameter."""
    unknown = [name for name in change if name not in NAMES]
    if unknown:
        raise TypeError(f"rank: found the argument {unknown[0]!r}, expected {', '.join(NAMES)}.")


def changed_parameters(
    parameters: RankParameters,
    change: Mapping[str, Any],
    maximum: float,
    spacing: tuple[float, float, float] | None = None,
) -> RankParameters:
    """Parameters with some of them changed. Same rule as `src/core/ranking-change.ts`.

    Another mode begins with its own granularity, which means something else in each, and, unless a most size was set, with its own most
    size. Modes branch and variants have connectivity 26.

    Parameters
    ----------
    change : mapping
        Of `NAMES`, but for the mode "auto". `stop_window` is an edge in µm, or voxels (z, y, x).
    maximum : float
        The map's largest doubt.

    Raises
    ------
    TypeError, ValueError
        For a value that cannot be; the message says what was found and what was expected.
    """
    new = dict(change)
    mode = new.get("mode", parameters.mode)
    check_choice("mode", mode, get_args(Mode))
    if "stop_window" in new:
        new["stop_window"] = asked_window(new["stop_window"], spacing)
    if mode in SEARCHES:
        new["connectivity"] = 26
    if mode != parameters.mode:
        own, old = (RankParameters.of(each, maximum) for each in (mode, parameters.mode))
        new.setdefault("granularity", own.granularity)
        if parameters.max_voxels == old.max_voxels:
            new.setdefault("max_voxels", own.max_voxels)
    return replace(parameters, **new)
