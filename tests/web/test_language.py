"""Every word of a page goes through the catalogue; who is spoken to in which language."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from artkeep.collect import follow, recheck
from artkeep.db.tables import account, collection, post
from artkeep.fakes import drawings
from artkeep.library import trash
from artkeep.settings import shown
from artkeep.sites import SITES
from artkeep.texts import text
from artkeep.web.app import create_app
from artkeep.web.language import sentence
from artkeep.web.routes import ROUTES
from tests.showing import tiles_of
from tests.web.browsing import HERE, Browser, said
from tests.web.led import led
from tests.web.pseudo import CODE, languages, unwrapped
from tests.web.test_security import PARTS
from tests.working import add_all, work

SEARCH = "https://danbooru.donmai.us/posts?tags=aoyama_mika"
FOX = "9000001"
SPOKEN = {"accept-language": CODE}


def a_day_passes(bench):
    with bench.db.begin() as tx:
        earlier = tx.now - timedelta(days=1)
        moments = {"told_at": earlier, "checked_at": earlier, "looked_at": earlier}
        tx.execute(sa.update(post).values(moments))


def look(bench):
    with bench.db.begin() as tx:
        recheck.ask(tx, "danbooru")
    work(bench)


def lived_in(bench, world, inbox):
    """Fill a library with a bit of everything that pages speak of."""
    drawings.write(1, inbox / "fox.png", width=320, height=240)
    drawings.write(1, inbox / "fox small.jpg", width=160, height=120)
    (inbox / "no picture.png").write_bytes(b"no picture")
    follow.address(bench, SEARCH)
    add_all(bench, inbox)
    for what in ("edited", "replaced"):
        world.world.happen("danbooru", FOX, what)
        follow.address(bench, f"https://danbooru.donmai.us/posts/{FOX}")
        work(bench)
    lost = next(one for one in world.world.on("danbooru") if one.id != FOX)
    follow.address(bench, f"https://danbooru.donmai.us/posts/{lost.id}")
    work(bench)
    world.world.happen("danbooru", lost.id, "deleted")
    for _ in range(3):
        a_day_passes(bench)
        look(bench)
    with bench.db.begin() as tx:
        trash.put(tx, tiles_of(bench)[-1].artwork_id)


def pages(bench):
    """Return the addresses of every page, some with something in them and some without."""
    tiles = tiles_of(bench)
    ids = [tile.artwork_id for tile in tiles]
    parts = PARTS | {"artwork_id": ids[0], "person_id": 1, "run_id": 1, "site": "danbooru"}
    routed = [
        route.path.format_map(parts)
        for route in ROUTES
        if route.method == "GET" and route.shows == "page" and not route.path.endswith("/back")
    ]
    queries = ("fox order:score -snow", "zzzz", "fox (", "widht:3", "rating:x", "in:nothing")
    return [
        *routed,
        *(f"/artworks/{one}" for one in ids),
        *(f"/?q={query}" for query in queries),
        *("/no/such/page", "/artists?name=zz", "/login/pixiv", "/login/deviantart", "/p/2"),
        *("/slideshow?q=zzzz", "/display/nsfw/disable", f"/similar?image={tiles[0].sha256}"),
    ]


def own(bench):
    """Return what people called things: titles, names, files."""
    columns = (post.c.title, account.c.name, account.c.handle, collection.c.title)
    with bench.db.read() as tx:
        told = {one for column in columns for one in tx.execute(sa.select(column)).scalars()}
    files = {"fox.png", "fox small.jpg", "no picture.png", "fox", "fox small"}
    examples = {"fox -snow width:>=1920 order:score", "fox -snow rating:general"}
    examples |= {"https://…", "…callback?state=…&code=…", str(Path.home() / "Pictures")}
    queries = examples | {
        "fox -snow order:score",
        "fox order:score -snow",
        "zzzz",
        "fox (",
        "widht:3",
        "rating:x",
        "in:nothing",
    }
    sites = {site.about.title for site in SITES.values()}
    return told | files | sites | queries | set(SITES) | {str(bench.settings.home)}


@pytest.fixture
def house(world, tmp_path, decoders, inbox, sqlite_library):
    with led(world, tmp_path / "home", decoders) as bench:
        lived_in(bench, world, inbox)
        yield bench


def test_every_word_of_every_page_is_in_a_message(house, inbox):
    app = create_app(house, shown=shown({}, house.settings.home), languages=languages())
    browser = Browser(app, HERE)
    browser.headers |= SPOKEN

    found = {}
    for path in pages(house):
        answer = browser.get(path, headers={"hx-request": "true"} if "part" in path else {})
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert CODE == answer.headers["content-language"]
            found[path] = unwrapped(answer.text, own(house))

    assert {} == {path: words for path, words in found.items() if words}
    assert len(found) > 40


def test_an_empty_library_is_in_messages_too(empty_bench):
    for host in ("127.0.0.1", "0.0.0.0"):  # the owner, and a stranger who may only look
        app = create_app(empty_bench, host, shown=(), languages=languages())
        browser = Browser(app, HERE if host == "127.0.0.1" else "http://192.168.1.7:8600")
        for path in (*EMPTY, *("/login/pixiv", "/login/twitter")):
            answer = browser.get(path, headers=SPOKEN)
            assert (path, []) == (path, unwrapped(answer.text, own(empty_bench)))


EMPTY = (
    *("/", "/similar", "/sources", "/add", "/activity", "/settings", "/gone", "/trash", "/artists"),
    *("/p/1", "/display", "/sign-in", "/refresh", "/slideshow", "/admin", "/a/5", "/artworks/5"),
    *("/artists/5", "/activity/5/refused", "/sources/missing/pixiv", "/?q=fox"),
)


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("", ("en", "Gallery")), ("de-CH", ("de", "Galerie")), ("ja", ("ja", "ギャラリー"))],
)
def test_a_page_speaks_as_the_browser_asks(visitor, accepted, expected):
    answer = visitor.get("/artists", headers={"accept-language": accepted})

    code, gallery_word = expected
    assert f'<html lang="{code}" dir="ltr"' in answer.text
    assert gallery_word in said(answer.text)
    assert code == answer.headers["content-language"]
    assert "Accept-Language, Cookie" == answer.headers["vary"]


def test_what_was_chosen_in_this_browser_goes_first(newcomer):
    newcomer.headers |= {"accept-language": "ja"}

    newcomer.submit("/settings/language", language="de")
    chosen = newcomer.get("/settings").headers["content-language"]
    newcomer.submit("/settings/language", language="auto")

    assert ("de", "ja") == (chosen, newcomer.get("/settings").headers["content-language"])


def test_only_languages_that_there_are_can_be_chosen(newcomer):
    answer = newcomer.submit("/settings/language", language="xx")

    assert (400, None) == (answer.status_code, answer.cookies.get("artkeep_language"))


def test_the_owners_language_is_for_those_who_chose_none(empty_bench):
    settings = empty_bench.settings.model_copy(update={"language": "ja"})
    browser = Browser(create_app(replace(empty_bench, settings=settings), shown=()), HERE)

    first = browser.get("/", headers={"accept-language": "de"}).headers["content-language"]
    browser.submit("/settings/language", language="auto")
    then = browser.get("/", headers={"accept-language": "de"}).headers["content-language"]

    assert ("ja", "de") == (first, then)


def test_errors_are_said_in_the_language_to_pages_and_to_scripts(visitor):
    german = {"accept-language": "de"}

    page = visitor.get("/artworks/77", headers=german).text
    answer = visitor.get("/api/runs/77", headers=german)

    assert "Werk 77 gibt es in dieser Bibliothek nicht" in said(page)
    assert "Aufgabe 77 gibt es nicht" == answer.json()["message"]
    assert "there is no run 77" == visitor.get("/api/runs/77").json()["message"]


def test_scripts_get_their_messages_under_an_address_that_lasts(visitor):
    page = visitor.get("/", headers={"accept-language": "ja"}).text
    url = re.search(r'<script src="(/static/[^"]+/texts/ja\.js)" defer>', page)[1]

    answer = visitor.get(url)

    assert "public, max-age=31536000, immutable" == answer.headers["cache-control"]
    assert '"Undo"' not in answer.text
    assert '"Select":"選択"' in answer.text
    assert "texts/" not in visitor.get("/").text  # English stands in the scripts


def test_what_begins_with_a_word_of_somebody_stays_as_it_was_written():
    named = text("{word}: is not known", word="widht")
    held = text("{trouble}; try later", trouble=text("the site is down"))

    assert "widht: is not known." == sentence(named)
    assert "The site is down; try later." == sentence(held)
    assert "Nothing came." == sentence("nothing came")
