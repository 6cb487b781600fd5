"""Danbooru through its adapter, over real sockets: what the world has is what is read."""

import json
from datetime import timedelta

import pytest

from artkeep.errors import (
    Gone,
    LoginNeeded,
    PictureRefused,
    Withheld,
)
from artkeep.fakes.danbooru import records
from artkeep.model.found import Rating, TagInfo, TagKind
from artkeep.model.refs import AccountRef, CollectionRef, PostRef
from artkeep.sites.base import Authenticates, Lists, Names, Site, TakesKey
from artkeep.sites.danbooru import SITE
from tests.sites.playing_boorus import Canned, as_it_was, playing

FOX = PostRef("danbooru", "9000001")
HOME = "https://danbooru.donmai.us"
POOL = f"{HOME}/pools/120001"
PASTED = {"name": "SampleUser", "api_key": records.KEY}
MOVING_ZIP, MOVING_WEBP = 4, 21  # works of the world


@pytest.fixture(scope="module")
def one_danbooru():
    with playing(SITE, works=60) as booru:
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


def fetched(danbooru, http, index):
    return SITE.fetch(http, PostRef("danbooru", danbooru.post(index).id))


def test_it_offers_what_it_says():
    for protocol in (Site, Lists, Names, Authenticates, TakesKey):
        assert isinstance(SITE, protocol)


def test_a_post_is_told_whole(danbooru, http):
    told, found = danbooru.world.fox("danbooru"), SITE.fetch(http, FOX)

    assert (FOX, f"{HOME}/posts/9000001") == (found.ref, found.url)
    assert "Fox in the Snow" == found.title
    assert found.caption.startswith("Fox in the Snow. Ink & gouache")
    assert not found.caption_is_html
    assert told.published_at == found.published_at
    assert told.published_at + timedelta(hours=5) == found.edited_at
    assert Rating.GENERAL == found.rating
    assert found.is_ai is None
    assert AccountRef("danbooru", "1201") == found.account.ref
    assert ("lanternfish", f"{HOME}/users/1201") == (found.account.handle, found.account.url)
    assert (told.counts.favourites, told.counts.score) == (
        found.counts.favourites,
        found.counts.score,
    )
    assert ("https://www.pixiv.net/artworks/90000001",) == found.sources


def test_tags_are_of_the_kind_that_the_site_says(http):
    found = SITE.fetch(http, FOX).tags

    assert TagInfo("aoyama_mika", kind=TagKind.ARTIST) == found[0]
    assert TagInfo("original", kind=TagKind.COPYRIGHT) in found
    assert TagInfo("fox", kind=TagKind.GENERAL) in found
    assert TagInfo("highres", kind=TagKind.META) == found[-1]


def test_the_file_of_a_post_is_its_picture(danbooru, http, tmp_path):
    page = SITE.fetch(http, FOX).pages[0]
    http.stream_to(page.url, tmp_path / "fox.png", 1 << 24)

    told = danbooru.world.fox("danbooru").pages[0]
    assert (told.width, told.height) == (page.width, page.height)
    assert page.url.endswith(f"/{page.stamp}.png")
    assert told.bytes() == (tmp_path / "fox.png").read_bytes()


def test_what_the_site_said_is_kept_as_it_is(http):
    raw = json.loads(SITE.fetch(http, FOX).raw)

    assert (9000001, False, None) == (raw["id"], raw["is_deleted"], raw["parent_id"])
    assert "Fox in the Snow" == raw["artist_commentary"]["original_title"]
    assert "lanternfish" == raw["uploader"]["name"]


def test_a_post_of_which_the_artist_said_nothing_is_called_by_its_number(danbooru, http):
    post = danbooru.post(3)

    assert (f"post #{post.id}", "") == (
        fetched(danbooru, http, 3).title,
        fetched(danbooru, http, 3).caption,
    )


def test_the_translation_of_what_the_artist_said_comes_after_it(danbooru, http):
    assert fetched(danbooru, http, 1).caption.endswith("\n\nThank you!")


def test_a_machine_is_named_where_the_site_names_it(danbooru, http):
    assert fetched(danbooru, http, 12).is_ai is True


def test_a_zip_of_frames_comes_with_their_times(danbooru, http):
    page = fetched(danbooru, http, MOVING_ZIP).pages[0]

    assert page.url.endswith(".zip")
    assert danbooru.post(MOVING_ZIP).pages[0].delays == page.delays
    assert () == page.fallbacks, "the site makes a video of it, which is no picture"


def test_a_zip_whose_times_are_lost_is_told_without(danbooru, http):
    records.memory(danbooru.stage).untimed.add(danbooru.post(MOVING_ZIP).id)

    assert () == fetched(danbooru, http, MOVING_ZIP).pages[0].delays


def test_what_moves_by_itself_has_no_times(danbooru, http):
    page = fetched(danbooru, http, MOVING_WEBP).pages[0]

    assert (True, ()) == (page.url.endswith(".webp"), page.delays)


def test_a_video_is_refused_in_words(danbooru, http):
    records.memory(danbooru.stage).videos.add(FOX.id)

    with pytest.raises(PictureRefused, match="a video, not a picture"):
        SITE.fetch(http, FOX)


def test_a_smaller_picture_is_asked_for_when_the_best_is_not_there():
    post = {"id": 7, "file_url": "/data/a.png", "large_file_url": "/data/sample/a.jpg"}
    page = canned_post(post).pages[0]

    assert "https://base.example/data/a.png" == page.url
    assert ("https://base.example/data/sample/a.jpg",) == page.fallbacks


def canned_post(changes):
    """Return a post read from one record that answers everything."""
    known = dict.fromkeys(("tag_string", "source", "md5"), "")
    known |= {f"tag_string_{kind.value}": "" for kind in TagKind}
    known |= {"created_at": "2026-10-31T05:15:07.000-04:00", "rating": "e", "file_ext": "png"}
    known |= {"updated_at": "2026-10-31T05:15:07.000-04:00", "pixiv_id": None, "uploader_id": 9}
    known |= {"fav_count": 0, "score": 0, "image_width": 1, "image_height": 1}
    answers = {"/posts/7.json": {**known, **changes}}
    return SITE.fetch(Canned(lambda path: answers.get(path, [])), PostRef("danbooru", "7"))


def test_a_user_who_left_is_called_as_the_site_calls_them():
    found = canned_post({"id": 7, "file_url": "/data/a.png"})

    assert ("user_9", Rating.EXPLICIT) == (found.account.name, found.rating)


def test_a_post_that_is_gone_is_gone(danbooru, http):
    danbooru.happen(FOX.id, "deleted")

    with pytest.raises(Gone, match="no longer has it"):
        SITE.fetch(http, FOX)


def test_a_post_that_a_moderator_deleted_is_still_shown(danbooru, http):
    found = fetched(danbooru, http, 7)

    assert json.loads(found.raw)["is_deleted"]
    assert 1 == len(found.pages)


def test_a_post_whose_file_is_not_shown_is_withheld_and_its_source_told(danbooru, http):
    danbooru.happen(FOX.id, "private")

    with pytest.raises(Withheld, match=r"source is https://www\.pixiv\.net/artworks/90000001"):
        SITE.fetch(http, FOX)


def test_a_replaced_picture_has_another_stamp(danbooru, http):
    before = SITE.fetch(http, FOX).pages[0]
    danbooru.happen(FOX.id, "replaced")
    after = SITE.fetch(http, FOX).pages[0]

    assert before.stamp != after.stamp


def test_a_file_is_settled_to_its_post(http):
    digest = SITE.fetch(http, FOX).pages[0].stamp
    ref = SITE.parse(f"https://cdn.donmai.us/original/{digest[:2]}/{digest[2:4]}/{digest}.png")

    assert FOX == SITE.settle(http, ref)
    assert FOX == SITE.fetch(http, ref).ref


def test_a_file_that_no_post_has_is_gone(http):
    with pytest.raises(Gone, match="no post has the file"):
        SITE.settle(http, PostRef("danbooru", f"md5:{'0' * 32}"))


@pytest.mark.parametrize(
    ("url", "settled"),
    [
        (f"{HOME}/artists/show_or_new?name=aoyama_mika", "artist/77001"),
        (f"{HOME}/artists/show_or_new?name=nobody", "search/nobody"),
        (f"{HOME}/posts?tags=ordfav%3ASampleUser", "favourites/7701"),
        (POOL, "pool/120001"),
    ],
)
def test_a_name_is_settled_to_a_number(http, url, settled):
    assert CollectionRef("danbooru", settled) == SITE.settle(http, SITE.parse(url))


def test_the_favourites_of_nobody_are_gone(http):
    with pytest.raises(Gone, match="there is no user nobody"):
        SITE.settle(http, SITE.parse(f"{HOME}/posts?tags=fav%3Anobody"))


def test_ones_own_favourites_are_those_of_the_login(http, mine):
    ref = SITE.parse(f"{HOME}/favorites")

    assert "favourites/7701" == SITE.settle(mine, ref).id
    with pytest.raises(LoginNeeded, match="artkeep login danbooru"):
        SITE.settle(http, ref)
