"""What gallery-dl reads from the fake is what our adapter reads from it."""

import hashlib

import pytest

from artkeep.fakes.deviantart import OPTIONS, memory
from artkeep.model.found import PostInfo
from artkeep.sites.deviantart import SITE
from tests.sites.playing_deviantart import playing
from tests.witnesses.asking import told_by

HOME = "https://www.deviantart.com"
FILE, LIST = 3, 6  # the kinds of messages that name a file, another list


@pytest.fixture(scope="module")
def house():
    with playing() as playing_now:
        yield playing_now


def gallery_dl(house, *words, **told):
    """Let gallery-dl read, signed in like us; its refresh token is good for one run."""
    token = memory.sign_in(house.memory, house.clock.now()).refresh
    ours = {
        "client-id": OPTIONS["client_id"],
        "client-secret": OPTIONS["client_secret"],
        "refresh-token": token,
        "public": "false",  # one token for everything, as we have it
        "metadata": "stats",
        "original": "true",
        "wait-min": "0",
        **told,
    }
    options = [
        word
        for key, value in ours.items()
        for word in ("-o", f"extractor.deviantart.{key}={value}")
    ]
    return told_by("gallery_dl", house.served, *options, *words)


def files(told):
    """Return gallery-dl's files in their order: where each lies, and what it says of the work."""
    return [(lies_at(message[1]), message[2]) for message in told if message[0] == FILE]


def lies_at(address):
    """Return an address without the token, which is another each time."""
    return address.partition("?token=")[0]


def ours(house, url):
    """Return a list's works as we read them, those too that have to be asked for."""
    http, ref, found, cursor = house.signed_in(ask_pages="no"), SITE.parse(url), [], ""
    while cursor is not None:
        batch = SITE.list(http, ref, cursor or None)
        found += [post if isinstance(post, PostInfo) else whole(http, post) for post in batch.posts]
        cursor = batch.cursor
    return [post for post in found if post]


def whole(http, ref):
    try:
        return SITE.fetch(http, ref)
    except Exception:  # noqa: BLE001 - which one is a matter of other tests
        return None


def said_by_us(post):
    tags = [tag.name for tag in post.tags]
    return (
        *(post.ref.id, post.title, post.account.handle, post.caption, tags),
        *(int(post.published_at.timestamp()), post.counts.favourites, post.url),
    )


def said_by_gallery_dl(work):
    return (
        *(work["deviationid"], work["title"], work["author"]["username"], work["description"]),
        *(work["tags"], work["published_time"], work["stats"]["favourites"], work["url"]),
    )


@pytest.mark.parametrize(
    "url",
    [
        f"{HOME}/mika-aoyama/gallery",
        f"{HOME}/ann/gallery/71830042/birds",
        f"{HOME}/ann/favourites/71830044/winter",
    ],
)
def test_it_is_told_the_same_list(house, url):
    told = files(gallery_dl(house, "-j", url))
    found = ours(house, url)

    assert [lies_at(post.pages[0].url) for post in found] == [address for address, _ in told]
    assert [said_by_us(post) for post in found] == [said_by_gallery_dl(work) for _, work in told]


def test_it_is_told_the_same_works_with_their_further_pictures(house):
    """The fox, what moves, several pictures, and the stolen fox."""
    thief = next(post for post in house.world.on("deviantart") if post.account.handle == "not-mika")
    posts = [house.post(0), house.post(4), house.post(14), thief]
    told = files(gallery_dl(house, "-j", *(post.url for post in posts)))
    http = house.signed_in()
    found = [SITE.fetch(http, SITE.settle(http, SITE.parse(post.url))) for post in posts]

    assert [lies_at(page.url) for post in found for page in post.pages] == [
        address for address, _ in told
    ]
    assert {post.ref.id: post.counts.views for post in found} == {
        work["deviationid"]: work["stats"]["views"] for _, work in told
    }


def test_it_finds_the_same_work_behind_a_short_address(house):
    url = "https://fav.me/devu4g1"
    ((_, work),) = files(gallery_dl(house, "-j", url))
    http = house.signed_in()

    assert work["deviationid"] == SITE.settle(http, SITE.parse(url)).id


def test_it_finds_the_same_folders(house):
    """It leads on to each folder where we name them with the last batch."""
    url = f"{HOME}/ann/favourites"
    told = gallery_dl(house, "-j", url, flat="false", metadata="false")
    http, last = house.signed_in(ask_pages="no"), str(len(ours(house, url)) - 1)
    found = SITE.list(http, SITE.parse(url), last).collections

    assert found
    assert [
        (message[2]["folderid"], message[2]["name"]) for message in told if message[0] == LIST
    ] == [(one.ref.id.rpartition("/")[2], one.title) for one in found]


def test_it_gets_the_same_file(house, tmp_path):
    url = house.world.fox("deviantart").url
    gallery_dl(house, "-q", "-D", str(tmp_path), url)
    http = house.signed_in()
    page = SITE.fetch(http, SITE.parse(url)).pages[0]
    received = http.stream_to(page.url, tmp_path / "ours", 1 << 24)

    (theirs,) = tmp_path.glob("*.png")
    assert hashlib.sha256(theirs.read_bytes()).hexdigest() == received.sha256
