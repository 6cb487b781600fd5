"""The promises that every adapter keeps, tried on all of them: those about answers."""

import json
from datetime import timedelta

import pytest

from artkeep.errors import (
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
    Withheld,
)
from artkeep.fakes.web import fakes
from artkeep.model.found import PostInfo
from artkeep.sites import SITES, base
from tests.sites.promises import PROMISED

PLAYED = [name for name in SITES if name in fakes()]
LISTS = [(name, url) for name in PLAYED for url in PROMISED[name].lists]
MOST_BATCHES = 60
MOST_BYTES = 1 << 24

every_site = pytest.mark.parametrize("name", PLAYED)
every_site_with_a_login = pytest.mark.parametrize(
    "name", [name for name in PLAYED if PROMISED[name].login]
)
every_list = pytest.mark.parametrize(("name", "url"), LISTS)


class Playing:
    """The fakes, and the collector's ways to them."""

    def __init__(self, served, site_http):
        self.served = served
        self.world = served.world
        self._open = site_http
        self._logins = {}

    def way(self, name):
        """Return the way to a site, signed in where that is needed."""
        sign_in = PROMISED[name].login
        if sign_in is not None and name not in self._logins:
            self._logins[name] = sign_in(SITES[name], self._open(name))
        return self._open(name, self._logins.get(name))

    def fox(self, name):
        """Return the fox's lasting address."""
        return self.lasting(name, self.world.fox(name).url)

    def lasting(self, name, url):
        """Return the lasting address of a post or a list."""
        site = SITES[name]
        ref = site.parse(url)
        return site.settle(self.way(name), ref) if isinstance(site, base.Names) else ref


@pytest.fixture
def playing(served, site_http):
    served.moods.clear()
    served.log.clear()
    return Playing(served, site_http)


@pytest.fixture
def happening(playing):
    """Let something become of the fox, until the test ends."""
    happened = []

    def happen(name, event):
        fox = playing.world.fox(name).id
        playing.world.happen(name, fox, event)
        happened.append((name, fox))

    yield happen
    for name, fox in happened:
        playing.world.happen(name, fox, "restored")


def whole_list(site, way, ref):
    """Return what a list has, batch by batch."""
    found, cursor, seen = [], None, set()
    for _ in range(MOST_BATCHES):
        batch = site.list(way, ref, cursor)
        found += batch.posts
        cursor = batch.cursor
        assert cursor not in seen
        seen.add(cursor)
        if cursor is None:
            return found
    raise AssertionError(f"{ref} does not end")


def ref_of(post):
    return post.ref if isinstance(post, PostInfo) else post


@every_site
def test_the_fake_answers_at_every_address_of_the_site(playing, name):
    known = {key.removesuffix("_url") for key in SITES[name].about.addresses}

    assert known == set(playing.served.addresses()[name])


@every_site
def test_a_post_is_read_as_the_world_has_it(playing, name):
    fox, ref = playing.world.fox(name), playing.fox(name)
    found = SITES[name].fetch(playing.way(name), ref)

    assert ref == found.ref
    assert ref == playing.lasting(name, found.url)
    assert found.title
    assert len(fox.pages) == len(found.pages)
    assert found.published_at in (fox.published_at, day_of(fox), None)
    assert found.raw
    assert json.loads(found.raw)


def day_of(post):
    """Return the day of a post: some sites tell no more."""
    return post.published_at.replace(hour=0, minute=0, second=0, microsecond=0)


@every_site
def test_the_best_version_of_each_picture_is_found_where_the_post_says(playing, name, tmp_path):
    fox = playing.world.fox(name)
    way = playing.way(name)
    received = [
        way.stream_to(page.url, tmp_path / f"{position}", MOST_BYTES, page.referer)
        for position, page in enumerate(SITES[name].fetch(way, playing.fox(name)).pages)
    ]

    assert [picture.sha256 for picture in fox.pages] == [one.sha256 for one in received]
    assert [] == [
        seen
        for seen in playing.served.log
        if "pictures" in seen.key and {"authorization", "cookie"} & set(seen.headers)
    ]


@every_list
def test_a_list_ends_and_has_what_the_world_has_in_its_order(playing, name, url):
    world, ref = playing.world, playing.lasting(name, url)
    names = {post.id: {post.id, post.uuid} for post in world.on(name)}
    alive = [
        names[post]
        for post in world.lists(name)[PROMISED[name].lists[url]]
        if world.fate(name, post) not in ("deleted", "private")
    ]
    found = [ref_of(post).id for post in whole_list(SITES[name], playing.way(name), ref)]
    there = [post for post in found if any(post in one for one in alive)]

    assert len(found) == len(set(found))
    assert [] == [(post, one) for post, one in zip(there, alive, strict=True) if post not in one]


@every_list
def test_a_list_says_of_a_post_what_the_post_says(playing, name, url):
    site, way = SITES[name], playing.way(name)
    batch = site.list(way, playing.lasting(name, url), None)
    listed = [post for post in batch.posts if isinstance(post, PostInfo)][:3]
    fetched = [site.fetch(way, post.ref) for post in listed]

    assert [told(post) for post in listed] == [told(post) for post in fetched]


def told(post):
    pages = [page.url.partition("?")[0] for page in post.pages]
    return post.ref, post.title, post.published_at, post.account.ref, pages


@every_list
def test_a_list_has_a_title_and_an_address(playing, name, url):
    ref = playing.lasting(name, url)
    found = SITES[name].describe(playing.way(name), ref)

    assert ref == found.ref
    assert found.title
    assert ref == playing.lasting(name, found.url)


@every_site
def test_a_site_that_is_busy_says_until_when(playing, name):
    way, ref = playing.way(name), playing.fox(name)
    playing.served.moods.set(name, "busy")

    with pytest.raises(RateLimited) as raised:
        SITES[name].fetch(way, ref)

    assert timedelta(0) < raised.value.until - playing.way(name).now() <= timedelta(hours=24)


@every_site
@pytest.mark.parametrize(
    ("mood", "expected"),
    [
        ("blocked", Blocked),
        ("down", SiteDown),
        ("truncated", Unreachable),
        ("wrong_length", Unreachable),
    ],
)
def test_trouble_is_said_in_our_words(playing, name, mood, expected):
    way, ref = playing.way(name), playing.fox(name)
    playing.served.moods.set(name, mood)

    with pytest.raises(expected):
        SITES[name].fetch(way, ref)


@every_site_with_a_login
def test_a_login_that_is_over_is_said(playing, name):
    way, ref = playing.way(name), playing.fox(name)
    playing.served.moods.set(name, "expired")

    with pytest.raises(LoginNeeded):
        SITES[name].fetch(way, ref)


@every_site_with_a_login
def test_what_is_kept_of_an_answer_holds_no_secret(playing, name):
    way = playing.way(name)
    found = SITES[name].fetch(way, playing.fox(name))

    assert [] == [secret for secret in way.login.secrets.values() if secret in repr(found)]
    assert [] == [seen for seen in playing.served.log if "token" in seen.query]


@every_site
def test_a_missing_field_is_named(playing, name):
    way, ref = playing.way(name), playing.fox(name)
    playing.served.moods.set(name, "changed")

    with pytest.raises(SiteChanged, match=r"\w+"):
        SITES[name].fetch(way, ref)


@every_site
def test_a_slow_answer_is_waited_for(playing, name):
    playing.served.moods.slow_seconds = 0.05
    way, ref = playing.way(name), playing.fox(name)
    playing.served.moods.set(name, "slow", times=1)

    assert ref == SITES[name].fetch(way, ref).ref


@every_site
def test_a_deleted_post_is_gone(playing, happening, name):
    way, ref = playing.way(name), playing.fox(name)
    happening(name, "deleted")

    with pytest.raises(Gone):
        SITES[name].fetch(way, ref)


@every_site
def test_a_post_that_is_private_now_is_not_shown(playing, happening, name):
    way, ref = playing.way(name), playing.fox(name)
    happening(name, "private")

    with pytest.raises((Withheld, LoginNeeded, Gone)):
        SITES[name].fetch(way, ref)


@every_site
def test_a_replaced_picture_has_another_stamp_or_address(playing, happening, name):
    way, ref = playing.way(name), playing.fox(name)
    before = SITES[name].fetch(way, ref).pages[0]
    happening(name, "replaced")
    after = SITES[name].fetch(way, ref).pages[0]

    assert (before.url.partition("?")[0], before.stamp) != (
        after.url.partition("?")[0],
        after.stamp,
    )
