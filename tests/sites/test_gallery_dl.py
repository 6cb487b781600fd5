"""Any other address, through the real gallery-dl, led to the fakes."""

import json

import pytest

from artkeep.errors import (
    AddressRefused,
    BadAnswer,
    BadSetting,
    Blocked,
    Gone,
    LoginNeeded,
    PictureRefused,
    RateLimited,
    SiteChanged,
    SiteDown,
    SiteError,
    UnknownAddress,
    Unreachable,
    Withheld,
)
from artkeep.fakes.web import serving
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.net.gallery_dl import words
from artkeep.net.http import Http
from artkeep.sites.gallery_dl import SITE, urls
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.clocks import HandClock
from tests.net.site import NOBODY
from tests.sites.playing_gallery_dl import ADDRESS, COMICS, Program, comic, fetched
from tests.sites.playing_twitter import led

DANBOORU = "https://danbooru.donmai.us"


@pytest.fixture(scope="module")
def served():
    with serving(works=60) as serving_now:
        yield serving_now


@pytest.fixture
def http(served, tmp_path):
    """The way through the real program."""
    settings = read(SITE, {"command": led(served, tmp_path)})
    clock = HandClock()
    with Http(clock, tls=NOBODY) as web:
        yield Way(SITE, settings.reach, settings.options, web, clock)


def test_the_program_knows_a_post_of_another_site(served, http):
    fox = served.world.fox("danbooru")
    ref = SITE.settle(http, SITE.parse(f"gallery-dl:{DANBOORU}/posts/{fox.id}"))
    found = SITE.fetch(http, ref)

    assert PostRef("gallery_dl", f"{DANBOORU}/posts/{fox.id}#post={fox.id}") == ref == found.ref
    assert fox.published_at.replace(microsecond=0) == found.published_at
    assert {tag.name for tag in fox.tags} <= {tag.name for tag in found.tags}
    assert [(fox.pages[0].width, fox.pages[0].height)] == [
        (page.width, page.height) for page in found.pages
    ]
    assert "https://danbooru.donmai.us/" == found.pages[0].referer
    assert int(fox.id) == json.loads(found.raw)["id"]


def test_the_program_reads_a_list_to_its_end(served, http):
    pool = SITE.parse(f"gallery-dl:{DANBOORU}/pools/120001")
    batch = SITE.list(http, pool, None)
    told = served.world.lists("danbooru")["120001"]
    there = [one for one in told if served.world.post("danbooru", one).kind != "moving"]

    assert pool == SITE.settle(http, pool) == SITE.describe(http, pool).ref
    assert None is batch.cursor
    found = [urls.split(post.ref)[1] for post in batch.posts]
    assert set(there) >= {one for one in found if one in there} != set()
    assert batch.posts[0].ref == SITE.fetch(http, batch.posts[0].ref).ref


def test_what_it_does_not_find_is_gone_by_its_word(http):
    with pytest.raises(SiteError):
        SITE.describe(http, SITE.parse(f"gallery-dl:{DANBOORU}/posts/7"))


def test_a_site_that_it_does_not_know_is_unknown(http):
    with pytest.raises(UnknownAddress, match=r"knows no site that has https://nowhere\.example/1"):
        SITE.settle(http, SITE.parse("gallery-dl:https://nowhere.example/1"))


def test_each_host_has_its_own_turn():
    program = Program(*comic(1))
    SITE.describe(program, COMICS)

    assert ["comics.example"] == program.homes


def test_no_host_of_a_private_network_is_asked(http):
    with pytest.raises(AddressRefused):
        SITE.describe(http, CollectionRef("gallery_dl", "https://192.168.1.1/x"))


def test_the_words_are_files_and_no_secrets():
    told = words(ADDRESS, command="py -m 'g dl'", cookies="/c", config="/g", posts=(1, 9))

    assert ["py", "-m", "g dl", "--dump-json"] == told[:4]
    assert ["--config", "/g", "--cookies", "/c"] == told[6:10]
    assert ["--post-range=1-9", "--child-range=1-9", "--", ADDRESS] == told[-4:]


@pytest.mark.parametrize("command", ["", "'open"])
def test_a_command_that_makes_no_sense_is_named(command):
    with pytest.raises(BadSetting, match="the command"):
        words(ADDRESS, command=command, posts=(1, 2))


def test_one_post_at_an_address_is_a_post():
    assert urls.post(ADDRESS, "7") == SITE.settle(Program(*comic(7)), COMICS)


@pytest.mark.parametrize(
    "messages",
    [
        [*comic(7), *comic(8)],
        [*comic(7, subcategory="user")],
        [[6, f"{ADDRESS}/all", {}]],
        [[2, {"id": 1}], [6, "https://other.example/1", {}]],
    ],
)
def test_anything_else_is_a_list(messages):
    assert COMICS == SITE.settle(Program(*messages), COMICS)


def test_a_list_is_read_by_counting():
    program = Program(*(message for number in range(1, 131) for message in comic(number)))
    first = SITE.list(program, COMICS, None)
    second = SITE.list(program, COMICS, first.cursor)

    assert (100, "101", 30, None) == (
        len(first.posts),
        first.cursor,
        len(second.posts),
        second.cursor,
    )
    assert "130" == urls.split(second.posts[-1].ref)[1]
    assert second.posts[-1] == SITE.fetch(program, second.posts[-1].ref)


def test_a_post_that_left_the_list_is_not_found_but_not_gone():
    with pytest.raises(BadAnswer, match="does not find the post 9"):
        SITE.fetch(Program(*comic(1)), urls.post(ADDRESS, "9"))


def test_a_post_is_not_looked_for_without_end():
    program = Program(*(message for number in range(1, 1200) for message in comic(number)))

    with pytest.raises(BadAnswer):
        SITE.fetch(program, urls.post(ADDRESS, "1150"))
    assert 10 == len(program.asked)


def test_addresses_below_are_lists_inside_and_others_are_posts():
    told = [[6, f"{ADDRESS}/media", {}], [6, "https://other.example/4", {}], [6, "odd:x", {}]]
    batch = SITE.list(Program(*told), COMICS, None)

    assert [f"{ADDRESS}/media"] == [inner.url for inner in batch.collections]
    assert (PostRef("gallery_dl", "https://other.example/4#post="),) == batch.posts


def test_many_addresses_below_are_posts():
    told = [[6, f"{ADDRESS}/{number}", {}] for number in range(20)]
    batch = SITE.list(Program(*told), COMICS, None)

    assert (20, ()) == (len(batch.posts), batch.collections)


def test_a_post_of_an_address_alone_is_all_that_is_there():
    ref = urls.post(ADDRESS, "")

    assert ref == SITE.fetch(Program(*comic(7)), ref).ref


def test_a_post_without_a_picture_is_in_no_list_and_refused_in_words():
    video = [[2, {"id": 1}], [3, "https://cdn.example/1.mp4", {"extension": "mp4"}]]

    assert () == SITE.list(Program(*video), COMICS, None).posts
    with pytest.raises(PictureRefused, match="a video"):
        fetched(*video)


@pytest.mark.parametrize(
    ("error", "message", "expected"),
    [
        ("NotFoundError", "Requested post could not be found", Gone),
        ("AuthRequired", "authenticated cookies needed", LoginNeeded),
        ("AuthenticationError", "Invalid login", LoginNeeded),
        ("AuthorizationError", "Insufficient privileges", Withheld),
        ("ChallengeError", "Cloudflare challenge", Blocked),
        ("HttpError", "'404 Not Found' for 'https://x'", BadAnswer),
        ("HttpError", "'429 Too Many Requests' for 'https://x'", RateLimited),
        ("AbortExtraction", "Rate limit exceeded", RateLimited),
        ("HttpError", "'502 Bad Gateway' for 'https://x'", SiteDown),
        ("ConnectionError", "refused", Unreachable),
        ("KeyError", "'media'", SiteChanged),
        ("SomethingNew", "what?", BadAnswer),
    ],
)
def test_its_errors_mean_something(error, message, expected):
    http = Program([-1, {"error": error, "message": message}])

    with pytest.raises(SiteError) as raised:
        SITE.describe(http, COMICS)
    assert (expected, "gallery_dl") == (type(raised.value), raised.value.site)


@pytest.mark.parametrize(
    ("out", "said", "error", "matching"),
    [
        (b"", "Traceback\nImportError: x\n", BadAnswer, "said nothing: ImportError: x"),
        (b"", "", BadAnswer, "said nothing"),
        (b"{", "", SiteChanged, "what gallery-dl printed lacks"),
        (b"[[3]]", "", SiteChanged, "what gallery-dl printed lacks"),
        (b"[[99, 1]]", "[x][error] no way\n", BadAnswer, "no way"),
    ],
)
def test_what_it_prints_is_not_trusted(out, said, error, matching):
    with pytest.raises(error, match=matching):
        SITE.describe(Program(out, said=said), COMICS)
