/** A cell for those who have no volume at hand. */

/** Makes its own volume, so that it runs as it is. */
export const EXAMPLE = `import numpy as np
from scipy.ndimage import gaussian_filter
import voxproof as vp

volume = vp.data.vessels(seed=1)  # or your own (z, y, x) arrays
smooth = gaussian_filter(volume.image.astype("float32"), 1)
segmentation = (smooth > 60).astype("uint8")
doubt = gaussian_filter(np.exp(-abs(smooth - 60) / 10), 1.5)  # high where the threshold decides

curator = vp.Curator(volume.image, segmentation, doubt, spacing=volume.spacing, name="example")
curator`;
