"""What this project must know of the kernel it runs in; all of it optional, so that it works without one."""

from __future__ import annotations

import sys
from typing import Any


def free_replies(comm: Any) -> bool:
    """Let the browser choose the thread in which its messages on a comm are handled.

    Returns
    -------
    bool
        Whether the kernel handles comm messages beside an awaiting cell (ipykernel ≥ 7.4).
    """
    if getattr(comm, "_reply_subshell_for", None) is None:
        return False
    try:
        # ipykernel 7.4 sends messages to the shell that last published on the comm, so to the main one, behind a running cell;
        # None makes the subshell id in the message's header count again.
        comm._reply_subshell_for = None
    except (AttributeError, TypeError):
        return False
    return True


def in_kernel() -> bool:
    """Whether a Jupyter kernel runs this process."""
    return _kernel() is not None


def supports_subshells() -> bool:
    """Whether the kernel can handle messages while a cell runs (ipykernel ≥ 7, not turned off)."""
    return bool(getattr(_kernel(), "_supports_kernel_subshells", False))


def _kernel() -> Any:
    module = sys.modules.get("ipykernel.kernelbase")
    kernel_class = getattr(module, "Kernel", None)
    return kernel_class.instance() if kernel_class is not None and kernel_class.initialized() else None
