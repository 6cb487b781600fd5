"""Danbooru's lists through its adapter, its login, and what goes wrong, over real sockets."""

from datetime import timedelta

import pytest

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
    Withheld,
)
from artkeep.fakes.danbooru import records
from artkeep.model.found import PostInfo
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.danbooru import SITE
from tests.sites.playing_boorus import Canned, as_it_was, id_of, playing

FOX = PostRef("danbooru", "9000001")
HOME = "https://danbooru.donmai.us"
POOL, FAVOURITES = f"{HOME}/pools/120001", f"{HOME}/users/7701/favorites"
EVERYTHING = f"{HOME}/posts?tags=original+status%3Aany"
PASTED = {"name": "SampleUser", "api_key": records.KEY}


@pytest.fixture(scope="module")
def one_danbooru():
    with playing(SITE, works=330) as booru:
        yield booru


@pytest.fixture
def danbooru(one_danbooru):
    as_it_was(one_danbooru, records.memory(one_danbooru.stage), records.Memory())
    return one_danbooru


@pytest.fixture
def http(danbooru):
    return danbooru.way()


@pytest.fixture
def mine(danbooru):
    way = danbooru.way(SITE.sign_in(danbooru.way(), PASTED))
    danbooru.served.log.clear()
    return way


@pytest.mark.parametrize(
    ("url", "title"),
    [
        (f"{HOME}/posts?tags=fox+snow", "fox snow"),
        (POOL, "Twelve Winters"),
        (f"{HOME}/favorite_groups/3301", "Best of winter"),
        (f"{HOME}/artists/77001", "aoyama mika"),
        (FAVOURITES, "Favourites of SampleUser"),
    ],
)
def test_a_list_has_a_title(http, url, title):
    ref = SITE.parse(url)
    found = SITE.describe(http, ref)

    assert (ref, title, url) == (found.ref, found.title, found.url)


def test_favourites_belong_to_somebody(http):
    assert "SampleUser" == SITE.describe(http, SITE.parse(FAVOURITES)).account.name


@pytest.mark.parametrize("path", ["pools/5", "favorite_groups/5", "artists/5", "users/5/favorites"])
def test_a_list_that_is_not_there_is_gone(http, path):
    with pytest.raises(Gone):
        SITE.describe(http, SITE.parse(f"{HOME}/{path}"))


def test_a_search_is_read_to_its_end_the_newest_first(danbooru, http):
    told = [post.id for post in danbooru.world.on("danbooru")]
    batches = danbooru.read(http, EVERYTHING)

    assert told == [id_of(post) for batch in batches for post in batch.posts]
    assert [200, len(told) - 200] == [len(batch.posts) for batch in batches]


def test_a_batch_takes_four_requests_however_many_posts_it_has(danbooru, http):
    SITE.list(http, SITE.parse(EVERYTHING), None)

    assert ["/artist_commentaries.json", "/posts.json", "/posts.json", "/users.json"] == sorted(
        danbooru.asked()
    )


def test_what_a_list_tells_is_what_a_post_tells(danbooru, http):
    listed = danbooru.read(http, POOL)[0].posts

    assert [SITE.fetch(http, post.ref) for post in listed] == list(listed)


def test_what_is_added_meanwhile_shifts_nothing(danbooru, http):
    first = SITE.list(http, SITE.parse(EVERYTHING), None)
    last = int(first.posts[-1].ref.id)

    assert f"b{last}" == first.cursor


def test_another_order_goes_by_pages(danbooru, http):
    url = f"{HOME}/posts?tags=original+status%3Aany+order%3Ascore"
    batches = danbooru.read(http, url)
    scores = [post.counts.score for batch in batches for post in batch.posts]

    assert "2" == batches[0].cursor
    assert sorted(scores, reverse=True) == scores


def test_favourites_come_as_they_were_made(danbooru, http):
    batches = danbooru.read(http, FAVOURITES)
    told = danbooru.world.lists("danbooru")["favorites"]

    assert list(told) == [id_of(post) for batch in batches for post in batch.posts]
    assert {PostInfo} == {type(post) for batch in batches for post in batch.posts}


def test_a_pool_is_read_from_its_last_post(danbooru, http):
    batches = danbooru.read(http, POOL)
    told = danbooru.world.lists("danbooru")["120001"]

    assert list(told) == [id_of(post) for batch in batches for post in batch.posts]
    assert len(told) == batches[0].total


def test_a_favourite_group_is_read_from_its_last_post(danbooru, http):
    told = danbooru.world.lists("danbooru")["favorites"][:10]

    assert list(told) == danbooru.ids(http, f"{HOME}/favorite_groups/3301")


def test_a_long_pool_goes_on_where_it_was_left_when_it_has_grown():
    ids = list(range(1, 452))

    http = Canned(lambda path: {"post_ids": ids} if path.startswith("/pools/") else [])
    ref = CollectionRef("danbooru", "pool/5")
    first = SITE.list(http, ref, None)
    ids.extend([900, 901])
    second = SITE.list(http, ref, first.cursor)
    third = SITE.list(http, ref, second.cursor)

    read = [int(post.id) for batch in (first, second, third) for post in batch.posts]
    assert list(range(451, 0, -1)) == read
    assert (451, 453, None) == (first.total, second.total, third.cursor)


def test_the_posts_of_an_artist_are_those_with_the_tag(danbooru, http):
    told = [
        post.id
        for post in danbooru.world.on("danbooru")
        if post.work.artist.key == "mika" and not records.is_deleted(post)
    ]

    assert told == danbooru.ids(http, f"{HOME}/artists/77001")


def test_a_post_that_is_not_shown_is_listed_by_its_address(danbooru, http):
    ids = danbooru.world.lists("danbooru")["120001"]
    danbooru.happen(ids[0], "private")
    danbooru.happen(ids[1], "deleted")
    records.memory(danbooru.stage).videos.add(ids[2])
    found = danbooru.read(http, POOL)[0].posts

    assert list(ids) == [id_of(post) for post in found]
    assert [PostRef] * 3 == [type(post) for post in found[:3]]
    assert {PostInfo} == {type(post) for post in found[3:]}


def test_private_favourites_are_withheld_not_empty(danbooru, http):
    records.memory(danbooru.stage).hides_favourites = True

    with pytest.raises(Withheld, match="favourites of SampleUser are private"):
        SITE.list(http, SITE.parse(FAVOURITES), None)


def test_a_search_that_finds_nothing_is_empty(http):
    found = SITE.list(http, SITE.parse(f"{HOME}/posts?tags=nothing_has_this"), None)

    assert ((), None) == (found.posts, found.cursor)


def test_a_search_for_too_many_tags_says_so(http):
    with pytest.raises(BadAnswer, match="more than 2 tags at a time; search for fewer") as caught:
        SITE.list(http, SITE.parse(f"{HOME}/posts?tags=a+b+c"), None)

    assert 422 == caught.value.answered


def test_a_page_too_deep_says_so(http):
    ref = SITE.parse(f"{HOME}/posts?tags=fox+order%3Ascore")

    with pytest.raises(BadAnswer, match="beyond page 1000; leave out the order"):
        SITE.list(http, ref, "1001")


def test_a_key_is_tried_before_it_is_kept(http):
    login = SITE.sign_in(http, {"name": " SampleUser ", "api_key": f"{records.KEY}\n"})

    assert ("7701", "SampleUser", {"api_key": records.KEY}) == (
        login.account,
        login.name,
        login.secrets,
    )
    assert set(PASTED) == set(SITE.fields)


def test_a_wrong_key_is_refused(http):
    with pytest.raises(LoginNeeded):
        SITE.sign_in(http, {**PASTED, "api_key": "wrong"})


def test_nobody_is_not_signed_in():
    http = Canned({"id": None, "name": "Anonymous"})

    with pytest.raises(LoginNeeded, match="does not know this user name"):
        SITE.sign_in(http, PASTED)


def test_the_login_is_shown_to_the_site_and_not_to_its_pictures(danbooru, mine, tmp_path):
    page = SITE.fetch(mine, FOX).pages[0]
    mine.stream_to(page.url, tmp_path / "fox.png", 1 << 24)

    shown = {seen.key: "authorization" in seen.headers for seen in danbooru.served.log}
    assert {"base": True, "pictures": False} == shown


def test_what_is_for_members_needs_a_login(http, mine):
    ref = SITE.parse(f"{HOME}/favorite_groups/3302")

    assert "Best of winter" == SITE.describe(mine, ref).title
    with pytest.raises(LoginNeeded, match="members only"):
        SITE.describe(http, ref)


@pytest.mark.parametrize("url", [f"{HOME}/posts/9000001", EVERYTHING])
@pytest.mark.parametrize(
    ("mood", "error"),
    [
        ("busy", RateLimited),
        ("blocked", Blocked),
        ("changed", SiteChanged),
        ("expired", LoginNeeded),
        ("down", SiteDown),
        ("truncated", Unreachable),
        ("wrong_length", Unreachable),
    ],
)
def test_every_trouble_has_its_name(danbooru, mine, url, mood, error):
    danbooru.mood(mood)
    ref = SITE.parse(url)

    with pytest.raises(error):
        SITE.fetch(mine, ref) if isinstance(ref, PostRef) else SITE.list(mine, ref, None)


def test_it_waits_as_long_as_the_site_asks(danbooru, http):
    danbooru.mood("busy")

    with pytest.raises(RateLimited) as caught:
        SITE.fetch(http, FOX)
    assert danbooru.clock.now() + timedelta(seconds=30) == caught.value.until


@pytest.mark.parametrize(
    ("url", "field"), [(f"{HOME}/posts/9000001", "rating"), (POOL, "post_ids")]
)
def test_a_missing_field_is_named(danbooru, http, url, field):
    danbooru.mood("changed")
    ref = SITE.parse(url)

    with pytest.raises(SiteChanged, match=f"lacks '{field}'"):
        SITE.fetch(http, ref) if isinstance(ref, PostRef) else SITE.list(http, ref, None)


@pytest.mark.parametrize(
    ("status", "content", "error", "said"),
    [
        (200, b"<html>new pages</html>", SiteChanged, "not JSON"),
        (200, b"<html><title>Just a moment...", Blocked, "human"),
        (200, b'{"posts": []}', SiteChanged, "no list"),
        (404, b"<html>nothing here</html>", BadAnswer, "404"),
        (500, b'{"message": "The database timed out running your query."}', SiteDown, "timed out"),
        (451, b'{"message": "Not in your country"}', Withheld, "Not in your country"),
    ],
)
def test_what_it_answers_means_something(status, content, error, said):
    with pytest.raises(error, match=said):
        SITE.list(Canned(content, status), CollectionRef("danbooru", "search/fox"), None)
