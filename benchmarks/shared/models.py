"""Models that learn from a few labelled slices: real output with real errors, nothing planted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.feature import hessian_matrix, hessian_matrix_eigvals
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

MODELS: dict[str, Callable[[int], Any]] = {
    "forest": lambda rows: RandomForestClassifier(
        40, min_samples_leaf=10, max_samples=min(1.0, 40_000 / rows), n_jobs=2, random_state=0
    ),
    "boosting": lambda rows: HistGradientBoostingClassifier(max_iter=60, random_state=0),
    "network": lambda rows: make_pipeline(
        StandardScaler(), MLPClassifier((32, 16), max_iter=40, tol=0, random_state=0)
    ),
    "regression": lambda rows: make_pipeline(StandardScaler(), LogisticRegression(max_iter=300)),
}
"""The forest is the one of ``examples/02-real-vessels.ipynb``; the others doubt in their own ways."""


def predict(
    model: str, image: NDArray[Any], truth: NDArray[Any], slices: Sequence[int]
) -> NDArray[np.float32]:
    """Foreground probability (Z, Y, X) of a model that was shown the truth of some slices."""
    features = _describe(image)
    labelled = np.zeros(image.shape, bool)
    labelled[list(slices)] = True
    rows = np.flatnonzero(labelled)
    fitted = MODELS[model](len(rows)).fit(features[rows], truth.ravel()[rows] > 0)
    probability: NDArray[np.float32] = fitted.predict_proba(features)[:, 1].astype(np.float32)
    return probability.reshape(image.shape)


def _describe(image: NDArray[Any], scales: Sequence[float] = (1, 2, 4)) -> NDArray[np.float32]:
    """One row per voxel: brightness, edges and curvature at three scales."""
    raw = image.astype(np.float32)
    columns = [raw]
    for scale in scales:
        hessian = hessian_matrix(raw, sigma=scale, use_gaussian_derivatives=False)
        columns += [ndimage.gaussian_filter(raw, scale), ndimage.gaussian_gradient_magnitude(raw, scale)]
        columns += [*hessian_matrix_eigvals(hessian)]
    return np.stack([column.ravel() for column in columns], axis=1).astype(np.float32)
