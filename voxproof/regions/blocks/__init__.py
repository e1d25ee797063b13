"""Volumes in blocks: dask arrays, labelled block by block and joined across their faces."""

from voxproof.regions.blocks._inputs import Inputs, is_chunked
from voxproof.regions.blocks._rank import rank_blocks

__all__ = ["Inputs", "is_chunked", "rank_blocks"]
