"""Libraries that only some functions need, loaded when they do."""

from __future__ import annotations

import importlib
from threading import RLock
from typing import Any

_LOCK = RLock()


def need(module: str, *, extra: str = "data") -> Any:
    """Import a module, of an extra perhaps.

    One thread at a time: a page's tool and a cell may ask at once, and what is half loaded lacks its functions.

    Raises
    ------
    ImportError
        When it is not installed; the message says what to install.
    """
    try:
        with _LOCK:
            return importlib.import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != package:
            raise
        raise ImportError(
            f"Found no {package}, which this function needs. "
            f'Install the extra that holds it: pip install "voxproof[{extra}]"'
        ) from error
