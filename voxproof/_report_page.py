"""A report as one HTML page that needs nothing else: pictures are in it, no script runs, light and dark follow the reader."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxproof._report import Entry, Report, Totals

_VERDICTS = {"fixed": "✎ fixed", "correct": "✓ correct", "unsure": "? unsure", "open": "○ open"}
"""Sign and word: colour is never the only sign."""

_DECIDED = ("fixed", "correct", "unsure")

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #888; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.about, figcaption, .note { color: var(--soft); }
table { border-collapse: collapse; margin: 0.5rem 0; }
th, td { padding: 0.25rem 0.75rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
.top { display: flex; flex-wrap: wrap; gap: 2rem; align-items: flex-start; }
article { border-top: 1px solid var(--line); padding: 1rem 0; display: flex; flex-wrap: wrap; gap: 1rem; break-inside: avoid; }
article > div { flex: 1 1 18rem; } h3 { margin: 0; font-size: 1rem; } p { margin: 0.25rem 0; }
figure { margin: 0; } img { image-rendering: pixelated; max-width: 208px; display: block; }
.key i { display: inline-block; width: 0.8em; height: 0.8em; margin: 0 0.25em 0 1em; }
"""


def page(report: Report) -> str:
    """The whole page. Text of the session is escaped."""
    totals = report.totals
    name = escape(totals.name)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Curation of {name}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>Curation of {name}</h1>\n<p class='about'>{_about(totals)}</p>\n"
        f"<div class='top'><div>{_counts(totals)}{_topology(totals)}</div>{_overview(totals)}</div>\n"
        f"<h2>{counted(len(report.entries), 'region')} looked at</h2>\n{_key()}\n"
        f"{''.join(_article(entry) for entry in report.entries)}\n</body></html>\n"
    )


def summary(totals: Totals) -> str:
    """What was done, as a piece of a page: a notebook's output, which a code-hosting site shows without a kernel or styles."""
    name = escape(totals.name)
    return (
        f"<div><b>Curation of {name}</b><br>{_about(totals)}</div>"
        f"{_overview(totals)}{_counts(totals)}{_topology(totals)}"
    )


def words(totals: Totals) -> str:
    """The same in a line."""
    verdicts = ", ".join(f"{totals.verdicts[name]} {name}" for name in _DECIDED if name in totals.verdicts)
    changes = f"{counted(totals.edits, 'edit')}, {totals.added} voxels added, {totals.removed} removed"
    reviewed = f"{sum(totals.verdicts.values())} of {totals.regions} regions reviewed ({verdicts or 'none'})"
    return f"Curation of {totals.name}: {reviewed}; {changes}"


def _about(totals: Totals) -> str:
    size = " × ".join(map(str, totals.shape))
    spacing = "" if totals.spacing is None else f", {' × '.join(f'{s:g}' for s in totals.spacing)} µm a voxel"
    return (
        f"{size} voxels{spacing}, {escape(totals.dtype)} · prediction {totals.generation} · regions of mode {escape(totals.mode)} · "
        f"made {totals.made} with Voxproof"
    )


def _counts(totals: Totals) -> str:
    done = {name: totals.verdicts.get(name, 0) for name in _DECIDED}
    tools = ", ".join(f"{count} {escape(tool)}" for tool, count in totals.tools.items())
    rows: list[tuple[str, int | str]] = [
        ("regions listed", totals.regions),
        ("reviewed", sum(done.values())),
        *((f"— {_VERDICTS[name]}", count) for name, count in done.items()),
        (f"edits{f' ({tools})' if tools else ''}", totals.edits),
        ("voxels added", totals.added),
        ("voxels removed", totals.removed),
        ("voxels with another label", totals.relabelled),
        ("time at work, pauses over 2 min left out", _duration(totals.seconds)),
    ]
    return f"<table>{''.join(f'<tr><td>{what}</td><td>{_number(value)}</td></tr>' for what, value in rows)}</table>"


def _topology(totals: Totals) -> str:
    if totals.topology is None:
        return "<p class='note'>Pieces, loops and cavities are not counted in volumes this large.</p>"
    before, after = totals.topology
    rows = zip(("pieces", "loops", "cavities"), before, after, strict=True)
    body = "".join(
        f"<tr><td>{what}</td><td>{old:,}</td><td>{new:,}</td><td>{new - old:+,}</td></tr>"
        for what, old, new in rows
    )
    return (
        "<table><tr><th>whole segmentation (26/6)</th><th>before</th><th>after</th><th>change</th></tr>"
        f"{body}</table>"
    )


def _overview(totals: Totals) -> str:
    picture = _image(
        totals.overview,
        f"Slice z = {totals.slice} with the outline of the segmentation, and what has changed",
    )
    return f"<figure style='margin:0'>{picture}<figcaption>z = {totals.slice}, as it is now</figcaption></figure>"


def _key() -> str:
    return (
        "<p class='note key'>Before: as it was. After: as it is, with voxels "
        "<i style='background:#0072b2'></i>added, <i style='background:#d55e00'></i>removed, "
        "<i style='background:#cc79a7'></i>given another label; <i style='background:#ff8c00'></i>outline of the segmentation.</p>"
    )


def _article(entry: Entry) -> str:
    z, y, x = entry.where
    changes = (
        f"{counted(entry.edits, 'edit')}; in its view {entry.added:,} voxels added, {entry.removed:,} removed"
    )
    note = f"<p>“{escape(entry.note)}”</p>" if entry.note else ""
    pictures = "".join(
        f"<figure>{_image(data, f'Region {entry.rank} {when}')}<figcaption>{when}, z = {entry.slice}</figcaption></figure>"
        for when, data in (("before", entry.before), ("after", entry.after))
        if data
    )
    return (
        f"<article><div><h3>{entry.rank} · {_VERDICTS[entry.verdict]}</h3><p>{escape(entry.words)}</p>{note}"
        f"<p class='note'>{entry.voxels:,} voxels around ({z:.0f}, {y:.0f}, {x:.0f}) · {changes} {entry.time and f'· {entry.time}'}</p>"
        f"</div>{pictures}</article>\n"
    )


def _image(data: bytes, words: str) -> str:
    return f'<img alt="{escape(words)}" src="data:image/png;base64,{base64.b64encode(data).decode()}">'


def counted(count: int, noun: str) -> str:
    """Such as ``1 edit``, ``2 edits``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _number(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
