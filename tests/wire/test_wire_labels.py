"""A page brings edits of another session, whose label indices meant something else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from voxproof._link import Link
from voxproof._session import Session


class Page:
    """One client of a session whose table is 0, 5."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.array = np.zeros((2, 3, 5), np.uint8)
        self.array[1, 2, 4] = 5
        doubt = np.zeros((2, 3, 5), np.float32)
        doubt[1, 1, 1:4] = 0.5
        self.session = Session(doubt, self.array, doubt, journal="memory")
        self.link = Link(self.session, self.heard.append)

    def paint(self, seq: int, after: int, labels: list[str] | None, name: str = "one") -> list[Any]:
        """Paint the first voxel; what is said then."""
        edit = {
            "id": name,
            "tool": "brush",
            "region": None,
            "box": [0, 1, 0, 1, 0, 3],
            "voxels": 1,
            "time": 1,
        }
        header = {"type": "edit", "v": 1, "client": "page", "seq": seq, "generation": 0, "labels": labels}
        runs = np.array([[0, 1, 0, after]], "<u4").tobytes()
        heard = len(self.heard)
        self.link.receive({**header, "edit": edit, "part": 0, "parts": 1}, [runs])
        return [message.content for message in self.heard[heard:]]


def test_a_label_that_is_new_here_is_put_into_the_table_first() -> None:
    page = Page()
    labels, applied = page.paint(1, 2, ["0", "3", "9"])
    assert (labels["type"], labels["from"], labels["ids"]) == ("labels", 2, ["9"])
    assert (applied["type"], page.array[0, 0, 0]) == ("applied", 9)
    assert page.session.labels.ids == [0, 5, 9]


def test_an_edit_that_says_its_labels_comes_again_as_the_same() -> None:
    page = Page()
    page.paint(1, 1, ["0", "9"])
    assert [answer["type"] for answer in page.paint(2, 2, None)] == ["applied"]
    assert page.session.revision == 1


@pytest.mark.parametrize("label", ["256", "-1"])
def test_a_label_that_the_segmentation_cannot_hold_is_refused(label: str) -> None:
    page = Page()
    (answer,) = page.paint(1, 1, ["0", label])
    assert (answer["type"], answer["code"]) == ("refused", "label")
    assert page.session.labels.ids == [0, 5]
