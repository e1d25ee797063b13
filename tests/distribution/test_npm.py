"""The npm package carries what its main file imports, and types that a strict compiler takes."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

import pytest
from building import ROOT

USE = """
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import plugins from 'voxproof';

export const first: JupyterFrontEndPlugin<unknown> = plugins[0];
// @ts-expect-error a plugin is no number
export const wrong: number = plugins[0];
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, laid beside the modules of this checkout as npm would lay it."""
    home = tmp_path_factory.mktemp("npm")
    subprocess.run(["npm", "pack", "--silent", "--pack-destination", home], cwd=ROOT, check=True)
    (home / "node_modules").symlink_to(ROOT / "node_modules")
    modules = home / "app" / "node_modules"
    with tarfile.open(next(home.glob("*.tgz"))) as archive:
        archive.extractall(modules, filter="data")
    return (modules / "package").rename(modules / "voxproof")


def test_it_holds_code_types_styles_and_labellers(unpacked: Path) -> None:
    for name in ("lib/index.js", "lib/index.d.ts", "lib/wasm/labeller.wasm", "style/index.css", "LICENSE"):
        assert (unpacked / name).is_file(), name


def test_it_holds_no_tests(unpacked: Path) -> None:
    assert not [file for word in ("test", "testing", "fake-*") for file in unpacked.glob(f"lib/**/{word}.*")]
    assert not list(unpacked.glob("lib/**/*.test.*"))


def test_its_types_pass_a_strict_compiler(unpacked: Path) -> None:
    use = unpacked.parents[1] / "use.ts"
    use.write_text(USE)
    options = "--noEmit --strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler"
    compiler = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        ["node", compiler, *options.split(), use], cwd=use.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
