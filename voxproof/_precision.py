"""How often what was judged last needed a change, and what that says of the rest of the list."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._checks import brief, check_number, is_number, is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from voxproof._events import Verdict

RECENT = 20
"""Regions that are looked back on unless told otherwise."""

FEWEST_JUDGED = 5
"""With fewer there is nothing to say."""

_Z = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True)
class Precision:
    """How often the regions judged last needed a change, and how many of the rest will if they do as often.

    Attributes
    ----------
    judged : int
        How many of the regions judged last are counted, at most `last`: those that a person found fixed (in need of a change) or correct.
        Unsure ones and verdicts that carried over count neither way.
    changed : int
        How many of them needed a change.
    share : float
        ``changed / judged``.
    remaining : int
        Regions of the list without a verdict.
    left : float
        How many of those will need a change, if they do as often: ``share * remaining``.
    low, high : float
        The 95 % interval of `left`: Wilson's score interval of the share, times `remaining`.
    last : int
        How many were asked for.
    stop_below : float or None
        The share that the reviewer wants to stop below.

    Notes
    -----
    The estimate assumes that the rest of the list needs a change no more often than the regions judged last. A list that leads to errors
    makes that likely; it is not certain, and says nothing of errors that no region shows. Interval: E. B. Wilson, J. Am. Stat. Assoc. 22
    (1927) 209; L. D. Brown, T. T. Cai, A. DasGupta, Stat. Sci. 16 (2001) 101.
    """

    judged: int
    changed: int
    share: float
    remaining: int
    left: float
    low: float
    high: float
    last: int = RECENT
    stop_below: float | None = None

    @property
    def is_reached(self) -> bool:
        """Whether the rule to stop holds: as many were judged as are looked back on, and a smaller share than asked needed a change."""
        return self.stop_below is not None and self.judged >= self.last and self.share < self.stop_below

    def __str__(self) -> str:
        return (
            f"Of the last {self.judged} regions judged, {self.changed} needed a change. If the {self.remaining} open ones need one no more "
            f"often, about {self.left:.0f} are left (95 % interval {self.low:.0f} to {self.high:.0f})."
        )


def check_last(last: Any) -> int:
    """How many regions to look back on. ValueError unless it is a whole number from 5."""
    if not is_whole(last) or last < FEWEST_JUDGED:
        raise ValueError(
            f"last: found {brief(last)}, expected a whole number of regions, {FEWEST_JUDGED} or more."
        )
    return int(last)


def check_share(stop_below: Any) -> float | None:
    """A share to stop below. ValueError unless it is None or from 0 to 1."""
    if stop_below is None:
        return None
    if is_number(stop_below) and not 0 <= stop_below <= 1:
        raise ValueError(f"stop_below: found {brief(stop_below)}, expected a share from 0 to 1, such as 0.1.")
    return check_number("stop_below", stop_below)


def precision_of(
    verdicts: Iterable[Verdict], remaining: int, last: int = RECENT, stop_below: float | None = None
) -> Precision | None:
    """How often the last of these verdicts, which a person gave, were "fixed"; None for fewer than five.

    Parameters
    ----------
    verdicts : iterable of Verdict
        In any order; of equal times, the later in order counts as later.
    remaining : int
        Regions of the list without a verdict.
    """
    recent = _needs(verdicts)[-last:]
    judged = len(recent)
    if judged < FEWEST_JUDGED:
        return None
    changed = sum(recent)
    low, high = _wilson(changed, judged)
    share = changed / judged
    return Precision(
        judged,
        changed,
        share,
        remaining,
        share * remaining,
        low * remaining,
        high * remaining,
        last,
        stop_below,
    )


def precision_series(verdicts: Iterable[Verdict], last: int = RECENT) -> NDArray[np.float64]:
    """For each verdict that counts, in order of time: the share that needed a change among it and those before it, `last` at most."""
    needs = np.array(_needs(verdicts), np.int64)
    total = np.concatenate([[0], np.cumsum(needs)])
    end = np.arange(1, needs.size + 1)
    count = np.minimum(end, last)
    series: NDArray[np.float64] = (total[end] - total[end - count]) / count
    return series


def _wilson(changed: int, judged: int) -> tuple[float, float]:
    share = changed / judged
    square = _Z * _Z
    middle = share + square / (2 * judged)
    spread = _Z * math.sqrt((share * (1 - share)) / judged + square / (4 * judged * judged))
    scale = 1 + square / judged
    low = 0.0 if changed == 0 else (middle - spread) / scale
    return low, 1.0 if changed == judged else (middle + spread) / scale


def _needs(verdicts: Iterable[Verdict]) -> list[int]:
    """1 for a change, 0 for none, in order of time."""
    counted = [verdict for verdict in verdicts if verdict.verdict != "unsure" and not verdict.carried]
    return [int(verdict.verdict == "fixed") for verdict in sorted(counted, key=lambda each: each.time)]
