"""A real kernel: ipykernel over jupyter_client, a `Curator` shown by a cell, messages over its comm and a subshell."""

from __future__ import annotations

import base64
import os
import resource
import signal
import sys
from pathlib import Path
from queue import Empty
from typing import Any

import jupyter_client
import numpy as np
from crash_page import Gone, Refusal

sys.path.append(str(Path(__file__).parents[1] / "curator"))

from kernel_page import Page

_CURATOR_TESTS = str(Path(__file__).parents[1] / "curator")

_SHOW = f"""
import sys
sys.path.append({_CURATOR_TESTS!r})
import voxproof as vp
from small_volume import make_volume
image, segmentation, uncertainty = make_volume()
curator = vp.Curator(image, segmentation, uncertainty, name="crash", **OPTIONS)
curator
"""
_READ = "import base64; print(base64.b64encode(segmentation.tobytes()).decode(), segmentation.dtype.str, *segmentation.shape)"


class RealKernel:
    """Starts a kernel in a folder, with the methods of a `LeanKernel`, but for death at a certain line or byte."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self._manager = jupyter_client.KernelManager(kernel_name="python3")
        self._manager.kernel_spec.argv[0] = sys.executable
        self._manager.start_kernel(cwd=str(folder))
        self._connect()
        self._cell = self._page.run(f"OPTIONS = {options!r}\n{_SHOW}")

    @property
    def pid(self) -> int:
        return int(self._manager.provisioner.pid)

    def opened(self) -> RealKernel:
        """Wait until the curation is open. Raises `Refusal` when it cannot be opened."""
        for message in self._page.to_end_of(self._cell):
            if message["msg_type"] == "error":
                self.close()
                raise Refusal(message["content"]["ename"], message["content"]["evalue"])
            if message["msg_type"] == "comm_open" and "volume" in message["content"]["data"]["state"]:
                self._comm_id = self._page.comm_id = message["content"]["comm_id"]
        return self

    def say(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        self._page.post(content, buffers)

    def hear(self, seconds: float) -> dict[str, Any] | None:
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=seconds)
            except Empty:
                if not self._manager.is_alive():
                    raise Gone from None
                return None
            content = self._page.told(message)
            if content:
                return content

    def array(self) -> np.ndarray:
        """The notebook's own array, as a cell finds it."""
        printed = [
            message["content"]["text"]
            for message in self._page.run_to_end(_READ)
            if message["msg_type"] == "stream"
        ]
        data, dtype, *shape = "".join(printed).split()
        return np.frombuffer(base64.b64decode(data), dtype).reshape([int(size) for size in shape])

    def limit(self, size: int) -> None:
        """As for a `LeanKernel`."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def cut(self) -> None:
        """Close the channels, with all that is under way, and open others."""
        self._client.stop_channels()
        self._connect()
        self._page.comm_id = self._comm_id

    def wait(self, seconds: float) -> None:
        """Let it work a moment."""
        self.hear(seconds)

    def kill(self) -> None:
        """kill -9; what it has said can be heard still. Twice is safe."""
        if self._manager.is_alive():
            os.kill(self.pid, signal.SIGKILL)

    def shut_down(self) -> None:
        """Let it close its journal and end."""
        self._manager.shutdown_kernel()

    def close(self) -> None:
        """Kill it and forget it. Twice is safe."""
        self.kill()
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def _connect(self) -> None:
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)
        self._page = Page(self._client)
