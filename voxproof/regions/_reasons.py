"""Why a region is in the list, in words with its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxproof.regions._found import Labelled

_WORDS = {
    "addition/join": "gap of about {extent}: joins {pieces} pieces, there at p ≥ {cut:.2f}",
    "addition/end": "free end, about {extent} further, there at p ≥ {cut:.2f}",
    "addition/island": "faint island of {voxels} voxels, up to p = {cut:.2f}",
    "removal/join": "thin bridge, about {extent}: falls apart at p > {cut:.2f}",
    "removal/end": "weak branch, about {extent}: lets go at p > {cut:.2f}",
    "removal/island": "weak piece of {voxels} voxels, up to p = {cut:.2f}",
    "island": "faint island of {voxels} voxels, there at p > {cut:.2f}",
    "branch": "branch, about {extent}, doubtful along its way",
    "plateau": "{voxels} voxels of equal doubt",
    "delta": "{voxels} voxels, from neighbour to neighbour of similar doubt",
    "threshold": "{voxels} voxels of high doubt side by side",
    "tree": "{voxels} doubtful voxels",
}


def reasons(
    labelled: Labelled, kinds: Sequence[str], spacing: tuple[float, float, float] | None
) -> list[str]:
    """One sentence per region. Extents are the diagonal of the box, in µm (vx without a spacing)."""
    facts = labelled.facts
    if facts is None:
        return [
            _WORDS[kind].format(voxels=n) for kind, n in zip(kinds, labelled.voxels.tolist(), strict=True)
        ]
    sizes = np.ones(3) if spacing is None else np.asarray(spacing, np.float64)
    edges = (labelled.box[:, 1::2].astype(np.int64) - labelled.box[:, ::2]) * sizes
    extents = np.sqrt((edges**2).sum(axis=1))
    unit = "vx" if spacing is None else "µm"
    return [
        _WORDS[kind].format(extent=f"{extents[i]:.0f} {unit}", voxels=n, pieces=pieces, cut=cut / 255)
        for i, (kind, n, pieces, cut) in enumerate(
            zip(kinds, labelled.voxels.tolist(), facts.pieces.tolist(), facts.cut.tolist(), strict=True)
        )
    ]
