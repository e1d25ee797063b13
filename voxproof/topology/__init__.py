"""Measures of shape: overlap, centre lines, pieces, loops and cavities."""

from voxproof.topology._betti import Betti, betti, pieces
from voxproof.topology._compare import compare
from voxproof.topology._overlap import cldice, dice

__all__ = ["Betti", "betti", "cldice", "compare", "dice", "pieces"]
