"""The first pictures, and all that follow: chosen, dropped, by path."""

import pytest
from playwright.sync_api import expect

from artkeep.collect import add
from artkeep.fakes import drawings
from artkeep.model.records import Kept
from tests.browser.hands import drop, tiles
from tests.browser.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture
def files(tmp_path):
    """Three pictures and a text."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(3):
        drawings.write(number, folder / f"picture {number}.png", width=300, height=200)
    (folder / "note.txt").write_text("no picture at all", encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture
def gallery_of_one(home, decoders, files):
    """A library with one picture."""
    with served(home, decoders, pictures=files[0].parent / "picture 0.png") as house:
        yield house


def test_a_newcomer_is_led_to_the_first_picture(empty, visit, files):
    page = visit(empty.url)
    expect(page.get_by_role("heading", name="Keep the pictures you love")).to_be_visible()

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose pictures").click()
    chooser.value.set_files([path for path in files if path.suffix == ".png"])

    expect(page.locator(".tile")).to_have_count(3)
    assert {"picture 0", "picture 1", "picture 2"} == set(tiles(page))


def test_a_newcomer_who_adds_elsewhere_is_shown_the_gallery(empty, visit, files):
    page = visit(empty.url)
    expect(page.get_by_role("heading", name="Keep the pictures you love")).to_be_visible()

    with empty.bench.db.begin() as tx:
        add.start(tx, [files[0].parent], Kept.BLOB)

    expect(page.locator(".tile")).to_have_count(3)


def test_dropped_files_are_kept_or_refused_one_by_one(empty, visit, files):
    page = visit(f"{empty.url}/activity")

    drop(page, "keep", *files)

    expect(page.locator("[data-tray-counts]")).to_have_text("3 new · 1 refused")
    refused = page.locator(".tray-row.is-refused")
    expect(refused).to_contain_text("note.txt")
    expect(refused).to_contain_text("a text, not a picture")
    page.get_by_role("link", name="picture 1.png").click()
    expect(page.get_by_role("heading", name="picture 1")).to_be_visible()


def test_what_is_here_already_is_said_so(empty, visit, files):
    page = visit(f"{empty.url}/add")
    drop(page, "keep", files[1])
    expect(page.locator("[data-tray-counts]")).to_have_text("1 new")

    drop(page, "keep", files[1])

    expect(page.locator("[data-tray-counts]")).to_have_text("1 new · 1 here already")


def test_another_tab_is_told_of_new_pictures(gallery_of_one, visit, files):
    page = visit(gallery_of_one.url)
    other = page.context.new_page()
    other.goto(f"{gallery_of_one.url}/add")
    expect(page.locator("[data-fresh]")).to_be_hidden()

    drop(other, "keep", files[2])

    expect(page.locator("[data-fresh]")).to_be_visible()
    page.locator("[data-fresh]").click()
    expect(page.locator(".tile")).to_have_count(2)


def test_what_the_network_lost_is_sent_again(empty, visit, files):
    page = visit(f"{empty.url}/add")
    page.route("**/api/pictures*", lambda route: route.abort())
    drop(page, "keep", *files)
    expect(page.locator("[data-tray-counts]")).to_have_text("4 not sent")

    page.unroute("**/api/pictures*")
    page.get_by_role("button", name="Send the rest again").click()

    expect(page.locator("[data-tray-counts]")).to_have_text("3 new · 1 refused")


def test_an_empty_file_is_refused_with_its_reason(empty, visit, tmp_path):
    (tmp_path / "nothing.png").touch()
    page = visit(f"{empty.url}/add")

    drop(page, "keep", tmp_path / "nothing.png")

    expect(page.locator(".tray-row.is-refused")).to_contain_text("an empty file")
    expect(page.locator("[data-tray-counts]")).to_have_text("1 refused")


def test_a_drop_can_be_thought_better_of(empty, visit, files):
    page = visit(empty.url)
    page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(['x'], 'x.png'));
          dispatchEvent(new DragEvent('dragenter', { dataTransfer: transfer }));
        }"""
    )
    expect(page.locator("[data-veil]")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("[data-veil]")).to_be_hidden()


def test_a_folder_is_added_by_its_path_and_watched(empty, visit, files):
    page = visit(f"{empty.url}/add")

    page.get_by_label("Folder or file").fill(str(files[0].parent))
    page.get_by_role("button", name="Add this folder").click()

    run = page.locator(".run", has_text="Added files")
    expect(run).to_contain_text("3 new · 1 refused")
    run.get_by_role("link", name="1 refused file and why").click()
    expect(run.get_by_role("table")).to_contain_text("a text, not a picture")


def test_a_wrong_path_is_said_at_its_field(empty, visit):
    page = visit(f"{empty.url}/add")

    page.get_by_label("Folder or file").fill("/no/such/folder")
    page.get_by_role("button", name="Add this folder").click()

    expect(page.get_by_label("Folder or file")).to_have_value("/no/such/folder")
    expect(page.get_by_text("There is nothing at this path")).to_be_visible()
