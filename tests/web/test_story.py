from dataclasses import replace
from datetime import UTC, datetime

from artkeep.model.records import Artwork, Place, Version
from artkeep.model.refs import ArtworkId, PageId, PostId
from artkeep.web.story import story, told_version

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
PLACE = Place(
    page_id=PageId(1),
    post_id=PostId(1),
    artwork_id=ArtworkId(1),
    site="folder",
    name="/home/ann/fox.png",
    url="file:///home/ann/fox.png",
    post_url="file:///home/ann/fox.png",
    title="fox",
    added_at=NOON,
    replaced_at=None,
)


def told(*places, tell=str):
    work = Artwork(ArtworkId(1), "fox", NOON, (), places)
    return [(line.kind, line.text, line.place) for line in story(work, tell)]


def test_the_first_place_is_where_it_was_added_from():
    assert [("added", "Added 3 May 2026 from", "/home/ann/fox.png")] == told(PLACE)


def test_other_places_follow():
    other = replace(PLACE, name="/home/ann/again.png")

    assert ("also", "Also, 3 May 2026, from", "/home/ann/again.png") == told(PLACE, other)[1]


def test_an_upload_is_told_by_its_name_alone():
    place = replace(PLACE, site="upload", name=f"{'0' * 32}/fox.png")

    assert [("added", "Added 3 May 2026 in the browser, as", "fox.png")] == told(place)


def test_a_site_is_named():
    assert ("added", "Kept 3 May 2026 from pixiv", "") == told(replace(PLACE, site="pixiv"))[0]


def test_a_post_of_several_pictures_is_told_once():
    first = replace(PLACE, site="pixiv")
    second = replace(first, page_id=PageId(2))
    other = replace(first, page_id=PageId(3), post_id=PostId(2), site="danbooru")

    texts = [text for _, text, _ in told(first, second, other)]

    assert ["Kept 3 May 2026 from pixiv", "Also, 3 May 2026, from Danbooru"] == texts


def test_what_was_replaced_is_called_an_earlier_version():
    kind, text, _ = told(replace(PLACE, replaced_at=NOON))[0]

    assert ("replaced", True) == (kind, text.startswith("An earlier version"))


def test_paths_are_told_as_the_reader_may_know_them():
    elsewhere = replace(PLACE, site="found", name="p90000001")
    file = replace(PLACE, name="fox.png")

    told_places = [place for _, _, place in told(file, elsewhere, tell=str.upper)]

    assert ["FOX.PNG", "p90000001"] == told_places


def test_versions_say_until_when_they_were_there():
    version = Version(ArtworkId(1), "0" * 64, 640, 480, NOON)

    assert "until 3 May 2026" == told_version(version)
    assert "there now" == told_version(replace(version, replaced_at=None))
