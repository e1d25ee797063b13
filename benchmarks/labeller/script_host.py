"""The labeller in JavaScript engines beside this process."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from kinds import Kind, say

HERE = Path(__file__).parent
NAMES = {
    "node": "voxproof, Node",
    "chromium": "voxproof, Chromium's worker",
    "page": "voxproof, page and its worker",
}


class ScriptHost:
    """The labeller in a JavaScript engine, kept running beside this process (see ``host.mjs``)."""

    def __init__(self, engine: str) -> None:
        node = shutil.which("node") or "node"
        command = [node, "--expose-gc", str(HERE / "host.mjs"), engine]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.engine = engine
        self.name = NAMES[engine]
        self._answer()

    def prepare(
        self,
        kind: Kind,
        size: int,
        *,
        least: int = 1,
        heights: Path | None = None,
        masked: bool = False,
    ) -> dict[str, Any]:
        """Load a map, and rank it once to warm up."""
        parameters = {
            "mode": kind.mode,
            "connectivity": 26,
            "granularity": kind.granularity,
            "minVoxels": least,
            "maxVoxels": 0xFFFFFD if heights is None else 600,
            "score": "default",
            "ascending": False,
            "stopWindow": {"z": 80, "y": 80, "x": 80},
            "stopRegions": 8,
        }
        return self._ask(
            {
                "codes": str(kind.file(size)),
                "bits": kind.bits,
                "heights": None if heights is None else str(heights),
                "masked": masked,
                "shape": (size,) * 3,
                "parameters": parameters,
            }
        )

    def run(self) -> dict[str, Any]:
        """Rank once: milliseconds until the list (and until the first one, where there is one before the end), and regions."""
        return self._ask({"run": "rank"})

    def recut(self, granularity: float) -> dict[str, Any]:
        """Another granularity of a ranking that is kept: milliseconds until list and rows, and regions."""
        return self._ask({"run": "recut", "granularity": granularity})

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)

    def _ask(self, message: Any) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the labeller in {self.engine} did not start: see the lines above")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer


def start_hosts(*engines: str) -> list[ScriptHost]:
    """Those that can be started."""
    hosts = []
    for engine in engines:
        try:
            hosts.append(ScriptHost(engine))
        except RuntimeError as error:
            say(str(error))
    return hosts
