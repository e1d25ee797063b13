"""What a curator says of itself in one line, and where its widget cannot be shown."""

from __future__ import annotations

import base64
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from voxproof._events import Refused
from voxproof._picture import fullest_slice, picture
from voxproof._report_page import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box
    from voxproof._session import Session

MIME = "application/vnd.voxproof.curator+json"

DEAF = (
    "{call} would never end: this kernel hears nothing from the browser while a cell runs. Show the curator in one cell, review, "
    "and go on in the next cell. With ipykernel ≥ 7.4 and JupyterLab's setting “Comms over subshells” on, it works."
)

CALLING = (
    "curator.wait() would never end: on_edit and on_verdict functions run where the browser's verdicts arrive, which wait behind them. "
    "Wait in a cell, or let the function look at curator.regions."
)

STILL = (
    "As it was when the cell ran. The view itself needs a running kernel. A page that is loaded while the kernel runs a cell shows "
    "“Loading widget…”, or that it waits, until the cell has ended; what was saved is kept."
)

_MOST_VOXELS_RANKED = 1 << 22


def line(session: Session) -> str:
    """Such as ``<Curator 'mouse-07': 64 × 128 × 128 voxels, 3 of 42 regions reviewed (2 fixed, 1 correct)>``."""
    closed = ", closed" if session.closed else ""
    return f"<Curator {session.name!r}: {_size(session)}, {progress(session)}{closed}>"


def progress(session: Session) -> str:
    """Such as ``3 of 42 regions reviewed (2 fixed, 1 correct)``.

    Without the total as long as nobody has asked for a ranking that takes long: the widget must not wait for it.
    """
    with session.lock:
        verdicts = Counter(verdict.verdict for verdict in session.verdicts.values())
        total = _regions(session)
    done = sum(verdicts.values())
    counts = ", ".join(
        f"{verdicts[name]} {name}" for name in ("fixed", "correct", "unsure") if verdicts[name]
    )
    of_total = "" if total is None else f" of {total}"
    return f"{done}{of_total} regions reviewed" + (f" ({counts})" if counts else "")


def bundle(session: Session, model_id: str) -> dict[str, Any]:
    """Mime types beside the widget's own; the picture once more by itself for pages that take none from HTML, and for paper."""
    summary = progress(session)
    z = fullest_slice(session.segmentation)
    still = _still(session, z)
    return {
        "text/plain": line(session),
        "text/html": _html(session, summary, z, still),
        "image/png": still,
        MIME: {"version": 1, "model_id": model_id, "name": session.name, "summary": summary},
    }


def _still(session: Session, z: int) -> str:
    """A slice as PNG, in base64."""
    box = (z, z + 1, 0, session.shape[1], 0, session.shape[2])
    with session.lock:
        image, labels = session.drawn_slice(box), _labels(session, box)
    pixel_size = (1.0, 1.0) if session.spacing is None else session.spacing[1:]
    return base64.b64encode(picture(image, labels, pixel_size)).decode()


def _html(session: Session, summary: str, z: int, still: str) -> str:
    with session.lock:
        edits = sum(session.standing.values())
    words = f"<b>{escape(session.name)}</b> · {_size(session)} · {escape(summary)} · {counted(edits, 'edit')}"
    return (
        f'<figure style="margin:0"><img alt="Slice z = {z} with the outline of the segmentation" '
        f'src="data:image/png;base64,{still}"/><figcaption>{words}<br><small>{STILL}</small></figcaption></figure>'
    )


def _labels(session: Session, box: Box) -> NDArray[Any]:
    """Labels of a slice, by index; as they are where the table has no room for them, which the widget then says."""
    labels: NDArray[Any]
    try:
        labels = session.index_block(0, box)[0]
    except Refused:
        labels = session.segmentation[box[0]].copy()
    return labels


def _size(session: Session) -> str:
    return " × ".join(str(n) for n in session.shape) + " voxels"


def _regions(session: Session) -> int | None:
    z, y, x = session.shape
    is_quick = z * y * x <= _MOST_VOXELS_RANKED and session.parameters.mode != "variants"
    return len(session.ranking) if is_quick or session.is_ranked else None
