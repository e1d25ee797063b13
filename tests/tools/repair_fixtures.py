"""What the tests of the editing tools share."""

import numpy as np

FULL = np.ones((3, 3, 3), bool)


def after(volume, preview):
    """The volume with the edit made; the one that was given stays as it is."""
    result = volume.copy()
    result[preview.box] = preview.segmentation
    assert preview.segmentation.dtype == volume.dtype
    return result


def blobs(seed, shape=(9, 14, 17), labels=3, dtype=np.uint16):
    """Random clumps of a few labels that touch, with islands and cavities."""
    from scipy import ndimage

    rng = np.random.default_rng(seed)
    field = ndimage.gaussian_filter(rng.random(shape), 1.0)
    volume = np.where(field > np.quantile(field, 0.5), rng.integers(1, labels + 1), 0)
    names = ndimage.gaussian_filter(rng.random((labels, *shape)), (0, 2, 2, 2)).argmax(axis=0) + 1
    return np.where(volume > 0, names, 0).astype(dtype)
