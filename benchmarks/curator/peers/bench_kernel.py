"""Kernel side of the measured notebook, the same for every candidate."""

import gc
import importlib
import os
from pathlib import Path

import numpy as np
from IPython import get_ipython

_FOLDER = Path(__file__).parents[3] / ".cache" / "benchmarks" / "volumes"


class Bench:
    """Fresh arrays for a candidate (`voxproof`, `floor`, …), what it shows, and the kernel's memory."""

    def __init__(self, name):
        self.peer = importlib.import_module(f"show_{name}")
        self._shown = None
        get_ipython().kernel.comm_manager.register_target("voxproof-bench-echo", _echo)

    def prepare(self, size):
        """Close what was shown, load arrays, forget the peak of memory so far."""
        if self._shown is not None:
            self.peer.close(self._shown)
        self._shown = self.arrays = None
        gc.collect()
        with np.load(_FOLDER / f"curator-{size}.npz") as arrays:
            self.arrays = [arrays[name] for name in ("image", "segmentation", "uncertainty")]
        if os.path.exists("/proc/self/clear_refs"):
            Path("/proc/self/clear_refs").write_text("5")

    def show(self):
        self._shown = self.peer.show(*self.arrays)
        return self._shown

    def memory(self):
        """Bytes of the kernel in memory now, and at most since the last `prepare`; zeros where it is not Linux."""
        status = Path("/proc/self/status")
        if not status.exists():
            return [0, 0]
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return [int(fields[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM")]


def _echo(comm, _):
    # Else ipykernel 7.4 answers over the shell that spoke last, not over the one that was asked.
    comm._reply_subshell_for = None
    comm.on_msg(lambda message: comm.send({}, buffers=message["buffers"]))
