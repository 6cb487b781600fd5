"""Works into one file: whole or not at all, and going on where it was."""

import json
import zipfile

import pikepdf
import pytest

from artkeep.errors import Conflict, NotFound
from artkeep.explore.export import to_file
from artkeep.explore.export.to_folder import Form, Wanted
from artkeep.explore.export.works import Chosen
from tests.explore import books
from tests.explore.books import shelve


@pytest.fixture
def full(bench):
    shelve(bench, books.fox(), books.jpegs(3))
    shelve(bench, books.post("7", 1, title="A cat"), [books.jpegs(4)[3]])


def export(bench, to, form):
    return list(to_file.export(bench, Wanted(Chosen(), form), to))


@pytest.mark.parametrize("form", [Form.ZIP, Form.CBZ])
def test_a_zip_is_whole(bench, full, tmp_path, form):
    to = tmp_path / f"all.{form}"

    told = export(bench, to, form)

    assert to.stat().st_size == told[-1]
    assert sorted(told) == told
    with zipfile.ZipFile(to) as archive:
        assert archive.testzip() is None
        assert 4 + (form is Form.CBZ) == len(archive.namelist())
    assert [to] == [path for path in tmp_path.iterdir() if path.name.endswith((form, "part"))]


def test_a_pdf_and_lines_are_whole(bench, full, tmp_path):
    export(bench, tmp_path / "all.pdf", Form.PDF)
    export(bench, tmp_path / "all.jsonl", Form.JSONL)

    with pikepdf.open(tmp_path / "all.pdf") as book:
        assert 4 == len(book.pages)
    lines = (tmp_path / "all.jsonl").read_text().splitlines()
    assert ["A cat", "Fox in the Snow"] == [json.loads(line)["title"] for line in lines]


@pytest.mark.parametrize("harm", ["cut", "zeros", "longer"])
def test_a_zip_that_was_interrupted_goes_on_to_the_same_bytes(bench, full, tmp_path, harm):
    whole, to = tmp_path / "whole.zip", tmp_path / "all.zip"
    export(bench, whole, Form.ZIP)
    under_way = to_file.export(bench, Wanted(Chosen(), Form.ZIP), to)
    for _ in range(6):
        next(under_way)
    under_way.close()
    assert not to.exists()
    (part,) = tmp_path.glob(".all.zip.*.part")
    content = part.read_bytes()
    assert whole.read_bytes().startswith(content)
    lost = {"cut": content[:-5], "zeros": content[:-5] + bytes(5), "longer": content + b"x" * 9000}
    part.write_bytes(lost[harm])

    export(bench, to, Form.ZIP)

    assert whole.read_bytes() == to.read_bytes()
    assert [] == list(tmp_path.glob(".all.zip.*"))


def test_what_was_begun_of_other_works_is_dropped(bench, full, tmp_path):
    to = tmp_path / "all[1].zip"
    under_way = to_file.export(bench, Wanted(Chosen(), Form.ZIP), to)
    next(under_way)
    under_way.close()
    shelve(bench, books.post("8", 1), [books.jpegs(5)[4]])

    export(bench, to, Form.ZIP)

    with zipfile.ZipFile(to) as archive:
        assert 5 == len(archive.namelist())
    assert [to] == [path for path in tmp_path.iterdir() if "all" in path.name]


def test_a_file_needs_a_place(bench, full, tmp_path):
    (tmp_path / "folder.zip").mkdir()

    with pytest.raises(Conflict):
        export(bench, tmp_path / "folder.zip", Form.ZIP)
    with pytest.raises(NotFound):
        export(bench, tmp_path / "no" / "all.zip", Form.ZIP)


def test_nothing_found_leaves_what_was_there(bench, tmp_path):
    (tmp_path / "all.zip").write_bytes(b"before")

    with pytest.raises(NotFound):
        export(bench, tmp_path / "all.zip", Form.ZIP)

    assert b"before" == (tmp_path / "all.zip").read_bytes()
