import pytest

from artkeep.errors import LibraryError
from artkeep.texts.languages import Languages
from artkeep.web import assets
from artkeep.web.desk import TEMPLATES


def test_an_installation_without_its_files_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "FOLDER", tmp_path)

    with pytest.raises(LibraryError, match=r"run\.py up"):
        assets.Assets(Languages())


def test_the_address_changes_with_any_file(tmp_path):
    (tmp_path / "a.css").write_text("one", encoding="utf-8")
    before = assets.build_of(tmp_path)
    (tmp_path / "a.css").write_text("two", encoding="utf-8")

    assert before != assets.build_of(tmp_path)


def test_every_file_of_others_is_loaded_by_a_page_of_ours():
    ours = [*assets.FOLDER.glob("*.js"), *TEMPLATES.rglob("*.html")]
    loaded = "".join(path.read_text("utf-8") for path in ours)
    brought = {
        path.relative_to(assets.FOLDER).as_posix()
        for path in assets.files_in(assets.FOLDER / "vendor")
        if path.suffix in (".js", ".css")
    }

    assert brought
    assert set() == {name for name in brought if name not in loaded}
