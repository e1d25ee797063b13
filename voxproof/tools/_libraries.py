"""Functions of libraries that are loaded when a tool first needs them."""

from __future__ import annotations

import importlib
from threading import RLock
from typing import Any

_LOCK = RLock()


def loaded(module: str, name: str) -> Any:
    """A function of a module. A page's tool and a cell may ask at once, and libraries that load lazily are half there meanwhile."""
    with _LOCK:
        return getattr(importlib.import_module(module), name)
