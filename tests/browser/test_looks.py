"""Every page: reachable by keys, readable, at home on a phone, and only from here."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import sketch
from tests.browser.serving import served

NAMES = (
    '"><img src=x onerror=alert(1)>',
    "<script>alert(1)<",
    "';alert(1)",
    "{{7*7}}",
    "x" * 240,
    "狐" * 80,
    "صورة ثعلب",
    "fox\u202egnp.exe",
    "two\nlines",
)
pytestmark = pytest.mark.browser
PAGES = (
    *("/", "/artworks/5", "/similar", "/sources", "/add", "/activity", "/settings"),
    *("/gone", "/trash", "/artists", "/no/such/page"),
    *("/p/1", "/display", "/sign-in", "/refresh"),
)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_the_lightbox_and_the_keys_have_no_serious_fault(gallery, visit):
    page = visit(gallery.url)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    sheet = Axe().run(page).response["violations"]
    page.keyboard.press("Escape")
    page.locator(".tile").first.click()
    expect(page.locator(".pswp--open")).to_be_visible()
    page.wait_for_timeout(300)
    box = Axe().run(page).response["violations"]

    faults = [(one["id"], one["nodes"][0]["html"]) for one in sheet + box if serious(one)]
    assert [] == faults


def serious(fault):
    return fault["impact"] in ("serious", "critical")


def test_pages_fit_a_phone(gallery, visit):
    page = visit(gallery.url, **PHONE)
    for path in PAGES:
        page.goto(gallery.url + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert (path, 390) == (path, width)
        bar = page.locator(".rail").bounding_box()
        assert (path, 844) == (path, round(bar["y"] + bar["height"]))


def test_what_is_touched_is_large_enough(gallery, visit):
    page = visit(f"{gallery.url}/settings", **PHONE)
    for target in page.locator(".button:visible, .rail nav a:visible").all():
        assert target.bounding_box()["height"] >= 44


def test_a_theme_is_chosen_and_stays(gallery, visit):
    page = visit(f"{gallery.url}/settings", color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert "rgb(251, 250, 248)" == page.evaluate(ground)

    with page.expect_response("**/settings/theme"):
        page.get_by_label("Dark").check()
    assert "rgb(16, 17, 18)" == page.evaluate(ground)
    page.goto(gallery.url)

    assert "rgb(16, 17, 18)" == page.evaluate(ground)


def test_places_are_reached_by_keys(gallery, visit):
    page = visit(gallery.url)
    for key, path in (("f", "/similar"), ("a", "/add"), ("v", "/activity"), ("s", "/settings")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(gallery.url + path)


def test_no_key_fires_while_one_is_typing(gallery, visit):
    page = visit(f"{gallery.url}/similar")

    page.get_by_label("Address of a picture").press_sequentially("gs?[")

    expect(page.get_by_label("Address of a picture")).to_have_value("gs?[")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_focus_is_always_seen(gallery, visit):
    page = visit(f"{gallery.url}/add")
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; })()"
        )
        assert style


def test_nothing_moves_for_those_who_ask_for_it(gallery, visit):
    page = visit(f"{gallery.url}/add", reduced_motion="reduce")

    moved = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) =>"
        " parseFloat(getComputedStyle(one).transitionDuration) > 0).length"
    )

    assert 0 == moved


def test_pages_ask_nobody_else(gallery, visit):
    asked = []
    page = visit("about:blank")
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(gallery.url + path)
    page.locator("body").press("g")

    elsewhere = [url for url in asked if not url.startswith((gallery.url, "blob:", "data:"))]
    assert [] == elsewhere
    assert asked


@pytest.fixture
def hostile(tmp_path, home, decoders):
    """A library whose pictures have names that would like to be programs."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number, name in enumerate(NAMES):
        sketch(number).save(pictures / f"{name}.png")
    (pictures / f"{NAMES[-1]}.txt").write_text("no picture at all", encoding="utf-8")
    with served(home, decoders, pictures=pictures) as house:
        yield house


def test_names_of_files_never_run_nor_turn_nor_widen_a_page(hostile, visit):
    page = visit(hostile.url, **PHONE)
    works = [f"/artworks/{number + 1}" for number in range(len(NAMES))]
    for path in ("/activity", "/activity/1/refused", *works, "/"):
        page.goto(hostile.url + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert (path, PHONE["viewport"]["width"]) == (path, width)
        assert "\u202e" not in page.content()

    page.locator(".tile").first.click()

    expect(page.locator(".pswp__line a")).to_be_visible()  # and `visit` sees that nobody spoke
