"""What Mastodon.py and gallery-dl read from the fake is what our adapter reads from it."""

import json

import pytest

from artkeep.fakes.mastodon import memory
from artkeep.model.refs import PostRef
from artkeep.sites.mastodon import SITE
from tests.sites.playing_boorus import playing
from tests.witnesses.asking import told_by

HOME = "art.example"
PASTED = {"home": HOME, "access_token": memory.TOKEN}
MEDIA = f"https://{HOME}/@mika"
FILE = 3  # the kind of gallery-dl's messages that names a file


@pytest.fixture(scope="module")
def mastodon():
    with playing(SITE, works=130) as house:
        yield house


@pytest.fixture(scope="module")
def mine(mastodon):
    return mastodon.way(SITE.sign_in(mastodon.way(), PASTED))


@pytest.fixture(scope="module")
def theirs(mastodon):
    """What Mastodon.py reads: question → objects."""
    questions = {
        "post": ("post", mastodon.world.fox("mastodon").own_id),
        "from afar": ("post", memory.id_of(HOME, from_afar(mastodon))),
        "media": ("media", "mika"),
        "favourites": ("favourites",),
        "bookmarks": ("bookmarks",),
        "me": ("me",),
    }
    asked = map(json.dumps, questions.values())
    lines = told_by("mastodonpy", mastodon.served, HOME, memory.TOKEN, *asked)
    return {
        name: [told for which, told in lines if which == place]
        for place, name in enumerate(questions)
    }


def from_afar(mastodon):
    return next(
        post
        for post in mastodon.world.on("mastodon")
        if post.place != HOME and not post.account.is_private and post.pages
    )


def said_by_us(post):
    return (
        *(post.ref.id.rpartition("/")[2], post.url, post.caption),
        *(post.account.ref.id, post.account.handle.removesuffix(f"@{HOME}"), post.account.name),
        f"{post.published_at:%Y-%m-%d %H:%M:%S}",
        [tag.name for tag in post.tags],
        *(post.counts.favourites, post.counts.comments, post.counts.reposts),
        [
            (page.stamp, {page.url, *page.fallbacks}, page.alt, page.width, page.height)
            for page in post.pages
        ],
    )


def said_by_it(status):
    account, spoiler = status["account"], status["spoiler_text"]
    return (
        *(str(status["id"]), status["url"]),
        (f"<p>{spoiler}</p>" if spoiler else "") + status["content"],
        *(f"{HOME}/{account['id']}", account["acct"], account["display_name"]),
        str(status["created_at"])[:19],
        [tag["name"] for tag in status["tags"]],
        *(status["favourites_count"], status["replies_count"], status["reblogs_count"]),
        [
            (
                str(one["id"]),
                {one[name] for name in ("url", "remote_url", "preview_url") if one[name]},
                one["description"],
                one["meta"]["original"]["width"],
                one["meta"]["original"]["height"],
            )
            for one in status["media_attachments"]
        ],
    )


def ours(mastodon, http, url):
    found = mastodon.read(http, url)
    return [post for batch in found for post in batch.posts]


def test_it_is_told_the_same_post(mastodon, theirs):
    fox = PostRef("mastodon", mastodon.world.fox("mastodon").id)
    (told,) = theirs["post"]

    assert said_by_it(told) == said_by_us(SITE.fetch(mastodon.way(), fox))


def test_it_is_told_the_same_post_from_another_home(mastodon, theirs):
    ref = PostRef("mastodon", f"{HOME}/{memory.id_of(HOME, from_afar(mastodon))}")
    (told,) = theirs["from afar"]

    assert said_by_it(told) == said_by_us(SITE.fetch(mastodon.way(), ref))


@pytest.mark.parametrize(
    ("question", "url"),
    [
        ("media", MEDIA),
        ("favourites", f"https://{HOME}/favourites"),
        ("bookmarks", f"https://{HOME}/bookmarks"),
    ],
)
def test_it_is_told_the_same_list(mastodon, mine, theirs, question, url):
    told = [said_by_it(status) for status in theirs[question]]

    assert told == [said_by_us(post) for post in ours(mastodon, mine, url)]


def test_it_knows_who_is_signed_in(mine, theirs):
    (told,) = theirs["me"]

    assert mine.login.account == f"{HOME}/{told['id']}"
    assert mine.login.name == f"{told['acct']}@{HOME}"


@pytest.mark.parametrize("url", [MEDIA, f"https://{HOME}/favourites"])
def test_gallery_dl_finds_the_same_pictures(mastodon, mine, url):
    token = ("-o", f"extractor.mastodon.access-token={memory.TOKEN}")
    told = told_by("gallery_dl", mastodon.served, "-j", *token, f"mastodon:{url}")
    files = [message[1:] for message in told if message[0] == FILE]
    posts = ours(mastodon, mine, url)

    assert [(where, said["id"], said["date"], said["tags"]) for where, said in files] == [
        (
            *(page.url, post.ref.id.rpartition("/")[2]),
            f"{post.published_at:%Y-%m-%d %H:%M:%S}",
            [tag.name for tag in post.tags],
        )
        for post in posts
        for page in post.pages
    ]


def test_gallery_dl_gets_the_same_file(mastodon, tmp_path):
    fox = mastodon.world.fox("mastodon")
    told_by("gallery_dl", mastodon.served, "-q", "-D", str(tmp_path), f"mastodon:{fox.url}")

    (file,) = tmp_path.iterdir()
    assert fox.pages[0].bytes() == file.read_bytes()
