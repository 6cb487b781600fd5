"""Pages of imagefap: shapes that its copy does not have, and hostile ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artkeep.errors import (
    BadRequest,
    Blocked,
    Gone,
    LoginNeeded,
    SiteChanged,
    SiteDown,
    SiteError,
    Unreachable,
    Withheld,
)
from artkeep.model.found import PostInfo
from artkeep.sites.imagefap import SITE
from artkeep.sites.imagefap.urls import favourites
from tests.sites.playing_imagefap import (
    CDN,
    NAMED,
    NUMBERS,
    OWNER,
    PHOTO_HEAD,
    WWW,
    Canned,
    entry,
    folder,
    ids,
    list_ref,
    page,
    photo,
    ref,
)

FOLDER = list_ref("favourites/77/501")


def fetched(text):
    return SITE.fetch(Canned(text), ref(111222333))


# ---- what is not the page that was asked for ---------------------------------------------------

HUMAN = "<div class='mt-4'>Your IP made too many requests</div>"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (HUMAN, Blocked),
        ((200, "<html>x</html>", "/human-verification"), Blocked),
        ((200, "<html>x</html>", "/rl_captcha.php"), Blocked),
        ("<form><img src='/captcha.php'></form>", Blocked),
        ("<div class='g-recaptcha'></div>", Blocked),
        ("<p>It seems you are banned.</p>", Blocked),
        ((200, "<html>x</html>", "/404.php"), Gone),
        ("<h1>Could not find gallery</h1>", Gone),
        ("<p>This gallery has been flagged</p>", Gone),
        ((404, "", "/x"), Gone),
        ((410, "", "/x"), Gone),
        ((200, "<html>x</html>", "/login.php"), LoginNeeded),
        ("<p>You must be logged in</p>", LoginNeeded),
        ("<form><input type='password'></form>", Withheld),
        ("<form><input name='user'><input type='password'></form>", SiteChanged),
        ("", SiteChanged),
        ("{}", SiteChanged),
        ((500, "", "/x"), SiteDown),
    ],
)
@pytest.mark.parametrize("text", ["favourites/77", "favourites/77/501", "gallery/9", "galleries/7"])
def test_a_page_that_is_not_the_one_is_never_an_empty_list(text, answer, expected):
    with pytest.raises(expected):
        SITE.list(Canned(answer), list_ref(text), None)
    with pytest.raises(Withheld if expected is LoginNeeded else expected):
        SITE.fetch(Canned(answer), ref(111222333))


def test_a_comment_form_with_a_captcha_does_not_bar_a_picture():
    body = f"<form><input name='captcha'></form><p>must be logged in</p>{entry()}"

    assert "lake.jpg" == fetched(photo(body)).title


# ---- lists -------------------------------------------------------------------------------------


def test_an_empty_folder_is_an_empty_list():
    found = SITE.list(Canned(folder()), FOLDER, None)

    assert ((), None, None) == (found.posts, found.cursor, found.again)


@pytest.mark.parametrize("body", ["<tr><td id='img-5'>", "<a href='/photo/5/' name=5></a>"])
def test_half_a_page_is_not_a_page(body):
    with pytest.raises(Unreachable, match="broke off"):
        SITE.list(Canned(folder(body).partition("</body>")[0]), FOLDER, None)


def test_an_item_counts_once_however_often_it_is_marked():
    body = (
        "<tr><td class='blk_favorites' id='img-5'><a name='5' href='https://www.imagefap.com/photo"
        "/5/?page=0'></a></td><td id='img-x'></td><td id='img-6'></td></tr>"
    )

    assert ["6", "5"] == ids(
        SITE.list(
            Canned({"/showfavorites.php 0": folder(body), "/showfavorites.php": folder()}),
            FOLDER,
            None,
        ).posts
    )


def test_a_page_number_beyond_all_reason_is_not_followed():
    body = "<tr><td id='img-5'></td></tr><a href='?page=99999999'>:: next ::</a>"
    http = Canned({"/showfavorites.php 0": folder(body), "/showfavorites.php": folder()})
    SITE.list(http, FOLDER, None)

    assert 4 >= len(http.asked)


def test_two_folders_of_the_same_name_have_to_be_told_apart():
    at = f"{WWW}/showfavorites.php?userid=77&folderid"
    links = "".join(
        f"<a class='blk_galleries' href='{at}={own}'>{name}</a>"
        for own, name in ((501, "Fox"), (502, "fox"), (503, "F ox"))
    )
    pages = {
        "/showfavorites.php 0": page(f"<input id='tgl_all' value='501|502|503|'>{links}"),
        "/showfavorites.php": page("<input id='tgl_all' value=''>"),
    }

    assert FOLDER == SITE.settle(Canned(pages), favourites(77, "Fox"))
    assert list_ref("favourites/77/502") == SITE.settle(Canned(pages), favourites(77, "fox"))
    with pytest.raises(BadRequest, match="FOX is the name of folders 501 and 502"):
        SITE.settle(Canned(pages), favourites(77, "FOX"))
    assert list_ref("favourites/77/503") == SITE.settle(Canned(pages), favourites(77, "F ox"))


def test_folders_that_we_no_longer_see_are_a_change_of_the_site():
    with pytest.raises(SiteChanged, match="links to its folders"):
        SITE.list(
            Canned(page("<input id='tgl_all' value='501|'>")), list_ref("favourites/77"), None
        )


def test_a_user_without_folders_has_none():
    found = SITE.list(Canned(page("<input id='tgl_all' value>")), list_ref("favourites/77"), None)

    assert ((), None) == (found.collections, found.cursor)


@pytest.mark.parametrize(
    "links",
    [
        "",
        """<a class=blk_header href='/showfavorites.php?userid=7'></a>
        <a class=blk_header href='/showfavorites.php?userid=8'></a>""",
    ],
)
def test_a_profile_that_names_no_one_number_is_a_change(links):
    body = f"<table><tr><td class='blk_profile_hdr'>Ann Profile </td></tr></table>{links}"

    with pytest.raises(SiteChanged, match="one link to favourites"):
        SITE.settle(Canned(body), favourites("Ann"))


def test_a_profile_without_a_name_is_a_change():
    with pytest.raises(SiteChanged, match="blk_profile_hdr"):
        SITE.settle(Canned("<html></html>"), favourites("Ann"))


GALLERY = (
    "<html><title>Old Set</title><input id='gal_gid' value='9'><table><tr><td id='5'><table><tr>"
    "<td><a name='5' href='/photo/5/?gid=9'></a></td></tr><tr><td><font></font><font>a.jpg</font>"
    "</td></tr></table></td></tr></table></html>"
)
EMPTY_GALLERY = "<html><title>Old Set</title><input id='gal_gid' value='9'></html>"


def test_a_private_gallery_only_says_which_pictures_are_in_it():
    http = Canned({"/gallery.php 0": GALLERY, "/gallery.php": EMPTY_GALLERY})
    found = SITE.list(http, list_ref("gallery/pgid-0a1b"), None)

    assert (ref(5),) == found.posts
    assert {"pgid": "0a1b", "page": 0, "view": 0} == http.asked[0][1]


@pytest.mark.parametrize(
    "window",
    [
        "<ul class=thumbs></ul>",
        "<input id='is_empty' value='1'>",
        f"<ul class=thumbs><li><a imageid=6 original='{CDN}/full/1/6/6.jpg'></a></li></ul>",
        f"<ul class=thumbs><li><a imageid=5 original='{CDN}/frame-thumb/1/5/5.jpg'></a></li></ul>",
    ],
)
def test_what_the_window_of_a_gallery_leaves_out_is_asked_for_by_itself(window):
    pages = {"/gallery/9 0": GALLERY, "/gallery/9": EMPTY_GALLERY, "/photo/5/": window}

    assert (ref(5),) == SITE.list(Canned(pages), list_ref("gallery/9"), None).posts


def test_a_window_that_is_none_is_not_taken_for_an_empty_one():
    pages = {"/gallery/9 0": GALLERY, "/gallery/9": EMPTY_GALLERY}

    with pytest.raises(SiteChanged, match="lacks pictures"):
        SITE.list(Canned({**pages, "/photo/5/": "<html></html>"}), list_ref("gallery/9"), None)
    with pytest.raises(Blocked):
        SITE.list(Canned({**pages, "/photo/5/": HUMAN}), list_ref("gallery/9"), None)


# ---- hostile -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 300_000,
        "<html><body><a " + " ".join(f"a{number}" for number in range(30_000)) + ">",
        "x" * 3_000_000,
    ],
)
def test_a_page_that_would_keep_a_worker_for_hours_is_not_taken_apart(text):
    with pytest.raises(SiteChanged, match="too large"):
        fetched(text)


WORDS = [
    "<table>",
    "</table>",
    "<tr id='gid-9'>",
    "<td id='img-5'>",
    "<td id=img->",
    "<a name=5",
    " href='/photo/5/'",
    " href='/photo/5/?page=1'",
    " href='http://[x'",
    " href",
    ">",
    "</a>",
    OWNER,
    NAMED,
    "<input id=tgl_all value='501|-1|x'>",
    "<input id=tgl_all>",
    entry(),
    NUMBERS,
    "<ul class=thumbs>",
    "<a imageid=5 original>",
    "<a imageid='\u0665'>",
    PHOTO_HEAD,
    "<title>",
    "<script type='application/ld+json'>",
    '{"contentUrl":',
    "</script>",
    "<!--",
    "]]>",
    "\x00",
    "<a href='?page=-1'>",
    "<a href='?page=99'>",
    "<input id=galleryid_input value=\ud83e>",
    f"<a href='{WWW}/gallery.php?gid=9'>",
    "<b>x</b>",
    "<font>",
    "&#x110000;",
    "<form>",
    "</html>",
    "<html>",
    "<input type=password>",
    HUMAN,
    "<td class=blk_profile_hdr> Profile",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=25).map("".join))
def test_hostile_pages_raise_nothing_but_what_is_said(text):
    content = text.encode("utf-8", "replace").decode()
    for ask in (
        lambda http: SITE.fetch(http, ref(111222333)),
        lambda http: SITE.list(http, FOLDER, "back/3"),
        lambda http: SITE.list(http, FOLDER, None),
        lambda http: SITE.list(http, list_ref("favourites/77"), None),
        lambda http: SITE.list(http, list_ref("gallery/9001"), None),
        lambda http: SITE.list(http, list_ref("galleries/77"), None),
        lambda http: SITE.describe(http, list_ref("organizer/12")),
        lambda http: SITE.settle(http, favourites("Ann")),
    ):
        try:
            found = ask(Canned(content))
        except SiteError:
            continue
        assert not isinstance(found, PostInfo) or found.pages
