"""Which home is asked: whose it is knows it best, wherever it was seen."""

import pytest

from artkeep.errors import BadAnswer, Gone, SiteDown
from artkeep.fakes.mastodon import memory
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.mastodon import SITE
from tests.sites.playing_boorus import as_it_was, playing
from tests.sites.playing_social import Scripted

LOOKUP = "/api/v1/accounts/lookup"
SEEN = "https://art.example/@saki@other.example"
UUID = "0b5a0b3c-7f0e-4b8a-9c1d-2e3f4a5b6c7d"
NOTICE = "9kCQ7yWXUTYCzpYVfM"


@pytest.fixture(scope="module")
def one_mastodon():
    with playing(SITE, works=60) as house:
        yield house


@pytest.fixture
def mastodon(one_mastodon):
    as_it_was(one_mastodon, memory.of(one_mastodon.stage), memory.Memory())
    return one_mastodon


@pytest.fixture
def http(mastodon):
    return mastodon.way()


def elsewhere(mastodon):
    """Return a post of sketch.example that everybody may see."""
    return next(
        post
        for post in mastodon.world.on("mastodon")
        if post.place == "sketch.example" and not post.account.is_private
    )


def test_an_account_is_followed_at_its_own_home(mastodon, http):
    told = elsewhere(mastodon).account
    ref = SITE.settle(http, SITE.parse(f"https://art.example/@{told.handle}"))

    assert told.id.replace("/", "/media/") == ref.id


def test_a_post_is_asked_for_at_its_own_home(mastodon, http):
    told = elsewhere(mastodon)
    number = memory.id_of("art.example", told)
    url = f"https://art.example/@{told.account.handle}/{number}"

    assert PostRef("mastodon", told.id) == SITE.settle(http, SITE.parse(url))
    assert told.id == SITE.fetch(http, SITE.parse(url)).ref.id


def test_a_handle_alone_will_do(mastodon, http):
    mika = "art.example/media/109000000000004242"

    assert mika == SITE.settle(http, SITE.parse("https://@mika@art.example")).id


def test_the_domain_of_a_handle_need_not_be_its_home(http):
    mika = "art.example/media/109000000000004242"

    assert mika == SITE.settle(http, SITE.parse(f"https://@me@{memory.VANITY}")).id


def test_a_handle_that_nobody_has_is_gone(http):
    with pytest.raises(Gone):
        SITE.settle(http, SITE.parse("https://@nobody@art.example"))


def test_a_lasting_address_is_settled_without_a_question(mastodon, http):
    refs = [
        PostRef("mastodon", "art.example/1"),
        CollectionRef("mastodon", "art.example/media/1"),
        CollectionRef("mastodon", "art.example/favourites/1"),
    ]

    assert refs == [SITE.settle(http, ref) for ref in refs]
    assert [] == mastodon.asked()


def seen(url, **answers):
    """Return a way where art.example has an account whose page is `url`."""
    found = {"id": "9", "url": url}
    return Scripted({f"art.example{LOOKUP}": found, **answers})


@pytest.mark.parametrize(
    "url",
    [
        "https://misskey.io/@saki",
        "https://other.example/profile/saki",
        "https://other.example/@saki",
    ],
)
def test_where_its_home_is_not_of_our_kind_it_stays_where_it_was_seen(url):
    assert "art.example/media/9" == SITE.settle(seen(url), SITE.parse(SEEN)).id


@pytest.mark.parametrize(
    "refusal",
    [(401, {"error": "This method requires an authenticated user"}), (200, b"<html>a blog</html>")],
)
def test_where_its_home_is_closed_it_stays_where_it_was_seen(refusal):
    http = seen("https://other.example/@saki", **{f"other.example{LOOKUP}": refusal})

    assert "art.example/media/9" == SITE.settle(http, SITE.parse(SEEN)).id


def test_a_home_that_is_down_is_asked_again_later():
    http = seen("https://other.example/@saki", **{f"other.example{LOOKUP}": (502, b"")})

    with pytest.raises(SiteDown):
        SITE.settle(http, SITE.parse(SEEN))


@pytest.mark.parametrize(
    "answer",
    [
        (404, b""),
        {"links": []},
        [],
        {"links": [{"rel": "self"}]},
        {
            "links": [
                {"rel": "http://webfinger.net/rel/profile-page", "href": "https://a.example/x"}
            ]
        },
        b"<html>a page</html>",
    ],
)
def test_a_domain_that_does_not_say_is_taken_for_the_home(answer):
    found = {"id": "9", "url": "https://art.example/@mika"}
    http = Scripted(
        {"art.example/.well-known/webfinger": answer, f"art.example{LOOKUP}": found},
    )

    assert "art.example/media/9" == SITE.settle(http, SITE.parse("https://@mika@art.example")).id


def test_a_domain_that_is_down_is_asked_again_later():
    http = Scripted({"art.example/.well-known/webfinger": (503, b"")})

    with pytest.raises(SiteDown):
        SITE.settle(http, SITE.parse("https://@mika@art.example"))


@pytest.mark.parametrize(
    ("url", "uri", "expected"),
    [
        (f"https://other.example/notice/{NOTICE}", "", f"other.example/{NOTICE}"),
        (None, "https://other.example/users/saki/statuses/5", "other.example/5"),
        ("https://misskey.io/notes/9abc", "", "art.example/1"),
        (f"https://other.example/objects/{UUID}", "", "art.example/1"),
    ],
)
def test_a_post_stays_where_it_was_seen_unless_its_home_is_of_our_kind(url, uri, expected):
    http = Scripted({"art.example/api/v1/statuses/1": {"url": url, "uri": uri}})
    ref = SITE.parse("https://art.example/@saki@other.example/1")

    assert expected == SITE.settle(http, ref).id


def test_pleromas_lasting_address_leads_to_the_post(mastodon, http):
    fox = mastodon.world.fox("mastodon")
    ref = SITE.parse(f"https://art.example/objects/{memory.object_of(fox)}")

    assert PostRef("mastodon", fox.id) == SITE.settle(http, ref)
    assert fox.id == SITE.fetch(http, ref).ref.id


def test_an_address_that_leads_to_no_post_is_said(mastodon, http):
    ref = SITE.parse(f"https://art.example/objects/{UUID}")

    with pytest.raises(Gone, match="is no longer there"):
        SITE.settle(http, ref)
    with pytest.raises(BadAnswer, match="leads to no post"):
        SITE.settle(Scripted({f"/objects/{UUID}": b"<html>"}), ref)
