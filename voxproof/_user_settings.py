"""What a person has chosen in JupyterLab's settings that is the kernel's to do.

The kernel reads the file that JupyterLab writes, so that a choice holds for the next curator without a restart. A kernel on
another machine, or without Jupyter, finds none.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

_FILE = Path("voxproof", "settings.jupyterlab-settings")
_COMMENTS = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMAS = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])')


def user_setting(name: str) -> object:
    """The value of a setting of ``schema/settings.json``; None where none is chosen or the file cannot be read."""
    folder = _settings_folder()
    if folder is None:
        return None
    try:
        found = json.loads(_plain((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
    return found.get(name) if isinstance(found, dict) else None


def _plain(text: str) -> str:
    """Without the comments and trailing commas that people may write there.

    >>> _plain('{"a": "//", /* one */ "b": [1, 2,], }  // end').replace(" ", "")
    '{"a":"//","b":[1,2]}'
    """
    for noise in (_COMMENTS, _TRAILING_COMMAS):
        text = noise.sub(lambda found: found[1] or "", text)
    return text


def _settings_folder() -> Path | None:
    told = os.environ.get("JUPYTERLAB_SETTINGS_DIR")
    if told:
        return Path(told)
    try:
        from jupyter_core.paths import jupyter_config_dir
    except ImportError:
        return None
    return Path(jupyter_config_dir(), "lab", "user-settings")
