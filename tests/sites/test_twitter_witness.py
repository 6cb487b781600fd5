"""What tweepy reads from the fake is what our adapter reads from it.

What gallery-dl reads there is one of our three ways, and compared with the others in
`test_twitter.py`.
"""

import hashlib

import pytest

from artkeep.fakes.twitter.memory import TOKEN
from artkeep.model.refs import CollectionRef
from artkeep.sites.twitter import SITE
from tests.sites.playing_twitter import every, playing
from tests.witnesses.asking import told_by

MIKA = CollectionRef("twitter", "media/424242")


@pytest.fixture(scope="module")
def house():
    with playing() as house:
        yield house


def tweepy(house, *words):
    return told_by("tweepy", house.served, TOKEN, *words)


def said_by_us(post):
    return (
        *(post.ref.id, post.account.ref.id, post.account.handle, post.account.name),
        *(str(post.published_at), post.counts.favourites, post.counts.reposts),
        [(page.stamp, page.width, page.height, page.alt) for page in post.pages],
    )


def said_by_tweepy(told):
    post, user, metrics = told["post"], told["user"], told["post"]["public_metrics"]
    return (
        *(post["id"], user["id"], user["username"], user["name"]),
        *(told["at"], metrics["like_count"], metrics["retweet_count"]),
        [
            (key_of(one["url"]), one["width"], one["height"], one.get("alt_text", ""))
            for one in told["media"]
        ],
    )


def key_of(url):
    return url.rpartition("/")[2].removesuffix(".jpg")


def test_it_is_told_the_same_post(house):
    many = next(post for post in house.world.on("twitter") if post.kind == "many")
    for post in (house.world.fox("twitter"), many):
        (told,) = tweepy(house, "post", post.id)
        ref = SITE.parse(told_at(post))
        assert said_by_tweepy(told) == said_by_us(SITE.fetch(house.api(), ref))


def told_at(post):
    return f"https://x.com/i/status/{post.id}"


def test_it_is_told_the_same_account(house):
    (told,) = tweepy(house, "user", "mika_draws")
    found = SITE.describe(house.api(), SITE.parse("https://x.com/mika_draws")).account

    assert (told["id"], told["username"], told["name"]) == (found.ref.id, found.handle, found.name)


def test_it_is_told_the_same_posts_in_the_same_order(house):
    told = [said_by_tweepy(each) for each in tweepy(house, "posts", "424242") if each["media"]]

    assert told == [said_by_us(post) for post in every(house.api(), MIKA)]


def test_gallery_dl_gets_the_same_file(house, tmp_path):
    fox = house.world.fox("twitter")
    told_by(
        "gallery_dl",
        house.served,
        "-q",
        "-D",
        str(tmp_path),
        told_at(fox).replace("/i/", "/mika_draws/"),
    )

    (theirs,) = tmp_path.glob("*.jpg")
    assert hashlib.sha256(theirs.read_bytes()).hexdigest() == fox.pages[0].sha256
