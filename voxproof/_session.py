"""The session: the user's arrays, what was decided and edited, and the journal, behind one lock. No widget, no threads of its own."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from voxproof._box import Box, Shape
    from voxproof._edits import Edit, EditRecord
    from voxproof._events import Applied, Asked, Event, Judged, LabelsAdded, Verdict
    from voxproof._labels import LabelTable
    from voxproof.regions import Codes, Ranking, RankParameters


class Session:
    """Skeleton; see docs/architecture.md."""

    lock: RLock
    id: str
    name: str
    generation: int
    revision: int
    shape: Shape
    spacing: tuple[float, float, float] | None
    image: Any
    segmentation: NDArray[Any]
    uncertainty: NDArray[Any] | None
    probability: NDArray[Any] | None
    codes: Codes
    parameters: RankParameters
    reason: str
    labels: LabelTable
    verdicts: dict[str, Verdict]
    standing: dict[str, int]
    selected: str | None
    closed: str | None
    """Why the session takes no more acts, or None."""

    def __init__(
        self,
        image: ArrayLike,
        segmentation: NDArray[Any],
        uncertainty: ArrayLike | None = None,
        *,
        probability: ArrayLike | None = None,
        spacing: tuple[float, float, float] | None = None,
        name: str | None = None,
        direction: Literal["uncertainty", "confidence"] = "uncertainty",
        mode: Literal["auto", "plateau", "tree"] = "auto",
        journal: str | Path | None = None,
        copy: bool = False,
    ) -> None:
        raise NotImplementedError

    @property
    def ranking(self) -> Ranking:
        raise NotImplementedError

    @property
    def undo_text(self) -> str | None:
        raise NotImplementedError

    @property
    def redo_text(self) -> str | None:
        raise NotImplementedError

    @property
    def journal_state(self) -> dict[str, str | None]:
        """``{"path", "state": "ok" | "memory", "message"}`` as in the protocol."""
        raise NotImplementedError

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        raise NotImplementedError

    def description(self) -> dict[str, Any]:
        raise NotImplementedError

    def display_block(self, level: int, box: Box) -> NDArray[Any]:
        raise NotImplementedError

    def index_block(self, level: int, box: Box) -> NDArray[Any]:
        raise NotImplementedError

    def code_block(self, box: Box) -> NDArray[Any]:
        raise NotImplementedError

    def apply(self, edit: Edit | EditRecord, *, origin: Any = None) -> Applied:
        raise NotImplementedError

    def judge(self, region: str | int, verdict: Asked, note: str = "", *, origin: Any = None) -> Judged:
        raise NotImplementedError

    def undo(self, *, origin: Any = None) -> Applied | Judged:
        raise NotImplementedError

    def redo(self, *, origin: Any = None) -> Applied | Judged:
        raise NotImplementedError

    def add_label(self, label: int, *, origin: Any = None) -> LabelsAdded:
        """For a label that is there already: its index as `start`, one id; nothing is emitted."""
        raise NotImplementedError

    def select(self, region: str | int | None, *, origin: Any = None) -> None:
        raise NotImplementedError

    def refresh(self, slices: Any = None) -> Applied | None:
        raise NotImplementedError

    def update(
        self,
        segmentation: NDArray[Any] | None = None,
        uncertainty: ArrayLike | None = None,
        probability: ArrayLike | None = None,
        keep: Literal["edits", "prediction"] = "edits",
    ) -> None:
        raise NotImplementedError

    def snapshot(self) -> tuple[NDArray[Any], int]:
        raise NotImplementedError

    def changes(self) -> NDArray[Any]:
        raise NotImplementedError

    def trust(self, outside: float = 0.0) -> NDArray[Any]:
        raise NotImplementedError

    def regions_frame(self) -> pd.DataFrame:
        raise NotImplementedError

    def edits_frame(self) -> pd.DataFrame:
        raise NotImplementedError

    def close(self, message: str = "closed") -> None:
        raise NotImplementedError
