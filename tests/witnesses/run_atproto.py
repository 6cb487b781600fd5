"""atproto, led to the fake of Bluesky.

python -m tests.witnesses.run_atproto QUESTION… , where a question is written `["word", "…", …]`.

Questions: `post URI…`, `media ACTOR`, `likes ACTOR`, `list URI`, `person ACTOR`,
`own_likes HANDLE APP_PASSWORD`, `saved HANDLE APP_PASSWORD`, `blob DID CID FOLDER`. What is a list
is told to its end. A line is `[which question, object]`:
it takes seconds to start, so it is asked much at once.
"""

import json
import sys
from pathlib import Path

import httpx
from atproto import Client, DidDocument, Request
from atproto_client.models.utils import get_model_as_json

from tests.witnesses.leading import addresses, led

VIEW = "https://public.api.bsky.app"
AT_ONCE = 30


class Leading(httpx.BaseTransport):
    """Sends every request to the fake of its host."""

    def __init__(self):
        self.there = httpx.HTTPTransport()
        self.where = addresses()

    def handle_request(self, request):
        request.url = httpx.URL(led(str(request.url), self.where))
        request.headers["host"] = request.url.netloc.decode()
        return self.there.handle_request(request)


def client(base_url=VIEW):
    """Return a client as its manual says, with our transport."""
    return Client(base_url, request=Request(transport=Leading()))


def main(*questions):
    for place, question in enumerate(questions):
        word, *rest = json.loads(question)
        for told in WORDS[word](*rest):
            print(f"[{place}, {get_model_as_json(told)}]")


def post(*uris):
    return client().get_posts(list(uris)).posts


def media(actor):
    def ask(cursor):
        found = client().get_author_feed(actor, cursor, "posts_with_media", AT_ONCE)
        return found.feed, found.cursor

    return (item.post for item in all_of(ask))


def likes(actor):
    """Read the records where they are kept, and the posts that they are about."""
    did = client().resolve_handle(actor).did
    at_home = client(home_of(did)).com.atproto.repo

    def ask(cursor):
        asked = {"repo": did, "collection": "app.bsky.feed.like", "limit": AT_ONCE}
        found = at_home.list_records({**asked, "cursor": cursor})
        return found.records, found.cursor

    uris = [record.value.subject.uri for record in all_of(ask)]
    for first in range(0, len(uris), 25):
        yield from client().get_posts(uris[first : first + 25]).posts


def of_list(uri):
    def ask(cursor):
        asked = {"list": uri, "cursor": cursor, "limit": AT_ONCE}
        found = client().app.bsky.feed.get_list_feed(asked)
        return found.feed, found.cursor

    return (item.post for item in all_of(ask) if item.reason is None)


def person(actor):
    yield client().get_profile(actor)


def signed_in(handle, password):
    """Sign in where everybody may; it goes on at the account's own server."""
    known = client("https://bsky.social")
    known.login(handle, password)
    return known


def own_likes(handle, password):
    known = signed_in(handle, password)

    def ask(cursor):
        asked = {"actor": handle, "cursor": cursor, "limit": AT_ONCE}
        found = known.app.bsky.feed.get_actor_likes(asked)
        return found.feed, found.cursor

    return (item.post for item in all_of(ask))


def saved(handle, password):
    known = signed_in(handle, password)

    def ask(cursor):
        found = known.app.bsky.bookmark.get_bookmarks({"cursor": cursor, "limit": AT_ONCE})
        return found.bookmarks, found.cursor

    return (one.item for one in all_of(ask))


def blob(did, cid, folder):
    content = client(home_of(did)).com.atproto.sync.get_blob({"did": did, "cid": cid})
    Path(folder, cid).write_bytes(content)
    return ()


def home_of(did):
    """Return the server of an account."""
    with httpx.Client(transport=Leading()) as plain:
        papers = plain.get(f"https://plc.directory/{did}").json()
    return DidDocument.from_dict(papers).get_pds_endpoint()


def all_of(ask):
    """Go on from batch to batch."""
    cursor = None
    while True:
        found, cursor = ask(cursor)
        yield from found
        if not cursor:
            return


WORDS = {
    "post": post,
    "media": media,
    "likes": likes,
    "list": of_list,
    "person": person,
    "own_likes": own_likes,
    "saved": saved,
    "blob": blob,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
