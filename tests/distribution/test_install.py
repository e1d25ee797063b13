"""The wheel works in an environment that holds nothing but what it declares, on a machine without Node."""

from __future__ import annotations

from pathlib import Path

import pytest
from empty_environment import EmptyEnvironment

CURATE = """
import numpy as np, voxproof as vp
segmentation = np.zeros((6, 7, 9), "uint8")
segmentation[1:5, 2:5, 3:8] = 1
doubt = np.zeros((6, 7, 9), "float32")
doubt[2:4, 2:5, 3:6] = 0.5
curator = vp.Curator(segmentation * 200, segmentation, doubt)
curator.paint(np.s_[:1, :1, :1], 1)
curator.verdict(1, "correct")
bundle = curator._repr_mimebundle_()
print(segmentation[0, 0, 0], list(curator.regions.verdict), "application/vnd.jupyter.widget-view+json" in bundle)
"""


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> EmptyEnvironment:
    made = EmptyEnvironment(tmp_path_factory.mktemp("empty"))
    made.install(wheel, "jupyterlab")
    return made


def test_jupyterlab_lists_the_extension_as_sound(environment: EmptyEnvironment) -> None:
    listed = environment.module("jupyterlab.labextensions", "list")
    (line,) = [line for line in listed.stderr.splitlines() if " voxproof v" in line]
    assert "enabled" in line
    assert "OK" in line
    assert not [word for word in ("X", "outdated", "incompatible") if word in listed.stderr.split()]


def test_a_curator_works(environment: EmptyEnvironment) -> None:
    assert environment.run(CURATE).stdout.split("\n")[0] == "1 ['correct'] True"
