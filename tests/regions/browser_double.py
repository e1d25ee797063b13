"""As much of Pyodide's `js` and `pyodide.ffi` as `BrowserEngine` uses, over wasmtime: memory is read and written by copies."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any

import wasmtime

_ENGINE = wasmtime.Engine()


class JsError(Exception):
    """What a call ends with when the module, or what it calls, fails."""


class _Memory:
    def __init__(self, limits: dict[str, int]) -> None:
        self.store = wasmtime.Store(_ENGINE)
        kind = wasmtime.MemoryType(wasmtime.Limits(limits["initial"], limits["maximum"]))
        self.memory = wasmtime.Memory(self.store, kind)

    @property
    def buffer(self) -> _Memory:
        return self


class _Bytes:
    def __init__(self, memory: _Memory, address: int, count: int) -> None:
        self._raw = memoryview(memory.memory.get_buffer_ptr(memory.store, count, address)).cast("B")

    def to_py(self) -> memoryview:
        return memoryview(bytes(self._raw))

    def assign(self, data: memoryview) -> None:
        self._raw[:] = data


class _Exports:
    def __init__(self, module: wasmtime.Module, imports: dict[str, dict[str, Any]]) -> None:
        memory, refuse = imports["env"]["memory"], imports["env"]["outOfMemory"]
        store = self._store = memory.store
        given = {
            "memory": memory.memory,
            "outOfMemory": wasmtime.Func(store, wasmtime.FuncType([], []), refuse),
        }
        instance = wasmtime.Instance(store, module, [given[str(wanted.name)] for wanted in module.imports])
        self._exports = instance.exports(store)

    def __getattr__(self, name: str) -> Any:
        export = self._exports[name]
        if isinstance(export, wasmtime.Global):
            return SimpleNamespace(value=export.value(self._store))

        def call(*arguments: float) -> Any:
            try:
                return export(self._store, *arguments)
            except MemoryError as error:
                raise JsError(str(error)) from None

        return call


def modules() -> dict[str, ModuleType]:
    """By the names that they are imported by."""
    js, ffi = ModuleType("js"), ModuleType("pyodide.ffi")
    vars(js).update(
        Object=SimpleNamespace(fromEntries=dict),
        Uint8Array=SimpleNamespace(new=_Bytes),
        WebAssembly=SimpleNamespace(
            Memory=SimpleNamespace(new=_Memory),
            Module=SimpleNamespace(new=lambda source: wasmtime.Module(_ENGINE, source)),
            Instance=SimpleNamespace(
                new=lambda module, imports: SimpleNamespace(exports=_Exports(module, imports))
            ),
        ),
    )
    vars(ffi).update(
        JsException=JsError,
        to_js=lambda value, **_: value,
        create_proxy=lambda function: _Proxy(function),
    )
    return {"js": js, "pyodide": ModuleType("pyodide"), "pyodide.ffi": ffi}


class _Proxy:
    def __init__(self, function: Any) -> None:
        self._function = function

    def __call__(self) -> None:
        self._function()

    def destroy(self) -> None:
        self._function = None
