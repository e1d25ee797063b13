"""Editing tools as functions: arrays in, a `Preview` of the edit out; nothing is written. `Curator` has methods that make the edits."""

from voxproof._preview import Preview
from voxproof.tools._accept import accept
from voxproof.tools._delete import delete

__all__ = ["Preview", "accept", "delete"]
