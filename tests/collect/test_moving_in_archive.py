"""gallery-dl's archive: what it names and is not here is not fetched again."""

import sqlite3

import pytest

from artkeep import jobs
from artkeep.collect import moving_in
from artkeep.collect.moving_in import Asked
from artkeep.collect.moving_in.gallery_dl import archive
from artkeep.errors import BadRequest
from artkeep.model.records import Kept, RunState
from tests.collect.moving import draw, held, home_alone, move_in, write
from tests.working import work

bench = home_alone


def make_archive(path, *entries, table="create table archive (entry text primary key)"):
    with sqlite3.connect(path) as made:
        made.execute(table)
        made.executemany("insert into archive values (?)", [(entry,) for entry in entries])
    made.close()
    return path


def test_what_an_archive_names_and_is_not_there_is_not_fetched(bench, tmp_path):
    folder = tmp_path / "in"
    draw(folder / "a.png")
    write(folder / "a.png.json", {"category": "danbooru", "id": 9000001})
    path = make_archive(
        tmp_path / "archive.sqlite3", "danbooru9000001", "danboorut_fox_12", b"\xff", None, "odd"
    )
    before = path.read_bytes()

    move_in(bench, "gallery-dl", folder, archive=str(path))

    shunned = {
        number: row.shunned_at is not None for number, row in held(bench, "danbooru").items()
    }
    assert {"9000001": False, "12": True} == shunned
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("pixiv90000001_p03.png", "https://www.pixiv.net/artworks/90000001"),
        ("pixiv90000001.zip", "https://www.pixiv.net/artworks/90000001"),
        ("pixivf_7001_900000010.png", None),
        ("danboorup_12_55", "https://danbooru.donmai.us/posts/55"),
        ("derpibooru900001", "https://derpibooru.org/images/900001"),
        ("imagefap8091_111", "https://www.imagefap.com/photo/111/"),
        ("twitter123_0_1", "https://x.com/i/status/123"),
        ("twitterx_0_1", None),
    ],
)
def test_items_of_an_archive_tell_their_posts(entry, address):
    assert address == archive.address(entry)


@pytest.mark.parametrize(
    "made",
    [
        lambda path: path.write_bytes(b"no database"),
        lambda path: make_archive(path, table="create table archive (other text)"),
        lambda path: sqlite3.connect(path).executescript(
            "create view archive as with recursive n(entry) as"
            " (select 1 union all select entry + 1 from n) select entry from n"
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:unclosed database")
def test_what_is_no_archive_is_said(bench, tmp_path, made):
    draw(tmp_path / "in" / "a.png")
    made(tmp_path / "archive.db")
    asked = Asked(
        "gallery-dl", tmp_path / "in", Kept.BLOB, {"archive": str(tmp_path / "archive.db")}
    )
    with bench.db.begin() as tx:
        run_id = moving_in.start(tx, asked)
    work(bench)

    with bench.db.read() as tx:
        run = jobs.get(tx, run_id)
    assert (RunState.FAILED, BadRequest.__name__) == (run.state, run.error_kind)
