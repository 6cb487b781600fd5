"""The world: the same each time, everything in it where the others expect it."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import numpy as np
import pdqhash
import pytest
from PIL import Image, ImageOps

from artkeep.fakes.world import SITES, World
from artkeep.fakes.world_works import HOSTILE

SMALL = 40


@pytest.fixture(scope="module")
def world():
    return World(SMALL, quick=True)


def opened(picture):
    return Image.open(io.BytesIO(picture.bytes()))


def fingerprint(image):
    return pdqhash.compute(np.asarray(image.convert("RGB")))[0]


@pytest.mark.parametrize(
    ("site", "post", "account"),
    [
        ("pixiv", "90000001", "4242"),
        ("deviantart", "900000001", None),
        ("danbooru", "9000001", None),
        ("philomena", "derpibooru.org/900001", None),
        ("bluesky", None, "did:plc:mikaaoyama"),
        ("mastodon", None, None),
        ("twitter", None, "424242"),
        ("imagefap", None, None),
    ],
)
def test_the_fox_in_the_snow_is_on_every_site(world, site, post, account):
    fox = world.fox(site)

    assert "Fox in the Snow" == fox.title
    assert post in (fox.id, None)
    assert account in (fox.account.id, None)


def test_mika_has_the_names_that_others_rely_on(world):
    mika = world.artists[0]

    assert "Mika Aoyama" == mika.name
    assert {
        "pixiv": "mika_aoyama",
        "bluesky": "mika.example",
        "mastodon": "mika@art.example",
        "twitter": "mika_draws",
        "deviantart": "mika-aoyama",
        "danbooru": "aoyama_mika",
        "philomena": "artist:mika aoyama",
        "linktree": "mikaaoyama",
    } == {site: own.handle for site, own in mika.handles.items()}


def test_the_collector_has_the_folders_that_others_rely_on(world):
    imagefap = world.folders("imagefap")

    assert ("77", "SampleUser") == (imagefap[0].owner.id, imagefap[0].owner.handle)
    assert [("501", "A & B"), ("502", "my pics")] == [(one.id, one.name) for one in imagefap[:2]]
    assert ("503", "galleries") == (imagefap[2].id, imagefap[2].kind)
    assert "7001" == world.collector.handles["pixiv"].id
    assert ["Featured", "Birds"] == [one.name for one in world.folders("deviantart")[:2]]


def test_an_account_has_its_posts(world):
    mine = world.of("pixiv", "4242")

    assert [post for post in world.on("pixiv") if post.work.artist.key == "mika"] == list(mine)
    assert [] == list(world.of("pixiv", "1"))


def test_the_fox_sits_in_the_snow(world):
    with opened(world.fox("pixiv").pages[1]) as image:
        wide, high = image.size
        fox, snow = (
            image.getpixel((wide * 65 // 100, high * 80 // 100)),
            image.getpixel((9, high - 9)),
        )

    assert (226, 114, 47) == fox
    assert (240, 244, 248) == snow


def test_furbooru_has_the_fox_too(world):
    fox = world.post("philomena", "furbooru.org/900002")

    assert ("Fox in the Snow", "furbooru.org", "900002") == (fox.title, fox.place, fox.own_id)


def test_a_picture_is_the_same_each_time_and_in_every_size_of_world(world):
    again, larger = World(3, quick=True), World(400, quick=True)

    first, *others = [one.fox("pixiv").pages[1].sha256 for one in (world, again, larger)]
    assert [first, first] == others


def test_a_larger_world_begins_with_the_works_of_a_smaller_one(world):
    larger = World(400, quick=True)

    for site in SITES:
        posts = [post.id for post in world.on(site)]
        assert posts == [post.id for post in larger.on(site)][: len(posts)]


@pytest.mark.parametrize("site", SITES)
def test_posts_have_ids_of_their_own_and_come_newest_first(site):
    posts = World(2000).on(site)
    of_one_place = [post for post in posts if not post.place.startswith("furbooru")]
    times = [post.published_at for post in of_one_place]

    assert len(posts) == len({post.id for post in posts})
    assert list(range(len(posts))) == [post.position for post in posts]
    assert sorted(times, reverse=True) == times


@pytest.mark.parametrize("site", SITES)
def test_lists_name_posts_of_their_site(world, site):
    ids = {post.id for post in world.on(site)}
    galleries = {list_id.removeprefix("gallery/") for list_id in world.lists(site)}

    for list_id, posts in world.lists(site).items():
        assert set(posts) <= (galleries if list_id == "503" else ids)
        assert len(posts) == len(set(posts))
        assert posts
    assert {folder.id for folder in world.folders(site)} <= set(world.lists(site))


def test_a_list_is_not_in_the_order_of_ids(world):
    numbers = [int(post) for post in world.lists("pixiv")["public"]]

    assert sorted(numbers, reverse=True) != numbers


def test_a_snowflake_tells_the_date_of_its_post(world):
    tweet, toot = world.fox("twitter"), world.fox("mastodon")
    start = datetime(1970, 1, 1, tzinfo=UTC)

    assert tweet.published_at == start + timedelta(
        milliseconds=(int(tweet.id) >> 22) + 1_288_834_974_657
    )
    assert toot.published_at == start + timedelta(milliseconds=int(toot.own_id) >> 16)


@pytest.mark.parametrize("site", SITES)
def test_every_picture_is_what_it_says(world, site):
    for post in world.on(site)[:6]:
        for picture in post.pages[:3]:
            if picture.format == "ugoira":
                continue
            with opened(picture) as image:
                assert (picture.width, picture.height) == image.size
                assert picture.format.upper() == image.format
                assert picture.media_type == image.get_format_mimetype()
                assert len(picture.delays) == (image.n_frames if picture.is_moving else 0)


def test_the_fox_is_on_other_sites_in_other_versions(world):
    original = opened(world.fox("pixiv").pages[1])
    thief = next(post for post in world.on("deviantart") if post.account.handle == "not-mika")
    distance = {
        site: np.count_nonzero(fingerprint(original) != fingerprint(opened(picture)))
        for site, picture in {
            "danbooru": world.fox("danbooru").pages[0],
            "bluesky": world.fox("bluesky").pages[0],
            "twitter": world.fox("twitter").pages[0],
            "imagefap": world.fox("imagefap").pages[0],
            "thief": thief.pages[0],
        }.items()
    }
    unmirrored = ImageOps.mirror(opened(thief.pages[0]))

    assert 0 == distance["danbooru"]
    assert world.fox("danbooru").pages[0].md5 == world.fox("pixiv").pages[1].md5
    assert distance["bluesky"] <= 30
    assert distance["twitter"] <= 30
    assert world.fox("bluesky").pages[0].md5 != world.fox("twitter").pages[0].md5
    assert 60 < distance["imagefap"]
    assert 60 < distance["thief"]
    assert 30 > np.count_nonzero(fingerprint(original) != fingerprint(unmirrored))


def test_what_moves_is_a_zip_of_frames_on_pixiv_and_a_moving_picture_elsewhere(world):
    moving = {
        site: next(post for post in world.on(site) if post.kind == "moving").pages[0]
        for site in ("pixiv", "deviantart", "danbooru")
    }
    with zipfile.ZipFile(io.BytesIO(moving["pixiv"].bytes())) as frames:
        names = frames.namelist()
        first = Image.open(io.BytesIO(frames.read("000000.jpg")))

    assert len(moving["pixiv"].delays) == len(names)
    assert (moving["pixiv"].width, moving["pixiv"].height) == first.size
    assert ("gif", "webp") == (moving["deviantart"].format, moving["danbooru"].format)
    assert first.size == Image.open(io.BytesIO(moving["pixiv"].frame(0))).size


def test_a_preview_fits_and_is_never_enlarged(world):
    picture = world.fox("pixiv").pages[1]

    assert (360, 360) == opened(picture.squared(360)).size
    assert 100 == max(opened(picture.smaller(100)).size)
    assert picture.width == picture.smaller(5000).width


def test_every_story_has_its_post(world):
    pixiv = world.on("pixiv")
    stories = {
        "deleted": [post for post in pixiv if world.fate("pixiv", post.id) == "deleted"],
        "replaced": [post for post in pixiv if world.fate("pixiv", post.id) == "replaced"],
        "private": [post for post in world.on("twitter") if post.account.is_private],
        "many": [post for post in pixiv if len(post.pages) == 12],
        "by machine": [post for post in pixiv if post.is_ai],
        "series": [post for post in pixiv if post.series is not None],
        "hostile": [post for post in pixiv if post.work.index in HOSTILE],
        "words": [post for post in world.on("mastodon") if post.kind == "words"],
        "explicit": [post for post in pixiv if post.rating == "explicit"],
    }

    assert [] == [story for story, posts in stories.items() if not posts]


def test_the_deleted_post_is_still_in_a_list(world):
    gone = next(post for post in world.on("pixiv") if world.fate("pixiv", post.id) == "deleted")

    assert gone.id in world.lists("pixiv")["public"]


def test_what_happens_to_a_post_shows_in_it_and_can_be_undone():
    world = World(8, quick=True)
    before = world.fox("bluesky")
    world.happen("bluesky", before.id, "replaced")
    replaced = world.post("bluesky", before.id)
    world.happen("bluesky", before.id, "edited")
    edited = world.post("bluesky", before.id)
    world.happen("bluesky", before.id, "restored")

    assert before.pages[0].sha256 != replaced.pages[0].sha256
    assert before.published_at < replaced.edited_at
    assert "Fox in the Snow (edited)" == edited.title
    assert before == world.post("bluesky", before.id)


def test_what_cannot_happen_is_refused(world):
    with pytest.raises(ValueError, match="exploded does not happen; known are deleted, edited"):
        world.happen("pixiv", "90000001", "exploded")
    with pytest.raises(KeyError, match="pixiv has no post 1"):
        world.happen("pixiv", "1", "deleted")


def test_drawn_files_are_found_again_in_their_folder(tmp_path):
    first = World(2, quick=True, folder=tmp_path).fox("bluesky").pages[0]
    content = first.bytes()
    (tmp_path / first.name).write_bytes(b"as it was left")

    assert content == World(2, quick=True).fox("bluesky").pages[0].bytes()
    assert (
        b"as it was left" == World(2, quick=True, folder=tmp_path).fox("bluesky").pages[0].bytes()
    )


def test_an_original_on_a_booru_is_the_same_file(world):
    posts = {post.work.index: post for post in world.on("pixiv") if post.kind == "still"}
    same = [
        post.pages[0].md5 == posts[post.work.index].pages[0].md5
        for post in world.on("danbooru")
        if post.work.index in posts and not world.fate("pixiv", posts[post.work.index].id)
    ]

    assert same
    assert all(same)
