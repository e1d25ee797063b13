"""Taking the proposal of a region."""

import numpy as np
import pytest
from scipy import ndimage

import voxproof as vp
from voxproof.tools import accept

FULL = np.ones((3, 3, 3))


def rod(gap=slice(0), label=1):
    volume = np.zeros((9, 11, 40), np.uint8)
    volume[3:6, 4:7, 4:36] = label
    volume[:, :, gap] = 0
    return volume


def flat(mask):
    return np.flatnonzero(mask)


def after(volume, preview):
    result = volume.copy()
    result[preview.box] = preview.segmentation
    return result


def test_an_addition_closes_the_seam_to_what_it_joins():
    volume = rod(slice(15, 22), label=7)
    proposal = np.zeros(volume.shape, bool)
    proposal[4, 5, 17:20] = True
    grown = after(volume, accept(volume, flat(proposal), adds=True))
    assert ndimage.label(grown, FULL)[1] == 1
    assert set(np.unique(grown)) == {0, 7}
    assert (grown[volume > 0] == 7).all()


def test_a_removal_takes_crumbs_with_it():
    volume = rod()
    proposal = np.zeros(volume.shape, bool)
    proposal[3:6, 4:7, 12:16] = proposal[3:6, 4:7, 18:22] = True
    left = after(volume, accept(volume, flat(proposal), adds=False))
    assert not left[:, :, 12:22].any()
    assert left.sum() == volume.sum() - 10 * 9


def test_other_labels_are_not_overwritten():
    volume = rod(slice(15, 20))
    volume[4, 5, 17] = 9
    proposal = np.zeros(volume.shape, bool)
    proposal[3:6, 4:7, 15:20] = True
    grown = after(volume, accept(volume, flat(proposal), adds=True))
    assert grown[4, 5, 17] == 9
    assert grown[3, 4, 17] == 1


def test_steps_follow_the_probability():
    volume = rod(slice(15, 22))
    heights = np.zeros(volume.shape, np.uint8)
    heights[3:6, 4:7] = 100
    heights[4, 5] = 120
    proposal = np.zeros(volume.shape, bool)
    proposal[4, 5, 15:22] = True
    sizes = [
        (
            after(volume, accept(volume, flat(proposal), adds=True, heights=heights, steps=steps)) != volume
        ).sum()
        for steps in (0, 1, 2)
    ]
    assert sizes[0] <= sizes[1] < sizes[2] == 63
    with pytest.raises(ValueError, match="no probability"):
        accept(volume, flat(proposal), adds=True, steps=1)


def test_a_curator_accepts_durably_and_undoes_it():
    truth = rod()
    volume = rod(slice(15, 22))
    doubt = np.where(truth != volume, 0.9, 0.0)
    curator = vp.Curator(truth * 9, volume, doubt, journal="memory", mode="plateau", min_voxels=1)
    applied = curator.accept(1)
    assert (applied.edit.tool, applied.edit.voxels) == ("accept", 63)
    assert (volume == truth).all()
    assert curator.regions["edits"].tolist() == [1]
    curator.undo()
    assert (volume == rod(slice(15, 22))).all()
    assert curator.delete((4, 5, 5), "piece").edit.tool == "delete"
    assert not volume[:, :, :15].any()
    with pytest.raises(KeyError):
        curator.accept(99)
    curator.close()


def test_tools_that_there_are_not_are_named():
    session = vp.Curator(rod(), rod(), rod() * 0.5, journal="memory")._session
    with pytest.raises(ValueError, match="tool: found 'melt', expected one of accept, cut, delete"):
        session.propose("melt")
    with pytest.raises(TypeError, match="delete: found the argument 'radius', expected point, what"):
        session.propose("delete", radius=3)
    session.close()
