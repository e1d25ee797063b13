"""Editing tools as functions: arrays in, a `Preview` of the edit out; nothing is written. `Curator` has methods that make the edits."""

from voxproof._preview import Preview
from voxproof.tools._accept import accept
from voxproof.tools._cut import cut
from voxproof.tools._delete import delete
from voxproof.tools._fill import fill
from voxproof.tools._interpolate import interpolate
from voxproof.tools._labels import merge_labels, new_label, paint
from voxproof.tools._lasso import lasso
from voxproof.tools._parts import fill_holes, remove_islands
from voxproof.tools._plane import cut_plane
from voxproof.tools._seeds import cut_seeds
from voxproof.tools._surface import grow, smooth
from voxproof.tools._trace import trace
from voxproof.tools._within import Within, within

__all__ = [
    "Preview",
    "Within",
    "accept",
    "cut",
    "cut_plane",
    "cut_seeds",
    "delete",
    "fill",
    "fill_holes",
    "grow",
    "interpolate",
    "lasso",
    "merge_labels",
    "new_label",
    "paint",
    "remove_islands",
    "smooth",
    "trace",
    "within",
]
