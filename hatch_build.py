"""Puts the front end and the labeller into sdist and wheel; in a checkout they are built first where they are missing or old."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LABEXTENSION = "voxproof/labextension"
PRODUCTS = (
    f"{LABEXTENSION}/package.json",
    "voxproof/regions/labeller.wasm",
    "voxproof/regions/labeller.scalar.wasm",
)
DESTINATION = "share/jupyter/labextensions/voxproof"
SERVER = "jupyter-config/voxproof.json"
SERVER_DESTINATION = "etc/jupyter/jupyter_server_config.d/voxproof.json"
NEEDED = "Voxproof is built from its sources with Node ^20.19 or 22.12 and later"


class BuiltFiles(BuildHookInterface[Any]):
    """Add the products; an editable install links to them instead (scripts/build.mjs)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the products where need be, and name where a wheel puts them for JupyterLab to find."""
        if version == "editable":
            return
        if self._is_checkout() or not self._is_built():
            self._build()
        if self.target_name == "wheel":
            build_data["shared_data"] = {LABEXTENSION: DESTINATION, SERVER: SERVER_DESTINATION}

    def _is_checkout(self) -> bool:
        return (Path(self.root) / ".git").exists()

    def _is_built(self) -> bool:
        return all((Path(self.root) / name).exists() for name in PRODUCTS)

    def _build(self) -> None:
        """Run the steps of scripts/environment.mjs, quick where nothing has changed, with the programs of this environment."""
        node = shutil.which("node")
        if node is None:
            self.app.abort(f"Found no Node. {NEEDED}: install Node, or install a wheel, which needs none.")
        places = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
        builder = shutil.which("jupyter-builder", path=places)
        if builder is None:
            self.app.abort(
                f"Found no jupyter-builder. {NEEDED} and jupyter-builder: pip install jupyter-builder."
            )
        script = Path(self.root) / "scripts" / "environment.mjs"
        done = subprocess.run(
            [node, script, "--products"],
            cwd=self.root,
            env={**os.environ, "VOXPROOF_PROGRAMS": str(Path(builder).parent)},
            check=False,
        )
        if done.returncode != 0 or not self._is_built():
            self.app.abort("The front end could not be built: see the words above.")
