"""Bluesky's lists through its adapter, over real sockets."""

import pytest

from artkeep.errors import Gone, LoginNeeded, RateLimited, SiteChanged, Withheld
from artkeep.fakes.bluesky import memory
from artkeep.fakes.world_lists import LIST_KEY
from artkeep.model.found import PostInfo
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.bluesky import SITE
from tests.sites.playing_boorus import as_it_was, id_of, playing
from tests.sites.playing_social import Scripted

MIKA = "did:plc:mikaaoyama"
PASTED = {"handle": "sample.example", "app_password": memory.APP_PASSWORD}
MEDIA = "https://bsky.app/profile/mika.example"
LIKES = "https://bsky.app/profile/sample.example/likes"
SAVED = "https://bsky.app/saved"
LIST = f"https://bsky.app/profile/sample.example/lists/{LIST_KEY}"
FEED = f"https://bsky.app/profile/mika.example/feed/{memory.FEED_KEY}"
GET_POSTS = "/xrpc/app.bsky.feed.getPosts"
AUTHOR_FEED = "/xrpc/app.bsky.feed.getAuthorFeed"


@pytest.fixture(scope="module")
def one_bluesky():
    with playing(SITE, works=520) as house:
        yield house


@pytest.fixture
def bluesky(one_bluesky):
    as_it_was(one_bluesky, memory.of(one_bluesky.stage), memory.Memory())
    return one_bluesky


@pytest.fixture
def http(bluesky):
    return bluesky.way()


@pytest.fixture
def mine(bluesky):
    return bluesky.way(SITE.sign_in(bluesky.way(), PASTED))


def of(bluesky, did):
    return [post for post in bluesky.world.of("bluesky", did) if post.pages]


def collector(bluesky):
    return bluesky.world.collector.handles["bluesky"].id


def test_pictures_of_an_account_are_read_to_the_end_the_newest_first(bluesky, http):
    batches, told = bluesky.read(http, MEDIA), of(bluesky, MIKA)

    assert [post.id for post in told] == [id_of(post) for batch in batches for post in batch.posts]
    assert {PostInfo} == {type(post) for batch in batches for post in batch.posts}
    assert len(batches) > 1


def test_a_server_is_looked_up_once_in_a_batch(bluesky, http):
    ref = SITE.settle(http, SITE.parse(MEDIA))
    bluesky.served.log.clear()
    SITE.list(http, ref, None)

    assert [AUTHOR_FEED, f"/{MIKA}"] == bluesky.asked()


def test_what_a_list_tells_is_what_a_post_tells(http):
    listed = SITE.list(http, SITE.parse(MEDIA), None).posts[:5]

    assert [SITE.fetch(http, post.ref) for post in listed] == list(listed)


def test_somebody_elses_post_is_no_picture_of_the_account():
    feed = [
        {"post": view("did:plc:other", "1")},
        {"post": view(MIKA, "2"), "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}},
        {"post": view(MIKA, "3"), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}},
        {"post": view(MIKA, "4")},
    ]
    found = SITE.list(Scripted({AUTHOR_FEED: {"feed": feed}}), media(), None)

    assert [f"{MIKA}/3", f"{MIKA}/4"] == [id_of(post) for post in found.posts]


def media():
    return CollectionRef("bluesky", f"media/{MIKA}")


def view(did, key):
    """Return a post without a picture."""
    return {
        "uri": f"at://{did}/app.bsky.feed.post/{key}",
        "author": {"did": did, "handle": "mika.example"},
        "record": {"text": "fox", "createdAt": "2026-10-30T09:35:07Z"},
        "indexedAt": "2026-10-30T09:35:08Z",
    }


def test_likes_are_read_by_anybody_in_the_order_they_were_made(bluesky, http):
    batches, told = bluesky.read(http, LIKES), bluesky.world.lists("bluesky")["likes"]

    assert list(told) == [id_of(post) for batch in batches for post in batch.posts]
    assert {25} == {len(batch.posts) for batch in batches[:-2]}


def test_a_batch_of_likes_is_two_questions_and_one_for_each_account(bluesky, http):
    ref = SITE.settle(http, SITE.parse(LIKES))
    bluesky.served.log.clear()
    SITE.list(http, ref, None)
    home = memory.server_of(collector(bluesky))

    assert [
        f"/{collector(bluesky)}",
        f"/{home}/xrpc/com.atproto.repo.listRecords",
        GET_POSTS,
    ] == bluesky.asked()[:3]
    papers = bluesky.asked()[3:]
    assert len(papers) == len(set(papers))


def test_a_liked_post_that_is_not_shown_is_listed_by_its_address(bluesky, http):
    ids = bluesky.world.lists("bluesky")["likes"]
    bluesky.happen(ids[1], "deleted")
    bluesky.happen(ids[2], "private")
    memory.of(bluesky.stage).hidden.add(ids[4])
    found = SITE.list(http, SITE.parse(LIKES), None).posts

    assert [1, 2, 4] == [place for place, post in enumerate(found) if isinstance(post, PostRef)]
    assert list(ids[:25]) == [id_of(post) for post in found]


def test_what_is_liked_and_no_post_is_left_out():
    liked = [f"at://{MIKA}/app.bsky.feed.generator/winter", "nonsense"]
    answers = {
        **at_home(),
        "pds.example/xrpc/com.atproto.repo.listRecords": {
            "records": [{"value": {"subject": {"uri": uri}}} for uri in liked],
            "cursor": "3k",
        },
    }
    found = SITE.list(Scripted(answers), CollectionRef("bluesky", f"likes/{MIKA}"), None)

    assert ((), "3k") == (found.posts, found.cursor)


def at_home():
    server = {"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}
    return {f"/{MIKA}": {"service": [server]}}


@pytest.mark.parametrize(("state", "error"), [("deactivated", Withheld), ("deleted", Gone)])
def test_likes_of_an_account_that_is_not_as_it_should_be(bluesky, http, state, error):
    ref = SITE.settle(http, SITE.parse(LIKES))
    memory.of(bluesky.stage).states[collector(bluesky)] = state

    with pytest.raises(error):
        SITE.list(http, ref, None)


@pytest.mark.parametrize(
    ("state", "error", "said"),
    [
        ("deactivated", Withheld, "switched off for now"),
        ("takendown", Withheld, "was suspended"),
        ("deleted", Gone, "no longer there"),
    ],
)
def test_an_account_that_is_not_as_it_should_be_has_no_list(bluesky, http, state, error, said):
    ref = SITE.settle(http, SITE.parse(MEDIA))
    memory.of(bluesky.stage).states[MIKA] = state

    for ask in (lambda: SITE.list(http, ref, None), lambda: SITE.describe(http, ref)):
        with pytest.raises(error, match=said):
            ask()


def test_a_list_of_accounts_shows_their_own_pictures(bluesky, http):
    ids = bluesky.world.lists("bluesky")[LIST_KEY]
    told = [post.id for post in bluesky.world.on("bluesky") if post.id in ids and post.pages]

    assert told == bluesky.ids(http, LIST)


def test_a_feed_that_ends_by_saying_the_same_again_ends(bluesky, http):
    told = [
        post.id for post in bluesky.world.on("bluesky") if post.work.index % 3 == 0 and post.pages
    ]

    assert told == bluesky.ids(http, FEED)


@pytest.mark.parametrize(
    ("url", "title", "owner"),
    [
        (MEDIA, "Mika Aoyama: pictures", MIKA),
        (LIKES, "Sam Sample: likes", None),
        (LIST, "Painters of winter", None),
        (FEED, "Winter pictures", MIKA),
        (SAVED, "Sam Sample: saved posts", None),
    ],
)
def test_a_list_has_a_title_and_an_owner(bluesky, mine, url, title, owner):
    ref = SITE.settle(mine, SITE.parse(url))
    found = SITE.describe(mine, ref)

    assert (ref, title) == (found.ref, found.title)
    assert ref == SITE.settle(mine, SITE.parse(found.url))
    assert (owner or collector(bluesky)) == found.account.ref.id


@pytest.mark.parametrize("url", [LIST, FEED])
def test_a_list_that_is_not_there_is_gone(http, url):
    with pytest.raises(Gone):
        SITE.describe(http, SITE.parse(f"{url}x"))
    with pytest.raises(Gone):
        SITE.list(http, SITE.parse(f"{url}x"), None)


def test_who_wants_to_be_seen_by_members_is_listed_by_address_for_strangers(bluesky, http, mine):
    memory.of(bluesky.stage).members_only.add(MIKA)
    ref = SITE.settle(http, SITE.parse(MEDIA))

    assert {PostRef} == {type(post) for post in SITE.list(http, ref, None).posts}
    assert {PostInfo} == {type(post) for post in SITE.list(mine, ref, None).posts}
    with pytest.raises(Withheld, match="signed in"):
        SITE.describe(http, ref)
    assert "Mika Aoyama: pictures" == SITE.describe(mine, ref).title


def test_what_one_saved_is_read_by_oneself(bluesky, mine):
    told = bluesky.world.lists("bluesky")["likes"][::3]
    bluesky.happen(told[1], "deleted")
    ref = SITE.settle(mine, SITE.parse(SAVED))

    assert f"saved/{collector(bluesky)}" == ref.id
    assert list(told) == bluesky.ids(mine, SAVED)
    assert PostRef("bluesky", told[1]) == SITE.list(mine, ref, None).posts[1]


def test_what_one_saved_is_nobody_elses(http, mine):
    with pytest.raises(LoginNeeded, match="artkeep login bluesky"):
        SITE.settle(http, SITE.parse(SAVED))
    with pytest.raises(LoginNeeded, match="to nobody else"):
        SITE.list(mine, CollectionRef("bluesky", f"saved/{MIKA}"), None)


def test_who_is_signed_in_asks_their_own_server(bluesky, mine):
    bluesky.served.log.clear()
    SITE.list(mine, media(), None)
    asked = bluesky.served.log[0]

    assert ("pds", f"/{memory.server_of(collector(bluesky))}{AUTHOR_FEED}") == (
        asked.key,
        asked.path,
    )
    assert asked.headers["atproto-proxy"].startswith("did:web:")
    assert ["plc"] == [seen.key for seen in bluesky.served.log[1:]]
    assert "authorization" not in bluesky.served.log[1].headers


def test_a_token_is_shown_to_its_own_server_only(bluesky, mine, tmp_path):
    found = SITE.list(mine, SITE.settle(mine, SITE.parse(LIKES)), None)
    page = next(page for post in found.posts for page in post.pages)
    mine.stream_to(page.url, tmp_path / "picture", 1 << 24)
    mine.stream_to(page.fallbacks[0], tmp_path / "copy", 1 << 24)
    shown = [seen for seen in bluesky.served.log if "authorization" in seen.headers]

    home = memory.server_of(collector(bluesky))
    assert shown
    assert [] == [seen for seen in shown if not seen.path.startswith(f"/{home}/xrpc/")]
    assert {"pds"} == {seen.key for seen in shown}


@pytest.mark.parametrize(("mood", "error"), [("busy", RateLimited), ("changed", SiteChanged)])
def test_trouble_with_a_list_has_its_name(bluesky, http, mood, error):
    bluesky.mood(mood)

    with pytest.raises(error):
        SITE.list(http, media(), None)


@pytest.mark.parametrize(
    ("url", "path"), [(MEDIA, AUTHOR_FEED), (LIST, "/xrpc/app.bsky.feed.getListFeed")]
)
def test_a_missing_field_is_named(url, path):
    http = Scripted({path: {}, "/xrpc/com.atproto.identity.resolveHandle": {"did": MIKA}})

    with pytest.raises(SiteChanged, match=r"app\.bsky\.feed\.get\w+ lacks 'feed'"):
        SITE.list(http, SITE.parse(url), None)
