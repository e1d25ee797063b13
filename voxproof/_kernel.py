"""What this project must know of the kernel it runs in; all of it optional, so that it works without one."""

from __future__ import annotations

import re
import sys
from typing import Any

_RESULT = re.compile(r"_?\d+|_{1,3}")


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


def forget_results(thing: object) -> None:
    """Take an object out of IPython's ``Out`` and ``_``, which keep the result of every cell for as long as the kernel lives.

    Also out of what IPython keeps of the last cell until the next one has ended.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        return
    for names in (shell.user_ns, shell.user_ns_hidden, shell.user_ns.get("_oh", {})):
        for name in [
            name for name, value in names.items() if value is thing and _RESULT.fullmatch(str(name))
        ]:
            del names[name]
    for name in ("_", "__", "___"):
        if getattr(shell.displayhook, name, None) is thing:
            setattr(shell.displayhook, name, "")
    last = getattr(shell, "last_execution_result", None)
    if last is not None and last.result is thing:
        last.result = None


def is_in_browser() -> bool:
    """Whether Python runs in the browser (JupyterLite): no threads, and no message while a cell runs, awaiting or not."""
    return sys.platform == "emscripten"


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
