"""Tests read nobody's settings of JupyterLab."""

import os


def pytest_configure() -> None:
    """Kernels and processes that tests start inherit it."""
    os.environ["JUPYTERLAB_SETTINGS_DIR"] = os.devnull
