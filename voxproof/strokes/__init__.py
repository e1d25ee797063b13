"""Fix an error with one imprecise stroke: a line in, the voxels that belong to it out. Needs the extra ``voxproof[data]``."""

from voxproof.strokes._stroke import Change, stroke

__all__ = ["Change", "stroke"]
