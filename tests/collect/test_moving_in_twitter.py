"""One's own archive from X moves in: pictures, words, order; nothing is fetched twice."""

import json

import pytest

from artkeep.collect.moving_in import Asked
from artkeep.collect.moving_in.twitter import TwitterArchive
from artkeep.errors import BadRequest, UnknownAddress
from artkeep.fakes.twitter import pages
from artkeep.fakes.twitter.memory import key_of
from artkeep.library import wanted
from artkeep.model.records import Kept
from artkeep.sites.twitter import SITE
from tests.collect.moving import draw, held, move_in, outcomes, pictures, raw, rows, statuses

KIND = "twitter-archive"
MIKA = "424242"


@pytest.fixture
def stage(world):
    return world.stage


@pytest.fixture
def mikas(stage):
    """Mika's three newest posts with pictures, as the world has them."""
    return [post for post in stage.world.of("twitter", MIKA) if post.pages][:3]


def said(stage, post):
    """Return a post as the archive has it: what the pages are told, numbers as text."""
    told = pages.tweet(stage, post)["legacy"]
    media = told["extended_entities"]["media"]
    links = [{**one, "url": f"https://t.co/own{post.id}"} for one in media]
    for one, picture in zip(links, post.pages, strict=True):
        one["media_url_https"] = f"https://pbs.twimg.com/media/{key_of(picture)}.jpg"
    short = told["full_text"].rpartition(" ")[0] + f" https://t.co/own{post.id}"
    changed = {"full_text": short, "favorite_count": str(told["favorite_count"])}
    return (
        told
        | changed
        | {
            "entities": told["entities"] | {"media": links[:1]},
            "extended_entities": {"media": links},
        }
    )


def script(path, name, told):
    """Write a file as X does: JSON behind the name of a variable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"window.YTD.{name}.part0 = {json.dumps(told)}", "utf-8")


def archive(folder, told, *, with_files=True):
    """Lay out an archive: the newest post first, the pictures beside."""
    owner = {"accountId": MIKA, "username": "mika_draws", "accountDisplayName": "Mika"}
    script(folder / "data" / "account.js", "account", [{"account": owner}])
    script(folder / "data" / "tweets.js", "tweets", [{"tweet": each} for each in told])
    number = 0
    for each in told if with_files else ():
        for one in each.get("extended_entities", {}).get("media", ()):
            number += 1
            name = f"{each['id_str']}-{one['media_url_https'].rpartition('/')[2]}"
            draw(folder / "data" / "tweets_media" / name, number)
    return folder


def test_posts_move_in_with_their_pictures_and_words(bench, stage, mikas, tmp_path):
    folder = archive(tmp_path / "archive", [said(stage, post) for post in mikas])
    run = move_in(bench, KIND, folder)
    posts = held(bench, "twitter")

    assert {"new"} == set(statuses(bench, run).values())
    assert {post.id for post in mikas} == set(posts)
    assert {(post.id, n) for post in mikas for n in range(len(post.pages))} == {
        place for place, is_here in pictures(bench, "twitter").items() if is_here
    }
    fox = posts[mikas[0].id]
    assert ("Fox in the Snow", mikas[0].words) == (fox.title, fox.caption)
    assert mikas[0].published_at == fox.published_at
    assert mikas[0].id == raw(bench, fox.id)["id_str"]


def test_the_same_again_adds_nothing(bench, stage, mikas, tmp_path):
    folder = archive(tmp_path / "archive", [said(stage, post) for post in mikas])
    move_in(bench, KIND, folder)
    before = rows(bench)
    move_in(bench, KIND, folder)

    assert before == rows(bench)


def test_what_moved_in_is_what_x_tells(bench, stage, mikas, tmp_path):
    """The picture's stamp is the site's own, so that a sync does not fetch it again."""
    folder = archive(tmp_path / "archive", [said(stage, mikas[0])])
    source = TwitterArchive(bench, Asked(KIND, folder, Kept.BLOB))
    (piece,) = source.pieces()
    site, way = bench.site("twitter", account="")
    told = site.fetch(way, SITE.parse(mikas[0].url))
    shown = piece.places[0].shown

    assert ["the archive of @mika_draws"] == list(source.words())
    assert (told.ref, told.title, told.caption, told.tags, told.rating) == (
        shown.found.ref,
        shown.found.title,
        shown.found.caption,
        shown.found.tags,
        shown.found.rating,
    )
    assert told.pages[0].stamp == shown.page.stamp
    assert [f"media/{MIKA}"] == [on.info.ref.id for on in piece.places[0].on]


def test_a_missing_file_is_wanted_from_the_site(bench, stage, mikas, tmp_path):
    folder = archive(tmp_path / "archive", [said(stage, mikas[0])], with_files=False)
    run = move_in(bench, KIND, folder)

    ((status, why),) = outcomes(bench, run).values()
    assert ("refused", True) == (status, "a sync of the account asks X" in why)
    with bench.db.read() as tx:
        assert 1 == wanted.left(tx, "twitter").pages


def test_reposts_and_posts_without_pictures_are_left_out(bench, stage, mikas, tmp_path):
    told = said(stage, mikas[0])
    repost = {**told, "id_str": "11", "full_text": "RT @other: fox"}
    video = {**told, "id_str": "12", "extended_entities": {"media": [{"type": "video"}]}}
    words = {"id_str": "13", "full_text": "hello", "entities": {}}
    folder = archive(tmp_path / "archive", [repost, words, told], with_files=True)
    script(folder / "data" / "tweets-part1.js", "tweets", [{"tweet": video}, "odd", {"tweet": {}}])
    run = move_in(bench, KIND, folder)

    assert [mikas[0].id] == [name.partition("-")[0] for name in statuses(bench, run)]


def test_a_post_that_lacks_something_is_named_and_the_rest_moves_in(bench, stage, mikas, tmp_path):
    told = [said(stage, post) for post in mikas[:2]]
    del told[1]["created_at"]
    run = move_in(bench, KIND, archive(tmp_path / "archive", told))
    reasons = [why for status, why in outcomes(bench, run).values() if status == "refused"]

    assert [True] == ["lacks 'created_at'" in why for why in reasons]
    assert [mikas[0].id] == list(held(bench, "twitter"))


@pytest.mark.parametrize("name", ["account.js", "tweets.js"])
def test_a_folder_without_an_archive_is_refused(bench, tmp_path, name):
    script(tmp_path / "x" / "data" / name, "x", [])

    with pytest.raises(UnknownAddress, match="unpack the archive"):
        TwitterArchive(bench, Asked(KIND, tmp_path / "x", Kept.BLOB))


@pytest.mark.parametrize("content", ["", "[]", "x = {", "x = {}", "x = []", 'x = [{"account": 1}]'])
def test_an_archive_that_does_not_say_whose_it_is_is_refused(bench, tmp_path, content):
    archive(tmp_path / "x", [])
    (tmp_path / "x" / "data" / "account.js").write_text(content)

    with pytest.raises(BadRequest, match=r"account\.js"):
        TwitterArchive(bench, Asked(KIND, tmp_path / "x", Kept.BLOB))
