"""The same in real kernels, over real comms: few runs, since a kernel takes a second or two to start."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("jupyter_client")
pytest.importorskip("ipykernel", minversion="7.0")

from crash_faults import crash
from crash_kernel import RealKernel


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("fault", ["kill", "opening", "cut", "take_over", "file_limit", "truncated"])
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice_in_a_real_kernel(
    fault: str, seed: int, tmp_path: Path
) -> None:
    tally = crash(fault, seed, tmp_path, RealKernel)
    assert (tally.lost, tally.twice) == (0, 0)
    assert tally.acknowledged > 0
