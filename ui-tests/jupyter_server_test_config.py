"""A JupyterLab for the browser tests, on a copy of the examples, so that no test writes into the checkout."""

import os
import shutil
import tempfile
from pathlib import Path

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821
configure_jupyter_server(c)
root = Path(tempfile.mkdtemp(prefix="voxproof-ui-"))
shutil.copytree(Path(__file__).parents[1] / "examples", root / "examples")
c.ServerApp.root_dir = str(root)
c.ServerApp.allow_root = True
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["VOXPROOF_TEST_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.base_url = os.environ["VOXPROOF_TEST_BASE_URL"]
c.ServerApp.log_level = "ERROR"
