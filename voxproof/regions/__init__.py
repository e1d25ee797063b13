"""Regions of a map of doubt: codes, the labeller's host, and the ranking."""

from voxproof._preview import Preview
from voxproof.regions._codes import Codes, encode
from voxproof.regions._consequence import Consequence, consequence
from voxproof.regions._heights import heights_of, probability_codes
from voxproof.regions._parameters import RankParameters, resolve_mode, window_voxels
from voxproof.regions._rank import rank, rank_codes
from voxproof.regions._ranking import Ranking
from voxproof.regions._variants import KINDS, Variant, variants

__all__ = [
    "KINDS",
    "Codes",
    "Consequence",
    "Preview",
    "RankParameters",
    "Ranking",
    "Variant",
    "consequence",
    "encode",
    "heights_of",
    "probability_codes",
    "rank",
    "rank_codes",
    "resolve_mode",
    "variants",
    "window_voxels",
]
