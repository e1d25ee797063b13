"""The words of other languages, as JupyterLab's server finds them."""

from __future__ import annotations

from jupyterlab_server.translation_utils import get_installed_packages_locale


def test_the_server_finds_german_words_by_the_entry_point() -> None:
    words, _ = get_installed_packages_locale("de_DE")
    german = words["voxproof"]
    assert german[""]["domain"] == "voxproof"
    assert german["Undo"] == ["Rückgängig"]
    assert german["%1 region"] == ["%1 Region", "%2 Regionen"]
    assert german["menu\u0004Masks"] == ["Masken"]
