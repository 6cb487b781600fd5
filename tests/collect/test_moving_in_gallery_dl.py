"""What gallery-dl wrote beside a picture is read, whatever is in it."""

import json
import os

import pytest

from artkeep.collect import moving_in
from artkeep.collect.moving_in import Asked
from artkeep.collect.moving_in.gallery_dl import posts
from artkeep.errors import BadRequest, UnknownAddress
from artkeep.library import site_tags
from artkeep.model.records import Kept
from artkeep.model.refs import PostRef
from tests.collect.moving import (
    draw,
    held,
    home_alone,
    move_in,
    outcomes,
    pictures,
    raw,
    statuses,
    write,
)

bench = home_alone

BLUESKY = {
    "category": "bluesky",
    "num": 2,
    "post_id": "3kfox",
    "author": {"did": "did:plc:mikaaoyama", "handle": "mika.example", "displayName": "Mika"},
    "text": "Fox in the Snow\nnew one",
    "createdAt": "2025-03-01T03:00:05.000Z",
    "filename": "bafkreifox",
    "description": "a fox",
    "likeCount": 7,
    "hashtags": ["fox"],
}
MASTODON = {
    "category": "art.example",
    "instance": "art.example",
    "num": 1,
    "id": "111600000000000001",
    "url": "https://art.example/@mika/111600000000000001",
    "created_at": "2025-03-01T03:00:05.000Z",
    "account": {
        "id": "9",
        "acct": "mika",
        "username": "mika",
        "display_name": "Mika",
        "url": "https://art.example/@mika",
    },
    "spoiler_text": "",
    "content": "<p>Fox</p>",
    "sensitive": True,
    "tags": ["fox"],
    "media": {"id": "55", "url": "https://files.art.example/55.png"},
}
DEVIANTART = {
    "category": "deviantart",
    "deviationid": "8460DAB0-BCAB-49E8-BBAE-18DC5C677B55",
    "index": 900000001,
    "url": "https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001",
    "title": "Fox in the Snow",
    "date": "2025-03-01 03:00:05",
    "author": {"userid": "aa-bb", "username": "mika-aoyama"},
    "content": {"src": "https://images-wixmp-x.wixmp.com/f/1.png"},
}


TWITTER = {
    "category": "twitter",
    "tweet_id": 1895648112345678900,
    "num": 3,
    "date": "2025-03-01 03:00:05",
    "author": {"id": 424242, "name": "mika_draws", "nick": "Mika"},
    "content": "Fox in the Snow https://example.org/x",
    "favorite_count": 7,
}


@pytest.mark.parametrize(
    ("said", "site", "number", "position", "title"),
    [
        (BLUESKY, "bluesky", "did:plc:mikaaoyama/3kfox", 1, "Fox in the Snow"),
        (MASTODON, "mastodon", "art.example/111600000000000001", 0, "@mika@art.example: 11160000"),
        (TWITTER, "twitter", "1895648112345678900", 2, "Fox in the Snow"),
        (DEVIANTART, "deviantart", DEVIANTART["deviationid"], 0, "Fox in the Snow"),
    ],
)
def test_posts_of_other_sites_are_known_by_their_own_ids(said, site, number, position, title):
    shown = posts.shown(said)

    assert (PostRef(site, number), position) == (shown.found.ref, shown.position)
    assert shown.found.title.startswith(title)
    assert "2025-03-01T03:00:05+00:00" == shown.found.published_at.isoformat()
    assert said == json.loads(shown.found.raw)


def test_a_sidecar_that_lacks_something_still_tells_whose_post_it_is(bench, tmp_path):
    draw(tmp_path / "in" / "90000001_p1.png")
    said = {"category": "pixiv", "id": 90000001, "num": 1, "title": "Fox", "tags": 7}
    write(tmp_path / "in" / "90000001_p1.png.json", said)

    move_in(bench, "gallery-dl", tmp_path / "in")

    assert {("90000001", 1): True} == pictures(bench, "pixiv")
    assert "Fox" == held(bench, "pixiv")["90000001"].title


def test_what_a_strange_site_told_stays_with_the_file(bench, tmp_path):
    path = draw(tmp_path / "in" / "a.png")
    said = {
        "category": "artstation",
        "title": "Crane",
        "description": "by the lake",
        "tags": ["crane", "lake"],
        "post_url": "https://www.artstation.com/artwork/x",
        "odd": {"deep": [1, None]},
    }
    write(tmp_path / "in" / "a.png.json", said)

    move_in(bench, "gallery-dl", tmp_path / "in")

    [row] = held(bench, "folder").values()
    assert (str(path), "Crane", "by the lake") == (row.site_post_id, row.title, row.caption)
    assert ["https://www.artstation.com/artwork/x"] == row.facts["sources"]
    assert said == raw(bench, row.id)
    with bench.db.read() as tx:
        assert ["crane", "lake"] == [tag.name for tag in site_tags.of_post(tx, row.id)]


def test_a_file_without_a_sidecar_is_a_file(bench, tmp_path):
    draw(tmp_path / "in" / "a.png")

    run = move_in(bench, "gallery-dl", tmp_path / "in")

    assert {"a.png": "new"} == statuses(bench, run)
    assert 1 == len(held(bench, "folder"))


HOSTILE = {
    "nothing": b"",
    "not JSON": b"{",
    "no UTF-8": b"\xff\xfe{}",
    "a list": b"[1, 2]",
    "deep": b"[" * 200_000,
    "deep inside": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of a million digits": b'{"id": ' + b"9" * 1_000_000 + b"}",
}


def test_a_hostile_sidecar_is_named_and_the_picture_kept(bench, tmp_path):
    for number, (name, content) in enumerate(HOSTILE.items()):
        draw(tmp_path / "in" / f"{name}.png", number)
        (tmp_path / "in" / f"{name}.png.json").write_bytes(content)

    run = move_in(bench, "gallery-dl", tmp_path / "in")

    told = statuses(bench, run)
    assert dict.fromkeys((f"{name}.png" for name in HOSTILE), "new").items() <= told.items()
    assert (
        dict.fromkeys((f"{name}.png.json" for name in HOSTILE), "refused").items() <= told.items()
    )


ODD = [
    {"category": ["pixiv"], "id": {"a": 1}},
    {"category": "pixiv", "id": -1, "num": "x"},
    {"category": "pixiv", "id": 1e400, "num": 0},
    {"category": "pixiv", "id": "90000001", "num": True},
    {"category": "artstation", "url": "file:///etc/passwd", "tags": {"a": 1}, "title": ["x"]},
    {"category": "artstation", "title": "a\0b \ud83d", "tags": ["\0", "\udc00"]},
    {"category": "twitter", "tweet_id": 1, "num": 1, "author": {"name": "../.."}},
    {"category": "mastodon", "instance": "127.0.0.1", "id": "1", "num": 1, "media": {}},
    {"category": "pixiv", "id": 90000001, "num": 10**15, "title": "far"},
    {"date": "0001-01-01 00:00:00", "category": "danbooru", "id": 5, "md5": 7},
]


def test_odd_values_do_no_harm(bench, tmp_path):
    for number, said in enumerate(ODD):
        draw(tmp_path / "in" / f"{number}.png", number)
        write(tmp_path / "in" / f"{number}.png.json", said)

    run = move_in(bench, "gallery-dl", tmp_path / "in")

    assert {"new"} == set(statuses(bench, run).values())
    sources = [row.facts.get("sources") for row in held(bench, "folder").values() if row.facts]
    assert [None] == list({str(each) for each in sources if each} or {None})


def test_links_are_not_followed_out_of_the_folder(bench, tmp_path):
    draw(tmp_path / "secret" / "mine.png")
    draw(tmp_path / "in" / "a.png", 2)
    (tmp_path / "in" / "out").symlink_to(tmp_path / "secret")
    (tmp_path / "in" / "b.png").symlink_to(tmp_path / "secret" / "mine.png")
    (tmp_path / "in" / "a.png.json").symlink_to(tmp_path / "secret" / "mine.png")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "lost.png").symlink_to("nowhere")

    run = move_in(bench, "gallery-dl", tmp_path / "in")

    outside = ("refused", "a link that leads out of the folder")
    assert {
        "a.png": ("new", None),
        "a.png.json": outside,
        "b.png": outside,
        "lost.png": ("refused", "a link that leads nowhere"),
        "out": outside,
    } == outcomes(bench, run)


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_of_any_bytes_are_kept(bench, tmp_path):
    folder = os.fsencode(tmp_path / "in")
    draw(tmp_path / "in" / "a.png")
    os.rename(folder + b"/a.png", folder + b"/\xff\n%.png")  # noqa: PTH104 - bytes
    with open(folder + b"/\xff\n%.png.json", "w") as file:  # noqa: PTH123 - bytes
        json.dump({"category": "danbooru", "id": 9}, file)

    move_in(bench, "gallery-dl", tmp_path / "in")

    assert {("9", 0): True} == pictures(bench, "danbooru")


def test_words_without_a_picture_are_named(bench, tmp_path):
    write(tmp_path / "in" / "gone.png.json", {"category": "danbooru", "id": 9})
    write(tmp_path / "in" / "info.json", {"category": "danbooru"})

    run = move_in(bench, "gallery-dl", tmp_path / "in")

    assert {"gone.png.json": "refused"} == statuses(bench, run)
    assert {} == held(bench, "danbooru")


def test_what_is_not_there_is_said_at_once(bench, tmp_path):
    with pytest.raises(UnknownAddress, match="no folder"):
        moving_in.KINDS["gallery-dl"](bench, Asked("gallery-dl", tmp_path / "none", Kept.BLOB))
    with pytest.raises(UnknownAddress, match="no archive"):
        moving_in.KINDS["gallery-dl"](
            bench, Asked("gallery-dl", tmp_path, Kept.BLOB, {"archive": str(tmp_path / "none")})
        )
    with pytest.raises(BadRequest, match="--user says nothing"):
        moving_in.KINDS["gallery-dl"](
            bench, Asked("gallery-dl", tmp_path, Kept.BLOB, {"user": "7"})
        )
