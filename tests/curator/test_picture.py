"""The still picture: true proportions, outline in orange, small, and a PNG that others can read."""

from __future__ import annotations

import numpy as np
import pytest
from png_reader import decode

from voxproof import _picture
from voxproof._picture import fullest_slice, picture


@pytest.mark.parametrize(
    ("shape", "pixel_size", "expected"),
    [
        ((33, 47), (1, 1), (146, 208)),
        ((33, 47), (2, 1), (208, 148)),
        ((1, 500), (1, 1), (1, 208)),
        ((1000, 10), (1, 1), (208, 2)),
    ],
)
def test_proportions_are_true(shape: tuple, pixel_size: tuple, expected: tuple) -> None:
    pixels = decode(picture(np.zeros(shape, np.uint8), np.zeros(shape, int), pixel_size))
    assert pixels.shape[:2] == expected


def test_the_outline_is_orange_and_the_rest_grey() -> None:
    image = np.full((208, 208), 255, np.uint8)
    image[:104] = 0
    labels = np.zeros((208, 208), int)
    labels[50:60, 50:60] = 3
    pixels = decode(picture(image, labels))
    orange = (pixels == (255, 140, 0)).all(axis=2)
    assert orange.sum() == 36
    assert orange[50, 50]
    assert not orange[55, 55]
    assert pixels[0, 0].tolist() == [0, 0, 0]
    assert pixels[207, 207].tolist() == [255, 255, 255]


def test_noise_stays_small() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (512, 512)).astype(np.uint8)
    assert len(picture(noise, noise // 64)) < 40_000


def test_the_slice_with_most_in_it_is_shown() -> None:
    labels = np.zeros((5, 3, 4), int)
    assert fullest_slice(labels) == 2
    labels[1, 1, 2] = -7
    labels[3, 0, :2] = 300
    labels[4, 2, :2] = 1
    assert fullest_slice(labels) == 3


def test_a_large_volume_is_looked_at_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_picture, "_MOST_LOOKED_AT", 30)
    labels = np.zeros((4, 9, 12), int)
    labels[1] = 1
    labels[3, 1::4] = 1
    assert fullest_slice(labels) == 1
