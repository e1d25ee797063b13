"""Volumes with truth, each with a model that errs in its own way. None is of the example notebooks but the first, and that is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import voxproof as vp

Spacing = tuple[float, float, float]


@dataclass(frozen=True)
class Case:
    """A volume, the slices that a model was shown, and the model."""

    name: str
    image: NDArray[Any] = field(repr=False)
    truth: NDArray[np.bool_] = field(repr=False)
    spacing: Spacing
    slices: tuple[int, ...]
    model: str = "forest"
    is_vessels: bool = True


@dataclass(frozen=True)
class Generated:
    """How `vp.data.vessels` makes a volume."""

    seed: int
    photons: float
    shape: tuple[int, int, int] = (64, 128, 128)
    spacing: Spacing = (2.0, 1.0, 1.0)
    model: str = "forest"


OCTA_SLICES = (
    ((4, 8, 12, 16), "forest"),
    ((3, 21, 37, 58), "forest"),
    ((18, 19, 44), "boosting"),
    ((9, 33, 52), "regression"),
    ((11, 29, 48), "network"),
)
"""The first choice is that of ``examples/02-real-vessels.ipynb``."""

GENERATED = (
    Generated(51, 30),
    Generated(52, 18),
    Generated(53, 25, (96, 112, 112), (1, 1, 1)),
    Generated(54, 35, (48, 160, 128), (3, 1, 1)),
    Generated(55, 40, (80, 120, 96), (1.5, 0.8, 0.8), "regression"),
    Generated(56, 22, (72, 144, 112), (2, 1, 1), "boosting"),
    Generated(57, 24, (64, 128, 128), (2, 1, 1), "network"),
)
"""The study and the choice of score had other seeds."""

NUCLEI = "plant-nuclei-1"
NUCLEI_SPACING = (0.2837, 0.1268, 0.1268)


def cases(data: Path) -> list[Case]:
    """All volumes; `data` is a folder that may hold more real ones."""
    octa = vp.data.octa_vessels()
    real = [
        Case(f"OCT-A {number}, {model}", octa.image, octa.truth > 0, (1, 1, 1), slices, model)
        for number, (slices, model) in enumerate(OCTA_SLICES, 1)
    ]
    return [*real, *(_generated(recipe) for recipe in GENERATED), *_nuclei(data / NUCLEI)]


def small_case() -> Case:
    """One generated volume that takes seconds."""
    return _generated(Generated(31, 20, (32, 64, 64)))


def _generated(recipe: Generated) -> Case:
    made = vp.data.vessels(recipe.shape, spacing=recipe.spacing, seed=recipe.seed, photons=recipe.photons)
    depth = recipe.shape[0]
    slices = tuple(depth * k // 8 for k in (1, 3, 5, 7))
    name = f"generated {recipe.seed}, {recipe.model}"
    return Case(name, made.image, made.truth > 0, recipe.spacing, slices, recipe.model)


def _nuclei(folder: Path) -> list[Case]:
    """Cell nuclei with instance labels; where two touch, a voxel of background is put between, so that merging them is an error."""
    if not folder.is_dir():
        return []
    from tifffile import imread

    labels = imread(folder / "gt.ome.tif").astype(np.int64)
    truth = labels > 0
    for axis in range(3):
        here, there = np.moveaxis(labels, axis, 0)[:-1], np.moveaxis(labels, axis, 0)[1:]
        np.moveaxis(truth, axis, 0)[1:][(here != there) & (here > 0) & (there > 0)] = False
    image = imread(folder / "raw.ome.tif")
    return [
        Case("plant nuclei, forest", image, truth, NUCLEI_SPACING, (10, 30, 50, 70, 90), is_vessels=False)
    ]
