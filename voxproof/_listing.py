"""The list of regions of one generation by one set of parameters: ranked when first asked for, and what can be asked of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any

from voxproof._ranking_change import changed_parameters, check_names
from voxproof._settled import packed_voxels
from voxproof.regions import RankParameters, rank_codes, resolve_mode, window_voxels
from voxproof.regions._found import SEARCHES
from voxproof.regions._parameters import CHOSEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voxproof._box import Box
    from voxproof._doubt import Doubt
    from voxproof.regions import Ranking

CHOSEN_IN_VIEW = "chosen by the reviewer"

_RANKED_AT_ONCE_VOXELS = 1 << 25
"""Up to this size the regions are ranked when a text needs a region's number; beyond, only when they are ranked already."""

_MOST_EARLIER = 3
"""Lists that are remembered, so that a verdict that was on its way when the list changed finds its region."""


class Listing:
    """Parameters and the ranking they make. Never changes; other parameters make another one.

    Parameters
    ----------
    doubt : Doubt
        What is ranked.
    parameters : RankParameters
    reason : str
        Why this mode.
    is_chosen : bool
        Whether somebody chose the mode; else the next map may get another.
    earlier : tuple of Listing
        The lists before it, the last one first.
    """

    def __init__(
        self,
        doubt: Doubt,
        parameters: RankParameters,
        reason: str,
        *,
        is_chosen: bool,
        earlier: tuple[Listing, ...] = (),
    ) -> None:
        self.doubt = doubt
        self.parameters = parameters
        self.reason = reason
        self.is_chosen = is_chosen
        self._earlier = earlier[:_MOST_EARLIER]
        self._lock = RLock()
        self._ranking: Ranking | None = None
        self._is_unrankable = False

    @classmethod
    def of(cls, doubt: Doubt, asked: Mapping[str, Any]) -> Listing:
        """The list of a map by what is asked for, and else by what suits it. Raises as `changed`."""
        mode, reason = resolve_mode(doubt.codes, "auto")
        parameters = RankParameters.of(mode, doubt.codes.maximum, stop_window=window_voxels(doubt.spacing))
        return cls(doubt, parameters, reason, is_chosen=False).changed(asked)

    def changed(self, change: Mapping[str, Any], by: str = CHOSEN) -> Listing:
        """The list by other parameters; this one when nothing changes.

        Parameters
        ----------
        change : mapping
            See `changed_parameters`; the mode may be "auto".
        by : str
            Why, if it is another mode.

        Raises
        ------
        TypeError, ValueError
            For what cannot be asked for.
        """
        check_names(change)
        reason, is_chosen = self.reason, self.is_chosen
        if "mode" in change:
            is_chosen = change["mode"] != "auto"
            mode, reason = resolve_mode(self.doubt.codes, change["mode"])
            change = {**change, "mode": mode}
            reason = by if is_chosen else reason
        doubt = self.doubt
        parameters = changed_parameters(self.parameters, change, doubt.codes.maximum, doubt.spacing)
        if (parameters, reason, is_chosen) == (self.parameters, self.reason, self.is_chosen):
            return self
        before = (self._alone(), *self._earlier)
        return Listing(doubt, parameters, reason, is_chosen=is_chosen, earlier=before)

    def differing(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Those of all parameters, as a page tells them, that are not as they are: a page does not choose what it leaves alone."""
        row = {**self.parameters.row(), "stop_window": self.parameters.stop_window}
        return {name: value for name, value in parameters.items() if value != row[name]}

    def for_doubt(self, doubt: Doubt) -> Listing:
        """The list of other maps by the same parameters; by another mode, if nobody chose this one and another suits them."""
        if self.is_chosen:
            return Listing(doubt, self.parameters, self.reason, is_chosen=True)
        mode, reason = resolve_mode(doubt.codes, "auto")
        parameters = changed_parameters(self.parameters, {"mode": mode}, doubt.codes.maximum)
        return Listing(doubt, parameters, reason, is_chosen=False)

    @property
    def ranking(self) -> Ranking:
        """The regions. The first call ranks; others wait for it."""
        with self._lock:
            if self._ranking is None:
                self._ranking = self._rank()
            return self._ranking

    @property
    def is_ranked(self) -> bool:
        """Whether `ranking` is there already."""
        return self._ranking is not None

    @property
    def searches_heights(self) -> bool:
        """Whether the mode reads `Doubt.heights`."""
        return self.parameters.mode in SEARCHES

    @property
    def prefix(self) -> str:
        """What the ids of regions begin with that this search can find."""
        return f"g{self.doubt.generation}/{self.parameters.key(self.doubt.codes.maximum)}/"

    def region_id(self, region: str | int) -> str:
        """Id of a region given by id or rank; one of an earlier list is known by its id. KeyError when there is no such region."""
        listing = self._listing_of(region)
        return listing.ranking.ids[listing.ranking.rank_of(region) - 1]

    def region_number(self, region: str) -> int | None:
        """Rank of a region for texts; None when there is no such region, to find out would take seconds, or nothing can be ranked here."""
        too_large = self._ranking is None and self.doubt.codes.codes.size > _RANKED_AT_ONCE_VOXELS
        if too_large or self._is_unrankable or not region.startswith(self.prefix):
            return None
        try:
            return self.ranking.rank_of(region)
        except KeyError:
            return None
        except (ImportError, OSError, OverflowError, ValueError):
            self._is_unrankable = True
            return None

    def region_rows(self, region: str) -> tuple[Box, bytes]:
        """Bounding box of a region and its voxels, packed as runs from 0 to 1 inside the box."""
        ranking = self._listing_of(region).ranking
        return packed_voxels(ranking.voxels(region), ranking.shape)

    def row(self) -> dict[str, Any]:
        """How it is ranked: plain values for the journal and the browser."""
        return {**self.parameters.row(), "reason": self.reason}

    def _rank(self) -> Ranking:
        doubt = self.doubt
        known = self._reordered()
        if known is not None:
            return known
        return rank_codes(
            doubt.codes,
            self.parameters,
            self.reason,
            heights=doubt.heights if self.searches_heights else None,
            mask=None if self.searches_heights else doubt.mask,
            generation=doubt.generation,
            spacing=doubt.spacing,
            topology=doubt.topology,
        )

    def _reordered(self) -> Ranking | None:
        """The list from what an earlier one has found; None where it takes another search."""
        order = vars(self.parameters.listing)
        for earlier in self._earlier:
            if earlier.is_ranked and replace(earlier.parameters, **order) == self.parameters:
                if earlier.parameters == self.parameters:
                    return earlier.ranking
                with suppress(ValueError):
                    return earlier.ranking.reordered(**order)
        return None

    def _listing_of(self, region: str | int) -> Listing:
        """The list that has a region: this one, unless only one before has it."""
        if isinstance(region, str):
            for listing in (self, *self._earlier):
                with suppress(KeyError):
                    if region.startswith(listing.prefix) and listing.ranking.rank_of(region):
                        return listing
        return self

    def _alone(self) -> Listing:
        """The same list without those before it."""
        alone = Listing(self.doubt, self.parameters, self.reason, is_chosen=self.is_chosen)
        alone._ranking = self._ranking
        return alone
