"""A still summary in an output of its own below the widget, for readers without a kernel; the live view is not touched by it."""

from __future__ import annotations

import base64
import importlib
import uuid
from typing import TYPE_CHECKING, Any

from voxproof._report_page import summary, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxproof._report import Totals


class Summary:
    """What was done so far, as a notebook shows it: returned by `Curator.summary`.

    Attributes
    ----------
    totals
        What it tells, as plain values.
    """

    def __init__(self, totals: Totals) -> None:
        self.totals = totals

    def __repr__(self) -> str:
        return words(self.totals)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": repr(self),
            "text/html": summary(self.totals),
            "image/png": base64.b64encode(self.totals.overview).decode(),
        }


class Sibling:
    """The output below the widget. It is empty until `update`, which may come from any thread."""

    def __init__(self) -> None:
        self._id: str | None = None

    @property
    def is_placed(self) -> bool:
        """Whether there is such an output."""
        return self._id is not None

    def place(self) -> None:
        """Put it below what the running cell shows, once the cell is over. Outside of IPython there is nowhere to put it."""
        from IPython.core.getipython import get_ipython

        shell = get_ipython()
        if shell is None:
            return
        name = f"voxproof-{uuid.uuid4().hex}"
        events: Any = shell.events

        def put(*_: Any) -> None:
            events.unregister("post_run_cell", put)
            self._id = name
            _publish({"text/plain": ""}, name, is_update=False)

        events.register("post_run_cell", put)

    def update(self, make: Callable[[], Summary]) -> None:
        """Say what was done; nothing is made where there is no output."""
        if self._id is not None:
            _publish(make()._repr_mimebundle_(), self._id, is_update=True)


def _publish(data: dict[str, str], name: str, *, is_update: bool) -> None:
    display: Any = importlib.import_module("IPython.display")
    display.publish_display_data(data, transient={"display_id": name}, update=is_update)
