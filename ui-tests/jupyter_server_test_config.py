"""A JupyterLab for the browser tests, on a copy of the examples, so that no test writes into the checkout."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from jupyterlab.galata import configure_jupyter_server

# As strict as JupyterLab's own style sheets leave room for. Reports go to the test, which listens on the next port.
POLICY = """
default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline';
img-src 'self' data:; font-src 'self' data:; base-uri 'self'; form-action 'self'; report-uri http://127.0.0.1:{port}/
"""

EXAMPLES = Path(__file__).parents[1] / "examples"

root = Path(tempfile.mkdtemp(prefix="voxproof-ui-"))
atexit.register(shutil.rmtree, root, ignore_errors=True)
shutil.copytree(EXAMPLES, root / "examples", ignore=shutil.ignore_patterns(".voxproof", ".ipynb_checkpoints"))

c = get_config()  # noqa: F821 (JupyterLab reads this file with the name defined)
configure_jupyter_server(c)
c.ServerApp.root_dir = str(root)
c.ServerApp.allow_root = True
c.ServerApp.ip = "127.0.0.1"
port = int(os.environ["VOXPROOF_TEST_PORT"])
c.ServerApp.port = port
c.ServerApp.base_url = os.environ["VOXPROOF_TEST_BASE_URL"]
c.ServerApp.log_level = "ERROR"
c.JupyterNotebookApp.expose_app_in_browser = True

if os.environ.get("VOXPROOF_TEST_STRICT"):
    header = "Content-Security-Policy-Report-Only"
    c.ServerApp.tornado_settings = {
        "headers": {header: POLICY.format(port=port + 1).replace("\n", " ").strip()}
    }
