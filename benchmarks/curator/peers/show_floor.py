"""The floor: what the platform alone costs. A bare widget that moves the bytes that a curator needs and draws three slices."""

import zlib
from pathlib import Path

import anywidget
import numpy as np
import traitlets

_SLAB_BYTES = 4 << 20


class Floor(anywidget.AnyWidget):
    _esm = Path(__file__).with_name("floor.js")
    shape = traitlets.List().tag(sync=True)

    def __init__(self, image, segmentation, uncertainty):
        super().__init__(shape=list(image.shape))
        self._arrays = {
            "image": image,
            "segmentation": segmentation,
            "codes": np.round(uncertainty * 100).astype(np.uint8),
        }
        self.on_msg(self._answer)

    def _answer(self, _, content, buffers):
        if content["type"] == "ping":
            self.send({"type": "pong", "request": content["request"]}, buffers)
            return
        for name, array in self._arrays.items():
            slices = max(1, _SLAB_BYTES // array[0].nbytes)
            for z in range(0, len(array), slices):
                slab = array[z : z + slices]
                is_raw = name == "image"
                block = slab.tobytes() if is_raw else zlib.compress(slab.tobytes(), 1)
                self.send({"type": "slab", "array": name, "z": z, "raw": is_raw}, [block])


def show(image, segmentation, uncertainty):
    return Floor(image, segmentation, uncertainty)


def close(widget):
    widget.close()
