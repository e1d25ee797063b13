"""What a person has chosen in JupyterLab's settings that is the kernel's to do.

The kernel reads the file that JupyterLab writes, so that a choice holds for the next curator without a restart. A kernel on
another machine, or without Jupyter, finds none.
"""

from __future__ import annotations

import os
from pathlib import Path

_FILE = Path("voxproof", "settings.jupyterlab-settings")


def user_setting(name: str) -> object:
    """The value of a setting of ``schema/settings.json``; None where none is chosen or the file cannot be read.

    People may edit the file by hand, in JSON5 as JupyterLab takes it.
    """
    folder = _settings_folder()
    if folder is None:
        return None
    file = folder / _FILE
    if not file.is_file():
        return None
    import json5  # slow to import, and most people have no such file

    try:
        found = json5.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found.get(name) if isinstance(found, dict) else None


def _settings_folder() -> Path | None:
    told = os.environ.get("JUPYTERLAB_SETTINGS_DIR")
    if told:
        return Path(told)
    try:
        from jupyter_core.paths import jupyter_config_dir
    except ImportError:
        return None
    return Path(jupyter_config_dir(), "lab", "user-settings")
