"""What a curation must be after some acts: the plainest model there is, a full copy of everything after each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np


@dataclass(frozen=True)
class Act:
    """What a reviewer does. `rows` of an edit are ``(z, y, x, length, label before, label after)``, along x.

    `target` is the edit that a revert takes back, or what an undo or redo must be about.
    """

    kind: str
    id: str
    rows: tuple[tuple[int, int, int, int, int, int], ...] = ()
    region: str | None = None
    target: str | None = None
    verdict: str = ""
    label: int = 0

    @property
    def note(self) -> str:
        """The note of a verdict."""
        return "" if self.verdict == "open" else self.id

    @property
    def key(self) -> str:
        """By which a journal knows it."""
        return f"label {self.label}" if self.kind == "label" else self.id


@dataclass(frozen=True, eq=False)
class State:
    """Voxels, what is said of each region, and which edits stand."""

    array: np.ndarray
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()

    def is_same(self, other: State) -> bool:
        return (
            self.said == other.said
            and self.standing == other.standing
            and np.array_equal(self.array, other.array)
        )


@dataclass(frozen=True, eq=False)
class Step:
    """An act that can be undone, with all before and after it; `turns` are the edits and reverts that a revert lets stand, or no more."""

    act: Act
    before: State
    after: State
    turns: frozenset[str] = frozenset()


class Oracle:
    """Follows acts one by one; knows nothing of runs that are packed, of journals or of messages.

    Parameters
    ----------
    original : (Z, Y, X) array
        What the curation begins with; copied.
    """

    def __init__(self, original: np.ndarray) -> None:
        self._original = original.copy()
        self.state = State(original.copy())
        self.revision = 0
        self.labels = {0, *np.unique(original).tolist()}
        self.log: list[Act] = []
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._edits: dict[str, Step] = {}

    def copy(self) -> Oracle:
        """Another one that goes its own way; states are shared, since nobody writes into them."""
        other = Oracle(self._original)
        other.state, other.revision, other.labels = self.state, self.revision, set(self.labels)
        other.log, other._done, other._undone = list(self.log), list(self._done), list(self._undone)
        other._edits = dict(self._edits)
        return other

    def after(self, acts: Iterable[Act]) -> Oracle:
        """A copy that has followed some more acts."""
        other = self.copy()
        for act in acts:
            other.do(act)
        return other

    def knows(self, act_id: str) -> bool:
        """Whether an act was done, now or before."""
        return any(act.id == act_id for act in self.log)

    def stands(self, edit_id: str) -> bool:
        return edit_id in self.state.standing

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Verdict and note of settled regions, as a page shows them."""
        found = {}
        for region, (said, note) in self.state.said.items():
            if said != "open":
                found[region] = (self._shown(region, said), note)
        return found

    def do(self, act: Act) -> str:
        """Do an act once; "done", or the code with which it must be refused. One that was done already is "done" again."""
        if self.knows(act.id):
            return "done"
        outcome = getattr(self, f"_{act.kind}")(act)
        if outcome == "done":
            self.log.append(act)
        return outcome

    def _edit(self, act: Act) -> str:
        array = self.state.array.copy()
        for z, y, x, length, before, after in act.rows:
            if (self.state.array[z, y, x : x + length] != before).any():
                return "conflict"
            array[z, y, x : x + length] = after
        self._push(act, replace(self.state, array=array), frozenset())
        return "done"

    def _revert(self, act: Act) -> str:
        if act.target is not None and act.target not in self._edits:
            return "malformed"
        if act.target is not None:
            targets = [act.target] if self.stands(act.target) else []
        else:
            targets = [each for each in self._written() if self._is_of(each, act.region)]
        if not targets:
            return "nothing"
        turns = frozenset(targets).union(*(self._edits[each].turns for each in targets))
        standing = self.state.standing ^ turns
        region = self._edits[targets[0]].act.region
        after = replace(self.state, array=self._array_of(standing), standing=standing)
        self._push(replace(act, region=region), after, turns)
        return "done"

    def _verdict(self, act: Act) -> str:
        region = act.region or ""
        if act.verdict == "open" and region not in self.verdicts():
            return "nothing"
        said = {**self.state.said, region: (act.verdict, act.note)}
        self._remember(Step(act, self.state, replace(self.state, said=said)))
        return "done"

    def _undo(self, act: Act) -> str:
        if not self._done or act.target not in (None, self._done[-1].act.id):
            return "nothing"
        step = self._done.pop()
        self._undone.append(step)
        self._walk(step, step.before)
        return "done"

    def _redo(self, act: Act) -> str:
        if not self._undone or act.target not in (None, self._undone[-1].act.id):
            return "nothing"
        step = self._undone.pop()
        self._done.append(step)
        self._walk(step, step.after)
        return "done"

    def _label(self, act: Act) -> str:
        self.labels.add(act.label)
        return "done"

    def _push(self, act: Act, after: State, turns: frozenset[str]) -> None:
        after = replace(after, standing=after.standing | {act.id})
        step = Step(act, self.state, after, turns)
        self._edits[act.id] = step
        self.revision += 1
        self._remember(step)

    def _remember(self, step: Step) -> None:
        self._done.append(step)
        self._undone.clear()
        self.state = step.after

    def _walk(self, step: Step, state: State) -> None:
        self.state = state
        self.revision += step.act.kind in ("edit", "revert")

    def _written(self) -> list[str]:
        """Edits that stand, oldest first; reverts are none."""
        return [each for each, step in self._edits.items() if step.act.kind == "edit" and self.stands(each)]

    def _is_of(self, edit_id: str, region: str | None) -> bool:
        return self._edits[edit_id].act.region == region

    def _array_of(self, standing: frozenset[str]) -> np.ndarray:
        """The original with the edits that stand written over it, in the order in which they were made."""
        array = self._original.copy()
        for edit_id, step in self._edits.items():
            if edit_id in standing and step.act.kind == "edit":
                for z, y, x, length, _, after in step.act.rows:
                    array[z, y, x : x + length] = after
        return array

    def _shown(self, region: str, said: str) -> str:
        if said != "done":
            return said
        return "fixed" if any(self._is_of(each, region) for each in self._written()) else "correct"
