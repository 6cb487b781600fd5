"""What pixiv's answers mean, those too that its copy does not give."""

import json

import pytest

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    SiteError,
    Withheld,
)
from artkeep.model.found import Rating
from artkeep.model.refs import PostRef
from artkeep.sites.pixiv import SITE
from artkeep.sites.pixiv.kinds import Bookmarks, Works, ref_of
from tests.sites.pixiv_bodies import DATE, PICTURES, PREVIEWS, USER, WORK, limited, without
from tests.sites.playing_pixiv import Canned, Told

REF = PostRef("pixiv", "910001")
PUBLIC = ref_of(Bookmarks("7001", private=False))
READ = [
    *("id", "title", "type", "caption", "user", "tags", "create_date", "width", "height"),
    *("sanity_level", "x_restrict", "series", "meta_single_page", "meta_pages"),
    *("total_view", "total_bookmarks", "visible", "illust_ai_type"),
]


def one(work):
    return Canned(json.dumps({"illust": work}).encode())


def listing(*works, **changes):
    answer = {"illusts": list(works), "next_url": None, "bookmark_tags": [], **changes}
    return Canned(json.dumps(answer).encode())


def test_the_addresses_of_a_picture_are_kept_as_they_are():
    (page,) = SITE.fetch(one(WORK), REF).pages

    assert f"{PICTURES}/img-original/{DATE}/910001-0a1b2c_p0.png" == page.url
    assert (f"{PICTURES}/img-master/{DATE}/910001-0a1b2c_p0_master1200.jpg",) == page.fallbacks
    assert "2025/03/01/12/00/05/910001-0a1b2c_p0.png" == page.stamp
    assert (1600, 2400, "https://www.pixiv.net/") == (page.width, page.height, page.referer)


@pytest.mark.parametrize("name", READ)
def test_a_field_that_is_missing_is_named(name):
    for ask in (
        lambda: SITE.fetch(one(without(WORK, name)), REF),
        lambda: SITE.list(listing(without(WORK, name)), PUBLIC, None),
    ):
        with pytest.raises(SiteChanged, match=f"lacks '{name}'"):
            ask()


@pytest.mark.parametrize("name", ["illusts", "next_url", "bookmark_tags"])
def test_a_field_that_a_list_is_missing_is_named(name):
    whole = json.loads(listing(WORK).reply.content)

    with pytest.raises(SiteChanged, match=f"lacks '{name}'"):
        SITE.list(Canned(json.dumps(without(whole, name)).encode()), PUBLIC, None)


@pytest.mark.parametrize("answer", [[], "fox", 7, None, {"illust": None}, {"illust": []}, {}])
def test_an_answer_of_another_shape_is_a_change(answer):
    with pytest.raises(SiteChanged):
        SITE.fetch(Canned(json.dumps(answer).encode()), REF)


@pytest.mark.parametrize(
    ("word", "error", "words"),
    [
        ("unknown", Gone, "deleted or made private"),
        ("mypixiv", Withheld, "friends"),
        ("sanity_level", Withheld, "only on its pages"),
        ("unviewable", Withheld, "only on its pages"),
        ("r18", Withheld, "your pixiv settings"),
        ("r18g", Withheld, "R-18G"),
        ("something_new", Withheld, "something_new"),
    ],
)
def test_a_placeholder_is_never_a_work(word, error, words):
    with pytest.raises(error, match=words):
        SITE.fetch(one(limited(word)), REF)
    assert (REF,) == SITE.list(listing(limited(word)), PUBLIC, None).posts


def test_a_stub_short_of_fields_is_still_known():
    stub = {
        "id": 910001,
        "title": "",
        "user": {"id": 7009, "name": "", "account": ""},
        "visible": False,
        "meta_single_page": limited("sanity_level")["meta_single_page"],
    }

    assert (REF,) == SITE.list(listing(stub), PUBLIC, None).posts


def test_a_work_of_nobody_that_is_not_visible_is_gone_whatever_its_picture():
    work = {**WORK, "visible": False, "user": {**USER, "id": 0}}

    with pytest.raises(Gone):
        SITE.fetch(one(work), REF)


def test_one_placeholder_among_the_pages_is_enough():
    pages = [{"image_urls": {**PREVIEWS, "original": limited("mypixiv")["image_urls"]["large"]}}]

    with pytest.raises(Withheld):
        SITE.fetch(one({**WORK, "meta_pages": pages, "meta_single_page": {}}), REF)


def test_a_work_that_merely_speaks_of_a_placeholder_is_a_work():
    caption = "https://s.pximg.net/common/images/limit_unknown_360.png ugoira"

    assert caption == SITE.fetch(one({**WORK, "caption": caption}), REF).caption


@pytest.mark.parametrize(
    ("x_restrict", "sanity", "rating"),
    [
        (0, 2, Rating.GENERAL),
        (0, 4, Rating.SENSITIVE),
        (0, 6, Rating.QUESTIONABLE),
        (1, 6, Rating.EXPLICIT),
        (2, 6, Rating.EXPLICIT),
    ],
)
def test_the_rating_is_the_stricter_of_two_scales(x_restrict, sanity, rating):
    work = {**WORK, "x_restrict": x_restrict, "sanity_level": sanity}

    assert rating == SITE.fetch(one(work), REF).rating


@pytest.mark.parametrize(("told", "known"), [(0, None), (1, False), (2, True), (9, None)])
def test_whether_a_machine_drew_it_is_known_where_it_is_said(told, known):
    assert known is SITE.fetch(one({**WORK, "illust_ai_type": told}), REF).is_ai


def said(message, user_message=""):
    return json.dumps(
        {"error": {"user_message": user_message, "message": message, "reason": ""}}
    ).encode()


OAUTH = "Error occurred at the OAuth process. Error Message: invalid_grant"
CHECK = b"<!DOCTYPE html><title>Just a moment...</title><script src=challenge-platform></script>"
PAGE = b"<!DOCTYPE html><html><body>Maintenance</body></html>"


@pytest.mark.parametrize(
    ("status", "content", "headers", "error"),
    [
        (403, said("Rate Limit"), {}, RateLimited),
        (403, said("User rate limit exceeded"), {}, RateLimited),
        (429, said("Rate Limit"), {"retry-after": "120"}, RateLimited),
        (429, said(""), {}, RateLimited),
        (429, PAGE, {}, RateLimited),
        (400, said(OAUTH), {}, LoginNeeded),
        (400, said("invalid_request"), {}, LoginNeeded),
        (401, said(""), {}, LoginNeeded),
        (404, said("", "該当作品は削除されたか、存在しない作品IDです。"), {}, Gone),
        (403, said("", "アクセスが制限されています"), {}, Withheld),
        (403, said(""), {}, Withheld),
        (400, said('{"offset":["offset must be no more than 5000"]}'), {}, BadAnswer),
        (500, said(""), {}, SiteDown),
        (503, PAGE, {}, SiteDown),
        (403, CHECK, {}, Blocked),
        (503, CHECK, {}, Blocked),
        (403, PAGE, {"cf-mitigated": "challenge"}, Blocked),
        (200, CHECK, {}, Blocked),
        (200, PAGE, {}, SiteChanged),
        (200, b"", {}, SiteChanged),
        (200, said("Rate Limit"), {}, RateLimited),
        (400, json.dumps({"error": "invalid_client"}).encode(), {}, BadAnswer),
        (404, json.dumps({"error": True, "message": "x", "body": []}).encode(), {}, Gone),
    ],
)
def test_trouble_is_said_in_our_words(status, content, headers, error):
    with pytest.raises(SiteError) as told:
        SITE.fetch(Canned(content, status, headers), REF)

    assert error is type(told.value)


def test_a_403_alone_never_is_a_deletion():
    for content in (said(""), said("", "削除"), CHECK, PAGE, b""):
        with pytest.raises(SiteError) as told:
            SITE.fetch(Canned(content, 403), REF)
        assert not isinstance(told.value, Gone)


def test_the_app_is_what_we_say_we_are_and_can_be_set():
    http = one(WORK)
    http.options = {**http.options, "user_agent": "PixivAndroidApp/9", "language": "ja"}
    SITE.fetch(http, REF)
    headers = http.asked[0][2]["headers"]

    assert ("PixivAndroidApp/9", "ja", "ios") == (
        headers["user-agent"],
        headers["accept-language"],
        headers["app-os"],
    )


def test_a_cursor_takes_the_question_alone_from_the_next_address():
    address = (
        "https://evil.example/v1/user/bookmarks/illust?user_id=1&restrict=public&max_bookmark_id=9"
    )

    assert "max_bookmark_id=9" == SITE.list(listing(WORK, next_url=address), PUBLIC, None).cursor


@pytest.mark.parametrize(
    "address",
    [
        "https://app-api.pixiv.net/v1/user/bookmarks/illust?user_id=7001&restrict=public",
        "https://app-api.pixiv.net/v1/user/bookmarks/illust?headers=x",
        "https://app-api.pixiv.net/",
    ],
)
def test_a_next_address_that_does_not_lead_on_is_a_change(address):
    with pytest.raises(SiteChanged, match="lead on"):
        SITE.list(listing(WORK, next_url=address), PUBLIC, None)


def test_a_list_that_leads_back_is_a_change():
    http = listing(WORK, next_url="https://app-api.pixiv.net/v1/x?max_bookmark_id=9")

    with pytest.raises(SiteChanged, match="leads back"):
        SITE.list(http, PUBLIC, "max_bookmark_id=9")


def test_what_comes_after_a_cursor_is_asked_for_whatever_it_says():
    http = listing(WORK)
    SITE.list(http, PUBLIC, "last_order=30&viewed=1&viewed=2")
    asked = http.asked[0][2]

    assert (["30"], ["1", "2"], "7001") == (asked["last_order"], asked["viewed"], asked["user_id"])


def test_an_empty_list_of_a_user_who_is_there_is_empty():
    works = listing(user={"id": 4242})

    assert ((), None) == (
        SITE.list(works, ref_of(Works("4242")), None).posts,
        SITE.list(works, ref_of(Works("4242")), None).cursor,
    )


def test_frames_that_are_not_given_do_not_make_a_work_gone():
    nothing = {"error": {"message": "", "user_message": ""}}
    http = Told(
        {
            "/v1/illust/detail": [(200, {"illust": {**WORK, "type": "ugoira"}})],
            "/v1/ugoira/metadata": [(404, nothing)],
        }
    )

    with pytest.raises(Withheld, match="the frames of"):
        SITE.fetch(http, REF)


def test_folders_are_read_to_their_end():
    more = "https://app-api.pixiv.net/v1/x?user_id=7001&restrict=public&offset=30"
    http = Told(
        {
            "/v1/user/bookmarks/illust": [(200, {"illusts": [], "next_url": None})],
            "/v1/user/bookmark-tags/illust": [
                (200, {"bookmark_tags": [{"name": "a", "count": 1}], "next_url": more}),
                (200, {"bookmark_tags": [{"name": "b", "count": 1}], "next_url": None}),
            ],
        }
    )

    found = SITE.list(http, PUBLIC, None)

    assert ["a", "b"] == [folder.title for folder in found.collections]
    assert ["30"] == http.asked[-1][2]["offset"]


def test_the_end_of_what_pixiv_tells_of_a_user_is_said_with_a_way_on():
    content = said('{"offset":["offset must be no more than 5000"]}')

    with pytest.raises(BadAnswer, match=r"newest 5,000 .* follow the illustrations and the manga"):
        SITE.fetch(Canned(content, 400), REF)
