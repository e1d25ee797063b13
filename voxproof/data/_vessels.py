"""A generated vessel volume with known truth, imaged as a two-photon microscope would."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from voxproof._checks import brief, check_number, is_whole, three_sizes
from voxproof._extras import need
from voxproof.data._network import Network, grow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_PSF = (1.9, 0.75, 0.75)
_ATTENUATION = 190.0
_ABSORPTION = 0.035
_GREY_PER_SIGNAL = 230.0
_OFFSET = 8.0
_READ_NOISE = 3.0
_SAMPLE = 1.0
_MOST_PHOTONS = 1e9


@dataclass(frozen=True, eq=False)
class Vessels:
    """A generated volume.

    Attributes
    ----------
    image : (Z, Y, X) uint8
        What the microscope shows; z grows with depth.
    truth : (Z, Y, X) uint8
        1 inside vessels, 0 outside. One piece (26-connected).
    spacing : (float, float, float)
        Voxel size (z, y, x) in µm.
    network : Network
        The centre lines and radii it was made from.
    """

    image: NDArray[np.uint8]
    truth: NDArray[np.uint8]
    spacing: tuple[float, float, float]
    network: Network = field(repr=False)


def vessels(
    shape: tuple[int, int, int] = (64, 128, 128),
    *,
    spacing: tuple[float, float, float] = (2.0, 1.0, 1.0),
    seed: int = 1,
    photons: float = 40.0,
) -> Vessels:
    """Make a vessel volume whose truth is known.

    Parameters
    ----------
    shape : (int, int, int)
        Voxels (z, y, x). Any size from 1 works; a larger block holds more vessels of the same size, one of a few µm may miss them all.
    spacing : (float, float, float)
        Voxel size (z, y, x) in µm.
    seed : int
        The same seed gives the same volume.
    photons : float
        Photons per voxel from a bright vessel at the surface. Fewer give a noisier image.

    Returns
    -------
    Vessels
        ``.image``, ``.truth``, ``.spacing``, ``.network``.

    Raises
    ------
    TypeError, ValueError
        For sizes, spacing or photons that are not above 0, and another seed than a whole number.

    Notes
    -----
    Vessels: trunks at the surface, penetrating vessels, and capillaries that grow by space colonisation; radii follow Murray's law
    (PNAS 12 (1926) 207). Imaging: vessels differ in brightness as they differ in perfusion, a Gaussian point spread function longer along
    z (1.9 against 0.75 µm), tissue background with bright specks, light lost exponentially with depth (190 µm), shadows of blood
    above, Poisson noise of photons and Gaussian noise of the detector. Nothing is planted: where a segmentation fails, it is
    because of these.

    Time grows with the number of voxels: about 0.7 s for the default, 10 s for 256³ on one core.

    Examples
    --------
    >>> volume = vessels((16, 32, 48), seed=3)
    >>> volume.image.shape, volume.image.dtype.name, int(volume.truth.max())
    ((16, 32, 48), 'uint8', 1)
    """
    sizes = three_sizes(shape)
    if sizes is None or (sizes != np.round(sizes)).any():
        raise ValueError(
            f"shape: found {brief(shape)}, expected three whole numbers above 0, (z, y, x), such as (64, 128, 128)."
        )
    voxel = three_sizes(spacing)
    if voxel is None:
        raise ValueError(
            f"spacing: found {brief(spacing)}, expected three sizes above 0, (z, y, x) in µm, such as (2.0, 1.0, 1.0)."
        )
    if not 0 < check_number("photons", photons) <= _MOST_PHOTONS:
        raise ValueError(
            f"photons: found {brief(photons)}, expected a number above 0, at most {_MOST_PHOTONS:g}."
        )
    if not is_whole(seed) or seed < 0:
        raise ValueError(f"seed: found {brief(seed)}, expected a whole number, at least 0.")
    rng = np.random.default_rng(seed)
    network = grow(sizes * voxel, rng)
    depth, light = _draw(network, tuple(sizes.astype(int).tolist()), voxel, rng)
    truth = _largest_piece(depth >= 0)
    light[_away(depth, truth)] = 0
    image = _expose(light, truth, voxel, photons, rng)
    z, y, x = voxel.tolist()
    return Vessels(image, truth.astype(np.uint8), (z, y, x), network)


def _samples(
    network: Network, step: float, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Points, radii and brightness every `step` µm along the centre lines."""
    a, b = network.edges.T
    length = np.linalg.norm(network.points[b] - network.points[a], axis=1)
    counts = np.maximum(1, np.ceil(length / step)).astype(np.int64)
    edge = np.repeat(np.arange(len(counts)), counts)
    t = (np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + 0.5) / counts[edge]
    points = network.points[a[edge]] + t[:, None] * (network.points[b] - network.points[a])[edge]
    radii = network.radii[a[edge]] + t * (network.radii[b] - network.radii[a])[edge]
    level = _perfusion(network, rng)
    bright = level[a[edge]] + t * (level[b] - level[a])[edge]
    ripple = 0.5 + 0.5 * np.sin(points @ rng.normal(0, 0.32, 3) + rng.uniform(0, 6))
    thin = np.clip((5 - radii) / 3, 0, 1)
    return points, radii, bright * (1 - 0.4 * thin * ripple)


def _perfusion(network: Network, rng: np.random.Generator) -> NDArray[np.float64]:
    """Brightness per point: alike along a branch, different from branch to branch, less so in wide vessels."""
    a, b = network.edges.T
    downstream = np.bincount(a, minlength=len(network.radii))
    level = rng.beta(2.2, 1.6, len(network.radii))
    for parent, child in zip(a.tolist(), b.tolist(), strict=True):
        if downstream[parent] == 1 and child > parent:
            level[child] = level[parent]
    wide = np.clip((network.radii - 2) / 5, 0, 1)
    return 0.3 + 0.7 * (level + wide * (0.75 - level))


def _draw(
    network: Network, shape: tuple[int, ...], voxel: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Depth below the vessel wall in µm (negative outside), and light given off, per voxel."""
    soft = float(voxel[1:].min())
    depth = np.full(shape, -soft, np.float32)
    light = np.zeros(shape, np.float32)
    points, radii, bright = _samples(network, max(_SAMPLE, 0.5 * float(voxel.min())), rng)
    for box, inside, level in _balls(points, radii, bright, shape, voxel, soft):
        np.maximum(depth[box], inside, out=depth[box])
        np.clip(inside / soft + 0.5, 0, 1, out=inside)
        inside *= level
        np.maximum(light[box], inside, out=light[box])
    return depth, light


def _balls(
    points: NDArray[np.float64],
    radii: NDArray[np.float64],
    bright: NDArray[np.float64],
    shape: tuple[int, ...],
    voxel: NDArray[np.float64],
    soft: float,
) -> Iterator[tuple[tuple[slice, slice, slice], NDArray[np.float32], float]]:
    """Box and depth below the surface of a ball around each sample; its nearest voxel counts as inside, so that no vessel is too thin."""
    reach = (radii + soft)[:, None]
    nearest = np.rint(points / voxel)
    low = np.maximum(np.minimum(np.ceil((points - reach) / voxel), nearest), 0).astype(int)
    high = np.minimum(np.maximum(np.floor((points + reach) / voxel), nearest) + 1, shape).astype(int)
    seen = np.flatnonzero((low < high).all(1))
    axes = [np.arange(n) * size for n, size in zip(shape, voxel, strict=True)]
    for i, lo, hi, centre, at in zip(
        seen.tolist(),
        low[seen].tolist(),
        high[seen].tolist(),
        points[seen].tolist(),
        nearest[seen].astype(int).tolist(),
        strict=True,
    ):
        z, y, x = ((axes[k][lo[k] : hi[k]] - centre[k]) ** 2 for k in range(3))
        square = (z[:, None] + y)[:, :, None] + x
        inside = (radii[i] - np.sqrt(square)).astype(np.float32)
        z0, y0, x0 = (at[k] - lo[k] for k in range(3))
        if 0 <= z0 < len(z) and 0 <= y0 < len(y) and 0 <= x0 < len(x):
            inside[z0, y0, x0] = max(inside[z0, y0, x0], 0)
        yield (slice(lo[0], hi[0]), slice(lo[1], hi[1]), slice(lo[2], hi[2])), inside, bright[i]


def _largest_piece(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Vessels that only touch a corner of the volume are cut off from the rest: they are left out."""
    labels, count = need("scipy.ndimage").label(mask, np.ones((3, 3, 3)))
    if count < 2:
        return mask
    return np.asarray(labels == np.argmax(np.bincount(labels.ravel())[1:]) + 1)


def _away(depth: NDArray[np.float32], truth: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Voxels that got light from vessels that are left out."""
    left_out = (depth >= 0) & ~truth
    if not left_out.any():
        return left_out
    return np.asarray(need("scipy.ndimage").binary_dilation(left_out, np.ones((3, 3, 3)), 2) & ~truth)


def _expose(
    light: NDArray[np.float32],
    truth: NDArray[np.bool_],
    voxel: NDArray[np.float64],
    photons: float,
    rng: np.random.Generator,
) -> NDArray[np.uint8]:
    ndi = need("scipy.ndimage")
    depth = (np.arange(len(light)) * voxel[0])[:, None, None].astype(np.float32)
    signal = light + _specks(light.shape, voxel, rng)
    signal = ndi.gaussian_filter(signal, np.array(_PSF) / voxel, truncate=3)
    signal += _tissue(light.shape, voxel, rng)
    signal *= np.exp(-depth / _ATTENUATION) * _shadow(truth, voxel)
    grey = rng.poisson(signal * photons).astype(np.float32) * (_GREY_PER_SIGNAL / photons)
    grey += rng.normal(_OFFSET, _READ_NOISE, grey.shape).astype(np.float32)
    return np.asarray(np.clip(np.rint(grey), 0, 255), np.uint8)


def _shadow(truth: NDArray[np.bool_], voxel: NDArray[np.float64]) -> NDArray[np.float32]:
    """Light that gets through the blood above; the cone of light is a few µm wide, so shadows of capillaries vanish."""
    ndi = need("scipy.ndimage")
    blood = ndi.gaussian_filter(truth.astype(np.float32), (0, 4 / voxel[1], 4 / voxel[2]), truncate=2.5)
    above = (np.cumsum(blood, axis=0, dtype=np.float32) - blood) * np.float32(voxel[0])
    return np.asarray(0.25 + 0.75 * np.exp(-_ABSORPTION * above), np.float32)


def _tissue(
    shape: tuple[int, ...], voxel: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Background that changes slowly, drawn on a grid of 8 µm."""
    ndi = need("scipy.ndimage")
    coarse = [max(2, round(n * size / 8) + 1) for n, size in zip(shape, voxel, strict=True)]
    grid = ndi.gaussian_filter(rng.normal(0, 1, coarse), 0.8, mode="reflect").astype(np.float32)
    smooth = ndi.zoom(
        grid, [n / c for n, c in zip(shape, coarse, strict=True)], order=1, grid_mode=True, mode="nearest"
    )
    return np.asarray(np.clip(0.11 + 0.05 * smooth, 0.02, None), np.float32)


def _specks(
    shape: tuple[int, ...], voxel: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Bright grains such as lipofuscin, a few per 50 µm cubed, in single voxels before blur."""
    specks = np.zeros(shape, np.float32)
    count = rng.poisson(specks.size * float(voxel.prod()) / 50**3 * 4)
    at = tuple(rng.integers(0, n, count) for n in shape)
    specks[at] = rng.exponential(9, count) / float(voxel.prod())
    return specks
