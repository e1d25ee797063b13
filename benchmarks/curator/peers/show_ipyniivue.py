"""ipyniivue: image and labels as NIfTI bytes; labels are 8-bit there."""

import nibabel
import numpy as np
from ipyniivue import NiiVue, Volume


def show(image, segmentation, uncertainty):
    viewer = NiiVue(height=600)
    labels = np.where(segmentation > 0, segmentation % 255 + 1, 0).astype(np.uint8)
    viewer.load_volumes(
        [
            Volume(name="image.nii", data=_nifti(image), colormap="gray"),
            Volume(name="labels.nii", data=_nifti(labels), colormap="random", opacity=0.5),
        ]
    )
    return viewer


def close(viewer):
    viewer.close()


def _nifti(array):
    return nibabel.Nifti1Image(array.transpose(2, 1, 0), np.eye(4)).to_bytes()
