"""How much memory processes take; Linux only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

IS_KNOWN = sys.platform.startswith("linux")


def peak_above(run: Callable[[], Any]) -> int:
    """Bytes that this process takes at most above what it has now."""
    Path("/proc/self/clear_refs").write_text("5")  # the kernel forgets the peak so far
    before = resident("VmRSS")
    run()
    return resident("VmHWM") - before


def resident(field: str) -> int:
    """Bytes of this process in memory, now (VmRSS) or at most (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def in_own_process(*arguments: str) -> str:
    """What ``run.py`` prints with these arguments."""
    command = [sys.executable, str(Path(__file__).with_name("run.py")), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
