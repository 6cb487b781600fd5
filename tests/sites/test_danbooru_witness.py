"""What gallery-dl reads from the fake is what our adapter reads from it."""

import hashlib
from datetime import UTC

import pytest

from artkeep.fakes.danbooru import records
from artkeep.model.found import PostInfo
from artkeep.sites.danbooru import SITE
from tests.sites.playing_boorus import playing
from tests.witnesses.asking import told_by

HOME = "https://danbooru.donmai.us"
FILE = 3  # the kind of message that names a file


@pytest.fixture(scope="module")
def danbooru():
    with playing(SITE, works=330) as booru:
        yield booru


def gallery_dl(danbooru, *words):
    """Return gallery-dl's files in their order: addresses, and what it says of each."""
    options = ("-o", "extractor.danbooru.ugoira=true")
    told = told_by("gallery_dl", danbooru.served, "-j", *options, *words)
    return [(message[1], message[2]) for message in told if message[0] == FILE]


def ours(danbooru, url):
    found = danbooru.read(danbooru.way(), url)
    return [post for batch in found for post in batch.posts if isinstance(post, PostInfo)]


def said_by_us(post):
    page = post.pages[0]
    tags = {kind: [tag.name for tag in post.tags if tag.kind == kind] for kind in records.KINDS}
    delays = list(page.delays)
    return (
        *(post.ref.id, page.url, page.stamp, page.width, page.height, delays),
        *(records.RATINGS[post.rating], tags, post.counts.score, post.counts.favourites),
        post.published_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    )


def said_by_gallery_dl(url, post):
    delays = [frame["delay"] for frame in post.get("frames", ())]
    tags = {kind: post[f"tags_{kind}"] for kind in records.KINDS}
    return (
        *(str(post["id"]), url, post["md5"], post["image_width"], post["image_height"], delays),
        *(post["rating"], tags, post["score"], post["fav_count"]),
        post["date"],
    )


def test_it_is_told_the_same_posts(danbooru):
    """Two stills, a zip of frames, and what moves by itself."""
    posts = [f"{HOME}/posts/{danbooru.post(index).id}" for index in (0, 1, 4, 21)]
    told = gallery_dl(danbooru, *posts)
    found = [SITE.fetch(danbooru.way(), SITE.parse(url)) for url in posts]

    assert [said_by_us(post) for post in found] == [said_by_gallery_dl(*each) for each in told]


def test_it_is_told_the_same_searches(danbooru):
    words = ("original", "aoyama_mika+order%3Ascore", "original+status%3Aany")
    searches = [f"{HOME}/posts?tags={each}" for each in words]
    told = gallery_dl(danbooru, *searches)
    found = [post for url in searches for post in ours(danbooru, url)]

    assert [said_by_us(post) for post in found] == [said_by_gallery_dl(*each) for each in told]


def test_it_is_told_the_same_pool_from_the_other_end(danbooru):
    told = gallery_dl(danbooru, f"{HOME}/pools/120001")
    found = ours(danbooru, f"{HOME}/pools/120001")

    assert [post.ref.id for post in found][::-1] == [str(post["id"]) for _, post in told]


def test_it_is_told_the_same_favourites(danbooru):
    """It finds them by a search, we by when they were made."""
    url = f"{HOME}/posts?tags=ordfav%3ASampleUser+status%3Aany"
    told = gallery_dl(danbooru, url)
    found = ours(danbooru, f"{HOME}/users/7701/favorites")

    assert [post.ref.id for post in found] == [str(post["id"]) for _, post in told]


def test_it_gets_the_same_file(danbooru, tmp_path):
    told_by("gallery_dl", danbooru.served, "-q", "-D", str(tmp_path), f"{HOME}/posts/9000001")
    page = SITE.fetch(danbooru.way(), SITE.parse(f"{HOME}/posts/9000001")).pages[0]
    received = danbooru.way().stream_to(page.url, tmp_path / "ours", 1 << 24)

    (theirs,) = tmp_path.glob("*.png")
    assert hashlib.sha256(theirs.read_bytes()).hexdigest() == received.sha256
