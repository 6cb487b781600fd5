"""The lists of imagefap as its copy plays them."""

from datetime import timedelta

import pytest

from artkeep.errors import (
    BadRequest,
    Blocked,
    Gone,
    RateLimited,
    SiteChanged,
    Withheld,
)
from artkeep.fakes.imagefap import memory
from artkeep.model.found import PostInfo
from artkeep.sites.imagefap import SITE
from artkeep.sites.imagefap.urls import favourites
from tests.sites.playing_imagefap import all_ids, ids, list_ref, ref, whole

FOLDER, OTHER, GALLERIES = (list_ref(f"favourites/77/{own}") for own in (501, 502, 503))


# ---- lists -------------------------------------------------------------------------------------


def test_all_favourites_are_folders_over_several_pages(imagefap):
    batches = whole(imagefap.way(), list_ref("favourites/77"))
    found = [inner for batch in batches for inner in batch.collections]

    assert [FOLDER, OTHER, GALLERIES] == [inner.ref for inner in found]
    assert ["A & B", "my pics", "Galleries I like"] == [inner.title for inner in found]
    assert {"SampleUser"} == {inner.account.handle for inner in found}
    assert [] == all_ids(batches)


def test_a_folder_of_pictures_is_read_to_its_end_over_an_empty_page(imagefap):
    batches = whole(imagefap.way(), FOLDER)

    assert list(imagefap.world.lists("imagefap")["501"]) == all_ids(batches)
    assert () in [batch.posts for batch in batches]


def test_an_unchanged_folder_costs_two_pages_and_what_is_new_is_seen(imagefap, happening):
    newest, *rest = imagefap.world.lists("imagefap")["501"]
    happening(newest, "deleted")
    again = whole(imagefap.way(), FOLDER)[0].again
    imagefap.served.log.clear()
    unchanged = SITE.list(imagefap.way(), FOLDER, again)
    cost = len(imagefap.asked())
    imagefap.world.happen("imagefap", newest, "restored")

    assert 2 == cost
    assert rest[0] == ids(unchanged.posts)[0]
    assert [newest, rest[0]] == ids(SITE.list(imagefap.way(), FOLDER, again).posts)[:2]


def test_a_folder_that_grows_at_its_front_is_read_from_there(imagefap, happening):
    newest, *rest = imagefap.world.lists("imagefap")["501"]
    imagefap.memory.grows_at_front = True
    happening(newest, "deleted")
    again = whole(imagefap.way(), FOLDER)[0].again
    imagefap.world.happen("imagefap", newest, "restored")
    batch = SITE.list(imagefap.way(), FOLDER, again)

    assert [newest, rest[0]] == ids(batch.posts)[:2]
    assert "on/" == batch.cursor[:3]


def test_a_folder_of_galleries_names_them(imagefap):
    [batch, *more] = whole(imagefap.way(), GALLERIES)
    liked = imagefap.world.lists("imagefap")["503"]

    assert [f"gallery/{own}" for own in liked] == [inner.ref.id for inner in batch.collections]
    assert [] == [inner for other in more for inner in other.collections]
    assert "Scans 1 & more" == batch.collections[0].title


def test_a_gallery_tells_the_addresses_of_its_pictures_24_at_once(imagefap):
    batches = whole(imagefap.way(), list_ref("gallery/8091"))
    posts = [post for batch in batches for post in batch.posts]
    mine = [post.id for post in imagefap.world.of("imagefap", "91")]

    assert mine == ids(posts)
    assert len(mine) > 24
    # the first page and the last, one behind it, the first again; and a window each
    assert 4 + 2 == len(imagefap.asked())


def test_what_a_gallery_tells_is_what_the_page_of_the_picture_tells(imagefap):
    way = imagefap.way()
    [batch] = whole(way, list_ref("gallery/9001000"))
    told = [post for post in batch.posts if isinstance(post, PostInfo)]

    assert told
    for post in told:
        alone = SITE.fetch(way, post.ref)
        assert (post.title, post.account, post.published_at, post.series, post.counts) == (
            alone.title,
            alone.account,
            alone.published_at,
            alone.series,
            alone.counts,
        )
        assert [page.stamp for page in post.pages] == [page.stamp for page in alone.pages]


def test_a_name_that_is_cut_short_in_a_list_has_to_be_asked_for(imagefap):
    [batch] = whole(imagefap.way(), list_ref("gallery/9001000"))
    names = {post.id: memory.file_name(post) for post in imagefap.world.on("imagefap")}
    short = [post.id for post in batch.posts if not isinstance(post, PostInfo)]

    assert short == [own for own in ids(batch.posts) if len(names[own]) > 20]
    assert short


@pytest.mark.parametrize(
    ("text", "title", "inner"),
    [
        ("favourites/77", "Favourites of SampleUser", None),
        ("favourites/77/501", "A & B", None),
        ("favourites/77/503", "Galleries I like", "gallery/9001000"),
        ("galleries/91", "Galleries of Paper & Ink", "organizer/691"),
        ("galleries/91/-1", "Galleries of Paper & Ink in no folder", "gallery/9000997"),
        ("organizer/691", "Scans & more", "gallery/9000994"),
        ("gallery/9001000", "Scans 1 & more", None),
        ("gallery/8091", "Everything so far", None),
    ],
)
def test_a_list_has_a_title_an_address_and_lists_in_it(imagefap, text, title, inner):
    way, asked = imagefap.way(), list_ref(text)
    found = SITE.describe(way, asked)
    first = SITE.list(way, asked, None)

    assert (asked, title, SITE.url(asked)) == (found.ref, found.title, found.url)
    assert inner is None or list_ref(inner) in [own.ref for own in first.collections]


def test_the_galleries_of_a_user_are_read_folder_by_folder(imagefap):
    batches = whole(imagefap.way(), list_ref("galleries/91"))
    found = {own.ref.id: own.title for batch in batches for own in batch.collections}

    assert {"organizer/691": "Scans & more", "galleries/91/-1": "Uncategorized"} == found


# ---- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", ["SampleUser", "sampleuser", " SAMPLEUSER "])
def test_a_user_is_found_by_name_in_any_case(imagefap, user):
    assert list_ref("favourites/77") == SITE.settle(imagefap.way(), favourites(user))


@pytest.mark.parametrize("name", ["my pics", "MY PICS", "mypics", "My  Pics"])
def test_a_folder_is_found_by_name_in_any_case_with_or_without_spaces(imagefap, name):
    assert OTHER == SITE.settle(imagefap.way(), favourites(77, name))


def test_a_name_with_odd_letters_is_found(imagefap):
    assert FOLDER == SITE.settle(imagefap.way(), favourites("sampleuser", "a & b"))
    assert list_ref("galleries/93") == SITE.settle(imagefap.way(), list_ref("galleries/@ünïcode"))


def test_a_folder_on_the_second_page_is_found(imagefap):
    assert GALLERIES == SITE.settle(imagefap.way(), favourites(77, "galleries i like"))


def test_a_list_can_be_asked_for_by_names_alone(imagefap):
    by_name = favourites("SampleUser", "my pics")

    assert OTHER == SITE.describe(imagefap.way(), by_name).ref
    assert list(imagefap.world.lists("imagefap")["502"]) == all_ids(whole(imagefap.way(), by_name))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (favourites("nobody"), "the profile of nobody is no longer there"),
        (favourites(77, "nothing"), "user 77 has no folder nothing"),
        (favourites(4), "the favourites of user 4 is no longer there"),
        (favourites(77, 777), "folder 777 of user 77 is no longer among their folders"),
        (list_ref("gallery/5"), "gallery 5 is no longer there"),
        (list_ref("organizer/5"), "folder 5 is no longer there"),
    ],
)
def test_a_list_that_is_not_there_is_gone(imagefap, asked, said):
    with pytest.raises(Gone, match=said):
        SITE.describe(imagefap.way(), asked)


def test_a_number_and_a_picture_are_settled_already(imagefap):
    assert FOLDER == SITE.settle(imagefap.way(), FOLDER)
    assert ref(5) == SITE.settle(imagefap.way(), ref(5))
    assert [] == imagefap.asked()


def test_a_list_of_no_kind_we_know_is_refused(imagefap):
    with pytest.raises(BadRequest, match="imagefap has no list albums/1"):
        SITE.describe(imagefap.way(), list_ref("albums/1"))


# ---- trouble -----------------------------------------------------------------------------------

EVERY_LIST = ["favourites/77", "favourites/77/501", "favourites/77/503", "gallery/9001000"]
EVERY_LIST += ["galleries/91", "galleries/91/-1", "organizer/691"]


@pytest.mark.parametrize("text", EVERY_LIST)
def test_a_human_check_is_never_an_empty_list(imagefap, text):
    imagefap.served.moods.set("imagefap", "blocked")

    with pytest.raises(Blocked, match="human"):
        SITE.list(imagefap.way(), list_ref(text), None)


def test_a_human_check_in_the_middle_of_a_folder_stops_the_reading(imagefap):
    cursor = SITE.list(imagefap.way(), FOLDER, None).cursor
    imagefap.served.moods.set("imagefap", "blocked")

    with pytest.raises(Blocked):
        SITE.list(imagefap.way(), FOLDER, cursor)


def test_a_human_check_behind_the_page_of_a_gallery_stops_it_too(imagefap):
    way = imagefap.way()
    imagefap.served.moods.set("imagefap", "blocked", times=1)

    with pytest.raises(Blocked):
        SITE.list(way, list_ref("gallery/9001000"), None)
    assert SITE.list(way, list_ref("gallery/9001000"), None).posts


def test_the_site_says_when_to_go_on(imagefap):
    imagefap.served.moods.set("imagefap", "busy")

    with pytest.raises(RateLimited) as raised:
        SITE.list(imagefap.way(), FOLDER, None)

    assert timedelta(seconds=300) == raised.value.until - imagefap.clock.now()


@pytest.mark.parametrize("text", ["favourites/77/501", "gallery/9001000"])
def test_pictures_that_we_no_longer_see_are_a_change_of_the_site_not_an_empty_list(imagefap, text):
    imagefap.served.moods.set("imagefap", "changed")

    with pytest.raises(SiteChanged, match="lacks the numbers of its pictures"):
        SITE.list(imagefap.way(), list_ref(text), None)


def test_a_folder_with_a_password_is_withheld(imagefap):
    imagefap.memory.locked.add("502")

    with pytest.raises(Withheld, match="asks for a password"):
        SITE.list(imagefap.way(), OTHER, None)
