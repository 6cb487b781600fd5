"""Works that only pixiv's pages show, in the pages' own shape."""

import pytest

from artkeep.errors import SiteChanged, Withheld
from artkeep.model.found import Rating
from artkeep.model.refs import PostRef
from artkeep.sites.pixiv import SITE
from tests.sites.pixiv_bodies import DATE, PICTURES, limited, without
from tests.sites.playing_pixiv import Told

REF = PostRef("pixiv", "910001")
BODY = {
    "illustTitle": "Harbour lights",
    "illustComment": "night sketch",
    "illustType": 0,
    "createDate": "2025-03-01T03:00:05+00:00",
    "xRestrict": 0,
    "sl": 6,
    "urls": {"original": f"{PICTURES}/img-original/{DATE}/910001_p0.png"},
    "tags": {"tags": [{"tag": "風景", "translation": {"en": "scenery"}}, {"tag": "海"}]},
    "userId": "7001",
    "userName": "Aoi",
    "userAccount": "aoi_draws",
    "viewCount": 1,
    "bookmarkCount": 2,
    "commentCount": 3,
    "aiType": 1,
    "seriesNavData": None,
}
LIMITED = (200, {"illust": limited("sanity_level")})


def on_pages(body, **parts):
    """Return a way on which the app shows nothing and the pages show all."""
    told = {
        f"/ajax/illust/910001{part}": [(200, {"error": False, "body": answer})]
        for part, answer in parts.items()
    }
    whole = {"/ajax/illust/910001": [(200, {"error": False, "body": body})]}
    return Told({"/v1/illust/detail": [LIMITED], **whole, **told}, ask_pages="yes")


def test_an_ugoira_can_be_read_from_the_pages():
    zipped = f"{PICTURES}/img-zip-ugoira/{DATE}/910001_ugoira600x600.zip"
    frames = [{"file": "000000.jpg", "delay": 80}]
    meta = {"src": zipped, "originalSrc": "", "frames": frames}
    body = {**BODY, "illustType": 2, "width": 600, "height": 400}

    (page,) = SITE.fetch(on_pages(body, **{"/ugoira_meta": meta}), REF).pages

    assert ((80,), (zipped,)) == (page.delays, page.fallbacks)


def test_pages_tell_series_and_tags_their_own_way():
    series = {"seriesId": "55", "title": "Cat days", "order": 3}
    pages = [{"urls": BODY["urls"], "width": 1600, "height": 2400}]

    found = SITE.fetch(on_pages({**BODY, "seriesNavData": series}, **{"/pages": pages}), REF)

    assert [("風景", "scenery"), ("海", None)] == [(tag.name, tag.translated) for tag in found.tags]
    assert ("55", "Cat days", 3) == (found.series.id, found.series.title, found.series.position)
    assert (Rating.QUESTIONABLE, 1600) == (found.rating, found.pages[0].width)


def test_pages_show_adult_works_to_who_is_signed_in_there():
    with pytest.raises(Withheld, match="signed in on its pages"):
        SITE.fetch(on_pages({**BODY, "urls": {"original": None}}), REF)


def test_a_field_that_a_page_is_missing_is_named():
    with pytest.raises(SiteChanged, match="'illustTitle'"):
        SITE.fetch(on_pages(without(BODY, "illustTitle"), **{"/pages": []}), REF)
