"""DeviantArt's lists through the adapter, over real sockets: galleries, favourites, folders."""

import pytest

from artkeep.errors import BadAnswer, Gone, SiteChanged
from artkeep.fakes import world_lists
from artkeep.fakes.deviantart import app, extras, folders
from artkeep.fakes.deviantart.works import LOCKED
from artkeep.model.found import PostInfo
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.deviantart import SITE
from tests.sites.playing import restoring
from tests.sites.playing_deviantart import Canned

IDS = world_lists.DEVIANTART
WINTER = f"favourites/ann/{IDS['favourites Winter']}"


@pytest.fixture
def house(deviantart):
    return deviantart


@pytest.fixture
def http(house):
    return house.signed_in()


@pytest.fixture
def happen(house):
    """Let something happen to a work, until the test ends."""
    with restoring(house.world, "deviantart") as happen:
        yield happen


def at(url):
    return SITE.parse(f"https://www.deviantart.com/{url}")


def batches(http, ref):
    """Return a list's batches to its end."""
    found, cursor = [], None
    while True:
        found.append(SITE.list(http, ref, cursor))
        cursor = found[-1].cursor
        if cursor is None:
            return found


def ids(http, ref):
    posts = [post for batch in batches(http, ref) for post in batch.posts]
    return [getattr(post, "ref", post).id for post in posts]


def long_ids(posts):
    return [post.uuid for post in posts]


def in_world(house, name):
    posts = [
        house.world.post("deviantart", own) for own in house.world.lists("deviantart")[IDS[name]]
    ]
    return long_ids(posts)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("ann/favourites", "favourites Featured"),
        ("ann/favourites/71830044/winter", "favourites Winter"),
        ("ann/gallery/71830042/birds", "gallery Birds"),
    ],
)
def test_a_list_has_what_the_world_has_in_its_order(house, http, url, name):
    assert in_world(house, name) == ids(http, at(url))[: len(in_world(house, name))]


def test_a_gallery_has_all_that_its_artist_made(house, http):
    mika = house.world.fox("deviantart").account

    assert long_ids(house.world.of("deviantart", mika.id)) == ids(http, at("mika-aoyama"))


def test_a_thief_s_gallery_has_the_stolen_fox(house, http):
    (stolen,) = ids(http, at("not-mika/gallery"))

    assert "my fox (DO NOT STEAL)" == SITE.fetch(http, PostRef("deviantart", stolen)).title


def test_a_short_batch_is_not_the_end(house, http):
    sizes = [len(batch.posts) for batch in batches(http, at("ann/favourites"))]

    assert [24, app.SHORT_PAGE] == sizes[:2]
    assert len(sizes) > 3


def test_the_folders_come_with_the_last_batch(http):
    found = batches(http, at("ann/favourites"))

    assert {()} == {batch.collections for batch in found[:-1]}
    assert [("Featured", "gallery/ann"), ("Birds", "gallery/ann")] == [
        (one.title, one.ref.id.rpartition("/")[0])
        for one in batches(http, at("ann"))[-1].collections
    ]
    assert [f"favourites/ann/{IDS['favourites Featured']}", WINTER] == [
        one.ref.id for one in found[-1].collections
    ]


def test_folders_inside_of_folders_are_found(house, http):
    mika = house.world.fox("deviantart").account
    inside = batches(http, at("mika-aoyama"))[-1].collections
    assert ["Featured", "Winters"] == [one.title for one in inside]

    winters = folders.all_of(house.stage, "gallery", mika)[1]
    assert long_ids(folders.within(house.stage, winters)) == ids(http, inside[1].ref)


def test_a_folder_has_no_folders(http):
    assert [()] == [batch.collections for batch in batches(http, at("ann/gallery/1/birds"))]


def test_works_are_told_whole_where_the_list_tells_everything(house):
    """Only what has an original, or may be of several pictures, has to be asked for by itself."""
    http = house.signed_in(originals="no", ask_pages="no")
    posts = [post for batch in batches(http, at("mika-aoyama")) for post in batch.posts]
    whole = [post for post in posts if isinstance(post, PostInfo)]
    locked = [post.uuid for post in house.world.on("deviantart") if post.work.index % 100 == LOCKED]

    assert locked == [post.id for post in posts if isinstance(post, PostRef)]
    assert len(whole) > 20
    fetched = [SITE.fetch(http, post.ref) for post in whole[:3]]
    assert [told(post) for post in fetched] == [told(post) for post in whole[:3]]
    assert (None, True) == (whole[0].counts.views, whole[0].counts.favourites > 0)


def told(post):
    pages = [(page.stamp, page.width, page.height) for page in post.pages]
    shown = post.title, post.caption, post.tags, post.rating, post.published_at, post.account
    return post.ref, post.url, *shown, pages


def test_a_new_work_and_one_with_an_original_are_asked_for_by_themselves(house, http):
    posts = SITE.list(http, at("mika-aoyama"), None).posts
    assert {PostRef} == {type(post) for post in posts}

    http = house.signed_in(ask_pages="no")
    posts = SITE.list(http, at("mika-aoyama"), None).posts
    fox = house.world.fox("deviantart").uuid
    assert fox == getattr(posts[0], "id", "")
    assert {PostRef, PostInfo} == {type(post) for post in posts}


def test_two_requests_bring_a_batch(house):
    SITE.list(house.signed_in(ask_pages="no"), at("ann/favourites"), None)

    assert ["/collections/all", "/deviation/metadata"] == house.asked()


def test_nothing_is_asked_of_works_that_are_asked_for_by_themselves(house, http):
    SITE.list(http, at("not-mika"), None)

    assert ["/gallery/all", "/gallery/folders"] == house.asked()


def test_what_a_stranger_sees_blurred_comes_as_an_address(house):
    http = house.way(originals="no", ask_pages="no")
    posts = [post for batch in batches(http, at("mika-aoyama")) for post in batch.posts]
    shown = {post.ref.id for post in posts if isinstance(post, PostInfo)}
    of_her = [post for post in house.world.on("deviantart") if post.uuid in shown]

    assert {"general"} == {post.rating for post in of_her}


def test_a_deleted_favourite_stays_as_an_address(http, happen, house):
    happen("900000001", "deleted")
    posts = [post for batch in batches(http, at("ann/favourites")) for post in batch.posts]
    fox = PostRef("deviantart", house.world.fox("deviantart").uuid)

    assert fox in posts
    with pytest.raises(Gone):
        SITE.fetch(http, fox)
    assert fox.id not in ids(http, at("mika-aoyama"))


def test_texts_and_films_come_as_addresses(http):
    posts = [post for batch in batches(http, at("ann")) for post in batch.posts]

    assert [PostRef("deviantart", extras.long_id(number)) for number in extras.TITLES] == posts[-2:]


@pytest.mark.parametrize(
    ("url", "title", "settled"),
    [
        ("ann", "ann: gallery", "gallery/ann"),
        ("Ann/favourites/all", "ann: favourites", "favourites/ann"),
        ("ann/favourites/71830044/winter", "ann: favourites: Winter", WINTER),
        (WINTER.replace("favourites/ann", "ann/favourites"), "ann: favourites: Winter", WINTER),
    ],
)
def test_a_list_says_what_it_is_and_whose(http, url, title, settled):
    found = SITE.describe(http, at(url))

    assert (title, CollectionRef("deviantart", settled)) == (found.title, found.ref)
    assert found.ref == SITE.parse(found.url)
    assert ("ann", "https://www.deviantart.com/ann") == (found.account.handle, found.account.url)


def test_a_folder_is_found_by_the_name_that_its_address_has(http):
    wanted = CollectionRef("deviantart", f"gallery/ann/{IDS['gallery Birds']}")

    for name in ("birds", "Birds", "BIRDS"):
        assert wanted == SITE.settle(http, at(f"ann/gallery/71830042/{name}"))


def test_a_settled_list_is_asked_for_nothing(house, http):
    ref = CollectionRef("deviantart", WINTER)

    assert ref == SITE.settle(http, ref)
    assert [] == house.served.log


@pytest.mark.parametrize(
    "url",
    ["ann/gallery/71830042/trees", "nobody", "nobody/favourites", "nobody/gallery/1/birds"],
)
def test_what_is_not_there_is_gone(http, url):
    ref = at(url)
    for ask in (SITE.describe, lambda way, ref: SITE.list(way, ref, None)):
        with pytest.raises(Gone, match="is no longer there"):
            ask(http, ref)


def test_a_folder_that_was_removed_is_gone(http):
    ref = CollectionRef("deviantart", "gallery/ann/0A1B2C3D-1111-2222-3333-444455556666")

    for ask in (SITE.describe, lambda way, ref: SITE.list(way, ref, None)):
        with pytest.raises(Gone, match="gallery/0A1B2C3D-1111"):
            ask(http, ref)


@pytest.mark.parametrize("following", [0, 24, None, "x"])
def test_a_list_that_does_not_lead_on_is_a_change(following):
    answer = {"has_more": True, "next_offset": following, "results": []}
    way = Canned({"/gallery/all": [(200, answer)]})

    with pytest.raises(SiteChanged):
        SITE.list(way, at("ann"), "24")


def test_the_end_of_what_the_site_tells_of_a_gallery_is_said(http):
    with pytest.raises(BadAnswer, match=r"no more than 10,000 works .* follow its folders"):
        SITE.list(http, at("ann"), "10000")


def test_a_cursor_of_somebody_else_is_refused(house, http):
    with pytest.raises(BadAnswer, match="b12 is no place"):
        SITE.list(http, at("ann"), "b12")
    assert [] == house.served.log


def test_a_folder_of_a_gallery_is_asked_for_the_newest_first(house, http):
    SITE.list(http, CollectionRef("deviantart", f"gallery/ann/{IDS['gallery Birds']}"), None)
    SITE.list(http, CollectionRef("deviantart", WINTER), None)

    queries = [seen.query for seen in house.served.log if "metadata" not in seen.path]
    assert [True, False] == ["mode=newest" in query for query in queries]
    assert [True, True] == ["mature_content=true" in query for query in queries]
