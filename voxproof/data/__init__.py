"""Volumes to try things on: one generated, one real."""

from voxproof.data._network import Network
from voxproof.data._octa import OctaVessels, octa_vessels
from voxproof.data._vessels import Vessels, vessels

__all__ = ["Network", "OctaVessels", "Vessels", "octa_vessels", "vessels"]
