"""Laws of what was decided, through any sequence of verdicts, parameters, edits, predictions and restarts."""

from __future__ import annotations

import numpy as np
import pytest

from voxproof._carrying import withdrawn_voxels
from voxproof._edits import Edit
from voxproof._session import Session

SHAPE = (3, 7, 36)
VERDICTS = ["done", "fixed", "correct", "unsure", "open"]
PARAMETERS = [
    {"mode": "plateau", "connectivity": 26},
    {"mode": "plateau", "connectivity": 6},
    {"mode": "tree", "connectivity": 26, "max_voxels": 9},
    {"mode": "tree", "connectivity": 26, "max_voxels": 600},
    {"min_voxels": 1},
    {"min_voxels": 4},
    {"stop_regions": 1, "score": "default"},
]

WEIGHTS = {"judge": 12, "rank": 6, "edit": 3, "update": 3, "undo": 2, "reopen": 1}


def steps_of(seed, count=45):
    """A session's work, drawn with a fixed seed."""
    random = np.random.default_rng(seed)
    kinds = random.choice(list(WEIGHTS), count, p=np.array(list(WEIGHTS.values())) / sum(WEIGHTS.values()))
    for kind in kinds:
        number = int(random.integers(0, 99))
        rest = {
            "judge": (number, VERDICTS[random.integers(0, 5)]),
            "rank": (PARAMETERS[random.integers(0, len(PARAMETERS))],),
            "edit": (number, int(random.integers(0, SHAPE[2]))),
            "update": (number,),
        }
        yield kind, *rest.get(kind, ())


def doubt_of(seed):
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 4, (3, 7, 9)) * (random.random((3, 7, 9)) < 0.4) / 4
    return np.repeat(coarse, 4, axis=2).astype(np.float32)


class Decided:
    """What was said of each voxel, kept voxel by voxel."""

    def __init__(self):
        self.settled = np.zeros(SHAPE, bool).reshape(-1)
        self.words = {}
        self.stack = []

    def say(self, region, voxels, verdict):
        self.stack.append(dict(self.words))
        self.words.pop(region, None)
        self.words[region] = (voxels, verdict)

    def now(self, but=("open", "unsure")):
        settled = self.settled.copy()
        for voxels, verdict in self.words.values():
            settled[voxels] = verdict not in but
        return settled


class Review:
    """A session on a file, with what was decided beside it."""

    def __init__(self, folder):
        self.folder = folder
        self.image = np.zeros(SHAPE, np.uint8)
        self.array = (doubt_of(1) > 0.4).astype(np.uint8)
        self.doubt = doubt_of(0)
        self.decided = Decided()
        self.session = self.open()

    def open(self):
        return Session(self.image, self.array, self.doubt, name="law", journal=self.folder / "law.sqlite")

    def do(self, step):
        kind, *rest = step
        getattr(self, kind)(*rest)

    def judge(self, number, verdict):
        ids = self.session.ranking.ids
        if not ids:
            return
        region = ids[number % len(ids)]
        if verdict == "open" and self.session.verdict_on(region) is None:
            return
        self.session.judge(region, verdict)
        self.decided.say(region, self.session.ranking.voxels(region), verdict)

    def rank(self, change):
        self.session.rank(**change)

    def edit(self, number, x):
        ids = self.session.ranking.ids
        region = ids[number % len(ids)] if ids else None
        value = 1 - self.array[1, 2, x]
        self.session.apply(Edit((1, 2, 2, 3, x, x + 1), value, region=region))
        self.decided.stack.append(None)

    def update(self, seed):
        self.doubt = doubt_of(seed)
        self.session.update(uncertainty=self.doubt)
        self.decided.settled, self.decided.words = self.decided.now(), {}
        self.decided.stack = []

    def undo(self):
        if self.decided.stack:
            self.session.undo()
            words = self.decided.stack.pop()
            self.decided.words = self.decided.words if words is None else words

    def reopen(self):
        before = facts(self.session)
        self.session.close()
        self.session = self.open()
        assert facts(self.session) == before


def facts(session):
    frame = session.regions_frame()[["verdict", "note", "carried", "edits", "mark", "stop"]]
    told = session.verdicts, session.reopened, session.inherited, session.standing
    return frame.to_dict(), told, session.description()["ranking"], session.trust().tolist()


def settled_of(session):
    areas = list(session._store.settled.areas())
    settled = np.zeros(SHAPE, bool).reshape(-1)
    for area in areas:
        settled[area.voxels] = True
    settled[withdrawn_voxels(areas)] = False
    return settled


def follow(folder, todo, monkeypatch):
    # A clock that always goes on, so that what is said later is later.
    clock = iter(range(1_700_000_000_000, 1_800_000_000_000))
    for module in ("_session", "_store", "_telling", "_generations"):
        monkeypatch.setattr(f"voxproof.{module}.now_ms", lambda: next(clock))
    review = Review(folder)
    for step in todo:
        review.do(step)
        session, settled = review.session, review.decided.now()
        assert np.array_equal(settled_of(session), settled)
        covered = review.decided.now(but=("open",))
        verdicts, said = session.listed_verdicts(), session._store.history.all_said()
        for region in set(session.ranking.ids) - set(said):
            inside = covered[session.ranking.voxels(region)]
            assert (region in verdicts) == (2 * inside.sum() >= inside.size)
    review.reopen()
    review.session.close()


@pytest.mark.parametrize("seed", range(8))
def test_what_was_settled_stays_settled_and_comes_back(tmp_path, monkeypatch, seed):
    follow(tmp_path, steps_of(seed), monkeypatch)
