"""Why a region is in the list, in words with its numbers. The same words as in ``src/panels/reason-words.ts``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from voxproof.regions._consequence import Consequence, Consequences
    from voxproof.regions._found import Labelled


@dataclass(frozen=True)
class Known:
    """What is known of a region: its kind, figures as text, and what flipping it does."""

    kind: str
    voxels: int
    extent: str
    cut: float
    pieces: int
    mean: str
    consequence: Consequence | None
    split: tuple[int, int] | None
    unit: str


def reasons(
    labelled: Labelled,
    kinds: Sequence[str],
    maximum: float,
    spacing: tuple[float, float, float] | None,
    consequences: Consequences | None = None,
    split: Callable[[int], tuple[int, int] | None] = lambda index: None,
) -> list[str]:
    """One sentence per region in rank order.

    Parameters
    ----------
    labelled : Labelled
    kinds : sequence of str
        `Ranking.kinds`.
    maximum : float
        Largest doubt of the map.
    spacing : (float, float, float) or None
        Lengths are in µm, vx without one.
    consequences : Consequences, optional
        Of the first so many regions.
    split : callable
        Votes for a region, by its index.
    """
    unit = "vx" if spacing is None else "µm"
    facts = labelled.facts
    tried = 0 if consequences is None else len(consequences)
    extents = extents_of(labelled, spacing)
    sentences = []
    for i, kind in enumerate(kinds):
        known = Known(
            kind=kind,
            voxels=int(labelled.voxels[i]),
            extent=f"{grouped(math.floor(extents[i] + 0.5))} {unit}",
            cut=0.0 if facts is None else float(facts.cut[i]) / 255,
            pieces=0 if facts is None else int(facts.pieces[i]),
            mean=figure(float(labelled.mean[i]) * maximum),
            consequence=consequences[i] if consequences is not None and i < tried else None,
            split=split(i),
            unit=unit,
        )
        sentences.append(sentence(known))
    return sentences


def extents_of(labelled: Labelled, spacing: tuple[float, float, float] | None) -> NDArray[np.float64]:
    """How long regions are: the voxels of their centre line times a step in the direction of their box, whose longest edge in voxels
    counts 1. Diagonals of the boxes where there is no centre line, or one that the region is only spots of.
    """
    edges = labelled.box[:, 1::2].astype(np.int64) - labelled.box[:, ::2]
    steps = edges.max(axis=1, initial=1)
    lengths = steps if labelled.facts is None else labelled.facts.length.astype(np.int64)
    sizes = np.ones(3) if spacing is None else np.asarray(spacing, np.float64)
    diagonals = np.sqrt(((edges * sizes) ** 2).sum(axis=1))
    extents: NDArray[np.float64] = (
        diagonals * np.where((lengths > 0) & (lengths <= labelled.voxels), lengths, steps) / steps
    )
    return extents


def sentence(known: Known) -> str:
    """Why a region is listed."""
    lead = _lead(known)
    if known.split is None:
        return lead
    return f"{lead}, ensemble split {known.split[0]}:{known.split[1]}"


def _lead(known: Known) -> str:
    extent, cut, did = known.extent, f"{known.cut:.2f}", known.consequence
    voxels = _count(known.voxels, "{} voxel", "{} voxels")
    match known.kind:
        case "addition/join":
            joins = (
                _count(
                    known.pieces,
                    "touches the segmentation in {} place",
                    "touches the segmentation in {} places",
                )
                if did is None
                else effects(did, known.unit)
            )
            return f"closes a gap of about {extent}, {joins}, appears at p ≥ {cut}"
        case "addition/end":
            return f"free end, about {extent} further{_besides(known, ', ')}, appears at p ≥ {cut}"
        case "addition/island":
            return f"island of {voxels}{_besides(known, ', ')}, up to p = {cut}"
        case "island":
            return f"island of {voxels}{_besides(known, ', ')}, there at p > {cut}"
        case "removal/join":
            return f"thin bridge of about {extent}, falls apart at p > {cut}{_outcome(known)}"
        case "removal/end":
            return f"weak branch of about {extent}, lets go at p > {cut}{_outcome(known)}"
        case "removal/island":
            return f"weak piece of {voxels}, up to p = {cut}{_besides(known, ': without it ')}"
        case "branch":
            return f"branch of about {extent}{_outcome(known)}"
        case "plateau":
            return f"plateau of {voxels} at {known.mean}{_outcome(known)}"
        case "delta":
            return f"{voxels} of like doubt, {known.mean} on average{_outcome(known)}"
        case "threshold":
            return f"{voxels} of high doubt, {known.mean} on average{_outcome(known)}"
        case _:
            return f"{_count(known.voxels, '{} doubtful voxel', '{} doubtful voxels')}, {known.mean} on average{_outcome(known)}"


def _outcome(known: Known) -> str:
    """What the flip brings, behind a sentence that does not say whether voxels are added or removed."""
    did = known.consequence
    if did is None:
        return ""
    return f"{': if added, ' if did.flipped > 0 else ': without it '}{effects(did, known.unit)}"


def _besides(known: Known, before: str) -> str:
    """What the flip brings besides what the kind of region says already: one piece more or fewer, or nothing."""
    did = known.consequence
    if did is None:
        return ""
    is_piece = "island" in known.kind and abs(did.pieces) == 1
    is_said = did.loops == did.cavities == did.hanging == 0 and (is_piece or did.pieces == 0)
    return "" if is_said else f"{before}{effects(did, known.unit)}"


def effects(did: Consequence, unit: str) -> str:
    """What a flip brings, as one clause for each number that changes."""
    return ", ".join(_added(did, unit) if did.flipped > 0 else _removed(did, unit))


def _added(did: Consequence, unit: str) -> list[str]:
    hanging = f" ({length_text(did.hanging_length, unit)} hang on it)" if did.hanging else ""
    clauses = []
    if did.pieces < 0:
        clauses.append(f"{_count(1 - did.pieces, 'joins {} piece', 'joins {} pieces')}{hanging}")
    if did.pieces >= 0 and hanging:
        clauses.append(f"joins pieces{hanging}")
    if did.pieces > 0:
        clauses.append(_count(did.pieces, "adds a piece", "adds {} pieces"))
    if did.loops > 0:
        clauses.append(_count(did.loops, "closes a loop", "closes {} loops"))
    if did.loops < 0:
        clauses.append(_count(-did.loops, "fills a loop", "fills {} loops"))
    if did.cavities < 0:
        clauses.append(_count(-did.cavities, "fills a cavity", "fills {} cavities"))
    if did.cavities > 0:
        clauses.append(_count(did.cavities, "encloses a cavity", "encloses {} cavities"))
    return clauses or ["changes no piece or loop"]


def _removed(did: Consequence, unit: str) -> list[str]:
    hanging = f" ({length_text(did.hanging_length, unit)} cut off)" if did.hanging else ""
    clauses = []
    if did.pieces > 0:
        clauses.append(f"{_count(1 + did.pieces, '{} piece falls apart', '{} pieces fall apart')}{hanging}")
    if did.pieces < 0:
        clauses.append(_count(-did.pieces, "a piece is gone", "{} pieces are gone"))
    if did.pieces <= 0 and hanging:
        clauses.append(f"parts fall apart{hanging}")
    if did.loops < 0:
        clauses.append(_count(-did.loops, "a loop is open", "{} loops are open"))
    if did.loops > 0:
        clauses.append(_count(did.loops, "there is a loop more", "there are {} loops more"))
    if did.cavities < 0:
        clauses.append(_count(-did.cavities, "a cavity is open", "{} cavities are open"))
    if did.cavities > 0:
        clauses.append(_count(did.cavities, "there is a cavity more", "there are {} cavities more"))
    return clauses or ["nothing falls apart"]


def _count(number: int, singular: str, plural: str) -> str:
    return (singular if number == 1 else plural).format(grouped(number))


def length_text(length: float, unit: str) -> str:
    """Whole from 10 on, with one decimal below."""
    tenths = 10 if length < 10 else 1
    return f"{figure(math.floor(length * tenths + 0.5) / tenths)} {unit}"


def figure(value: float) -> str:
    """A number of 0 or more with three significant digits, without a tail of zeros; as ``formatFigure`` in ``src/panels/format.ts``."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(value)))
    if digits > 8:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    whole, _, decimals = f"{value:.{digits}f}".partition(".")
    decimals = decimals.rstrip("0")
    return grouped(int(whole)) + (f".{decimals}" if decimals else "")


def grouped(number: int) -> str:
    """A comma between thousands, from five digits on."""
    return f"{number:,}" if abs(number) >= 10_000 else str(number)
