"""`rank`: the regions of a map of doubt, most doubtful first, headless and with the browser's very numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from voxproof._arrays import check_labels, check_numbers, readable
from voxproof._checks import Direction, check_direction, check_image, check_spacing
from voxproof.regions._codes import read_doubt
from voxproof.regions._found import SEARCHES
from voxproof.regions._heights import heights_of, probability_codes
from voxproof.regions._labeller import Connectivity, label_and_keep
from voxproof.regions._parameters import AskedMode, RankParameters, resolve_mode, window_voxels
from voxproof.regions._ranking import Ranking
from voxproof.regions._split import may_be_split, split_of
from voxproof.regions._topology import Topology, pack_mask
from voxproof.regions._variants import label_variants
from voxproof.regions.blocks import Inputs, is_chunked, rank_blocks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from voxproof.regions._codes import Codes


def rank(
    segmentation: ArrayLike,
    uncertainty: ArrayLike | None = None,
    *,
    probability: ArrayLike | None = None,
    image: ArrayLike | None = None,
    spacing: tuple[float, float, float] | None = None,
    direction: Direction = "uncertainty",
    mode: AskedMode = "auto",
    connectivity: Connectivity = 26,
    granularity: float | None = None,
    min_voxels: int = 8,
    max_voxels: int | None = None,
    score: str = "default",
    ascending: bool = False,
    stop_window: float | None = None,
    stop_regions: int = 8,
) -> Ranking:
    """Find the doubtful regions of a segmentation and put the most doubtful first.

    Parameters
    ----------
    segmentation : (Z, Y, X) array_like of integers or booleans
        0 is background. Borrowed, not modified. Here and below, a dask array is ranked block by block, see Notes; what is neither (zarr)
        is refused.
    uncertainty : (Z, Y, X) array_like, optional
        One number per voxel, finite and at least 0; its meaning follows from `direction`.
    probability : (Z, Y, X) array_like, optional
        Foreground probability from 0 to 1; percentages and 8-bit values are scaled, with a warning. Without `uncertainty`, its binary
        entropy in bits is the doubt. Mode variants searches it. Where it contradicts the segmentation, that is followed; a warning tells
        when it seems to be the background's (arrays in memory only).
    image : (Z, Y, X) array_like, optional
        Checked only: for its shape, and that it holds numbers.
    spacing : (float, float, float), optional
        Voxel size (z, y, x) in µm; adds the column ``volume``.
    direction : {"uncertainty", "confidence"}
        Whether high values of `uncertainty` mean doubt or trust.
    mode : {"auto", "plateau", "delta", "threshold", "branch", "variants", "tree"}
        "plateau": connected voxels of equal doubt (with a `granularity`, of the same nearest multiple of it; 0.001 is VessQC's), for maps
        with one value per branch or few levels. "delta": connected voxels where neighbours differ by at most `granularity`.
        "threshold": components of {doubt >= granularity}. "branch": pieces of the segmentation's branches, about 30 voxels of centre
        line each, with the doubt of their centre line. "variants": what the segmentation
        would gain or lose at other thresholds of its probability, islands beside it, and pieces of its branches, for continuous maps;
        without `probability` one is made of doubt and segmentation, see `voxproof.regions.heights_of`. Regions may overlap. "tree":
        components at the lowest level where they have at most `max_voxels`, for volumes too large for that; voxels below 5 % of the
        largest doubt are left out. "auto" takes plateau when at least half of the doubt is in voxels that equal their next neighbour in x,
        else variants, beyond 2**27 voxels tree.
    connectivity : {6, 18, 26}
        Faces, also edges, also corners.
    granularity : float, optional
        In the unit of the map; see `voxproof.regions.RankParameters.of` for what each mode begins with.
    min_voxels, max_voxels : int
        Smaller regions are counted in ``.smaller``, not listed; `max_voxels`, 600 when left out, is of the modes tree and variants.
    score : str
        "default": mean doubt · ln(1 + voxels) · (1 + min(pieces, 3)); in mode variants ``undecided`` · ln(1 + voxels) · share of the
        region that better ones do not show (docs/regions.md). Else "mean", "max" or "sum" of doubt, "size",
        "consequence" (how much flipping the region does to pieces, loops, cavities and centre line), "vessqc" (highest doubt, as VessQC
        lists them), or a formula over the columns ``voxels mean max sum score cut pieces length volume z y x`` and those of
        consequences (see `Ranking.table`) with ``+ - * / **``, comparisons, and ``abs sqrt ln log2 exp min max if(condition, then,
        else)``; `length` is 0 in the modes that know none. Where it gives no finite number, the region comes last.
    ascending : bool
        Lowest score first.
    stop_window : float, optional
        Edge, in µm (voxels without a spacing), of the cube that the regions of a stop lie in. 80 voxels in plane when left out.
    stop_regions : int
        Most regions of a stop; 1 for a flat list.

    Returns
    -------
    Ranking
        ``.table``, ``.stops``, ``.labels()``, ``.voxels(region)``, ``.preview(region)``, ``.mode``, ``.reason``, ``.smaller``. Order:
        score falling, then voxels falling, then first voxel rising. The same module as in the browser makes it, so the numbers are the
        same.

    Raises
    ------
    TypeError, ValueError
        For input that cannot be ranked; the message says what was found, what was expected and what to do.
    OverflowError
        When the regions do not fit into the 4 GiB of the labeller's memory.

    Notes
    -----
    Time is proportional to the number of voxels and does not depend on the number of distinct values.

    Dask arrays, in the modes plateau, delta and threshold: blocks are labelled in parallel, by the scheduler that is active (threads, or
    a `dask.distributed` client's cluster), and joined across their faces. The result is the same as of the arrays in memory, but
    without what flipping a region does (its columns, words in ``reason``, and scores); ``.labels()`` is a dask array and ``.voxels``
    reads the blocks that hold the region. Blocks are the chunks of the map, joined below 64 and cut above 512 voxels along an axis.
    The map is read twice (a third time for "auto"), so store or persist what is slow to compute. Needs the extra ``blocks``.

    Examples
    --------
    >>> import numpy as np
    >>> doubt = np.zeros((1, 2, 6)); doubt[0, 0, :4] = 0.9; doubt[0, :, 5] = 0.2
    >>> rank(doubt > 0, doubt, min_voxels=1).table[["rank", "voxels", "mean"]].round(6).values.tolist()
    [[1.0, 4.0, 0.9], [2.0, 2.0, 0.2]]
    """
    direction, sizes = check_direction(direction), check_spacing(spacing)
    parameters_of = partial(
        RankParameters.of,
        connectivity=connectivity,
        granularity=granularity,
        min_voxels=min_voxels,
        max_voxels=max_voxels,
        score=score,
        ascending=ascending,
        stop_window=window_voxels(sizes, stop_window),
        stop_regions=stop_regions,
    )
    if any(map(is_chunked, (segmentation, uncertainty, probability))):
        inputs = Inputs.of(segmentation, uncertainty, probability)
        _check_image(image, inputs.grid.shape)
        return rank_blocks(inputs, parameters_of, direction=direction, mode=mode, spacing=sizes)
    labels = readable("segmentation", segmentation)
    check_labels("segmentation", labels)
    _check_image(image, labels.shape)
    _, probable, codes = read_doubt(labels, uncertainty, probability, direction)
    chosen, reason = resolve_mode(codes, mode)
    parameters = parameters_of(chosen, codes.maximum)
    heights, mask = None, labels != 0
    if chosen in SEARCHES or may_be_split(codes):
        heights = heights_of(mask, codes, None if probable is None else probability_codes(probable))
    split = None if heights is None else split_of(heights)
    return rank_codes(
        codes,
        parameters,
        reason,
        heights=heights,
        mask=mask,
        spacing=sizes,
        topology=Topology(pack_mask(mask), mask.shape, sizes, split),
        keeps=True,
    ).borrow(labels)


def _check_image(image: Any, shape: tuple[int, ...]) -> None:
    if is_chunked(image):
        check_numbers("image", image, shape)
    elif image is not None:
        check_image(image, shape)


def rank_codes(
    codes: Codes,
    parameters: RankParameters,
    reason: str = "",
    *,
    heights: NDArray[np.uint8] | None = None,
    mask: NDArray[np.bool_] | None = None,
    generation: int = 0,
    spacing: tuple[float, float, float] | None = None,
    keeps: bool = False,
    topology: Topology | None = None,
) -> Ranking:
    """Rank a map that is encoded already, with the heights that mode variants searches; see :func:`rank`.

    With the mask of the segmentation the pieces around each region are counted in the other modes too; its `topology` is what
    consequences are of. If it `keeps` the labeller's memory, `Ranking.reordered` can give another granularity.
    """
    mode = parameters.mode
    grains = None
    if mode == "variants" or mode == "branch":
        assert heights is not None
        labelled = label_variants(
            codes.codes,
            codes.weights,
            heights,
            mode=mode,
            spacing=spacing,
            maximum=codes.maximum,
            topology=topology,
            **vars(parameters.listing),
        )
    else:
        labelled, grains = label_and_keep(
            codes.codes,
            codes.weights,
            mode=mode,
            connectivity=parameters.connectivity,
            step=parameters.step(codes.maximum),
            listing=parameters.listing,
            mask=mask,
            spacing=spacing,
            maximum=codes.maximum,
            topology=topology,
        )
    return Ranking(
        labelled,
        parameters,
        reason,
        generation=generation,
        spacing=spacing,
        grains=grains if keeps else None,
        topology=topology,
    )
