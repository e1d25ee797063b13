"""The map of doubt of one generation: what was given, its codes, and the regions, ranked when first asked for."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._maps import decode, map_hash, unpack_codes
from voxproof._runs import collect, stretches
from voxproof.regions import Ranking, RankParameters, rank_codes, resolve_mode, window_voxels
from voxproof.regions._codes import read_doubt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box, Shape
    from voxproof._checks import Direction
    from voxproof._journal import Journal
    from voxproof.regions import Codes

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
    direction : {"uncertainty", "confidence"}
    mode : {"auto", "plateau", "tree"}
    generation : int
        Named in the regions' ids.
    spacing : (float, float, float) or None
    """

    def __init__(
        self,
        uncertainty: NDArray[Any] | None,
        probability: NDArray[Any] | None,
        codes: Codes,
        *,
        direction: Direction,
        mode: Literal["auto", "plateau", "tree"],
        generation: int,
        spacing: tuple[float, float, float] | None,
    ) -> None:
        self.uncertainty = uncertainty
        self.probability = probability
        self.codes = codes
        self.direction: Direction = direction
        self.generation = generation
        chosen, self.reason = resolve_mode(codes.codes, mode)
        self.parameters = RankParameters(chosen, stop_window=window_voxels(spacing))
        self._mode = mode
        self._spacing = spacing
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
        mode: Literal["auto", "plateau", "tree"],
        generation: int = 0,
        spacing: tuple[float, float, float] | None,
    ) -> Doubt:
        """Check maps that a user gave and encode them. Raises as `read_doubt`."""
        checked = read_doubt(segmentation, uncertainty, probability, direction)
        return cls(*checked, direction=direction, mode=mode, generation=generation, spacing=spacing)

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

    def in_generation(self, generation: int) -> Doubt:
        """The same maps in another generation."""
        return self._like(self.uncertainty, self.probability, self.codes, generation)

    def kept_by(self, journal: Journal, generation: int, shape: Shape) -> Doubt:
        """The maps that a journal keeps for a generation, treated alike."""
        codes = unpack_codes(journal, generation, shape)
        return self._like(decode(codes, self.direction), None, codes, generation)

    @property
    def ranking(self) -> Ranking:
        """The regions. The first call ranks; others wait for it."""
        with self._lock:
            if self._ranking is None:
                self._ranking = rank_codes(
                    self.codes,
                    self.parameters,
                    self.reason,
                    generation=self.generation,
                    voxel_volume=None if self._spacing is None else float(np.prod(self._spacing)),
                )
            return self._ranking

    @property
    def hash(self) -> str:
        """See `map_hash`."""
        with self._lock:
            if self._hash is None:
                self._hash = map_hash(self.codes, self.parameters)
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
        return {
            "mode": self.parameters.mode,
            "reason": self.reason,
            "connectivity": self.parameters.connectivity,
            "min_voxels": self.parameters.min_voxels,
            "max_voxels": self.parameters.max_voxels,
            "stop_window": list(self.parameters.stop_window),
            "stop_regions": self.parameters.stop_regions,
        }

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
        }

    def _like(
        self,
        uncertainty: NDArray[Any] | None,
        probability: NDArray[Any] | None,
        codes: Codes,
        generation: int,
    ) -> Doubt:
        return Doubt(
            uncertainty,
            probability,
            codes,
            direction=self.direction,
            mode=self._mode,
            generation=generation,
            spacing=self._spacing,
        )
