"""What is built from this checkout holds the front end and the labeller, builds again, and installs alone."""

from __future__ import annotations

import json
import os
import tarfile
import zipfile
from pathlib import Path

from building import ROOT, build, without_node

import voxproof as vp
from voxproof import _curator

VERSION = vp.__version__
DATA = f"voxproof-{VERSION}.data/data"
SHARED = f"{DATA}/share/jupyter/labextensions/voxproof"
LABELLERS = {"voxproof/regions/labeller.wasm", "voxproof/regions/labeller.scalar.wasm"}


def test_the_sdist_holds_sources_and_products(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert LABELLERS | {"voxproof/labextension/package.json", "src/index.ts", "scripts/build.mjs"} <= names
    assert {name.partition("/")[0] for name in names}.isdisjoint(
        {"node_modules", "lib", ".venv", ".cache", ".ci"}
    )


def test_the_wheel_holds_what_jupyterlab_loads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        package = json.loads(archive.read(f"{SHARED}/package.json"))
    load = package["jupyterlab"]["_build"]["load"]
    assert {f"{SHARED}/{load}", f"{SHARED}/install.json", "voxproof/py.typed", *LABELLERS} <= names
    assert package["version"] == VERSION


def test_the_wheel_holds_all_that_was_bundled(wheel: Path) -> None:
    """A labeller that is left out is missed by nobody, since the page then ranks without it, slowly."""
    bundle = ROOT / "voxproof" / "labextension"
    bundled = {str(file.relative_to(bundle)) for file in bundle.rglob("*") if file.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        held = {
            name.removeprefix(f"{SHARED}/") for name in archive.namelist() if name.startswith(f"{SHARED}/")
        }
    assert held == bundled
    assert len([name for name in held if name.endswith(".wasm")]) == len(LABELLERS)


def test_the_wheel_turns_its_server_extension_on(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        setting = json.loads(archive.read(f"{DATA}/etc/jupyter/jupyter_server_config.d/voxproof.json"))
    assert setting == {"ServerApp": {"jpserver_extensions": {"voxproof": True}}}


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == {
        "voxproof",
        f"voxproof-{VERSION}.data",
        f"voxproof-{VERSION}.dist-info",
    }
    assert not [name for name in names if name.startswith("voxproof/labextension") or name.endswith(".map")]


def test_the_sdist_builds_the_wheel_of_the_checkout(wheel: Path, tmp_path: Path) -> None:
    assert build(ROOT, "wheel", tmp_path).returncode == 0
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(tmp_path / wheel.name) as other:
        assert [(file.filename, file.CRC) for file in one.infolist()] == [
            (file.filename, file.CRC) for file in other.infolist()
        ]


def test_sources_without_products_ask_for_node(source: Path, tmp_path: Path) -> None:
    (source / "voxproof/regions/labeller.wasm").unlink()
    done = build(source, "wheel", tmp_path / "wheel", without_node())
    assert done.returncode != 0
    assert (
        "Found no Node. Voxproof is built from its sources with Node ^20.19 or 22.12 and later" in done.stderr
    )


def test_an_old_node_is_told(source: Path, tmp_path: Path) -> None:
    (source / "voxproof/regions/labeller.wasm").unlink()
    old = tmp_path / "old.cjs"
    old.write_text("Object.defineProperty(process.versions, 'node', { value: '18.20.4' });")
    done = build(source, "wheel", tmp_path / "wheel", {**os.environ, "NODE_OPTIONS": f"--require {old}"})
    assert done.returncode != 0
    assert "Found Node 18.20.4; Voxproof needs ^20.19 or 22.12 and later: install a newer Node" in done.stderr


def test_jupyterlab_is_asked_for_from_4_2_on() -> None:
    core = json.loads((ROOT / "node_modules/@jupyterlab/core-meta/core.package.json").read_text())[
        "resolutions"
    ]
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    ours = {name: asked[name] for name in asked if name.startswith("@jupyterlab/")}
    # All of JupyterLab's packages count their minor versions together, from different beginnings.
    minors = {name: core[name].lstrip("~").split(".")[:2] for name in ours}
    back = int(core["@jupyterlab/application"].split(".")[1]) - 2
    assert ours == {name: f"^{major}.{int(minor) - back}.0" for name, (major, minor) in minors.items()}


def test_the_version_is_the_same_on_both_sides() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    assert package["version"] == VERSION
    assert f"VERSION = '{VERSION}'" in (ROOT / "src/plugin/names.ts").read_text()
    assert _curator._NPM_RANGE.removeprefix("^") == VERSION
