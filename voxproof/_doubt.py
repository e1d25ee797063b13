"""The map of doubt of one generation: what was given, its codes, and the regions, ranked when first asked for."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._maps import decode, map_hash, unpack_maps
from voxproof._runs import collect, stretches
from voxproof.regions import (
    Ranking,
    RankParameters,
    heights_of,
    probability_codes,
    rank_codes,
    resolve_mode,
    window_voxels,
)
from voxproof.regions._codes import read_doubt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box
    from voxproof._checks import Direction
    from voxproof._journal import Journal
    from voxproof.regions import Codes
    from voxproof.regions._parameters import AskedMode

_RANKED_AT_ONCE_VOXELS = 1 << 25
"""Up to this size the regions are ranked when a text needs a region's number; beyond, only when they are ranked already."""


class Doubt:
    """Maps, codes and ranking. Never changes; the next generation has another one.

    Parameters
    ----------
    uncertainty, probability : (Z, Y, X) array or None
        As they were given.
    codes : Codes
        Made of them.
    segmentation : (Z, Y, X) array
        What the generation began with; mode variants reads now where it is not 0.
    direction : {"uncertainty", "confidence"}
    mode : {"auto", "plateau", "tree", "variants"}
    generation : int
        Named in the regions' ids.
    spacing : (float, float, float) or None
    """

    def __init__(
        self,
        uncertainty: NDArray[Any] | None,
        probability: NDArray[Any] | None,
        codes: Codes,
        segmentation: NDArray[Any],
        *,
        direction: Direction,
        mode: AskedMode,
        generation: int,
        spacing: tuple[float, float, float] | None,
        likely: NDArray[np.uint8] | None = None,
    ) -> None:
        self.uncertainty = uncertainty
        self.probability = probability
        self.codes = codes
        self.direction: Direction = direction
        self.generation = generation
        chosen, self.reason = resolve_mode(codes.codes, mode)
        self.parameters = RankParameters.of(chosen, codes.maximum, stop_window=window_voxels(spacing))
        self._mode = mode
        self._spacing = spacing
        self._mask = np.packbits(segmentation != 0) if chosen == "variants" else None
        self._likely = likely
        self._heights: NDArray[np.uint8] | None = None
        self._lock = RLock()
        self._ranking: Ranking | None = None
        self._hash: str | None = None
        self._is_unrankable = False

    @classmethod
    def of_maps(
        cls,
        segmentation: NDArray[Any],
        uncertainty: Any,
        probability: Any,
        *,
        direction: Direction,
        mode: AskedMode,
        generation: int = 0,
        spacing: tuple[float, float, float] | None,
    ) -> Doubt:
        """Check maps that a user gave and encode them. Raises as `read_doubt`."""
        checked = read_doubt(segmentation, uncertainty, probability, direction)
        return cls(
            *checked,
            segmentation,
            direction=direction,
            mode=mode,
            generation=generation,
            spacing=spacing,
        )

    def with_maps(
        self, segmentation: NDArray[Any], uncertainty: Any, probability: Any, generation: int
    ) -> Doubt:
        """Other maps, treated alike."""
        return Doubt.of_maps(
            segmentation,
            uncertainty,
            probability,
            direction=self.direction,
            mode=self._mode,
            generation=generation,
            spacing=self._spacing,
        )

    def in_generation(self, generation: int, segmentation: NDArray[Any]) -> Doubt:
        """The same maps in another generation, which began with this segmentation."""
        return self._like(
            self.uncertainty, self.probability, self.codes, segmentation, generation, self.likely
        )

    def kept_by(self, journal: Journal, generation: int, segmentation: NDArray[Any]) -> Doubt:
        """The maps that a journal keeps for a generation, which began with this segmentation; treated alike."""
        codes, likely = unpack_maps(journal, generation, segmentation.shape)
        return self._like(decode(codes, self.direction), None, codes, segmentation, generation, likely)

    @property
    def likely(self) -> NDArray[np.uint8] | None:
        """The probability in bytes, where one was given and is searched; the first call makes it."""
        with self._lock:
            if self._likely is None and self.probability is not None and self.parameters.mode == "variants":
                self._likely = probability_codes(self.probability)
            return self._likely

    @property
    def heights(self) -> NDArray[np.uint8] | None:
        """What mode variants searches, (Z, Y, X) uint8; None in other modes. The first call makes it."""
        with self._lock:
            if self._heights is None and self._mask is not None:
                shape = self.codes.codes.shape
                mask = np.unpackbits(self._mask, count=self.codes.codes.size).view(np.bool_).reshape(shape)
                self._heights = heights_of(mask, self.codes, self.likely)
            return self._heights

    @property
    def ranking(self) -> Ranking:
        """The regions. The first call ranks; others wait for it."""
        with self._lock:
            if self._ranking is None:
                self._ranking = rank_codes(
                    self.codes,
                    self.parameters,
                    self.reason,
                    heights=self.heights,
                    generation=self.generation,
                    spacing=self._spacing,
                )
            return self._ranking

    @property
    def is_ranked(self) -> bool:
        """Whether `ranking` is there already."""
        return self._ranking is not None

    @property
    def hash(self) -> str:
        """See `map_hash`."""
        with self._lock:
            if self._hash is None:
                self._hash = map_hash(self.codes, self.likely, self.parameters)
            return self._hash

    def region_id(self, region: str | int) -> str:
        """Id of a region given by id or rank. KeyError when there is no such region."""
        return self.ranking.ids[self.ranking.rank_of(region) - 1]

    def region_number(self, region: str) -> int | None:
        """Rank of a region for texts; None when there is no such region, to find out would take seconds, or nothing can be ranked here."""
        too_large = self._ranking is None and self.codes.codes.size > _RANKED_AT_ONCE_VOXELS
        if too_large or self._is_unrankable:
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
        ranking = self.ranking
        voxels = ranking.voxels(region)
        zeros = np.zeros(voxels.size, np.uint8)
        change = collect([stretches(voxels, zeros, zeros + 1, ranking.shape[2])], ranking.shape)
        assert change is not None
        return change.box, change.runs.pack()

    def parameter_row(self) -> dict[str, Any]:
        """How it is ranked: plain values for the journal and the browser."""
        return {**self.parameters.row(), "reason": self.reason}

    def description(self) -> dict[str, Any]:
        """The field ``uncertainty`` of the volume description in docs/protocol.md."""
        codes = self.codes
        weights = {"weights": codes.weights.tolist()} if codes.codes.dtype == np.uint8 else {}
        return {
            "codes": codes.codes.dtype.name,
            "distinct": codes.distinct,
            "lossless": codes.lossless,
            "step": codes.step,
            "maximum": codes.maximum,
            **weights,
            "direction": self.direction,
            "probability": self.uncertainty is None,
            "heights": self.parameters.mode == "variants",
        }

    def _like(
        self,
        uncertainty: NDArray[Any] | None,
        probability: NDArray[Any] | None,
        codes: Codes,
        segmentation: NDArray[Any],
        generation: int,
        likely: NDArray[np.uint8] | None,
    ) -> Doubt:
        return Doubt(
            uncertainty,
            probability,
            codes,
            segmentation,
            direction=self.direction,
            mode=self._mode,
            generation=generation,
            spacing=self._spacing,
            likely=likely,
        )
