"""What runs the ``.wasm``: wasmtime, or in JupyterLite the browser that runs Python too."""

from __future__ import annotations

import atexit
import importlib
import sys
from dataclasses import dataclass
from functools import cache
from importlib import resources
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

from voxproof._checks import check_choice

if TYPE_CHECKING:
    import wasmtime

Build = Literal["simd", "scalar"]

_PAGES = 65_536

_compile_lock = Lock()


class Engine(Protocol):
    """An instance of the module with a linear memory of its own."""

    def call(self, name: str, *arguments: float) -> int:
        """Call a routine; MemoryError when memory is short for it."""

    def value(self, name: str) -> int:
        """What a global holds, with its sign."""

    def read(self, address: int, count: int) -> memoryview:
        """So many bytes of memory, as they are until the next call; not to be written to."""

    def write(self, address: int, data: memoryview) -> None:
        """Copy bytes into memory."""


def open_engine(build: Build) -> Engine:
    """A fresh instance, by what this Python can use.

    Raises
    ------
    ImportError
        When wasmtime is not installed; the message says what to do.
    FileNotFoundError
        When the module is not beside this file.
    """
    check_choice("build", build, get_args(Build))
    return BrowserEngine(build) if sys.platform == "emscripten" else WasmtimeEngine(build)


class WasmtimeEngine:
    """The module in wasmtime, compiled once per process."""

    def __init__(self, build: Build) -> None:
        with _compile_lock:
            module = _compile(build)
        import wasmtime

        self._store = wasmtime.Store(module.engine)
        limits = wasmtime.Limits(1, _PAGES)
        self._memory = wasmtime.Memory(self._store, wasmtime.MemoryType(limits))
        refuse = wasmtime.Func(self._store, wasmtime.FuncType([], []), _refuse)
        imports: dict[str, wasmtime.Func | wasmtime.Memory] = {"memory": self._memory, "outOfMemory": refuse}
        given = [imports[str(wanted.name)] for wanted in module.module.imports]
        instance = wasmtime.Instance(self._store, module.module, given)
        self._exports: Any = instance.exports(self._store)

    def call(self, name: str, *arguments: float) -> int:
        """As `Engine` says."""
        status: int = self._exports[name](self._store, *arguments)
        return status

    def value(self, name: str) -> int:
        """As `Engine` says."""
        return int(self._exports[name].value(self._store))

    def read(self, address: int, count: int) -> memoryview:
        """As `Engine` says; memory itself, which may move with the next call."""
        return memoryview(self._memory.get_buffer_ptr(self._store, count, address)).cast("B")

    def write(self, address: int, data: memoryview) -> None:
        """As `Engine` says."""
        self.read(address, data.nbytes)[:] = data


class BrowserEngine:
    """The module in the WebAssembly of the browser, by way of Pyodide."""

    def __init__(self, build: Build) -> None:
        # They are there in Pyodide alone.
        js: Any = importlib.import_module("js")
        ffi: Any = importlib.import_module("pyodide.ffi")

        self._bytes: Any = js.Uint8Array
        self._failure: Any = ffi.JsException
        self._is_short = False
        limits = ffi.to_js({"initial": 1, "maximum": _PAGES}, dict_converter=js.Object.fromEntries)
        self._memory: Any = js.WebAssembly.Memory.new(limits)
        self._refuse: Any = ffi.create_proxy(self._note_shortage)
        given = {"env": {"memory": self._memory, "outOfMemory": self._refuse}}
        module = js.WebAssembly.Module.new(ffi.to_js(_source(build)))
        imports = ffi.to_js(given, dict_converter=js.Object.fromEntries)
        self._exports: Any = js.WebAssembly.Instance.new(module, imports).exports

    def call(self, name: str, *arguments: float) -> int:
        """As `Engine` says."""
        try:
            status: int = getattr(self._exports, name)(*arguments)
        except (MemoryError, self._failure):
            if self._is_short:
                raise MemoryError from None
            raise
        return status

    def value(self, name: str) -> int:
        """As `Engine` says."""
        return int(getattr(self._exports, name).value)

    def read(self, address: int, count: int) -> memoryview:
        """As `Engine` says; a copy."""
        copied: memoryview = self._bytes.new(self._memory.buffer, address, count).to_py()
        return copied

    def write(self, address: int, data: memoryview) -> None:
        """As `Engine` says."""
        self._bytes.new(self._memory.buffer, address, data.nbytes).assign(data)

    def __del__(self) -> None:
        if "_refuse" in self.__dict__:
            self._refuse.destroy()

    def _note_shortage(self) -> None:
        self._is_short = True
        raise MemoryError


def _refuse() -> None:
    """What routines call for which memory is short. It knows no engine, so that the store, which keeps it, keeps none."""
    raise MemoryError


@dataclass(frozen=True)
class _Module:
    engine: wasmtime.Engine
    module: wasmtime.Module


@cache
def _compile(build: Build) -> _Module:
    source = _source(build)
    try:
        import wasmtime
    except ModuleNotFoundError as error:
        raise ImportError(
            "labeller: found no wasmtime, which ranking in Python needs. Install it (pip install wasmtime), "
            "or rank in the widget, where the browser does."
        ) from error
    engine = wasmtime.Engine()
    # Freed as late as modules are, wasmtime's objects complain on stderr.
    atexit.register(_compile.cache_clear)
    return _Module(engine, wasmtime.Module(engine, source))


def _source(build: Build) -> bytes:
    name = "labeller.wasm" if build == "simd" else "labeller.scalar.wasm"
    source = resources.files(__package__).joinpath(name)
    if not source.is_file():
        raise FileNotFoundError(
            f"labeller: found no {name} beside {__name__}, expected the built module. "
            "Run `npm run build:wasm` in the checkout, or reinstall voxproof."
        )
    return source.read_bytes()
