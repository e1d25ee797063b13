"""What users pass to a curator, checked once: nothing is transposed, narrowed or copied silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._checks import brief, check_probability, check_text
from voxproof.regions import Codes, encode
from voxproof.regions._codes import binary_entropy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Shape
    from voxproof.regions._codes import Direction

_AXES_REMEDY = "Pick a channel, or add an axis with array[None] for a single slice."


def check_segmentation(segmentation: Any, *, copy: bool) -> NDArray[Any]:
    """The array that is edited: the very memory the user passed, or a copy when asked for.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Writable, any strides and byte order; a CPU torch tensor shares its memory. With `copy`, anything that turns into such an array.
    copy : bool
        Whether a copy (C order, same dtype and byte order) is to be edited.

    Raises
    ------
    TypeError, ValueError
        With what was found, what was expected and what to do.
    """
    array = _shared_array("segmentation", segmentation)
    if array is None:
        if not copy:
            raise TypeError(
                f"segmentation: found {_kind(segmentation)}, expected a NumPy array, which is edited in place. "
                f"{_to_numpy(segmentation)} pass copy=True to edit a copy, which is curator.segmentation then."
            )
        array = _materialise("segmentation", segmentation)
    _check_label_dtype(array)
    _check_axes("segmentation", array)
    if copy:
        return np.array(array, order="C", subok=False)
    if not array.flags.writeable:
        raise ValueError(
            "segmentation: found a read-only array, expected one that can be edited in place. Pass copy=True (the corrected array "
            'is curator.segmentation then), or open it writable, for a memory map with mode "r+".'
        )
    if any(step == 0 and size > 1 for step, size in zip(array.strides, array.shape, strict=True)):
        raise ValueError(
            "segmentation: found an array whose voxels share memory (strides of 0), expected each voxel to have its own. Pass copy=True."
        )
    return array


def check_same_grid(new: NDArray[Any], old: NDArray[Any]) -> None:
    """ValueError unless a segmentation has the shape and dtype of the one before it."""
    for what, found, expected, remedy in (
        ("shape", new.shape, old.shape, "Make another Curator for it"),
        ("dtype", native(new), native(old), f"Use segmentation.astype(np.{native(old)})"),
    ):
        if found != expected:
            raise ValueError(
                f"segmentation: found {what} {found}, expected {expected}, that of this session. {remedy}."
            )


def native(array: NDArray[Any]) -> str:
    """Name of an array's dtype, whatever its byte order."""
    return array.dtype.newbyteorder("=").name


def check_image(image: Any, shape: Shape) -> NDArray[Any]:
    """The image, borrowed for reading: (Z, Y, X) integers, booleans or floats. NaN and infinite voxels are allowed."""
    array = _readable("image", image)
    if array.dtype.kind not in "buif":
        raise TypeError(
            f"image: found dtype {array.dtype}, expected integers, booleans or floats. Convert it first."
        )
    _check_axes("image", array)
    if array.shape != shape:
        raise ValueError(
            f"image: found shape {array.shape}, expected {shape}, that of the segmentation, in (z, y, x) order. "
            "Nothing is transposed or cropped silently; do so before."
        )
    return array


def check_doubt(
    segmentation: NDArray[Any], uncertainty: Any, probability: Any, direction: Direction
) -> tuple[NDArray[Any] | None, NDArray[Any] | None, Codes]:
    """Uncertainty and probability as arrays, and the doubt codes made of them.

    Raises
    ------
    TypeError, ValueError
        When there is neither, or one of them is no map of the segmentation's shape.
    """
    if uncertainty is None and probability is None:
        raise ValueError(
            "uncertainty, probability: found neither, expected at least one of them. "
            "Pass a map of the segmentation's shape; a foreground probability is enough."
        )
    shape = segmentation.shape
    probable = None
    if probability is not None:
        probable = check_probability(_readable("probability", probability), shape)
    if uncertainty is None:
        assert probable is not None
        return None, probable, encode(binary_entropy(probable), segmentation)
    doubt = _readable("uncertainty", uncertainty)
    return doubt, probable, encode(doubt, segmentation, direction)


def check_name(name: Any) -> str | None:
    """What the session is called; None lets the content name it."""
    if name is None:
        return None
    if not isinstance(name, str) or not name.strip() or "\0" in name:
        raise ValueError(f'name: found {brief(name)}, expected a text such as "mouse-07", or None.')
    return check_text("name", name).strip()


def check_direction(direction: Any) -> Direction:
    """Whether high values of the map mean doubt or trust."""
    if direction not in ("uncertainty", "confidence"):
        raise ValueError(
            f'direction: found {direction!r}, expected "uncertainty" (high = doubtful) or "confidence" (high = trusted).'
        )
    return "confidence" if direction == "confidence" else "uncertainty"


def _readable(what: str, value: Any) -> NDArray[Any]:
    """An array for reading: the same memory, or an array made of a list; other containers are refused."""
    array = _shared_array(what, value)
    if array is not None:
        return array
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return _materialise(what, value)
    raise TypeError(
        f"{what}: found {_kind(value)}, expected a NumPy array. {_to_numpy(value)} pass the result."
    )


def _shared_array(what: str, value: Any) -> NDArray[Any] | None:
    """The value's own memory as an array, or None when it has none that NumPy can address."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{what}: found a masked array, expected a plain one. Say what masked voxels are with .filled(0)."
        )
    if isinstance(value, np.ndarray):
        return value
    if hasattr(value, "detach") and hasattr(value, "numpy"):
        return _tensor_memory(what, value)
    return None


def _tensor_memory(what: str, tensor: Any) -> NDArray[Any]:
    try:
        array: NDArray[Any] = tensor.numpy()
    except (RuntimeError, TypeError) as error:
        raise TypeError(
            f"{what}: found a tensor that NumPy cannot read ({error}), expected one in the CPU's memory without gradient. "
            "Pass tensor.detach().cpu().numpy(), converted to a dtype that NumPy has."
        ) from error
    return array


def _materialise(what: str, value: Any) -> NDArray[Any]:
    try:
        return np.asarray(value)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"{what}: found {_kind(value)} that is no regular (z, y, x) grid of numbers ({error}). Pass a NumPy array."
        ) from error


def _kind(value: Any) -> str:
    module = type(value).__module__.partition(".")[0]
    name = type(value).__qualname__
    return f"a {name}" if module == "builtins" else f"{module}'s {name}"


def _to_numpy(value: Any) -> str:
    if hasattr(value, "compute"):
        return "Call .compute() once, keep its result in a variable and pass that; or"
    if hasattr(value, "chunks") or hasattr(value, "dataobj"):
        return "Read it with array[:] into a variable and pass that; or"
    if hasattr(value, "get") and hasattr(value, "device"):
        return "Call .get() to bring it from the GPU and pass the result; or"
    return "Turn it into one with numpy.asarray(...), keep that in a variable and pass it; or"


def _check_label_dtype(array: NDArray[Any]) -> None:
    if array.dtype.kind in "bui":
        return
    if array.dtype.kind != "f":
        raise TypeError(
            f"segmentation: found dtype {array.dtype}, expected integers or booleans. Convert it first."
        )
    finite = bool(np.isfinite(array).all())
    if finite and array.size and bool((array == np.floor(array)).all()):
        low, high = int(array.min()), int(array.max())
        dtype = np.result_type(np.min_scalar_type(low), np.min_scalar_type(high))
        remedy = (
            f"It holds whole numbers from {low} to {high}: segmentation.astype(np.{dtype}) loses nothing."
        )
    elif finite and array.size and array.min() >= 0 and array.max() <= 1:
        remedy = "It looks like a probability: pass probability=array and segmentation=(array > 0.5)."
    else:
        remedy = "Decide which labels it means and convert it, for example with (array > 0.5)."
    raise TypeError(
        f"segmentation: found dtype {array.dtype}, expected integers or booleans (labels; 0 is background). {remedy}"
    )


def _check_axes(what: str, array: NDArray[Any]) -> None:
    if array.ndim != 3:
        raise ValueError(
            f"{what}: found {array.ndim} axes (shape {array.shape}), expected three, (z, y, x). {_AXES_REMEDY}"
        )
    if array.size == 0:
        raise ValueError(
            f"{what}: found shape {array.shape}, expected at least one voxel. Check how it was loaded."
        )
