"""A JupyterLab for the browser tests, on a copy of the examples, so that no test writes into the checkout."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from jupyterlab.galata import configure_jupyter_server

EXAMPLES = Path(__file__).parents[1] / "examples"

root = Path(tempfile.mkdtemp(prefix="voxproof-ui-"))
atexit.register(shutil.rmtree, root, ignore_errors=True)
shutil.copytree(EXAMPLES, root / "examples", ignore=shutil.ignore_patterns(".voxproof", ".ipynb_checkpoints"))

c = get_config()  # noqa: F821 (JupyterLab reads this file with the name defined)
configure_jupyter_server(c)
c.ServerApp.root_dir = str(root)
c.ServerApp.allow_root = True
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["VOXPROOF_TEST_PORT"])
c.ServerApp.base_url = os.environ["VOXPROOF_TEST_BASE_URL"]
c.ServerApp.log_level = "ERROR"
