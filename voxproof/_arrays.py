"""Arrays that users pass, read where they lie: the same rules and words for a curator, for ranking and for figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def readable(name: str, value: Any) -> NDArray[Any]:
    """An array for reading: the same memory, or an array made of lists; other containers are refused, never read silently.

    Raises
    ------
    TypeError
        For what is no array that NumPy can address; the message says how it becomes one.
    """
    array = shared_memory(name, value)
    if array is not None:
        return array
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return materialised(name, value)
    raise TypeError(f"{name}: found {kind(value)}, expected a NumPy array. {to_numpy(value)}.")


def shared_memory(name: str, value: Any) -> NDArray[Any] | None:
    """The value's own memory as an array (a CPU tensor shares its own), or None when it has none that NumPy can address."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{name}: found a masked array, expected a plain one. Say what masked voxels are with .filled(0)."
        )
    if isinstance(value, np.ndarray):
        return value
    if hasattr(value, "detach") and hasattr(value, "numpy"):
        return _tensor_memory(name, value)
    return None


def materialised(name: str, value: Any) -> NDArray[Any]:
    """An array made of lists, or of what turns into one."""
    try:
        return np.asarray(value)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"{name}: found {kind(value)} that is no regular grid, expected (z, y, x) numbers in rows of equal length. Pass a NumPy array."
        ) from error


def check_axes(name: str, array: NDArray[Any], shape: tuple[int, ...] | None = None) -> None:
    """ValueError unless an array has three axes, at least one voxel, and the shape of the segmentation if given."""
    if array.ndim != 3:
        raise ValueError(
            f"{name}: found {array.ndim} axes (shape {array.shape}), expected three, (z, y, x). "
            "Pick a channel, or add an axis with array[None] for a single slice."
        )
    if array.size == 0:
        raise ValueError(
            f"{name}: found shape {array.shape}, expected at least one voxel. Check how it was loaded."
        )
    if shape is not None and array.shape != tuple(shape):
        raise ValueError(
            f"{name}: found shape {array.shape}, expected {tuple(shape)}, that of the segmentation, in (z, y, x) order. "
            "Nothing is transposed or cropped silently; do so before."
        )


def check_numbers(name: str, array: NDArray[Any], shape: tuple[int, ...] | None = None) -> None:
    """TypeError unless an array holds real numbers; ValueError unless its axes are as `check_axes` expects."""
    if array.dtype.kind not in "buif":
        raise TypeError(
            f"{name}: found dtype {array.dtype}, expected integers, booleans or floats. Convert it first."
        )
    check_axes(name, array, shape)


def check_labels(name: str, array: NDArray[Any]) -> None:
    """TypeError unless an array holds integers or booleans; ValueError unless it has three axes and at least one voxel."""
    if array.dtype.kind not in "bui":
        raise TypeError(
            f"{name}: found dtype {array.dtype}, expected integers or booleans (labels; 0 is background). "
            f"{_to_labels(name, array)}"
        )
    check_axes(name, array)


def kind(value: Any) -> str:
    """What a value is, such as "a list" or "dask's Array"."""
    if value is None:
        return "None"
    module = type(value).__module__.partition(".")[0]
    name = type(value).__qualname__
    return f"a {name}" if module == "builtins" else f"{module}'s {name}"


def to_numpy(value: Any) -> str:
    """How a value becomes an array: a sentence without its full stop."""
    if value is None:
        return "Pass the array"
    if hasattr(value, "compute"):
        return "Call .compute() once, keep its result in a variable and pass that"
    if hasattr(value, "chunks") or hasattr(value, "dataobj"):
        return "Read it with array[:] into a variable and pass that"
    if hasattr(value, "get") and hasattr(value, "device"):
        return "Call .get() to bring it from the GPU and pass the result"
    return "Turn it into one with numpy.asarray(...), keep that in a variable and pass it"


def _to_labels(name: str, array: NDArray[Any]) -> str:
    """How an array becomes one of labels."""
    if array.dtype.kind != "f":
        return "Convert it first."
    finite = bool(np.isfinite(array).all())
    if finite and array.size and bool((array == np.floor(array)).all()):
        low, high = int(array.min()), int(array.max())
        return f"It holds whole numbers from {low} to {high}: {_narrowing(name, low, high)}"
    if finite and array.size and array.min() >= 0 and array.max() <= 1:
        if name == "segmentation":
            return "It looks like a probability: pass probability=array and segmentation=(array > 0.5)."
        return f"It looks like a probability: threshold it first, for example {name} > 0.5."
    return "Decide which labels it means and convert it, for example with (array > 0.5)."


def _narrowing(name: str, low: int, high: int) -> str:
    try:
        dtype = np.result_type(np.min_scalar_type(low), np.min_scalar_type(high))
    except TypeError:
        dtype = np.dtype(object)
    if dtype.kind not in "ui":
        return "more than 64-bit integers hold. Number the labels anew."
    return f"{name}.astype(np.{dtype}) loses nothing."


def _tensor_memory(name: str, tensor: Any) -> NDArray[Any]:
    try:
        array: NDArray[Any] = tensor.numpy()
    except (RuntimeError, TypeError) as error:
        raise TypeError(
            f"{name}: found a tensor that NumPy cannot read ({error}), expected one in the CPU's memory without gradient. "
            "Pass tensor.detach().cpu().numpy(), converted to a dtype that NumPy has."
        ) from error
    return array
