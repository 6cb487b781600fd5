"""What is known of a work, as JSON whose keys stay."""

import json

import pytest

from artkeep.errors import NotFound
from artkeep.explore.export import known
from tests.explore import books
from tests.explore.books import shelve
from tests.imaging import making
from tests.working import add_all

WORK = {"version", "id", "title", "added_at", "trashed_at", "pages", "posts", "files"}
PAGE = {
    *("number", "file", "sha256", "size_bytes", "media_type", "width", "height", "frames"),
    *("site", "post_id", "position"),
}
POST = {
    *("site", "id", "url", "title", "account", "published_at", "edited_at", "told_at"),
    *("checked_at", "check_state", "gone_at", "caption", "caption_is_html", "caption_text"),
    *("rating", "is_ai", "tags", "series", "counts", "sources", "pages", "lists", "revisions"),
    "raw",
}


def read(bench, artwork_id, **how):
    with bench.db.read() as tx:
        return json.loads(known.as_json(known.of_work(tx, artwork_id, **how)))


def test_the_keys_are_those_that_were_promised(bench):
    work = read(bench, shelve(bench, books.fox(), books.jpegs(3)))

    assert WORK == work.keys()
    assert all(PAGE == page.keys() for page in work["pages"])
    assert all(POST == post.keys() for post in work["posts"])


def test_what_a_post_told_is_there_with_its_sites_own_answer(bench):
    work = read(bench, shelve(bench, books.fox(), books.jpegs(3)))

    (post,) = work["posts"]
    assert ("pixiv", "90000001", "2024-02-29T12:30:07Z") == (
        post["site"],
        post["id"],
        post["published_at"],
    )
    assert {"name": "狐", "translated": "fox", "kind": "general"} == post["tags"][0]
    assert {"id": 90000001, "user": {"name": "\ud83e"}} == post["raw"]
    assert "A fox.\nSee here (https://example.org/)" == post["caption_text"]
    assert "Mika, Aoyama" == post["account"]["name"]
    assert 2 == post["series"]["position"]
    assert post["gone_at"] is None
    assert ["90000001_p0.jpg", "90000001_p1.jpg", "90000001_p2.jpg"] == [
        page["file"] for page in work["pages"]
    ]


def test_a_picture_that_never_came_says_why(bench):
    work = read(bench, shelve(bench, books.fox(pages=2), [*books.jpegs(1), b""]))

    assert [None, "gone there"] == [page["error"] for page in work["posts"][0]["pages"]]
    assert 1 == len(work["pages"])


def test_where_files_lie_is_told_as_it_may_be(bench, tmp_path):
    path = books.written(tmp_path / "in", "fox.png", making.packed("PNG"))
    add_all(bench, path)

    assert [str(path)] == read(bench, 1)["files"]
    hidden = read(bench, 1, place=lambda path: path.rpartition("/")[2])
    assert (["fox.png"], "fox.png") == (hidden["files"], hidden["pages"][0]["post_id"])
    assert str(tmp_path) not in json.dumps(hidden)


def test_a_work_that_is_not_there_is_not_found(bench):
    with bench.db.read() as tx, pytest.raises(NotFound):
        known.of_work(tx, 9)


def test_an_answer_that_is_no_json_stays_text(bench):
    work = read(bench, shelve(bench, books.post("1", 1, raw="<html>"), books.jpegs(1)))

    assert "<html>" == work["posts"][0]["raw"]
