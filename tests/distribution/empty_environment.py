"""An environment that holds packages and what they declare to need, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement


class EmptyEnvironment:
    """Made without a network: files of the needed packages are links to those of the running environment."""

    def __init__(self, home: Path) -> None:
        venv.create(home, symlinks=True)
        self.home = home
        self.python = home / "bin" / "python"

    def install(self, wheel: Path, *others: str) -> None:
        """Install a wheel as pip does, and link what it and others declare to need."""
        self._pip("install", "--quiet", "--no-index", "--no-deps", str(wheel))
        site = self.run("import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
        (wanted,) = (Distribution.at(folder) for folder in Path(site).glob("*.dist-info"))
        needed: dict[str, Distribution] = {}
        for requirement in [*_requirements(wanted, set()), *map(Requirement, others)]:
            _gather(requirement, needed)
        for package in needed.values():
            self._link(package, Path(site))
        self._pip("check")

    def run(self, code: str) -> subprocess.CompletedProcess[str]:
        return self._execute("-c", code)

    def module(self, *command: str) -> subprocess.CompletedProcess[str]:
        return self._execute("-m", *command)

    def _execute(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        # No Node on its path, no package or setting of the running environment.
        env = {"PATH": str(self.home / "bin"), "HOME": str(self.home)}
        return subprocess.run(
            [self.python, *arguments], env=env, cwd=self.home, capture_output=True, text=True, check=True
        )

    def _pip(self, *command: str) -> None:
        subprocess.run([sys.executable, "-m", "pip", "--python", self.python, *command], check=True)

    def _link(self, package: Distribution, site: Path) -> None:
        for file in package.files or ():
            there = Path(package.locate_file(file))  # type: ignore[arg-type]
            here = site / file
            if there.suffix != ".pyc" and there.exists() and not here.exists():
                here.parent.mkdir(parents=True, exist_ok=True)
                here.symlink_to(there.resolve())


def _gather(requirement: Requirement, needed: dict[str, Distribution]) -> None:
    """A requirement and all below it."""
    key = f"{requirement.name}[{','.join(sorted(requirement.extras))}]"
    if key not in needed:
        needed[key] = distribution(requirement.name)
        for further in _requirements(needed[key], requirement.extras):
            _gather(further, needed)


def _requirements(package: Distribution, extras: set[str]) -> list[Requirement]:
    declared = [Requirement(line) for line in package.requires or ()]
    return [
        one
        for one in declared
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras or {""})
    ]
