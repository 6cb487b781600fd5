"""What gallery-dl reads from the fake is what our adapter reads from it."""

import hashlib

import pytest

from artkeep.fakes.philomena import records
from artkeep.model.found import PostInfo
from artkeep.sites.philomena import SITE
from tests.sites.playing_boorus import playing
from tests.witnesses.asking import told_by

DERPI = "https://derpibooru.org"
FILE = 3  # the kind of message that names a file


@pytest.fixture(scope="module")
def philomena():
    with playing(SITE, works=130) as booru:
        yield booru


def gallery_dl(philomena, *words):
    """Return gallery-dl's files in their order: addresses, and what it says of each."""
    told = told_by("gallery_dl", philomena.served, "-j", *words)
    return [(message[1], message[2]) for message in told if message[0] == FILE]


def ours(philomena, http, url):
    found = philomena.read(http, url)
    return [post for batch in found for post in batch.posts if isinstance(post, PostInfo)]


def said_by_us(post):
    page = post.pages[0]
    return (
        *(post.ref.id.rpartition("/")[2], page.url, page.stamp, page.width, page.height),
        *([tag.name for tag in post.tags], post.caption, list(post.sources)),
        *(post.counts.score, post.counts.favourites, post.counts.comments),
        post.account and post.account.name,
        post.published_at.strftime("%Y-%m-%d %H:%M:%S"),
    )


def said_by_gallery_dl(url, image):
    return (
        *(str(image["id"]), url, image["sha512_hash"], image["width"], image["height"]),
        *(image["tags"], image["description"], image["source_urls"]),
        *(image["score"], image["faves"], image["comment_count"]),
        image["uploader"],
        image["date"],
    )


def test_it_is_told_the_same_images(philomena):
    images = [f"{DERPI}/images/900001", "https://furbooru.org/images/900002"]
    told = gallery_dl(philomena, *images)
    found = [SITE.fetch(philomena.way(), SITE.parse(url)) for url in images]

    assert [said_by_us(post) for post in found] == [said_by_gallery_dl(*each) for each in told]


def test_it_is_told_the_same_lists(philomena):
    lists = [
        f"{DERPI}/search?q=original",
        f"{DERPI}/search?q=original%2C+%28fox+%7C%7C+landscape%29&sf=score&sd=desc",
        f"{DERPI}/tags/artist-colon-mika+aoyama",
        f"{DERPI}/galleries/8801",
        "https://furbooru.org/galleries/8802",
    ]
    told = gallery_dl(philomena, *lists)
    found = [post for url in lists for post in ours(philomena, philomena.way(), url)]

    assert [said_by_us(post) for post in found] == [said_by_gallery_dl(*each) for each in told]


def test_it_is_told_the_same_faves(philomena):
    key = ("-o", f"extractor.derpibooru.api-key={records.KEY}")
    told = gallery_dl(philomena, *key, f"{DERPI}/search?q=my%3Afaves")
    pasted = {"home": "derpibooru.org", "name": "SampleUser", "key": records.KEY}
    http = philomena.way(SITE.sign_in(philomena.way(), pasted))
    found = ours(philomena, http, f"{DERPI}/search?q=my%3Afaves")

    assert [said_by_us(post) for post in found] == [said_by_gallery_dl(*each) for each in told]


def test_it_gets_the_same_file(philomena, tmp_path):
    told_by("gallery_dl", philomena.served, "-q", "-D", str(tmp_path), f"{DERPI}/images/900001")
    page = SITE.fetch(philomena.way(), SITE.parse(f"{DERPI}/images/900001")).pages[0]
    received = philomena.way().stream_to(page.url, tmp_path / "ours", 1 << 24)

    (theirs,) = tmp_path.glob("*.png")
    assert hashlib.sha256(theirs.read_bytes()).hexdigest() == received.sha256
