"""What gallery-dl tells of a post, whatever its site calls it."""

from datetime import UTC, datetime

import pytest

from artkeep.model.found import Rating
from artkeep.net.gallery_dl import File
from artkeep.sites.gallery_dl import SITE, posts
from tests.sites.playing_gallery_dl import ADDRESS, COMICS, Program, comic, fetched


def test_fields_are_found_under_their_usual_names():
    about = {
        "id": 7,
        "title": "Pond",
        "description": "<p>at night</p>",
        "date": "2026-03-01 12:00:05",
        "author": {"id": 5, "name": "otter", "nick": "Otter"},
        "rating": "q",
        "tags": ["pond", {"name": "night"}, "pond", 5],
        "likes": 3,
        "post_url": "https://comics.example/p/7",
    }
    file = {
        **about,
        "width": "60",
        "height": 40,
        "md5": "abc",
        "_http_headers": {"Referer": "https://r.example/", "Authorization": "secret"},
        "_fallback": ["https://cdn.example/s.png", "ytdl:x"],
    }
    found = fetched([2, about], [3, "https://cdn.example/7.png", file])
    page = found.pages[0]

    assert ("Pond", "<p>at night</p>", True) == (
        found.title,
        found.caption,
        found.caption_is_html,
    )
    assert (datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC), Rating.QUESTIONABLE) == (
        found.published_at,
        found.rating,
    )
    assert ("comics.example/5", "otter", "Otter") == (
        found.account.ref.id,
        found.account.handle,
        found.account.name,
    )
    assert (["pond", "night"], 3) == ([tag.name for tag in found.tags], found.counts.favourites)
    assert (60, 40, "abc", "https://r.example/") == (
        page.width,
        page.height,
        page.stamp,
        page.referer,
    )
    assert ("https://cdn.example/s.png",) == page.fallbacks
    assert "https://comics.example/p/7" == found.url
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("a_b c", ["a_b", "c"]),
        ("a b, c", ["a b", "c"]),
        ({"general": ["a"], "artist": ["b"], "count": 2}, ["a", "b"]),
        ([{"tag": "a"}, {}], ["a"]),
        (5, []),
    ],
)
def test_tags_come_in_every_shape(tags, found):
    assert found == [tag.name for tag in fetched(*comic(1, tags=tags)).tags]


@pytest.mark.parametrize(
    ("who", "name"),
    [("otter", "otter"), (["otter", "x"], "otter"), ({"id": 5}, "5"), ({}, None), ([[]], None)],
)
def test_accounts_come_in_every_shape(who, name):
    account = fetched(*comic(1, artist=who)).account

    assert name == (account and account.handle)


def test_what_is_not_told_stays_unknown():
    found = fetched([2, {}], [3, "https://cdn.example/x", {"width": 0, "date": "soon"}])
    page = found.pages[0]

    assert (None, None, None, None, None) == (
        found.published_at,
        found.account,
        found.rating,
        page.width,
        page.stamp,
    )
    assert (ADDRESS, True) == (found.url, found.title.startswith("comics.example "))


def test_without_an_id_a_post_is_known_by_its_files():
    told = [[2, {}], [3, "https://cdn.example/1.png?token=1", {}]]
    again = [[2, {}], [3, "https://cdn.example/1.png?token=2", {}]]

    assert SITE.settle(Program(*told), COMICS) == SITE.settle(Program(*again), COMICS)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/v/1.webm?x=.png", False),
        ("https://a.example/v/1.PNG", True),
        ("https://a.example/v/1", True),
        ("text:words", False),
    ],
)
def test_a_file_is_a_picture_by_its_ending(url, expected):
    assert expected == posts.is_picture(File(url, {}))
