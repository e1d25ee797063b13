"""A small asymmetric volume, and sessions over it in an empty working directory."""

from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest

from voxproof._session import Session

SHAPE = (6, 9, 13)


def make_blocks():
    """Two bars with label 3, two doubtful stretches: 12 voxels of doubt 0.9 (rank 1), 16 of doubt 0.4 (rank 2)."""
    segmentation = np.zeros(SHAPE, np.uint16)
    segmentation[1:3, 2:4, 1:12] = 3
    segmentation[4, 5:8, 2:10] = 3
    uncertainty = np.zeros(SHAPE, np.float32)
    uncertainty[1:3, 2:4, 4:7] = 0.9
    uncertainty[4, 5:7, 2:10] = 0.4
    image = np.arange(np.prod(SHAPE), dtype=np.uint8).reshape(SHAPE)
    return image, segmentation, uncertainty


@dataclass
class Heard:
    """Events of a session, in order."""

    events: list = field(default_factory=list)

    def names(self):
        return [type(event).__name__ for event in self.events]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def blocks():
    """Image, segmentation and uncertainty, new ones at each call."""
    return make_blocks


@pytest.fixture
def make():
    """Make a session over `make_blocks`, with overrides; closed at the end."""
    made = []

    def make(segmentation=None, *, image=None, uncertainty=None, **options):
        i, s, u = make_blocks()
        segmentation = s if segmentation is None else segmentation
        uncertainty = u if uncertainty is None and "probability" not in options else uncertainty
        options.setdefault("name", "test")
        session = Session(i if image is None else image, segmentation, uncertainty, **options)
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()


@pytest.fixture
def listen():
    def listen(session):
        heard = Heard()
        session.subscribe(heard.events.append)
        return heard

    return listen


@pytest.fixture(scope="session")
def monkeypatch_slabs():
    """Slabs of a few slices, so that small volumes have several."""

    @contextmanager
    def slabs(voxels):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("voxproof._shadow._SLAB_VOXELS", voxels)
            yield

    return slabs
