"""Two thousand works: found, read, taken along and hidden, by keys alone and by thumb."""

import pytest
from playwright.sync_api import expect

from artkeep.library import preferences, saved_searches
from artkeep.web.visiting import POLICY
from tests.browser import by_keys, by_thumb
from tests.browser.conftest import sketch
from tests.browser.keyboard import Keyboard
from tests.browser.seen import count, found_by
from tests.browser.shelf import PHONE
from tests.browser.stacks import stacked

pytestmark = pytest.mark.browser
DRAWINGS = 40


@pytest.fixture(scope="module")
def stacks(tmp_path_factory, sqlite_library, decoders):
    """A library of two thousand synced works, which the walks leave as they found it."""
    folder = tmp_path_factory.mktemp("drawings")
    files = [folder / f"{number}.png" for number in range(DRAWINGS)]
    for number, file in enumerate(files):
        sketch(number).save(file)
    home = tmp_path_factory.mktemp("stacks")
    with stacked(home, sqlite_library, decoders, files) as made:
        yield made


@pytest.fixture
def left_as_found(stacks):
    """What a walk chose for everyone and kept goes again."""
    yield
    with stacks.house.bench.db.begin() as tx:
        preferences.choose(tx, {POLICY: "enabled"})
        for one in saved_searches.everything(tx):
            saved_searches.forget(tx, one.id)


@pytest.mark.usefixtures("left_as_found")
def test_by_keys_alone(stacks, visit):
    page = visit(stacks.url)
    keys = Keyboard(page)
    expect(count(page)).to_contain_text(found_by(stacks, ""))

    by_keys.find(stacks, page, keys)
    by_keys.look_and_come_back(page, keys)
    by_keys.read(page, keys)
    by_keys.take_along(stacks, page, keys)
    by_keys.throw_away_and_take_back(stacks, page, keys)
    by_keys.hide(stacks, page, keys)
    by_keys.keep_a_search(stacks, page, keys)


@pytest.mark.usefixtures("left_as_found")
def test_by_thumb(stacks, visit):
    page = visit(stacks.url, **PHONE)
    expect(count(page)).to_contain_text(found_by(stacks, ""))

    by_thumb.find(stacks, page)
    by_thumb.look(page)
    by_thumb.read(page)
    by_thumb.take_along(stacks, page)
    by_thumb.throw_away(stacks, page)
    by_thumb.hide(stacks, page)
    by_thumb.keep(stacks, page)
