"""Find, rank and fix the doubtful parts of a 3D segmentation inside a Jupyter notebook.

`Curator` shows a segmentation and its doubt in a cell and lands corrections in the very array; `rank` is the same worklist without a
browser, `repair` the editing tools as functions. `data` holds volumes to try, the real ones with the extra ``voxproof[data]``, and
`topology` figures to judge by.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from voxproof import data, repair, topology
    from voxproof._curator import Curator
    from voxproof._edits import Edit
    from voxproof._events import Refused
    from voxproof._journal import JournalError
    from voxproof._journal_lines import import_journal
    from voxproof._lease import JournalBusy
    from voxproof._matching import JournalMismatch
    from voxproof._merging import merge_journals
    from voxproof._replay import replay
    from voxproof.regions import rank
    from voxproof.tools import Within

__version__ = "0.1.0"

__all__ = [
    "Curator",
    "Edit",
    "JournalBusy",
    "JournalError",
    "JournalMismatch",
    "Refused",
    "Within",
    "data",
    "import_journal",
    "merge_journals",
    "rank",
    "repair",
    "replay",
    "topology",
]

_HOMES = {
    "Curator": "voxproof._curator",
    "Edit": "voxproof._edits",
    "JournalBusy": "voxproof._lease",
    "JournalError": "voxproof._journal",
    "JournalMismatch": "voxproof._matching",
    "Refused": "voxproof._events",
    "Within": "voxproof.tools",
    "import_journal": "voxproof._journal_lines",
    "merge_journals": "voxproof._merging",
    "rank": "voxproof.regions",
    "replay": "voxproof._replay",
    "data": "voxproof.data",
    "repair": "voxproof.repair",
    "topology": "voxproof.topology",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``import voxproof`` is quick and needs no widget, wasm or pandas."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'voxproof' has no attribute {name!r}")
    try:
        module = importlib.import_module(home)
    except ModuleNotFoundError as error:
        if (error.name or "voxproof").startswith("voxproof"):
            raise
        raise ImportError(
            f'voxproof.{name} needs {error.name}, which is not installed. Install the extra that holds it: pip install "voxproof[data]"'
        ) from error
    value = module if home.endswith(f".{name}") else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "voxproof"}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "voxproof"}]


def _load_jupyter_server_extension(app: ServerApp) -> None:
    from voxproof._server import load

    load(app)
