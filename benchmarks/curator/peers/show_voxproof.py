"""Voxproof's curator, as in the README."""

import tempfile
from pathlib import Path

import voxproof as vp

_journals = Path(tempfile.mkdtemp(prefix="voxproof-bench-"))
_count = 0


def show(image, segmentation, uncertainty):
    global _count
    _count += 1
    return vp.Curator(
        image, segmentation, uncertainty, name=f"bench-{_count}", journal=_journals / f"{_count}.db"
    )


def close(curator):
    curator.close()
