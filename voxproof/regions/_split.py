"""Votes of a small ensemble: probabilities that are k of n."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._codes import Codes

MOST_MEMBERS = 16
_MOST_DOUBTS = MOST_MEMBERS // 2
"""Distinct doubts above 0 that n members can have."""


@dataclass(frozen=True)
class Split:
    """Heights of a map that an ensemble of `members` voted for.

    Attributes
    ----------
    members : int
        2 to 16.
    heights : (Z, Y, X) uint8
        See `voxproof.regions.heights_of`; borrowed.
    """

    members: int
    heights: NDArray[np.uint8]

    def votes(self, voxels: NDArray[np.int64]) -> tuple[int, int] | None:
        """Votes of the larger and the smaller side that most voxels of a region have; None where all agree.

        Of several that are as frequent, the lowest probability counts.
        """
        counts = np.bincount(self.heights.reshape(-1)[voxels], minlength=256)
        agreed = votes_of(int(counts.argmax()), self.members)
        return (
            None
            if agreed in (0, self.members)
            else (max(agreed, self.members - agreed), min(agreed, self.members - agreed))
        )


def split_of(heights: NDArray[np.uint8]) -> Split | None:
    """The ensemble that heights come from: the smallest of 2 to 16 members of which all are votes, and not all unanimous."""
    counts = sum(np.bincount(plane.reshape(-1), minlength=256) for plane in heights)
    present = np.flatnonzero(counts)
    for members in range(2, MOST_MEMBERS + 1):
        votes = [votes_of(int(height), members) for height in present]
        if all(
            height in heights_of_votes(vote, members) for height, vote in zip(present, votes, strict=True)
        ):
            return Split(members, heights) if any(0 < vote < members for vote in votes) else None
    return None


def may_be_split(codes: Codes) -> bool:
    """Whether a map has so few values that looking at its heights is worth while."""
    return codes.lossless and 0 < codes.distinct <= _MOST_DOUBTS


def votes_of(height: int, members: int) -> int:
    return (2 * height * members + 255) // 510


def heights_of_votes(votes: int, members: int) -> tuple[int, ...]:
    """``round(255 * votes / members)``; one half is as near to it inside and outside the segmentation."""
    if 2 * votes == members:
        return 127, 128
    return ((510 * votes + members) // (2 * members),)
