"""Taking branches and pieces away."""

import numpy as np
import pytest

from voxproof.tools import delete

SPACING = (2.0, 1.0, 1.0)


def tube(volume, start, end, radius=2.0, label=1):
    """Draw a tube between two voxels."""
    z, y, x = np.indices(volume.shape)
    for t in np.linspace(0, 1, 200):
        cz, cy, cx = (a + (b - a) * t for a, b in zip(start, end, strict=True))
        volume[(2 * (z - cz)) ** 2 + (y - cy) ** 2 + (x - cx) ** 2 <= radius**2] = label


@pytest.fixture
def tree():
    """A trunk along x with a side branch along y, a twig on it, and an island. (15, 70, 90), anisotropic."""
    volume = np.zeros((15, 70, 90), np.uint8)
    tube(volume, (7, 20, 5), (7, 20, 85), 3.0)
    trunk = volume.copy()
    tube(volume, (7, 20, 40), (7, 60, 40))
    tube(volume, (7, 42, 40), (7, 42, 60))
    volume[2:4, 60:64, 80:84] = 1
    return volume, trunk


def after(volume, preview):
    result = volume.copy()
    result[preview.box] = preview.segmentation
    return result


def test_a_branch_ends_at_its_junctions(tree):
    volume, trunk = tree
    left = after(volume, delete(volume, (7, 52, 40), spacing=SPACING))
    assert not left[:, 50:59, 38:43].any()
    assert left[7, 42, 55] == 1
    assert left[7, 30, 40] == 1
    assert (left[trunk > 0] == 1).all()


def test_deleting_a_branch_leaves_no_dent_in_the_trunk(tree):
    volume, trunk = tree
    left = after(volume, delete(volume, (7, 30, 40), spacing=SPACING, what="side"))
    assert (left[trunk > 0] == 1).mean() == 1
    assert left[:, 27:, :70].sum() == 0
    assert left[2:4, 60:64, 80:84].all()


def test_a_branch_between_two_junctions_leaves_what_hangs_on_it(tree):
    volume, _ = tree
    left = after(volume, delete(volume, (7, 32, 40), spacing=SPACING, what="branch"))
    assert not left[:, 28:36, 38:43].any()
    assert left[7, 55, 40] == left[7, 42, 55] == 1


def test_a_piece_without_junctions_goes_as_a_whole(tree):
    volume, _ = tree
    for what in ("branch", "piece"):
        left = after(volume, delete(volume, (3, 62, 82), what=what, spacing=SPACING))
        assert left.sum() == volume.sum() - 32
    left = after(volume, delete(volume, (7, 20, 10), what="others", spacing=SPACING))
    assert left.sum() == volume.sum() - 32
    assert left[7, 20, 10] == 1


def test_other_labels_stay(tree):
    volume, _ = tree
    volume[volume == 0] = 5
    volume[:, :, 60:] = np.where(volume[:, :, 60:] == 1, 2, volume[:, :, 60:])
    left = after(volume, delete(volume, (7, 20, 20), what="piece"))
    assert set(np.unique(left[volume != left])) == {0}
    assert (volume[volume != left] == 1).all()


def test_a_branch_longer_than_the_first_look_goes_to_its_end():
    volume = np.zeros((9, 20, 400), np.uint16)
    tube(volume, (4, 10, 2), (4, 10, 397), 2.0, 300)
    preview = delete(volume, (4, 10, 200))
    assert not after(volume, preview).any()
    assert preview.segmentation.dtype == np.uint16


@pytest.mark.parametrize(
    ("point", "what", "error", "words"),
    [
        ((0, 0, 0), "branch", ValueError, "found background at"),
        ((7, 20), "branch", TypeError, "expected a voxel"),
        ((7, 20, 900), "branch", ValueError, r"found \[7, 20, 900\]"),
        ((7, 20, 10.5), "branch", TypeError, "three whole numbers"),
        ((7, 20, 10), "tree", ValueError, "what: found 'tree'"),
    ],
)
def test_points_that_name_nothing_are_refused(tree, point, what, error, words):
    with pytest.raises(error, match=words):
        delete(tree[0], point, what=what)
