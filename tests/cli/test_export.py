"""`artkeep export`: what a search finds, into a folder or a file."""

import json
import zipfile

import pytest

from artkeep.fakes import drawings


@pytest.fixture
def kept(artkeep, tmp_path):
    """A library of two pictures."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    drawings.draw(1, 96, 64).save(inbox / "fox.png")
    drawings.draw(2, 96, 64).save(inbox / "狐 & cat.jpg")
    assert 0 == artkeep("add", inbox, "-q").code


def test_a_search_goes_into_a_folder(artkeep, kept, tmp_path):
    said = artkeep("export", "fox", "-o", tmp_path / "out")
    again = artkeep("export", "fox", "-o", tmp_path / "out")

    assert (0, "1 file written" in said.out) == (said.code, True)
    assert "1 file there already" in again.out
    assert ["fox~1_p0.png"] == [path.name for path in (tmp_path / "out/folder").iterdir()]


def test_everything_is_told_as_json(artkeep, kept, tmp_path):
    said = artkeep("export", "-o", tmp_path / "out", "--json", "--sidecars", "--renumber")

    lines = [json.loads(line) for line in said.out.splitlines()]
    assert {"written"} == {line["status"] for line in lines}
    assert {"path", "status", "sha256", "size_bytes", "reason"} == lines[0].keys()
    assert "00001-" in lines[0]["path"]


@pytest.mark.parametrize("ending", ["zip", "cbz", "pdf", "jsonl"])
def test_a_files_ending_says_what_it_is(artkeep, kept, tmp_path, ending):
    to = tmp_path / f"all.{ending}"

    said = artkeep("export", "-o", to, "-q")

    assert (0, True) == (said.code, to.is_file())
    if ending in {"zip", "cbz"}:
        assert zipfile.is_zipfile(to)


def test_a_tag_may_be_written_as_people_do(artkeep, kept, tmp_path):
    said = artkeep("export", "--tag", "no (such) tag:", "-o", tmp_path / "out")

    assert (0, f"nothing was found: {tmp_path / 'out'}\n") == (said.code, said.out)


def test_a_picture_that_is_gone_makes_it_partly_done(artkeep, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    drawings.draw(1, 96, 64).save(inbox / "fox.png")
    artkeep("add", inbox, "--reference", "-q")
    (inbox / "fox.png").unlink()

    said = artkeep("export", "-o", tmp_path / "out", "-q")

    assert 3 == said.code
    assert "not where it was" in said.err


@pytest.mark.parametrize("words", [["fox"], ["width:x", "-o", "out"], ["--tag", "_", "-o", "out"]])
def test_what_cannot_be_asked_is_wrong_usage(artkeep, kept, words):
    assert 2 == artkeep("export", *words).code


def test_nothing_to_pack_is_said(artkeep, kept, tmp_path):
    said = artkeep("export", "unicorn", "-o", tmp_path / "out.zip")

    assert 1 == said.code
    assert "nothing" in said.err


def test_comic_books_are_read_as_one_says(artkeep, kept, tmp_path):
    for output in (tmp_path / "all.cbz", tmp_path / "each"):
        artkeep("export", "-o", output, "--format", "cbz", "--read", "rtl")

    for book in (tmp_path / "all.cbz", *(tmp_path / "each").rglob("*.cbz")):
        with zipfile.ZipFile(book) as file:
            assert b"<Manga>YesAndRightToLeft</Manga>" in file.read("ComicInfo.xml")
