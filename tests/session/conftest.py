from session_fixtures import blocks, empty_folder, listen, make, monkeypatch_slabs

__all__ = ["blocks", "empty_folder", "listen", "make", "monkeypatch_slabs"]
