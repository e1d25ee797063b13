"""The map of doubt of one generation: what was given, its codes, and the heights that searches read."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._maps import decode, map_hash, unpack_maps
from voxproof.regions import heights_of, probability_codes
from voxproof.regions._codes import read_doubt
from voxproof.regions._split import may_be_split, split_of
from voxproof.regions._topology import Topology, pack_mask, unpack_mask

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._checks import Direction
    from voxproof._journal import Journal
    from voxproof.regions import Codes


class Doubt:
    """Maps, codes and heights. Never changes; the next generation has another one.

    Parameters
    ----------
    uncertainty, probability : (Z, Y, X) array or None
        As they were given.
    codes : Codes
        Made of them.
    segmentation : (Z, Y, X) array
        What the generation began with; where it is not 0 is noted now, in a bit for each voxel.
    direction : {"uncertainty", "confidence"}
    generation : int
        Named in the regions' ids.
    spacing : (float, float, float) or None

    Attributes
    ----------
    bits : (Z, Y, ceil(X / 8)) uint8
        Where the segmentation was not 0 when the generation began: a bit per voxel, lowest first, rows of whole bytes.
    """

    def __init__(
        self,
        uncertainty: NDArray[Any] | None,
        probability: NDArray[Any] | None,
        codes: Codes,
        segmentation: NDArray[Any],
        *,
        direction: Direction,
        generation: int,
        spacing: tuple[float, float, float] | None,
        likely: NDArray[np.uint8] | None = None,
    ) -> None:
        self.uncertainty = uncertainty
        self.probability = probability
        self.codes = codes
        self.direction: Direction = direction
        self.generation = generation
        self.spacing = spacing
        self.bits: NDArray[np.uint8] = pack_mask(segmentation != 0)
        self._likely = likely
        self._heights: NDArray[np.uint8] | None = None
        self._topology: Topology | None = None
        self._lock = RLock()
        self._hash: str | None = None

    @classmethod
    def of_maps(
        cls,
        segmentation: NDArray[Any],
        uncertainty: Any,
        probability: Any,
        *,
        direction: Direction,
        generation: int = 0,
        spacing: tuple[float, float, float] | None,
    ) -> Doubt:
        """Check maps that a user gave and encode them. Raises as `read_doubt`."""
        checked = read_doubt(segmentation, uncertainty, probability, direction)
        return cls(
            *checked,
            segmentation,
            direction=direction,
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
            generation=generation,
            spacing=self.spacing,
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
        """The probability in bytes, where one was given; the first call makes it."""
        with self._lock:
            if self._likely is None and self.probability is not None:
                self._likely = probability_codes(self.probability)
            return self._likely

    @property
    def heights(self) -> NDArray[np.uint8]:
        """What the modes branch and variants search, (Z, Y, X) uint8; at least 128 in the generation's segmentation, below outside.

        The first call makes it, of the probability, or where there is none of the doubt.
        """
        with self._lock:
            if self._heights is None:
                self._heights = heights_of(self.mask, self.codes, self.likely)
            return self._heights

    @property
    def mask(self) -> NDArray[np.bool_]:
        """(Z, Y, X) bool, made anew: where the segmentation was not 0 when the generation began."""
        return unpack_mask(self.bits, self.codes.codes.shape)

    @property
    def topology(self) -> Topology:
        """What flipping regions does to the segmentation that the generation began with."""
        with self._lock:
            if self._topology is None:
                split = (
                    split_of(self.heights) if self._heights is not None or may_be_split(self.codes) else None
                )
                self._topology = Topology(self.bits, self.codes.codes.shape, self.spacing, split)
            return self._topology

    @property
    def hash(self) -> str:
        """See `map_hash`."""
        with self._lock:
            if self._hash is None:
                self._hash = map_hash(self.codes, self.likely)
            return self._hash

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
            generation=generation,
            spacing=self.spacing,
            likely=likely,
        )
