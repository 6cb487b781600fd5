"""The copy of Bluesky is as strict as Bluesky, and tells what it tells."""

from datetime import UTC, datetime
from importlib import import_module

import pytest

from artkeep.fakes.bluesky import memory, records
from artkeep.fakes.web import serving
from tests.fakes.asking import ask

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
MIKA = "did:plc:mikaaoyama"
# https://docs.bsky.app/docs/api/app-bsky-feed-get-posts, November 2026
OF_A_POST = {
    *("uri", "cid", "author", "record", "embed", "bookmarkCount", "replyCount", "repostCount"),
    *("likeCount", "quoteCount", "indexedAt", "labels"),
}
OF_AN_AUTHOR = {"did", "handle", "displayName", "avatar", "associated", "labels", "createdAt"}
OF_A_SESSION = {
    *("accessJwt", "refreshJwt", "handle", "did", "didDoc", "email", "emailConfirmed"),
    *("emailAuthFactor", "active"),
}


@pytest.fixture(scope="module")
def all_tests():
    played = {"bluesky": import_module("artkeep.fakes.bluesky").routes}
    with serving(works=40, now=lambda: AT, played=played) as served:
        yield served


@pytest.fixture
def bluesky(all_tests):
    all_tests.moods.clear()
    return all_tests


def view(served, method, /, **params):
    """Ask the view of the network as a stranger."""
    return ask(f"{served.url}/bluesky/base/xrpc/{method}", **params)


def server(served, account, nsid, /, **more):
    """Ask the server of an account."""
    return ask(f"{served.url}/bluesky/pds/{memory.server_of(account)}/xrpc/{nsid}", **more)


def own(served):
    return served.world.collector.handles["bluesky"]


def session(served):
    body = {"identifier": own(served).handle, "password": memory.APP_PASSWORD}
    return server(
        served, own(served).id, "com.atproto.server.createSession", method="POST", body=body
    )


def bearer(token):
    return {"authorization": f"Bearer {token}"}


def test_a_post_has_the_fields_of_the_real_ones(bluesky):
    uri = records.uri(bluesky.world.fox("bluesky"))
    status, _, told = view(bluesky, "app.bsky.feed.getPosts", uris=uri)
    (post,) = told["posts"]

    assert 200 == status
    assert set(post) == OF_A_POST
    assert set(post["author"]) == OF_AN_AUTHOR
    assert {"$type", "createdAt", "langs", "text", "facets", "embed"} == set(post["record"])
    assert {"thumb", "fullsize", "alt", "aspectRatio"} == set(post["embed"]["images"][0])
    assert {"alt", "aspectRatio", "image"} == set(post["record"]["embed"]["images"][0])
    assert {"$type", "ref", "mimeType", "size"} == set(
        post["record"]["embed"]["images"][0]["image"]
    )


def test_a_tag_is_marked_by_its_place_in_bytes(bluesky):
    fox = bluesky.world.fox("bluesky")
    told = records.record(bluesky.stage, fox)
    marked = [
        told["text"].encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for facet in told["facets"]
    ]

    assert [f"#{tag.name}" for tag in fox.tags] == marked


def test_content_ids_have_the_form_of_real_ones():
    found = records.cid("fox")

    assert (59, "bafkrei") == (len(found), found[:7])


@pytest.mark.parametrize(
    ("method", "params", "word"),
    [
        ("app.bsky.feed.getPosts", {"uris": ["at://x/y/z"] * 26}, "InvalidRequest"),
        ("app.bsky.feed.getPosts", {}, "InvalidRequest"),
        ("app.bsky.feed.getAuthorFeed", {"actor": MIKA, "limit": 101}, "InvalidRequest"),
        ("app.bsky.feed.getAuthorFeed", {"actor": "nobody.example"}, "InvalidRequest"),
        ("app.bsky.feed.getPostThread", {"uri": f"at://{MIKA}/app.bsky.feed.post/x"}, "NotFound"),
        ("app.bsky.feed.getFeed", {"feed": "x"}, "UnknownFeed"),
        ("app.bsky.feed.getListFeed", {"list": "x"}, "UnknownList"),
        ("app.bsky.feed.getActorLikes", {"actor": MIKA}, "InvalidRequest"),
        ("app.bsky.actor.getProfile", {"actor": "nobody.example"}, "InvalidRequest"),
        ("com.atproto.identity.resolveHandle", {"handle": "nobody.example"}, "InvalidRequest"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(bluesky, method, params, word):
    status, _, told = view(bluesky, method, **params)

    assert (400, word) == (status, told["error"])


def test_a_method_that_there_is_not_is_said(bluesky):
    for asked in (view(bluesky, "app.bsky.x"), server(bluesky, MIKA, "app.x", method="POST")):
        assert (501, "MethodNotImplemented") == (asked[0], asked[2]["error"])


def test_what_one_saved_is_for_members(bluesky):
    status, _, told = view(bluesky, "app.bsky.bookmark.getBookmarks")

    assert (401, "AuthMissing") == (status, told["error"])


def test_a_session_is_for_who_knows_the_password(bluesky):
    status, _, told = session(bluesky)

    assert 200 == status
    assert set(told) == OF_A_SESSION
    assert 3 == len(told["accessJwt"].split("."))


@pytest.mark.parametrize(
    ("did", "password"), [(MIKA, memory.APP_PASSWORD), ("", "wrng-wrng-wrng-wrng")]
)
def test_a_wrong_server_or_password_is_refused(bluesky, did, password):
    body = {"identifier": own(bluesky).handle, "password": password}
    where = did or own(bluesky).id
    status, _, _ = server(
        bluesky, where, "com.atproto.server.createSession", method="POST", body=body
    )

    assert 401 == status


def test_a_server_asks_the_network_for_its_own_people_only(bluesky):
    where, method = own(bluesky).id, "app.bsky.actor.getProfile"
    token = session(bluesky)[2]["accessJwt"]

    assert 401 == server(bluesky, where, method, actor=MIKA)[0]
    assert 400 == server(bluesky, where, method, headers=bearer("x"), actor=MIKA)[0]
    assert 200 == server(bluesky, where, method, headers=bearer(token), actor=MIKA)[0]


def test_a_server_says_who_is_signed_in_and_resolves_handles_for_all(bluesky):
    where, token = own(bluesky).id, session(bluesky)[2]["accessJwt"]
    told = server(bluesky, where, "com.atproto.server.getSession", headers=bearer(token))[2]
    found = server(bluesky, where, "com.atproto.identity.resolveHandle", handle="mika.example")[2]

    assert (own(bluesky).id, MIKA) == (told["did"], found["did"])


@pytest.mark.parametrize(
    ("method", "params", "word"),
    [
        ("com.atproto.repo.listRecords", {"repo": "did:plc:x"}, "InvalidRequest"),
        ("com.atproto.repo.listRecords", {"repo": MIKA, "limit": 101}, "InvalidRequest"),
        ("com.atproto.sync.getRepoStatus", {"did": "did:plc:x"}, "RepoNotFound"),
        ("com.atproto.repo.getRecord", {"repo": MIKA, "rkey": "x"}, "RecordNotFound"),
    ],
)
def test_a_server_knows_its_own_accounts_only(bluesky, method, params, word):
    status, _, told = server(bluesky, MIKA, method, **params)

    assert (400, word) == (status, told["error"])


def test_who_liked_nothing_has_no_records(bluesky):
    asked = {"repo": MIKA, "collection": "app.bsky.feed.like"}

    assert {"records": []} == server(bluesky, MIKA, "com.atproto.repo.listRecords", **asked)[2]


def test_the_directory_knows_who_there_is(bluesky):
    papers = ask(f"{bluesky.url}/bluesky/plc/{MIKA}")[2]

    assert [f"https://{memory.server_of(MIKA)}"] == [
        service["serviceEndpoint"] for service in papers["service"]
    ]
    assert ["at://mika.example"] == papers["alsoKnownAs"]
    assert 404 == ask(f"{bluesky.url}/bluesky/plc/did:plc:nobody")[0]


def blob(served, host, **params):
    path = "xrpc/com.atproto.sync.getBlob"
    return ask(f"{served.url}/bluesky/pds_pictures/{host}/{path}", **params)


def test_a_file_is_where_its_account_is_at_home(bluesky):
    picture = bluesky.world.fox("bluesky").pages[0]
    asked = {"did": MIKA, "cid": records.cid(picture.name)}
    elsewhere = next(host for host in memory.SERVERS if host != memory.server_of(MIKA))

    assert picture.bytes() == blob(bluesky, memory.server_of(MIKA), **asked)[2]
    assert 400 == blob(bluesky, elsewhere, **asked)[0]
    assert 400 == blob(bluesky, memory.server_of(MIKA), did=MIKA, cid="bafkrei2")[0]
    assert 404 == ask(f"{bluesky.url}/bluesky/pictures/img/feed_fullsize/plain/x")[0]
