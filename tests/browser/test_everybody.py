"""Every page of the route table, for everybody: WCAG 2.2 AA, by axe and beyond what it sees."""

import shutil
from dataclasses import replace

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe

from artkeep import jobs
from artkeep.collect import add, follow, signing_in
from artkeep.db.tables import post
from artkeep.fakes import danbooru, deviantart, pixiv
from artkeep.fakes.pixiv.memory import REFRESH_TOKEN
from artkeep.fakes.web import serving
from artkeep.handlers import HANDLERS
from artkeep.library import artists, saved_searches, trash, users
from artkeep.library.passwords import Passwords
from artkeep.model.records import Kept
from artkeep.settings import Settings
from artkeep.web.routes import ROUTES
from artkeep.workbench import open_workbench
from tests.browser import beyond
from tests.browser.serving import running
from tests.showing import newest
from tests.web.led import led
from tests.working import work

pytestmark = pytest.mark.browser
PLAYED = {"pixiv": pixiv.routes, "danbooru": danbooru.routes, "deviantart": deviantart.routes}
OUT = {"/a/{work_id}/pixiv", "/a/{work_id}/user-pixiv"}  # they lead to pixiv itself
PIECES = {"/artworks/{artwork_id}/alike"}  # of a page, which brings them
# what every page of the table is called here; {work}, {site_id} and {run} are of the library below
CALLED = {
    "/": ("/", "/?q=fox+or+original+order:score", "/?q=scre:1", "/?q=nothing+so"),
    "/search/part": ("/search/part?q=fox+snow&part=0&instead=original",),
    "/artworks/{artwork_id}": ("/artworks/{work}", "/artworks/{work}?q=fox", "/artworks/{thrown}"),
    "/artworks/{artwork_id}/read": ("/artworks/{work}/read",),
    "/slideshow": ("/slideshow",),
    "/artists": ("/artists", "/artists?name=nobody"),
    "/artists/{person_id}": ("/artists/{person}",),
    "/add": ("/add",),
    "/similar": ("/similar", "/similar?image={sha256}"),
    "/sources": ("/sources",),
    "/sources/missing/{site}": ("/sources/missing/pixiv",),
    "/trash": ("/trash",),
    "/gone": ("/gone",),
    "/login": ("/login",),
    "/login/{site}": ("/login/pixiv", "/login/danbooru"),
    "/login/{site}/back": ("/login/deviantart/back",),
    "/activity": ("/activity",),
    "/activity/{run_id}": ("/activity/{run}",),
    "/activity/{run_id}/refused": ("/activity/{run}/refused",),
    "/settings": ("/settings",),
    "/p/{number}": ("/p/1",),
    "/p/{number}/{image}/{ipp}/{order}": ("/p/1/medium/20/default",),
    "/a/{work_id}": ("/a/{site_id}",),
    "/a/{work_id}/delete": ("/a/{site_id}/delete",),
    "/a/{work_id}/{image}": ("/a/{site_id}/large",),
    "/random": ("/random",),
    "/refresh": ("/refresh",),
    "/display": ("/display",),
    "/display/home": ("/display/home",),
    "/display/artwork": ("/display/artwork",),
    "/display/artwork/{r}": ("/display/artwork/{site_id}",),
    "/display/nsfw/{mode}": ("/display/nsfw/enable",),
    "/admin": ("/admin",),
    "/sign-in": ("/sign-in",),
}
NOWHERE = "/no/such/page"
BARE = ("/", "/artists", "/sources", "/trash", "/gone", "/activity", "/admin", "/sign-in")
WIDER = """() => new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(() =>
  told(document.documentElement.scrollWidth - innerWidth))))"""


@pytest.fixture(scope="module")
def full(tmp_path_factory, sqlite_library, decoders):
    """A library with all there can be: what changed, is gone, was thrown away, was refused."""
    home = tmp_path_factory.mktemp("full")
    shutil.copyfile(sqlite_library, home / "library.db")
    bad = tmp_path_factory.mktemp("bad") / "note.png"
    bad.write_text("no picture at all", encoding="utf-8")
    with serving(works=24, played=PLAYED) as world, led(world, home, decoders) as bench:
        fill(bench, world.world)
        with bench.db.begin() as tx:
            add.start(tx, [bad], Kept.BLOB)
            saved_searches.save(tx, "Foxes", "fox")
        work(bench)
        lose(bench)
        with running(bench, HANDLERS) as house:
            yield house


def fill(bench, world):
    """Follow lists of two sites; one post of them changes."""
    signing_in.with_key(bench, "pixiv", {"refresh_token": REFRESH_TOKEN})
    user = world.collector.handles["pixiv"].id
    changed = "https://danbooru.donmai.us/posts/9000001"
    for address in (
        f"https://www.pixiv.net/users/{user}/bookmarks/artworks",
        "https://danbooru.donmai.us/posts?tags=aoyama_mika",
        changed,
    ):
        follow.address(bench, address)
    work(bench)
    world.happen("danbooru", "9000001", "edited")
    follow.address(bench, changed)
    work(bench)


def lose(bench):
    """Two posts are gone, and two works thrown away."""
    with bench.db.begin() as tx:
        lost = tx.execute(sa.select(post.c.id).order_by(post.c.id).limit(2)).scalars().all()
        tx.execute(sa.update(post).where(post.c.id.in_(lost)).values(gone_at=tx.now))
        for tile in newest(tx)[1:3]:
            trash.shun(tx, tile.artwork_id)


def names(bench):
    """Return what stands for the names in addresses."""
    with bench.db.read() as tx:
        tiles = newest(tx)
        fox = next(each for each in tiles if "Fox" in each.title)
        theirs = sa.select(post.c.site_post_id).where(
            post.c.site == "pixiv", post.c.gone_at.is_(None)
        )
        return {
            "work": fox.artwork_id,
            "sha256": fox.sha256,
            "thrown": trash.newest(tx, None, 1)[0].artwork_id,
            "person": next(iter(artists.of_posts(tx, range(1, 99)).values())),
            "run": next(one.id for one in jobs.recent(tx, 99) if one.kind == add.KIND),
            "site_id": tx.execute(theirs.order_by(post.c.id.desc())).scalars().first(),
        }


def test_every_page_of_the_table_is_called():
    pages = {one.path for one in ROUTES if one.method == "GET" and one.shows == "page"}

    assert pages - OUT - PIECES == set(CALLED)


def test_every_page_is_for_everybody(full, visit):
    called = names(full.bench)
    paths = [NOWHERE, *(each for some in CALLED.values() for each in some)]

    faults = walk(visit("about:blank"), full.url, [path.format(**called) for path in paths])

    assert not faults, "\n".join(map(str, faults))


def test_pages_with_nothing_and_nobody_are_for_everybody(home, decoders, visit):
    settings = Settings(home=home, read_only=True, read_only_token="t" * 20)
    with open_workbench(settings) as opened:
        kept = Passwords(memory_kib=64, passes=1).hashed("correct horse battery")
        with opened.db.begin() as tx:
            users.set_password(tx, "owner", kept)
        with running(replace(opened, pool=decoders), {}) as house:
            faults = walk(visit("about:blank"), house.url, BARE)

    assert not faults, "\n".join(map(str, faults))


def walk(page, url, paths):
    """Return what is wrong with pages in a window and on a phone, in light and in the dark."""
    faults = []
    for path in paths:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(url + path)
        if page.evaluate("document.contentType") != "text/html":
            continue
        page.wait_for_load_state("networkidle")
        faults += [(path, *each) for each in serious(page, None) + beyond.faults(page)]
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        faults += [(path, "dark", *each) for each in serious(page, ["color-contrast"])]
        page.set_viewport_size({"width": 360, "height": 740})
        wider = page.evaluate(WIDER)
        faults += [(path, "wider than a phone", wider)] if wider > 0 else []
        faults += [(path, "on a phone", *each) for each in beyond.faults(page)]
    return faults


def serious(page, rules):
    """Return what axe finds serious, of all rules or some."""
    options = {"runOnly": rules} if rules else {}
    found = Axe().run(page, options=options).response["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in bad]
