"""What a session tells its listeners: one frozen value for each durable change, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from voxproof._box import Box

VerdictName = Literal["fixed", "correct", "unsure"]
"""What a region can be settled as."""

Asked = Literal["done", "fixed", "correct", "unsure", "open"]
"""What a reviewer can say: ``done`` becomes fixed or correct, ``open`` withdraws."""

EditCause = Literal["edit", "revert", "undo", "redo", "code", "call", "prediction"]
VerdictCause = Literal["verdict", "undo", "redo", "call"]
RefusalCode = Literal["conflict", "bounds", "label", "generation", "journal", "nothing"]


class Refused(Exception):
    """An act that changed nothing.

    Attributes
    ----------
    code : str
        "conflict" (the array holds something else), "bounds", "label", "generation", "journal" (it could not be made durable) or
        "nothing" (nothing to undo).
    message : str
        What was found, what was expected, what to do.
    box : tuple of six int or None
        Where the asker's copy may differ from the array now.
    """

    def __init__(self, code: RefusalCode, message: str, box: Box | None = None) -> None:
        super().__init__(message)
        self.code: RefusalCode = code
        self.message = message
        self.box = box


class TakenOver(Refused):
    """An act in a session whose journal another kernel writes from now on. Code "journal"."""


@dataclass(frozen=True)
class Verdict:
    """What a reviewer decided on a region; `time` is ISO 8601, UTC.

    `carried` when nobody gave it to this very region: it comes from regions of other parameters, or of an earlier generation, that cover
    it.
    """

    verdict: VerdictName
    note: str
    time: str
    carried: bool = False


@dataclass(frozen=True)
class EditSummary:
    """An edit without its voxels."""

    id: str
    tool: str
    region: str | None
    voxels: int


@dataclass(frozen=True, eq=False)
class Applied:
    """Voxels of the segmentation changed: journal first, then the array, then this.

    Attributes
    ----------
    origin : object
        What the caller passed; None for Python calls.
    revision : int
        After the change.
    box : tuple of six int
        Half-open, holds the change.
    cause : str
        "edit" (from a browser), "call", "revert", "undo", "redo", "code" (found by `refresh`) or "prediction".
    edit : EditSummary
        For undo and redo, the edit that was taken back or done again.
    runs : (n, 4) uint32 or None
        ``(offset, length, before, after)`` as on the wire, in the direction of this change; None when larger than 64 KiB, and
        always for "code" and "prediction".
    standing : mapping
        The changed entry of `Session.standing` only; empty for an edit of no region.
    undo, redo : str or None
        What the next ones would do, in words.
    kept : int
        Of a revert, how many voxels of what it takes back keep the label that a later edit wrote; else 0.
    """

    origin: Any
    revision: int
    box: Box
    cause: EditCause
    edit: EditSummary
    runs: NDArray[np.uint32] | None
    standing: Mapping[str, int]
    undo: str | None
    redo: str | None
    kept: int = 0


@dataclass(frozen=True)
class Judged:
    """A region's verdict changed; ``"open"`` when it has none now: because somebody said so where `is_said`, else since nothing is said."""

    origin: Any
    region: str
    verdict: VerdictName | Literal["open"]
    note: str
    time: str
    cause: VerdictCause
    undo: str | None
    redo: str | None
    is_said: bool = True


@dataclass(frozen=True)
class Ranked:
    """The list of regions is made otherwise; `ranking` is the record of docs/protocol.md."""

    origin: Any
    ranking: Mapping[str, Any]


@dataclass(frozen=True)
class LabelsAdded:
    """The label table grew: `ids` follow from index `start`."""

    origin: Any
    start: int
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Selected:
    """Another region is selected, or none."""

    origin: Any
    region: str | None


@dataclass(frozen=True)
class GenerationStarted:
    """Everything starts anew: read `Session.description` again."""

    generation: int


@dataclass(frozen=True)
class VerdictsReplaced:
    """`Session.verdicts` and `Session.standing` changed as a whole."""


@dataclass(frozen=True)
class Closed:
    """The session takes no more acts; `message` says why and what to do."""

    message: str


Event = Applied | Judged | Ranked | LabelsAdded | Selected | GenerationStarted | VerdictsReplaced | Closed
