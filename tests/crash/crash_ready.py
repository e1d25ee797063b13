"""Imported by the server that lean kernels are forked from: what each of them would import and compile again."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "curator"))

from small_volume import make_volume as make_volume

import voxproof as vp

_image, _segmentation, _uncertainty = make_volume()
len(vp.rank(_segmentation, _uncertainty))
