"""Libraries that only some functions need; the base install does without them."""

from __future__ import annotations

import importlib
from typing import Any


def need(module: str, *, extra: str = "data") -> Any:
    """Import a module of an extra.

    Raises
    ------
    ImportError
        When it is not installed; the message says what to install.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != package:
            raise
        raise ImportError(
            f"Found no {package}, which this function needs. "
            f'Install the extra that holds it: pip install "voxproof[{extra}]"'
        ) from error
