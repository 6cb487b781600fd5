"""Bluesky's posts that are not to be had, over real sockets, and why."""

from datetime import timedelta

import pytest

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
    Withheld,
)
from artkeep.fakes.bluesky import memory
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.bluesky import SITE
from tests.sites.playing_boorus import as_it_was, playing
from tests.sites.playing_social import Scripted

MIKA = "did:plc:mikaaoyama"


@pytest.fixture(scope="module")
def one_bluesky():
    with playing(SITE, works=12) as house:
        yield house


@pytest.fixture
def bluesky(one_bluesky):
    as_it_was(one_bluesky, memory.of(one_bluesky.stage), memory.Memory())
    return one_bluesky


@pytest.fixture
def http(bluesky):
    return bluesky.way()


@pytest.fixture
def fox(bluesky):
    return PostRef("bluesky", bluesky.world.fox("bluesky").id)


def test_a_deleted_post_is_gone_as_its_server_says(bluesky, http, fox):
    bluesky.happen(fox.id, "deleted")

    with pytest.raises(Gone, match="is no longer there"):
        SITE.fetch(http, fox)
    assert [
        "/xrpc/app.bsky.feed.getPosts",
        f"/{MIKA}",
        f"/{memory.server_of(MIKA)}/xrpc/com.atproto.sync.getRepoStatus",
        f"/{memory.server_of(MIKA)}/xrpc/com.atproto.repo.getRecord",
    ] == bluesky.asked()


def test_a_post_that_is_there_and_not_shown_is_withheld(bluesky, http, fox):
    bluesky.happen(fox.id, "private")

    with pytest.raises(Withheld, match="blocked, or taken down"):
        SITE.fetch(http, fox)


@pytest.mark.parametrize(
    ("state", "error", "said"),
    [
        ("deactivated", Withheld, "is switched off for now"),
        ("takendown", Withheld, "was suspended"),
        ("deleted", Gone, "is no longer there"),
    ],
)
def test_a_post_of_an_account_that_is_not_as_it_should_be(bluesky, http, fox, state, error, said):
    memory.of(bluesky.stage).states[MIKA] = state

    with pytest.raises(error, match=said):
        SITE.fetch(http, fox)


def test_an_account_that_its_server_says_was_deleted_is_gone():
    with pytest.raises(Gone, match="was deleted"):
        empty({"active": False, "status": "deleted"})


def test_an_account_that_moved_away_without_a_word_is_gone():
    with pytest.raises(Gone, match="no longer there"):
        empty((400, {"error": "RepoNotFound", "message": "Could not find repo for DID"}))


def test_an_account_that_is_at_home_nowhere_is_not_called_gone():
    with pytest.raises(Withheld, match="at home nowhere"):
        empty({}, papers={"service": []})


def empty(status, papers=None):
    """Ask for a post that the network does not show."""
    server = {"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}
    answers = {
        "/xrpc/app.bsky.feed.getPosts": {"posts": []},
        f"/{MIKA}": papers or {"service": [server]},
        "pds.example/xrpc/com.atproto.sync.getRepoStatus": status,
    }
    return SITE.fetch(Scripted(answers), PostRef("bluesky", f"{MIKA}/3k"))


def test_who_wants_to_be_seen_by_members_is_not_shown_to_strangers(bluesky, http, fox):
    memory.of(bluesky.stage).members_only.add(MIKA)

    with pytest.raises(Withheld, match="for people who are signed in; run: artkeep login bluesky"):
        SITE.fetch(http, fox)


def test_what_the_moderators_hid_is_withheld(bluesky, http, fox):
    memory.of(bluesky.stage).hidden.add(fox.id)

    with pytest.raises(Withheld, match="hidden by the moderators"):
        SITE.fetch(http, fox)


@pytest.mark.parametrize(
    ("mood", "error"),
    [
        ("busy", RateLimited),
        ("blocked", Blocked),
        ("changed", SiteChanged),
        ("down", SiteDown),
        ("truncated", Unreachable),
    ],
)
def test_every_trouble_has_its_name(bluesky, http, fox, mood, error):
    bluesky.mood(mood)

    with pytest.raises(error):
        SITE.fetch(http, fox)


def test_it_is_left_alone_as_long_as_it_says(bluesky, http, fox):
    bluesky.mood("busy")

    with pytest.raises(RateLimited) as caught:
        SITE.fetch(http, fox)
    wanted = (bluesky.clock.now() + timedelta(minutes=2)).replace(microsecond=0)
    assert wanted == caught.value.until


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        ({}, SiteChanged, "getPosts lacks 'posts'"),
        (b"[]", SiteChanged, "not a JSON object"),
        (b"<html>news</html>", SiteChanged, "not a JSON object"),
        ((400, {"error": "InvalidRequest", "message": "Odd"}), BadAnswer, "answered 400 .* Odd"),
        ((403, {"error": "Forbidden"}), Withheld, "Forbidden"),
        ((502, {"error": "UpstreamFailure"}), SiteDown, "answered 502 UpstreamFailure"),
        ((404, b"<html>nginx</html>"), BadAnswer, "answered 404"),
        ((429, b"", {"retry-after": "7"}), RateLimited, "until"),
        ((429, b""), RateLimited, "until"),
    ],
)
def test_what_it_answers_means_something(answer, error, said):
    http = Scripted({"/xrpc/app.bsky.feed.getPosts": answer})

    with pytest.raises(error, match=said):
        SITE.fetch(http, PostRef("bluesky", f"{MIKA}/3k"))


def test_likes_of_an_account_that_is_at_home_nowhere_are_gone():
    http = Scripted({f"/{MIKA}": {"service": []}})

    with pytest.raises(Gone, match="at home nowhere"):
        SITE.list(http, CollectionRef("bluesky", f"likes/{MIKA}"), None)


@pytest.mark.parametrize("word", ["BlockedActor", "BlockedByActor"])
def test_an_account_that_is_blocked_is_withheld(word):
    path = "/xrpc/app.bsky.feed.getAuthorFeed"
    http = Scripted({path: (400, {"error": word, "message": "Requester has blocked actor"})})

    with pytest.raises(Withheld, match="blocked"):
        SITE.list(http, CollectionRef("bluesky", f"media/{MIKA}"), None)


def test_likes_that_are_not_there_although_the_account_is_are_gone():
    server = {"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}
    answers = {
        f"/{MIKA}": {"service": [server]},
        "/xrpc/com.atproto.repo.listRecords": (400, {"error": "RepoNotFound"}),
        "/xrpc/com.atproto.sync.getRepoStatus": {"active": True},
    }

    with pytest.raises(Gone, match=f"the likes of {MIKA}"):
        SITE.list(Scripted(answers), CollectionRef("bluesky", f"likes/{MIKA}"), None)
