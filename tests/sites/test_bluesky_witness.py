"""What atproto and gallery-dl read from the fake is what our adapter reads from it."""

import hashlib
import json

import pytest

from artkeep.fakes.bluesky import memory, records
from artkeep.fakes.world_lists import LIST_KEY
from artkeep.model.found import PostInfo
from artkeep.model.refs import PostRef
from artkeep.sites.bluesky import SITE
from tests.sites.playing_boorus import playing
from tests.witnesses.asking import told_by

MIKA = "did:plc:mikaaoyama"
MEDIA = "https://bsky.app/profile/mika.example"
LIKES = "https://bsky.app/profile/sample.example/likes"
LIST = f"https://bsky.app/profile/sample.example/lists/{LIST_KEY}"
SAVED = "https://bsky.app/saved"
WHO = ("sample.example", memory.APP_PASSWORD)
PASTED = {"handle": WHO[0], "app_password": WHO[1]}
FILE = 3  # the kind of gallery-dl's messages that names a file


@pytest.fixture(scope="module")
def bluesky():
    with playing(SITE, works=130) as house:
        yield house


@pytest.fixture(scope="module")
def mine(bluesky):
    return bluesky.way(SITE.sign_in(bluesky.way(), PASTED))


def ours(bluesky, http, url):
    found = bluesky.read(http, url)
    return [post for batch in found for post in batch.posts if isinstance(post, PostInfo)]


@pytest.fixture(scope="module")
def atproto(bluesky, tmp_path_factory):
    """`atproto[question]`: what it reads; its file lies in `atproto["folder"]`."""
    folder = tmp_path_factory.mktemp("atproto")
    posts = [records.uri(post) for post in some_posts(bluesky)]
    own = bluesky.world.collector.handles["bluesky"].id
    cid = records.cid(bluesky.world.fox("bluesky").pages[0].name)
    questions = {
        "posts": ("post", *posts),
        "media": ("media", "mika.example"),
        "likes": ("likes", WHO[0]),
        "own likes": ("own_likes", *WHO),
        "list": ("list", f"at://{own}/app.bsky.graph.list/{LIST_KEY}"),
        "saved": ("saved", *WHO),
        "person": ("person", "mika.example"),
        "blob": ("blob", MIKA, cid, str(folder)),
    }
    lines = told_by("atproto", bluesky.served, *map(json.dumps, questions.values()))
    found = {
        name: [told for which, told in lines if which == place]
        for place, name in enumerate(questions)
    }
    return {**found, "folder": folder}


def some_posts(bluesky):
    return [post for post in bluesky.world.on("bluesky") if post.work.index in (0, 6, 7, 8, 14)]


def said_by_us(post):
    did, _, key = post.ref.id.partition("/")
    return (
        *(f"at://{did}/app.bsky.feed.post/{key}", post.caption),
        *(post.account.handle, post.account.name),
        f"{post.published_at:%Y-%m-%dT%H:%M:%S}.000Z",
        [tag.name for tag in post.tags],
        *(post.counts.favourites, post.counts.comments, post.counts.reposts),
        [(page.alt, page.stamp, page.fallbacks) for page in post.pages],
    )


def said_by_atproto(view):
    record, embed = view["record"], view.get("embed") or {}
    shown, kept = embed.get("media", embed), record.get("embed", {})
    kept = kept.get("media", kept)
    pictures = zip(
        shown.get("images", shown.get("items", ())),
        kept.get("images", kept.get("items", ())),
        strict=True,
    )
    return (
        *(view["uri"], record["text"]),
        *(view["author"]["handle"], view["author"]["displayName"]),
        record["createdAt"],
        [facet["features"][0]["tag"] for facet in record["facets"]],
        *(view["likeCount"], view["replyCount"], view["repostCount"]),
        [
            (one["alt"], other["image"]["ref"]["$link"], (one["fullsize"],))
            for one, other in pictures
        ],
    )


def said_by_it(views):
    return [said_by_atproto(view) for view in views]


def said_of(posts):
    return [said_by_us(post) for post in posts]


def test_it_is_told_the_same_posts(bluesky, atproto):
    refs = [PostRef("bluesky", post.id) for post in some_posts(bluesky)]

    assert said_by_it(atproto["posts"]) == said_of(SITE.fetch(bluesky.way(), ref) for ref in refs)


def test_it_is_told_the_same_pictures_of_an_account(bluesky, atproto):
    assert said_by_it(atproto["media"]) == said_of(ours(bluesky, bluesky.way(), MEDIA))


@pytest.mark.parametrize("question", ["likes", "own likes"])
def test_it_is_told_the_same_likes(bluesky, atproto, question):
    assert said_by_it(atproto[question]) == said_of(ours(bluesky, bluesky.way(), LIKES))


def test_it_is_told_the_same_list(bluesky, atproto):
    with_pictures = [view for view in said_by_it(atproto["list"]) if view[-1]]

    assert with_pictures == said_of(ours(bluesky, bluesky.way(), LIST))


def test_it_is_told_the_same_saved_posts(bluesky, atproto, mine):
    assert said_by_it(atproto["saved"]) == said_of(ours(bluesky, mine, SAVED))


def test_it_is_told_the_same_account(atproto, mine):
    (told,) = atproto["person"]
    found = SITE.describe(mine, SITE.parse(MEDIA)).account

    assert (told["did"], told["handle"], told["displayName"]) == (
        found.ref.id,
        found.handle,
        found.name,
    )


def test_it_gets_the_same_file(bluesky, atproto, tmp_path):
    page = SITE.fetch(bluesky.way(), SITE.parse(bluesky.world.fox("bluesky").url)).pages[0]
    received = bluesky.way().stream_to(page.url, tmp_path / "ours", 1 << 24)

    theirs = (atproto["folder"] / page.stamp).read_bytes()
    assert hashlib.sha256(theirs).hexdigest() == received.sha256


def gallery_dl(bluesky, *words):
    """Return gallery-dl's files in their order: the picture's id, and what it says of it."""
    told = told_by("gallery_dl", bluesky.served, "-j", *words)
    return [message[2] for message in told if message[0] == FILE]


def file_of_ours(post, page):
    return (
        *(page.stamp, page.alt, post.caption, post.account.handle),
        f"{post.published_at:%Y-%m-%d %H:%M:%S}",
    )


def file_of_gallery_dl(told):
    return (
        *(told["filename"], told["description"], told["text"], told["author"]["handle"]),
        told["date"],
    )


@pytest.mark.parametrize("url", [MEDIA, LIKES])
def test_gallery_dl_finds_the_same_pictures(bluesky, url):
    way = {MEDIA: f"{MEDIA}/media"}.get(url, url)
    found = ours(bluesky, bluesky.way(), url)

    assert [file_of_gallery_dl(told) for told in gallery_dl(bluesky, way)] == [
        file_of_ours(post, page) for post in found for page in post.pages
    ]


def test_gallery_dl_gets_the_same_file(bluesky, tmp_path):
    fox = bluesky.world.fox("bluesky")
    told_by("gallery_dl", bluesky.served, "-q", "-D", str(tmp_path), fox.url)

    (theirs,) = tmp_path.iterdir()
    assert fox.pages[0].bytes() == theirs.read_bytes()
    assert json.loads(SITE.fetch(bluesky.way(), SITE.parse(fox.url)).raw)["uri"] == records.uri(fox)
