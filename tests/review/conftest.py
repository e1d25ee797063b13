import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "session"))

from session_fixtures import blocks, empty_folder, listen, make

__all__ = ["blocks", "empty_folder", "listen", "make"]
