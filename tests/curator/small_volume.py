"""A small asymmetric volume with two doubtful regions; needs no pytest, so that kernels can make it too."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Volume(NamedTuple):
    image: np.ndarray
    segmentation: np.ndarray
    uncertainty: np.ndarray


def make_volume() -> Volume:
    """Labels 7 and -2; two doubtful regions, of 96 and 48 voxels."""
    image = np.random.default_rng(3).integers(0, 4096, (20, 33, 47)).astype(np.uint16)
    segmentation = np.zeros(image.shape, np.int32)
    segmentation[5:9, 10:20, 10:30] = 7
    segmentation[12:14, 3:9, 4:40] = -2
    uncertainty = np.zeros(image.shape, np.float32)
    uncertainty[5:9, 10:14, 10:16] = 0.9
    uncertainty[12:14, 3:9, 20:24] = 0.5
    return Volume(image, segmentation, uncertainty)
