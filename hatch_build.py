"""Puts the built front end and labeller into the wheel, and refuses to make one without them."""

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


class BuiltFiles(BuildHookInterface[Any]):
    """Add what `npm run setup` built; an editable install links to it instead (scripts/build.mjs)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check the products and name where a wheel puts them for JupyterLab to find."""
        if version == "editable":
            return
        missing = [name for name in PRODUCTS if not (Path(self.root) / name).exists()]
        if missing:
            raise FileNotFoundError(
                f"Found no {', '.join(missing)}; expected a built checkout: run `npm run setup` before building the package."
            )
        if self.target_name == "wheel":
            build_data["shared_data"] = {LABEXTENSION: DESTINATION}
