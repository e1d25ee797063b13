"""Tables of regions and edits for the notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxproof._edits import iso_time
from voxproof._history import History

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from voxproof._events import Verdict
    from voxproof._journal import Act, Generation
    from voxproof._marks import Mark
    from voxproof.regions import Ranking


def regions_table(
    ranking: Ranking,
    verdicts: Mapping[str, Verdict],
    standing: Mapping[str, int],
    marks: Sequence[Mark],
) -> pd.DataFrame:
    """The ranking's table by region id, with what was decided, and the marks in rank order."""
    table = ranking.table.copy()
    ids = list(table["id"])
    said = [verdicts.get(region) for region in ids]
    table["verdict"] = ["open" if verdict is None else verdict.verdict for verdict in said]
    table["note"] = ["" if verdict is None else verdict.note for verdict in said]
    table["time"] = _times([None if verdict is None else verdict.time for verdict in said])
    table["carried"] = [verdict is not None and verdict.carried for verdict in said]
    table["edits"] = [standing.get(region, 0) for region in ids]
    table["mark"] = list(marks)
    return table.set_index("id")


def edits_table(
    acts: Sequence[Act], generations: Sequence[Generation], rank_of: Callable[[str], int | None]
) -> pd.DataFrame:
    """All edits and reverts of all generations, oldest first; one of an ended generation stands when it stood at its end.

    `rank_of` gives the rank of a region in the present ranking, None for a region of another one.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for generation in generations:
        history = History.of_acts(act for act in acts if act.generation == generation.number)
        revisions = {
            entry.seq: generation.revision + number
            for number, (entry, _) in reversed(list(enumerate(history.steps, 1)))
        }
        for entry in history.edits:
            box = dict(zip(("z0", "z1", "y0", "y1", "x0", "x1"), entry.box, strict=True))
            rows.append(
                {
                    "id": entry.id,
                    "generation": generation.number,
                    "standing": history.stands(entry),
                    "region": entry.region,
                    "rank": None if entry.region is None else rank_of(entry.region),
                    "tool": entry.tool,
                    "voxels": entry.voxels,
                    **box,
                    "time": iso_time(entry.time),
                    "revision": revisions[entry.seq],
                }
            )
    columns = ["id", "generation", "standing", "region", "rank", "tool", "voxels"]
    box_columns = ["z0", "z1", "y0", "y1", "x0", "x1"]
    table = pd.DataFrame(rows, columns=[*columns, *box_columns, "time", "revision"]).astype({"rank": "Int64"})
    table["time"] = _times(list(table["time"]))
    return table.set_index("id")


def _times(times: Sequence[str | None]) -> pd.Series[pd.Timestamp]:
    import pandas as pd

    return pd.to_datetime(pd.Series(list(times), dtype=object), utc=True, format="ISO8601")
