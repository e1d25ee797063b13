"""The yardstick: definitions of ``guidance-eval``. It lies beside the repository and is imported, never copied."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

SHARED = Path(__file__).parents[3] / "shared"


def yardstick(shared: Path, name: str) -> ModuleType:
    """A module of ``guidance-eval``; where the folder beside it has data, volumes are read from there."""
    folder = shared / "guidance-eval"
    if not (folder / f"{name}.py").is_file():
        raise FileNotFoundError(
            f"found no {folder / name}.py. This benchmark needs that folder; name another place with --shared."
        )
    if (shared / "data" / "octa-vessels").is_dir():
        os.environ.setdefault("VOXPROOF_DATA", str(shared / "data"))
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    return importlib.import_module(name)
