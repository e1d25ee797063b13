"""The README's Python runs as it stands, and does what its comments say."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import voxproof as vp

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, str(README), "exec"), names)
    curator, segmentation, doubt = (names[name] for name in ("curator", "segmentation", "doubt"))
    assert isinstance(curator, vp.Curator)
    assert curator.segmentation is segmentation
    assert (tmp_path / ".voxproof" / "mouse-07.sqlite").is_file()
    np.testing.assert_array_equal(
        curator.regions["score"], vp.rank(segmentation, doubt, spacing=(2, 1, 1)).table["score"]
    )
    curator.close()
