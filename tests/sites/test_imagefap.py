"""What we read from imagefap as its copy plays it."""

import json
from datetime import UTC, datetime

import pytest

from artkeep.errors import (
    BadAnswer,
    Gone,
    LoginNeeded,
    SiteChanged,
    Withheld,
)
from artkeep.fakes.imagefap import memory
from artkeep.model.found import Counts, Rating, SeriesInfo
from artkeep.model.refs import AccountRef
from artkeep.sites.imagefap import SITE
from tests.sites.playing_imagefap import WWW, list_ref, ref

FOLDER, OTHER, GALLERIES = (list_ref(f"favourites/77/{own}") for own in (501, 502, 503))


# ---- one picture -------------------------------------------------------------------------------


def test_a_picture_is_read_with_all_that_its_page_says(imagefap):
    fox = imagefap.world.fox("imagefap")
    found = SITE.fetch(imagefap.way(), ref(fox.id))
    [page] = found.pages

    assert "Fox in the Snow.jpg" == found.title
    assert f"{WWW}/photo/{fox.id}/" == found.url == page.referer
    assert (AccountRef("imagefap", "91"), "Paper & Ink") == (
        found.account.ref,
        found.account.handle,
    )
    assert f"{WWW}/profile/Paper%20%26%20Ink" == found.account.url
    assert datetime(2026, 11, 3, tzinfo=UTC) == found.published_at
    assert SeriesInfo("9001000", "Scans 1 & more", f"{WWW}/gallery/9001000") == found.series
    assert Counts(views=fox.counts.views, score=fox.counts.score % 6) == found.counts
    assert Rating.EXPLICIT == found.rating
    assert (fox.pages[0].width, fox.pages[0].height) == (page.width, page.height)


def test_a_picture_has_more_than_one_address_and_no_thumbnail_among_them(imagefap):
    [page] = SITE.fetch(imagefap.way(), ref(imagefap.world.fox("imagefap").id)).pages
    addresses = [page.url, *page.fallbacks]

    assert len(addresses) == len(set(addresses)) > 1
    assert [] == [url for url in addresses if "/images/full/" not in url]


def test_no_token_is_kept_with_what_the_site_said(imagefap):
    found = SITE.fetch(imagefap.way(), ref(imagefap.world.fox("imagefap").id))

    assert "secure" not in found.raw
    assert "Fox in the Snow.jpg" == json.loads(found.raw)["name"]


def test_the_stamp_stays_while_the_address_changes(imagefap):
    way, fox = imagefap.way(), ref(imagefap.world.fox("imagefap").id)
    before = SITE.fetch(way, fox).pages[0]
    imagefap.clock.forward(5)
    after = SITE.fetch(way, fox).pages[0]

    assert before.url != after.url
    assert before.stamp == after.stamp


def test_an_address_expires_and_a_fresh_one_is_good(imagefap, tmp_path):
    way, fox = imagefap.way(), imagefap.world.fox("imagefap")
    [old] = SITE.fetch(way, ref(fox.id)).pages
    imagefap.clock.forward(imagefap.memory.address_lasts.total_seconds() + 1)

    with pytest.raises(BadAnswer) as raised:
        way.stream_to(old.url, tmp_path / "old", 1 << 24, old.referer)
    [fresh] = SITE.fetch(way, ref(fox.id)).pages

    assert 403 == raised.value.answered
    assert fox.pages[0].sha256 == way.stream_to(fresh.url, tmp_path / "new", 1 << 24).sha256


def test_a_file_name_is_read_in_full_whatever_it_is(imagefap):
    way, posts = imagefap.way(), imagefap.world.on("imagefap")[:40]
    names = [" ".join(memory.file_name(post).split()) for post in posts]

    assert names == [SITE.fetch(way, ref(post.id)).title for post in posts]
    assert {"same.jpg", "<script>alert('title')</script>.jpg"} <= set(names)


def test_the_page_as_it_was_before_2023_is_read(imagefap):
    imagefap.memory.old_page = True
    fox = imagefap.world.fox("imagefap")
    [page] = SITE.fetch(imagefap.way(), ref(fox.id)).pages

    assert "/images/full/" in page.url
    assert (fox.pages[0].width, fox.pages[0].height) == (page.width, page.height)


def test_a_page_that_shows_the_others_but_not_its_own_picture_withholds_it(imagefap):
    imagefap.memory.strip_lacks_own = True

    with pytest.raises(Withheld, match="shows no full-size picture"):
        SITE.fetch(imagefap.way(), ref(imagefap.world.fox("imagefap").id))


@pytest.mark.parametrize("index", [0, 1, 2, 4])
def test_a_deleted_picture_is_gone_however_the_site_says_it(imagefap, happening, index):
    post = imagefap.post(index)
    happening(post.id, "deleted")

    with pytest.raises(Gone):
        SITE.fetch(imagefap.way(), ref(post.id))


def test_a_picture_for_members_is_withheld_and_says_what_may_help(imagefap, happening):
    fox = imagefap.world.fox("imagefap").id
    happening(fox, "private")

    with pytest.raises(Withheld, match="only for members; artkeep login imagefap may show it"):
        SITE.fetch(imagefap.way(), ref(fox))


def test_a_picture_that_never_was_is_gone(imagefap):
    with pytest.raises(Gone, match="picture 5 is no longer there"):
        SITE.fetch(imagefap.way(), ref(5))


def test_a_full_size_address_that_is_no_longer_there_is_named(imagefap):
    imagefap.served.moods.set("imagefap", "changed")

    with pytest.raises(SiteChanged, match=r"\(original\)"):
        SITE.fetch(imagefap.way(), ref(imagefap.world.fox("imagefap").id))


# ---- a login -----------------------------------------------------------------------------------


def test_cookies_that_sign_in_are_a_login_and_are_shown_to_pages_alone(imagefap, tmp_path):
    pasted = {"name": "sampleuser", "cookie": f"Cookie: a=b;  {memory.SESSION}"}
    login = SITE.sign_in(imagefap.way(), pasted)
    way = imagefap.way(login)
    [page] = SITE.fetch(way, ref(imagefap.world.fox("imagefap").id)).pages
    way.stream_to(page.url, tmp_path / "fox", 1 << 24, page.referer)
    shown = {seen.key: seen.headers.get("cookie") for seen in imagefap.served.log[-2:]}

    assert ("77", "SampleUser") == (login.account, login.name)
    assert {"base": f"a=b; {memory.SESSION}", "pictures": None} == shown


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ({"name": "SampleUser", "cookie": "PHPSESSID=wrong"}, "do not sign you in"),
        ({"name": "SampleUser", "cookie": ""}, "do not sign you in"),
        ({"name": " ", "cookie": memory.SESSION}, "your user name is needed"),
        ({}, "your user name is needed"),
    ],
)
def test_what_does_not_sign_in_is_said(imagefap, pasted, said):
    with pytest.raises(LoginNeeded, match=said):
        SITE.sign_in(imagefap.way(), pasted)


def test_cookies_that_have_expired_do_not_sign_in(imagefap):
    imagefap.served.moods.set("imagefap", "expired")

    with pytest.raises(LoginNeeded):
        SITE.sign_in(imagefap.way(), {"name": "SampleUser", "cookie": memory.SESSION})


def test_what_has_to_be_pasted_is_said():
    assert {"name", "cookie"} == set(SITE.fields)


# ---- pace --------------------------------------------------------------------------------------


def test_pages_are_asked_no_faster_than_the_three_limits_that_users_have_found():
    pace = SITE.about.addresses["base_url"].pace

    assert {(100, 60), (200, 300), (1000, 3600)} == {
        (window.requests, window.seconds) for window in pace.windows
    }
    assert 1 == pace.at_once
