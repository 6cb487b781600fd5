"""Works into a folder: whole files, a manifest, and going on where it was."""

import hashlib
import json
import zipfile

import pikepdf
import pytest

from artkeep.errors import Conflict, NotFound
from artkeep.explore.export import shelf, to_folder, works
from artkeep.explore.export.shelf import MANIFEST, Status
from artkeep.explore.export.to_folder import Form, Wanted
from artkeep.explore.export.works import Chosen
from tests.explore import books
from tests.explore.books import shelve
from tests.imaging import making

ALL = Wanted(Chosen(), Form.FOLDER)


@pytest.fixture
def shelf_folder(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def full(bench):
    """A library of two works with four pictures."""
    shelve(bench, books.fox(), books.jpegs(3))
    shelve(bench, books.post("Cat", 1, "deviantart", title="A cat"), [making.packed("PNG")])


def export(bench, folder, wanted=ALL):
    return [(placed.path, placed.status) for placed in to_folder.export(bench, wanted, folder)]


def files_in(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def manifest(folder):
    return [json.loads(line) for line in (folder / MANIFEST).read_text().splitlines()]


def test_pictures_lie_under_their_sites_as_they_are(bench, full, shelf_folder):
    placed = export(bench, shelf_folder)

    assert {
        "deviantart/Cat~2_p0.png": making.packed("PNG"),
        **{f"pixiv/90000001_p{n}.jpg": jpeg for n, jpeg in enumerate(books.jpegs(3))},
    } == files_in(shelf_folder)
    assert {Status.WRITTEN} == {status for _, status in placed}


def test_the_manifest_has_the_sum_of_every_file(bench, full, shelf_folder):
    export(bench, shelf_folder)

    lines = manifest(shelf_folder)
    sums = {
        path: hashlib.sha256(content).hexdigest()
        for path, content in files_in(shelf_folder).items()
    }
    assert sums == {line["path"]: line["sha256"] for line in lines}
    assert {1, 2} == {line["artwork_id"] for line in lines}
    assert {"90000001", "Cat"} == {line["post_id"] for line in lines}


def test_what_is_there_is_left_as_it_is(bench, full, shelf_folder):
    export(bench, shelf_folder)
    before = {path: path.stat().st_mtime_ns for path in shelf_folder.rglob("*.*g")}

    again = export(bench, shelf_folder)

    assert {Status.THERE} == {status for _, status in again}
    assert before == {path: path.stat().st_mtime_ns for path in shelf_folder.rglob("*.*g")}
    assert 4 == len(manifest(shelf_folder))


def test_what_was_lost_or_cut_comes_again(bench, full, shelf_folder):
    export(bench, shelf_folder)
    (shelf_folder / "pixiv/90000001_p0.jpg").unlink()
    (shelf_folder / "pixiv/90000001_p1.jpg").write_bytes(b"cut")

    again = dict(export(bench, shelf_folder))

    assert {"pixiv/90000001_p0.jpg", "pixiv/90000001_p1.jpg"} == {
        path for path, status in again.items() if status is Status.WRITTEN
    }
    assert books.jpegs(3)[1] == (shelf_folder / "pixiv/90000001_p1.jpg").read_bytes()
    assert 4 == len(manifest(shelf_folder))


def test_an_export_that_was_killed_goes_on(bench, full, shelf_folder):
    under_way = to_folder.export(bench, ALL, shelf_folder)
    first = next(under_way)
    second = next(under_way)
    under_way.close()  # as an interrupt does
    left = shelf_folder / "pixiv" / ".artkeep-export-0123"  # as kill -9 leaves one
    left.write_bytes(b"half")
    with (shelf_folder / MANIFEST).open("a") as told:
        told.write('{"path": "pixiv/90000001_p1.jpg", "sha')

    again = dict(export(bench, shelf_folder))

    assert 2 == sum(status is Status.THERE for status in again.values())
    assert {Status.THERE} == {again[first.path], again[second.path]}
    assert 4 == len(files_in(shelf_folder)) == len(manifest(shelf_folder))


def test_a_file_of_somebody_else_is_never_written_over(bench, full, shelf_folder):
    (shelf_folder / "pixiv").mkdir(parents=True)
    (shelf_folder / "pixiv/90000001_p0.jpg").write_bytes(b"mine")
    (shelf_folder / "pixiv/90000001_p1.jpg").write_bytes(books.jpegs(3)[1])

    placed = dict(export(bench, shelf_folder))

    assert Status.FAILED is placed["pixiv/90000001_p0.jpg"]
    assert Status.WRITTEN is placed["pixiv/90000001_p1.jpg"]  # the very same bytes
    assert b"mine" == (shelf_folder / "pixiv/90000001_p0.jpg").read_bytes()


def test_a_damaged_picture_is_not_passed_on(bench, full, shelf_folder):
    sha256 = hashlib.sha256(books.jpegs(3)[0]).hexdigest()
    path = bench.blobs.path(sha256)
    path.write_bytes(bytes(len(path.read_bytes())))

    placed = dict(export(bench, shelf_folder))

    assert Status.FAILED is placed["pixiv/90000001_p0.jpg"]
    assert not (shelf_folder / "pixiv/90000001_p0.jpg").exists()
    assert 3 == len(files_in(shelf_folder))


def test_renumbered_names_follow_the_order_of_the_search(bench, full, shelf_folder):
    shelf_folder.mkdir()
    (shelf_folder / "notes.txt").write_text("mine")
    oldest = Wanted(works.by_query("order:added_asc"), Form.FOLDER, renumber=True)
    export(bench, shelf_folder, oldest)
    export(bench, shelf_folder, Wanted(Chosen(), Form.FOLDER, renumber=True))

    assert [
        "00001-Cat~2_p0.png",
        "00002-90000001_p0.jpg",
        "00003-90000001_p1.jpg",
        "00004-90000001_p2.jpg",
        "notes.txt",
    ] == sorted(files_in(shelf_folder))
    assert 4 == len(manifest(shelf_folder))


def test_what_is_known_lies_beside_when_wanted(bench, full, shelf_folder):
    export(bench, shelf_folder, Wanted(Chosen(), Form.FOLDER, sidecars=True))

    told = json.loads((shelf_folder / "pixiv/90000001.json").read_text())
    assert "Fox in the Snow" == told["title"]
    assert (shelf_folder / "deviantart/Cat~2.json").exists()


def test_each_work_becomes_a_book(bench, full, tmp_path):
    for form in (Form.CBZ, Form.ZIP, Form.PDF):
        folder = tmp_path / form
        export(bench, folder, Wanted(Chosen(), form))
        assert {f"A cat~2.{form}", f"Fox in the Snow~1.{form}"} == files_in(folder).keys()
        again = export(bench, folder, Wanted(Chosen(), form))
        assert {Status.THERE} == {status for _, status in again}

    with zipfile.ZipFile(tmp_path / "cbz" / "Fox in the Snow~1.cbz") as book:
        assert 4 == len(book.namelist())
    with pikepdf.open(tmp_path / "pdf" / "Fox in the Snow~1.pdf") as book:
        assert 3 == len(book.pages)


def test_a_work_with_a_new_page_is_another_book(bench, full, shelf_folder):
    cbz = Wanted(works.by_query("fox"), Form.CBZ)
    export(bench, shelf_folder, cbz)
    shelve(bench, books.fox(pages=4), [books.jpegs(4)[3]])

    ((path, status),) = export(bench, shelf_folder, cbz)

    assert Status.WRITTEN is status
    with zipfile.ZipFile(shelf_folder / path) as book:
        assert 5 == len(book.namelist())
    assert 1 == len(manifest(shelf_folder))


def test_two_exports_do_not_meet_in_a_folder(bench, full, shelf_folder):
    with shelf.held(shelf_folder), pytest.raises(Conflict, match="another export"):
        export(bench, shelf_folder)


def test_a_folder_is_made_but_not_those_above_it(bench, full, tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(NotFound):
        export(bench, tmp_path / "no" / "such")
    with pytest.raises(Conflict):
        export(bench, tmp_path / "file")
