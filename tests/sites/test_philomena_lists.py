"""Philomena's lists through its adapter, its keys and filters, over real sockets."""

import pytest

from artkeep.errors import BadAnswer, BadSetting, Gone, LoginNeeded, RateLimited, SiteChanged
from artkeep.fakes.philomena import records
from artkeep.model.found import PostInfo
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.base import Lists, Site, TakesKey
from artkeep.sites.philomena import SITE
from tests.sites.playing_boorus import Canned, as_it_was, id_of, playing

DERPI = "https://derpibooru.org"
EVERYTHING = f"{DERPI}/search?q=original"
FAVES = f"{DERPI}/search?q=my%3Afaves"
GALLERY = f"{DERPI}/galleries/8801"
PASTED = {"home": "derpibooru.org", "name": "SampleUser", "key": records.KEY}


@pytest.fixture(scope="module")
def one_philomena():
    with playing(SITE, works=250) as booru:
        yield booru


@pytest.fixture
def philomena(one_philomena):
    as_it_was(one_philomena, records.memory(one_philomena.stage), records.Memory())
    return one_philomena


@pytest.fixture
def http(philomena):
    return philomena.way()


@pytest.fixture
def mine(philomena):
    way = philomena.way(SITE.sign_in(philomena.way(), PASTED))
    philomena.served.log.clear()
    return way


def at_derpibooru(philomena):
    return [post.id for post in philomena.world.on("philomena") if post.place == "derpibooru.org"]


def test_it_offers_what_it_says():
    for protocol in (Site, Lists, TakesKey):
        assert isinstance(SITE, protocol)


def test_a_search_is_read_to_its_end_the_newest_first(philomena, http):
    batches, told = philomena.read(http, EVERYTHING), at_derpibooru(philomena)

    assert told == [id_of(post) for batch in batches for post in batch.posts]
    assert [50, 50, len(told) - 100] == [len(batch.posts) for batch in batches]
    assert [len(told), None, None] == [batch.total for batch in batches]


def test_a_batch_is_one_request(philomena, http):
    SITE.list(http, SITE.parse(EVERYTHING), None)

    assert ["/derpibooru.org/api/v1/json/search/images"] == philomena.asked()


def test_a_search_goes_on_behind_the_last_image(philomena, http):
    first = SITE.list(http, SITE.parse(EVERYTHING), None)

    assert id_of(first.posts[-1]).rpartition("/")[2] == first.cursor


def test_a_search_of_several_parts_goes_on_as_one(philomena, http):
    told = at_derpibooru(philomena)

    assert told == philomena.ids(http, f"{DERPI}/search?q=fox+%7C%7C+original")


def test_what_a_list_tells_is_what_an_image_tells(http):
    listed = SITE.list(http, SITE.parse(GALLERY), None).posts[:5]

    assert [SITE.fetch(http, post.ref) for post in listed] == list(listed)


def test_a_tag_is_a_search_for_it(philomena, http):
    told = [
        post.id
        for post in philomena.world.on("philomena")
        if post.work.artist.key == "mika" and post.place == "derpibooru.org"
    ]

    assert told == philomena.ids(http, f"{DERPI}/tags/artist-colon-mika+aoyama")


def test_another_order_goes_by_pages(philomena, http):
    batches = philomena.read(http, f"{EVERYTHING}&sf=score&sd=desc")
    scores = [post.counts.score for batch in batches for post in batch.posts]

    assert "2" == batches[0].cursor
    assert sorted(scores, reverse=True) == scores
    assert {len(scores)} == {batch.total for batch in batches}


def test_the_oldest_can_come_first(philomena, http):
    assert at_derpibooru(philomena)[::-1] == philomena.ids(http, f"{EVERYTHING}&sf=id&sd=asc")


def test_what_no_home_shows_is_said(http):
    ref = SITE.parse(f"{EVERYTHING}&sf=score")

    with pytest.raises(BadAnswer, match="no more than the first 10,000"):
        SITE.list(http, ref, "201")


@pytest.mark.parametrize(
    ("url", "list_id"),
    [
        (GALLERY, "derpibooru.org/8801"),
        ("https://furbooru.org/galleries/8802", "furbooru.org/8802"),
    ],
)
def test_a_gallery_is_read_from_its_last_addition(philomena, http, url, list_id):
    batches, told = philomena.read(http, url), philomena.world.lists("philomena")[list_id]

    assert list(told) == [id_of(post) for batch in batches for post in batch.posts]
    assert len(told) == batches[0].total


@pytest.mark.parametrize(
    ("url", "title", "owner"),
    [
        (GALLERY, "Snow & Ice", "derpibooru.org/7701"),
        ("https://furbooru.org/galleries/8802", "Foxes", "furbooru.org/7701"),
        (f"{DERPI}/search?q=fox%2C+snow", "fox, snow", None),
        (FAVES, "my faves", "derpibooru.org/SampleUser"),
    ],
)
def test_a_list_has_a_title_and_perhaps_an_owner(mine, url, title, owner):
    ref = SITE.parse(url)
    found = SITE.describe(mine, ref)

    assert (ref, title, url) == (found.ref, found.title, found.url)
    assert owner == (found.account and found.account.ref.id)


def test_the_faves_of_a_stranger_have_no_owner(http):
    assert SITE.describe(http, SITE.parse(FAVES)).account is None


def test_a_gallery_of_nobody_has_no_owner():
    gallery = {"title": "Foxes", "creator": None, "creator_id": None}
    http = Canned({"galleries": [gallery]})

    assert SITE.describe(http, SITE.parse(GALLERY)).account is None


def test_a_gallery_that_is_not_there_is_gone(http):
    with pytest.raises(Gone, match=r"galleries/5 is no longer there"):
        SITE.describe(http, SITE.parse(f"{DERPI}/galleries/5"))


def test_ones_own_faves_are_read_with_a_key(philomena, http, mine):
    told = philomena.world.lists("philomena")["derpibooru.org/faves"]

    assert set(told) == set(philomena.ids(mine, FAVES))
    with pytest.raises(LoginNeeded, match="artkeep login philomena"):
        SITE.list(http, SITE.parse(FAVES), None)


def test_a_key_is_shown_to_its_own_home_only(philomena, mine):
    SITE.list(mine, SITE.parse("https://furbooru.org/search?q=original"), None)
    SITE.list(mine, SITE.parse(EVERYTHING), None)

    assert [False, True] == [f"key={records.KEY}" in seen.query for seen in philomena.served.log]


def test_a_key_that_is_no_longer_good_says_so(philomena, mine):
    philomena.mood("expired")

    with pytest.raises(LoginNeeded, match="does not know your key"):
        SITE.list(mine, SITE.parse(FAVES), None)


def test_a_key_is_tried_before_it_is_kept(http):
    pasted = {"home": " Derpibooru.org", "name": "SampleUser ", "key": f"{records.KEY}\n"}
    login = SITE.sign_in(http, pasted)

    assert ("derpibooru.org/SampleUser", "SampleUser") == (login.account, login.name)
    assert {"key": records.KEY} == login.secrets
    assert set(PASTED) == set(SITE.fields)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "wrong"}, "does not know this key"),
        ({"key": " "}, "does not know this key"),
        ({"home": "derpibooru"}, "is no host name"),
        ({"home": "https://derpibooru.org/"}, "is no host name"),
    ],
)
def test_what_is_pasted_wrong_is_refused(http, changes, said):
    with pytest.raises(LoginNeeded, match=said):
        SITE.sign_in(http, {**PASTED, **changes})


def test_everything_is_seen_without_a_setting(philomena, http):
    records.memory(philomena.stage).filtered = {"original"}

    assert at_derpibooru(philomena) == philomena.ids(http, EVERYTHING)
    assert [] == philomena.ids(philomena.way(filter_id="100073"), EVERYTHING)


@pytest.mark.parametrize(
    ("setting", "derpibooru", "furbooru"),
    [
        ("7", "7", "7"),
        ("furbooru.org=8", "56027", "8"),
        ("9, derpibooru.org=10 a.example=11", "10", "9"),
    ],
)
def test_a_setting_chooses_the_filter(philomena, setting, derpibooru, furbooru):
    http = philomena.way(filter_id=setting)
    SITE.list(http, SITE.parse(EVERYTHING), None)
    SITE.list(http, SITE.parse("https://furbooru.org/search?q=fox"), None)

    asked = [
        dict(part.split("=") for part in seen.query.split("&")) for seen in philomena.served.log
    ]
    assert [derpibooru, furbooru] == [query["filter_id"] for query in asked]


def test_other_homes_begin_with_the_second_filter():
    http = Canned({"images": [], "total": 0})
    SITE.list(http, CollectionRef("philomena", "a.example/search/id/fox"), None)

    assert "a.example" == http.asked[0]
    assert "2" == http.asked[1][2]["filter_id"]


def test_a_setting_that_is_no_filter_is_refused(philomena):
    with pytest.raises(BadSetting, match="everything is neither a number nor home=number"):
        SITE.list(philomena.way(filter_id="everything"), SITE.parse(EVERYTHING), None)


def test_what_shows_no_picture_is_listed_by_its_address(philomena, http):
    ids = philomena.world.lists("philomena")["derpibooru.org/8801"]
    records.memory(philomena.stage).formats[ids[0]] = "webm"
    found = SITE.list(http, SITE.parse(GALLERY), None).posts

    assert PostRef("philomena", ids[0]) == found[0]
    assert {PostInfo} == {type(post) for post in found[1:]}


def test_a_removed_image_is_not_on_a_list(philomena, http):
    ids = list(philomena.world.lists("philomena")["derpibooru.org/8801"])
    philomena.happen(ids[3], "deleted")

    assert ids[:3] + ids[4:] == philomena.ids(http, GALLERY)


def test_an_image_that_was_merged_since_is_listed_by_its_address():
    stub = {"id": 5, "duplicate_of": 6, "deletion_reason": None, "hidden_from_users": True}
    found = SITE.list(Canned({"images": [stub], "total": 1}), SITE.parse(EVERYTHING), None)

    assert (PostRef("philomena", "derpibooru.org/5"),) == found.posts


def test_an_empty_answer_ends_a_list_whatever_its_total():
    """The site's index may still count what is gone."""
    found = SITE.list(Canned({"images": [], "total": 1}), SITE.parse(EVERYTHING), "900001")

    assert ((), None) == (found.posts, found.cursor)


def test_a_query_that_makes_no_sense_says_why(http):
    with pytest.raises(BadAnswer, match="Imbalanced parentheses"):
        SITE.list(http, SITE.parse(f"{DERPI}/search?q=%28fox"), None)


@pytest.mark.parametrize(("mood", "error"), [("busy", RateLimited), ("changed", SiteChanged)])
def test_trouble_with_a_list_has_its_name(philomena, http, mood, error):
    philomena.mood(mood)

    with pytest.raises(error):
        SITE.list(http, SITE.parse(EVERYTHING), None)


@pytest.mark.parametrize("url", [GALLERY, EVERYTHING])
def test_a_missing_field_is_named(url):
    with pytest.raises(SiteChanged, match="search/images lacks 'images'"):
        SITE.list(Canned({"pictures": []}), SITE.parse(url), None)
