"""Building packages as pip and build do, once their requirements are there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def without_node() -> dict[str, str]:
    """The environment of a machine that has no Node."""
    places = os.environ["PATH"].split(os.pathsep)
    path = [place for place in places if not (Path(place) / "node").exists()]
    return {**os.environ, "PATH": os.pathsep.join(path)}


def build(
    source: Path, target: str, folder: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Build an sdist or a wheel of a source tree into a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    return subprocess.run(command, cwd=source, env=env, capture_output=True, text=True, check=False)
