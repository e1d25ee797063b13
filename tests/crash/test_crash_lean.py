"""A kernel that dies, a disk that is full, a wire that is cut: no acknowledged act is lost, none is done twice.

The kernels here are lean ones (`crash_host`): processes of their own with the product's session, link and journal. Real ones are in
`test_crash_kernel`. What is promised and what each fault does is in docs/reliability.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from crash_faults import FAULTS, crash

SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    fault: str, seed: int, tmp_path: Path
) -> None:
    tally = crash(fault, seed, tmp_path)
    assert (tally.lost, tally.twice) == (0, 0)
    assert tally.acknowledged > 0
