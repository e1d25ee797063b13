"""neuroglancer's viewer in a frame, both volumes from memory, all segments shown, four panes."""

import neuroglancer
import numpy as np
from IPython.display import IFrame

neuroglancer.set_server_bind_address("127.0.0.1")
_viewers = []


def show(image, segmentation, uncertainty):
    space = neuroglancer.CoordinateSpace(names=["z", "y", "x"], units="um", scales=[1, 1, 1])
    viewer = neuroglancer.Viewer()
    with viewer.txn() as state:
        state.dimensions = space
        state.layers["image"] = neuroglancer.ImageLayer(
            source=neuroglancer.LocalVolume(image, dimensions=space),
            shader="void main() { emitGrayscale(toNormalized(getDataValue())); }",
        )
        state.layers["segmentation"] = neuroglancer.SegmentationLayer(
            source=neuroglancer.LocalVolume(segmentation, dimensions=space),
            segments=np.unique(segmentation)[1:].tolist(),
        )
        state.layout = "4panel"
    _viewers.append(viewer)
    return IFrame(viewer.get_viewer_url(), 1000, 600)


def close(frame):
    _viewers.clear()
