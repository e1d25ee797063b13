"""Volumes in two groups: settings of tools are chosen on one, and figures are told of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from cases import cases, small_case
from numpy.typing import NDArray
from outputs import output

CHOOSING = "chosen on"
REPORTING = "kept back"
CHOSEN_ON = ("generated 51", "generated 54", "generated 55")
"""Generated volumes of the first group. Of OCT-A it is the half with the small y, for each of the five trainings."""


@dataclass(frozen=True)
class Volume:
    """A volume with its truth and what a model says of it."""

    name: str
    group: str
    image: NDArray[Any] = field(repr=False)
    truth: NDArray[np.bool_] = field(repr=False)
    probability: NDArray[np.float32] = field(repr=False)
    spacing: tuple[float, float, float]

    @property
    def segmentation(self) -> NDArray[np.bool_]:
        return self.probability > 0.5

    @property
    def aspect(self) -> float:
        return self.spacing[0] / self.spacing[1]


def volumes(data: Path, *, quick: bool = False) -> list[Volume]:
    """All volumes of vessels; `quick`: one small one."""
    made = []
    for case in [small_case()] if quick else cases(data):
        if not case.is_vessels:
            continue
        parts = (case.image, case.truth, output(case))
        if case.name.startswith("OCT-A"):
            half = case.truth.shape[1] // 2
            made += [
                Volume(f"{case.name}, y < {half}", CHOOSING, *(a[:, :half] for a in parts), case.spacing),
                Volume(f"{case.name}, y ≥ {half}", REPORTING, *(a[:, half:] for a in parts), case.spacing),
            ]
        else:
            group = CHOOSING if case.name.startswith(CHOSEN_ON) or quick else REPORTING
            made.append(Volume(case.name, group, *parts, case.spacing))
    return made
