"""Fix an error with one imprecise stroke: a line in, the voxels that belong to it out."""

from voxproof.strokes._stroke import Change, stroke

__all__ = ["Change", "stroke"]
