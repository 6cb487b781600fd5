"""Searching and selecting: by keys alone, by hand, and on a phone."""

import pytest
from playwright.sync_api import expect

from artkeep.library import trash
from tests.browser.shelf import PHONE, faults_of
from tests.showing import newest

pytestmark = pytest.mark.browser


def picked(page):
    """Return how many works the bar says are selected."""
    return page.locator("[data-picked-count]")


def box(page):
    return page.locator("#q")


def test_by_keys_alone_a_search_is_written_mended_and_changed(changed, visit):
    page = visit(changed.url)
    expect(page.locator(".tile").first).to_be_visible()

    page.keyboard.press("q")  # a search, with a word that the box goes on with
    page.keyboard.type("cran")
    expect(page.get_by_role("option").first).to_contain_text("crane")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("crane ")
    page.keyboard.type("widht:>1")
    page.keyboard.press("Enter")

    expect(page.locator(".unread mark")).to_have_text("widht:>1")  # which is mended
    expect(box(page)).to_be_focused()
    page.get_by_role("link", name="width:>1").press("Enter")
    expect(page.locator(".grid-count")).to_contain_text("10 works")

    page.locator(".term-out").last.press("Enter")  # a part is taken out, another changed in place
    expect(box(page)).to_have_value("crane")
    page.locator(".term summary").press("Enter")
    expect(page.locator(".term input[name=instead]")).to_be_focused()
    page.keyboard.type("fox")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{changed.url}/?q=fox")
    expect(page.locator(".grid-count")).to_contain_text("20 works")


def test_by_keys_alone_works_are_opened_thrown_away_and_taken_back(changed, visit):
    page = visit(f"{changed.url}/?q=fox")
    expect(page.locator(".tile").first).to_be_visible()

    page.keyboard.press("ArrowRight")  # opened, and back at the same place
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".main-work")).to_be_visible()
    assert page.url.endswith("?q=fox")
    page.go_back()
    expect(page.locator(".tile").first).to_be_visible()

    page.locator(".tile a[tabindex='0']").focus()  # a range is thrown away, and taken back
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(picked(page)).to_have_text("3 works selected")
    page.keyboard.press("Delete")
    expect(page.locator("[data-undo-words]")).to_have_text("3 works are in the trash.")
    expect(page.locator(".tile")).to_have_count(17)
    expect(page.locator(".grid-count")).to_have_text("17 works")
    page.keyboard.press("u")
    expect(page.locator("[data-undo-words]")).to_have_text("3 works are back.")
    expect(page.locator(".tile")).to_have_count(20)


def test_nothing_is_asked_while_a_word_is_composed(gallery, visit):
    page = visit(gallery.url)
    asked = []
    page.on("request", lambda one: asked.append(one.url) if "/api/suggest" in one.url else None)
    hands = page.context.new_cdp_session(page)
    box(page).focus()

    for text in ("l", "la", "lar"):
        hands.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": 0, "selectionEnd": 0}
        )
    page.wait_for_timeout(300)
    while_composing = list(asked)
    hands.send("Input.insertText", {"text": "lar"})

    expect(page.get_by_role("option").first).to_contain_text("large")
    assert [] == while_composing
    assert 1 == len(asked)


def test_keys_quicker_than_answers_mean_what_is_written(changed, visit):
    page = visit(changed.url)
    box(page).focus()
    page.keyboard.type("c")
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.type("ran")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(box(page)).to_have_value("crane ")


def test_the_end_of_the_trash_is_not_under_the_bar_of_a_selection(changed, visit):
    with changed.bench.db.begin() as tx:
        for tile in newest(tx)[:6]:
            trash.shun(tx, tile.artwork_id)
    page = visit(f"{changed.url}/trash", **PHONE)

    page.get_by_role("checkbox", name="Select").first.tap()
    expect(picked(page)).to_have_text("1 work selected")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")

    bar = page.locator("[data-picked]").bounding_box()
    last = page.locator(".empty-trash").bounding_box()
    assert last["y"] + last["height"] <= bar["y"]


def test_all_of_a_search_is_selected_by_its_query_and_thrown_away(changed, visit):
    page = visit(f"{changed.url}/?q=crane")

    page.keyboard.press("s")
    page.keyboard.press("a")
    expect(picked(page)).to_have_text("10 works selected")
    page.keyboard.press("s")
    page.keyboard.press("n")
    expect(page.locator("[data-picked]")).to_be_hidden()
    page.goto(f"{changed.url}/display")
    page.get_by_label("Works a page").fill("5")
    page.get_by_label("The gallery goes on").select_option("paged")
    with page.expect_navigation():
        page.get_by_role("button", name="In this browser").first.click()
    page.goto(f"{changed.url}/?q=crane")
    page.keyboard.press("s")
    page.keyboard.press("a")
    page.get_by_role("button", name="Select all 10 of this search").click()
    page.get_by_role("button", name="Trash").click()
    page.get_by_role("button", name="Yes").click()

    expect(page.locator(".none-found")).to_contain_text("Threw away works: crane · 10 works")
    page.reload()  # the library knows what can be taken back
    page.get_by_role("button", name="Take them back").click()
    expect(page.get_by_text("Took back works: crane")).to_be_visible()
    page.goto(f"{changed.url}/?q=crane")
    expect(page.locator(".grid-count")).to_have_text("10 works")


def test_pages_lead_on_and_back_by_keys(gallery, visit):
    page = visit(f"{gallery.url}/display")
    page.get_by_label("Works a page").fill("20")
    page.get_by_label("The gallery goes on").select_option("paged")
    with page.expect_navigation():
        page.get_by_role("button", name="In this browser").first.click()
    page.goto(gallery.url)
    first = page.locator(".tile-title").all_text_contents()

    page.keyboard.press("d")
    expect(page.get_by_role("link", name="Page before")).to_be_visible()
    second = page.locator(".tile-title").all_text_contents()
    page.keyboard.press("a")
    expect(page.get_by_role("link", name="Page before")).to_have_count(0)

    assert (20, 20) == (len(first), len(second))
    assert not set(first) & set(second)
    assert first == page.locator(".tile-title").all_text_contents()


def test_a_rubber_band_and_shift_select(gallery, visit):
    page = visit(gallery.url)
    tiles = [page.locator(f".tile[data-index='{index}']").bounding_box() for index in range(6)]

    page.mouse.move(tiles[0]["x"] + 5, tiles[0]["y"] + 5)
    page.mouse.down()
    page.mouse.move(tiles[2]["x"] + 10, tiles[2]["y"] + 60, steps=5)
    page.mouse.up()
    expect(picked(page)).to_have_text("3 works selected")
    expect(page.locator(".pswp")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("[data-picked]")).to_be_hidden()
    page.locator(".tile[data-index='1']").hover()
    page.get_by_role("checkbox", name="Select").click()
    page.locator(".tile[data-index='4']").click(modifiers=["Shift"])

    expect(picked(page)).to_have_text("4 works selected")
    assert 4 == page.locator(".is-picked").count()


def test_a_work_has_a_menu_of_its_own(gallery, visit):
    page = visit(gallery.url)
    page.keyboard.press("ArrowRight")

    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem", name="Open its page")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(picked(page)).to_have_text("1 work selected")
    expect(page.locator(".tile a:focus")).to_have_count(1)


def test_a_search_is_kept_renamed_and_kept_no_longer(changed, visit):
    page = visit(f"{changed.url}/?q=fox")

    page.locator("summary", has_text="Keep this search").press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Foxes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Foxes")).to_have_attribute("aria-current", "page")
    page.locator("summary", has_text="Change Foxes").press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("All foxes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="All foxes")).to_be_visible()
    page.locator("summary", has_text="Change All foxes").press("Enter")
    page.get_by_role("button", name="Keep it no longer").click()

    expect(page.get_by_role("link", name="All foxes")).to_have_count(0)


def test_a_long_press_selects_on_a_phone(changed, visit):
    page = visit(f"{changed.url}/?q=fox", **PHONE)
    hands = page.context.new_cdp_session(page)
    place = page.locator(".tile").first.bounding_box()
    at = {"x": place["x"] + 20, "y": place["y"] + 20}

    hands.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    page.wait_for_timeout(700)
    hands.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(picked(page)).to_have_text("1 work selected")
    page.locator(".tile").nth(2).tap()
    expect(picked(page)).to_have_text("2 works selected")

    assert [] == faults_of(page, "selecting on a phone")
    page.get_by_role("button", name="Trash", exact=True).tap()
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator("[data-undo-words]")).to_have_text("2 works are back.")


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("path", ["/?q=large+or+small+order:score", "/?q=scre:1", "/?q=nothing+so"])
def test_pages_of_a_search_are_for_everybody(gallery, visit, scheme, path):
    page = visit(f"{gallery.url}{path}", color_scheme=scheme)

    assert [] == faults_of(page, path)


def test_without_scripts_a_search_is_a_form(gallery, visit):
    page = visit(gallery.url, java_script_enabled=False)

    box(page).fill("large widht:>1")
    box(page).press("Enter")
    page.get_by_role("link", name="width:>1").click()

    expect(page.locator(".tile")).to_have_count(1)
    page.locator(".term summary").first.click()
    page.locator(".term input[name=instead]").first.fill("small")
    page.locator(".term input[name=instead]").first.press("Enter")
    expect(page.locator(".tile-title")).to_have_text("small")
