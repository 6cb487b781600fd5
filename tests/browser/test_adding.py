"""The first pictures, and all that follow: chosen, dropped, by path."""

import pytest
from playwright.sync_api import expect

from artkeep.collect import add
from artkeep.fakes import drawings
from artkeep.model.records import Kept
from tests.browser.hands import drop, tiles

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
