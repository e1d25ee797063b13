"""One line of numbers that says how far a segmentation is from the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxproof.topology._betti import betti
from voxproof.topology._masks import read_pair
from voxproof.topology._overlap import cldice, dice

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike


def compare(prediction: ArrayLike, truth: ArrayLike) -> pd.Series[Any]:
    """Dice, clDice, pieces and loops of a segmentation, measured against the truth.

    Parameters
    ----------
    prediction, truth : (Z, Y, X) array_like of integers or booleans
        0 is background, anything else foreground. Borrowed, not modified.

    Returns
    -------
    pandas.Series
        ``Dice``, ``clDice`` (1 is perfect), ``pieces``, ``loops`` of the prediction (foreground 26-, background 6-connected), and
        ``Betti error``: by how much pieces, loops and cavities together differ from those of the truth. Dtype object, so that
        counts stay whole.

    Raises
    ------
    TypeError, ValueError
        For floats, another number of axes than three, or two shapes.

    Examples
    --------
    >>> compare([[[1, 0, 1]]], [[[1, 1, 1]]]).to_dict()
    {'Dice': 0.8, 'clDice': 0.8, 'pieces': 2, 'loops': 0, 'Betti error': 1}
    """
    import pandas as pd

    first, second = read_pair(("prediction", "truth"), prediction, truth)
    found, expected = betti(first), betti(second)
    return pd.Series(
        {
            "Dice": dice(first, second),
            "clDice": cldice(first, second),
            "pieces": found.b0,
            "loops": found.b1,
            "Betti error": sum(abs(a - b) for a, b in zip(found, expected, strict=True)),
        },
        dtype=object,
    )
