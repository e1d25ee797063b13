"""What the order of a table of regions must be, the plain way, with NumPy: the oracle of the tests and the author of the fixtures."""

import math
import re

import numpy as np
from regions_reference import WEIGHT_ONE, stops

from voxproof.regions._found import RECORD, Count, Found

MAXIMUM = 0.8
SPACING = (2.0, 0.5, 0.25)

FUNCTIONS = {
    "abs": np.abs,
    "sqrt": np.sqrt,
    "ln": np.log,
    "log2": np.log2,
    "exp": np.exp,
    "min": np.minimum,
    "max": np.maximum,
    "where": np.where,
}


def random_records(seed, count=None):
    """Regions that never were, with ties in size and doubt."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(0, 60)) if count is None else count
    records = np.zeros(count, RECORD)
    low = rng.integers(0, 60, (count, 3))
    size = rng.integers(1, 12, (count, 3))
    records["voxels"] = rng.choice([1, 2, 3, 8, 9, 600, 70_000], count)
    records["first_voxel"] = np.sort(rng.choice(10**6, count, replace=False))
    records["largest"] = rng.choice([0, 1000, 500_000, WEIGHT_ONE], count)
    records["sum"] = records["voxels"].astype(np.uint64) * records["largest"]
    records["sum_zyx"] = records["voxels"][:, None] * low + rng.integers(0, 5, (count, 3))
    records["box"] = np.stack([low, low + size], axis=2).reshape(count, 6)
    records["pieces"] = rng.integers(0, 6, count)
    records["length"] = rng.integers(0, 40, count)
    records["cut"] = rng.choice([13, 64, 128, 255], count)
    return records


def found_of(records, *, shape=(72, 72, 72)):
    none, owner = np.zeros(0, np.uint16), np.zeros(0, np.uint32)
    row_start = np.zeros(shape[0] * shape[1] + 1, np.uint32)
    return Found(
        "plateau",
        shape,
        records,
        True,
        row_start,
        none,
        none,
        owner,
        Count(3, 5),
        0,
        MAXIMUM,
        SPACING,
        1,
    )


def columns(records):
    """What a formula may name, in the unit of the map."""
    voxels = records["voxels"].astype(np.float64)
    sums = records["sum"].astype(np.float64)
    mean = sums / voxels / WEIGHT_ONE * MAXIMUM
    pieces = np.minimum(records["pieces"].astype(np.float64), 3)
    largest = records["largest"] / WEIGHT_ONE * MAXIMUM
    score = mean * (1 + pieces) * np.log1p(voxels)
    return {
        "voxels": voxels,
        "mean": mean,
        "max": largest,
        "sum": sums / WEIGHT_ONE * MAXIMUM,
        "score": score,
        "cut": np.where(records["cut"] == 255, np.nan, records["cut"] / 255),
        "pieces": records["pieces"].astype(np.float64),
        "length": records["length"].astype(np.float64),
        "volume": voxels * math.prod(SPACING),
        **dict(zip("zyx", (records["sum_zyx"] / voxels[:, None]).T, strict=True)),
        "default": score,
        "size": voxels,
        "vessqc": largest,
    }


def scores(formula, records):
    """A formula by Python's own grammar, which ours is a part of; NaN where it is no finite number."""
    named = columns(records)
    functions = re.sub(r"\b(abs|sqrt|ln|log2|exp|min|max|if)\s*\(", r"_\1(", formula)
    functions = re.sub(r"(?<![\w.])((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", r"_float(\1)", functions)
    scope = (
        {"_float": np.float64}
        | {f"_{name}": function for name, function in FUNCTIONS.items()}
        | {"_if": np.where}
    )
    with np.errstate(all="ignore"):
        values = eval(functions, {"__builtins__": {}}, scope | named)
    values = np.broadcast_to(np.asarray(values, np.float64), len(records)).copy()
    values[~np.isfinite(values)] = np.nan
    return values


def order(records, score, *, min_voxels, max_voxels, ascending, stop_window, stop_regions):
    """Records in rank order, their stops, and what is left out."""
    voxels = records["voxels"].astype(np.int64)
    listed = np.flatnonzero((voxels >= min_voxels) & (voxels <= max_voxels))
    merit = np.where(np.isnan(score), -np.inf, -score if ascending else score)
    listed = np.array(sorted(listed, key=lambda i: (-merit[i], -voxels[i], i)), np.int64)
    finite = merit[listed][np.isfinite(merit[listed])]
    last = min(0.0, finite.min()) if finite.size else 0.0
    gains = [max(merit[i] - last, 0.0) for i in listed]
    return {
        "records": listed.tolist(),
        "stop": stops(records["box"][listed].tolist(), gains, stop_window, stop_regions)
        if listed.size
        else [],
        "smaller": [int((voxels < min_voxels).sum()), int(voxels[voxels < min_voxels].sum())],
        "larger": [int((voxels > max_voxels).sum()), int(voxels[voxels > max_voxels].sum())],
        "unscored": int(np.isnan(score[listed]).sum()),
    }
