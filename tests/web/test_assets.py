import pytest

from artkeep.errors import LibraryError
from artkeep.web import assets


def test_an_installation_without_its_files_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "FOLDER", tmp_path)

    with pytest.raises(LibraryError, match=r"run\.py up"):
        assets.Assets()


def test_the_address_changes_with_any_file(tmp_path):
    (tmp_path / "a.css").write_text("one", encoding="utf-8")
    before = assets.build_of(tmp_path)
    (tmp_path / "a.css").write_text("two", encoding="utf-8")

    assert before != assets.build_of(tmp_path)
