"""Make the arrays of the curator benchmark: ``volumes.py SIZE ...`` writes ``.cache/benchmarks/volumes/curator-SIZE.npz``."""

import sys
from pathlib import Path

import numpy as np
from scipy import ndimage

sys.path.insert(0, str(Path(__file__).parents[1] / "labeller"))
import volumes

CACHE = Path(__file__).parents[2] / ".cache" / "benchmarks" / "volumes"


def main() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    for size in map(int, sys.argv[1:]):
        path = CACHE / f"curator-{size}.npz"
        if not path.exists():
            np.savez(path, **arrays(size))


def arrays(size: int) -> dict[str, np.ndarray]:
    """A uint8 image of blurred and noisy vessels, their branches as uint16 instances, and a float32 map of 100 values."""
    ids = volumes.branches(size)
    random = np.random.default_rng(size)
    image = ndimage.gaussian_filter((ids > 0).astype(np.float32), 0.8)
    image *= 140
    image += 50
    image += 14 * random.standard_normal(ids.shape, dtype=np.float32)
    return {
        "image": image.clip(0, 255).astype(np.uint8),
        "segmentation": ids.astype(np.uint16),
        "uncertainty": volumes.per_branch_codes(ids).astype(np.float32) / 100,
    }


if __name__ == "__main__":
    main()
