"""Find, rank and fix the doubtful parts of a 3D segmentation inside a Jupyter notebook."""

__version__ = "0.1.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "voxproof"}]
