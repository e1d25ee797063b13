"""Regions of a map of doubt: codes, the labeller's host, and the ranking."""

from voxproof.regions._codes import Codes, encode
from voxproof.regions._rank import Ranking, RankParameters, rank, rank_codes, resolve_mode, window_voxels
from voxproof.regions._variants import Variant, variants

__all__ = [
    "Codes",
    "RankParameters",
    "Ranking",
    "Variant",
    "encode",
    "rank",
    "rank_codes",
    "resolve_mode",
    "variants",
    "window_voxels",
]
