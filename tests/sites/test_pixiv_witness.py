"""What gallery-dl and pixivpy read from the fake is what our adapter reads from it."""

import hashlib
import json

import pytest

from artkeep.fakes.pixiv.memory import REFRESH_TOKEN
from artkeep.model.found import PostInfo
from artkeep.model.refs import PostRef
from artkeep.sites.pixiv import SITE
from artkeep.sites.pixiv.kinds import Bookmarks, Works, ref_of
from tests.sites.playing_pixiv import playing
from tests.witnesses.asking import told_by

PUBLIC = Bookmarks("7001", private=False)
PRIVATE = Bookmarks("7001", private=True)
RATINGS = {
    "general": "General",
    "sensitive": "General",
    "questionable": "General",
    "explicit": "R-18",
}


@pytest.fixture(scope="module")
def pixiv():
    with playing(works=64) as house:
        yield house


@pytest.fixture(scope="module")
def ours(pixiv):
    """What we read: list → whole posts, and addresses of what is not shown."""
    http = pixiv.signed_in()

    def read(kind):
        found, cursor = [], None
        while True:
            batch = SITE.list(http, ref_of(kind), cursor)
            found += batch.posts
            cursor = batch.cursor
            if cursor is None:
                return [whole(http, each) for each in found]

    return read


def whole(http, each):
    """Ask for an ugoira; leave what is not shown as it is."""
    if isinstance(each, PostInfo):
        return each
    try:
        return SITE.fetch(http, each)
    except Exception as error:  # noqa: BLE001 - which one is compared by other tests
        return type(error).__name__, each.id


def shown(found):
    return [post for post in found if isinstance(post, PostInfo)]


def pixivpy(pixiv, *words):
    return told_by("pixivpy", pixiv.served, REFRESH_TOKEN, *words)


def gallery_dl(pixiv, *words):
    # without the pages' own API, which it would ask for everything that an artist's list lacks
    ours = (f"refresh-token={REFRESH_TOKEN}", "sanity=false", "tags=original")
    options = [word for one in ours for word in ("-o", f"extractor.pixiv.{one}")]
    return told_by("gallery_dl", pixiv.served, *options, *words)


def files(told):
    """Return gallery-dl's files: address → what it says of it."""
    return {message[1]: message[2] for message in told if message[0] == 3}


@pytest.mark.parametrize("index", [0, 1, 5, 7])
def test_pixivpy_is_told_the_same_work(pixiv, index):
    number = next(post.id for post in pixiv.world.on("pixiv") if post.work.index == index)
    (told,) = pixivpy(pixiv, "work", number)

    assert told == json.loads(SITE.fetch(pixiv.signed_in(), PostRef("pixiv", number)).raw)


@pytest.mark.parametrize(("kind", "restrict"), [(PUBLIC, "public"), (PRIVATE, "private")])
def test_pixivpy_reads_the_same_bookmarks(pixiv, ours, kind, restrict):
    told = pixivpy(pixiv, "bookmarks", "7001", restrict)
    seen = {str(work["id"]): work for work in told if work["visible"]}

    found = {post.ref.id: post for post in shown(ours(kind))}

    assert list(seen) == list(found)
    for number, work in seen.items():
        assert work["title"] == found[number].title
        assert work["caption"] == found[number].caption
        assert [(tag["name"], tag["translated_name"]) for tag in work["tags"]] == [
            (tag.name, tag.translated) for tag in found[number].tags
        ]


def test_pixivpy_reads_the_same_folder(pixiv, ours):
    (folder,) = pixivpy(pixiv, "folders", "7001", "public")
    told = pixivpy(pixiv, "bookmarks", "7001", "public", folder["name"])

    found = ours(Bookmarks("7001", private=False, tag=folder["name"]))

    assert folder["count"] == len(told) == len(found)
    assert [str(work["id"]) for work in told if work["visible"]] == [
        post.ref.id for post in shown(found)
    ]


def test_pixivpy_reads_the_same_works_of_a_user(pixiv, ours):
    told = pixivpy(pixiv, "works", "4242")

    assert [str(work["id"]) for work in told] == [post.ref.id for post in ours(Works("4242"))]


def test_pixivpy_reads_the_same_frames(pixiv):
    post = next(post for post in pixiv.world.on("pixiv") if post.kind == "moving")
    (told,) = pixivpy(pixiv, "frames", post.id)
    (page,) = SITE.fetch(pixiv.signed_in(), PostRef("pixiv", post.id)).pages

    assert [frame["delay"] for frame in told["frames"]] == list(page.delays)
    assert (told["zip_urls"]["medium"],) == page.fallbacks


def test_gallery_dl_finds_the_same_pictures_in_the_bookmarks(pixiv, ours):
    told = files(gallery_dl(pixiv, "-j", SITE.url(ref_of(PRIVATE))))
    found = {page.url: post for post in shown(ours(PRIVATE)) for page in post.pages}

    assert list(told) == list(found)
    for address, work in told.items():
        post = found[address]
        assert (str(work["id"]), work["title"], work["user"]["account"]) == (
            post.ref.id,
            post.title,
            post.account.handle,
        )
        assert RATINGS[pixiv.world.post("pixiv", post.ref.id).rating] == work["rating"]
        assert [(tag["name"], tag["translated_name"]) for tag in work["tags"]] == [
            (tag.name, tag.translated) for tag in post.tags
        ]


def test_gallery_dl_finds_the_same_pictures_of_an_artist(pixiv, ours):
    told = files(gallery_dl(pixiv, "-j", SITE.url(ref_of(Works("4242")))))
    found = [page for post in shown(ours(Works("4242"))) for page in post.pages]

    assert list(told) == [page.url for page in found]
    assert [[frame["delay"] for frame in work.get("frames", ())] for work in told.values()] == [
        list(page.delays) for page in found
    ]


def test_gallery_dl_brings_the_same_bytes(pixiv, tmp_path):
    told = gallery_dl(pixiv, "-q", "-D", str(tmp_path), "https://www.pixiv.net/artworks/90000001")
    brought = [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(tmp_path.iterdir())]

    assert [] == told
    assert [picture.sha256 for picture in pixiv.world.fox("pixiv").pages] == brought


def test_a_bookmark_that_pixivpy_makes_is_first_in_our_list(pixiv):
    http, known = pixiv.signed_in(), pixiv.world.lists("pixiv")["public"]
    added = next(post.id for post in pixiv.world.on("pixiv") if post.id not in known)

    pixivpy(pixiv, "bookmark", added, "public", "reference")
    first = SITE.list(http, ref_of(PUBLIC), None).posts[0]
    folder = SITE.list(http, ref_of(Bookmarks("7001", private=False, tag="reference")), None)
    pixivpy(pixiv, "unbookmark", added)

    assert added == getattr(first, "ref", first).id
    assert [added] == [getattr(post, "ref", post).id for post in folder.posts]
    assert added not in [
        getattr(post, "ref", post).id for post in SITE.list(http, ref_of(PUBLIC), None).posts
    ]
