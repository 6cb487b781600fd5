"""Kept searches: names that are there once, and what came since somebody looked."""

import pytest

from artkeep.errors import BadQuery, BadRequest, Conflict, NotFound
from artkeep.library import arrivals, newcomers, saved_searches, wanted
from artkeep.library.arrivals import Arrival
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import PostRef
from artkeep.model.viewing import EVERYTHING, Allow
from tests.library.rows import add_file, add_image


def add(database, clock, *names):
    clock.forward(seconds=1)
    with database.begin() as tx:
        for name in names:
            add_file(tx, f"/{name}.png", sum(map(ord, name)))


def news(database, search_id, allow=EVERYTHING):
    with database.read() as tx:
        search = saved_searches.get(tx, search_id)
        return saved_searches.count_news(tx, search, 10, allow)


def save(database, name, text):
    with database.begin() as tx:
        return saved_searches.save(tx, name, text)


def test_what_came_since_is_counted(database, clock):
    add(database, clock, "fox one", "cat one")
    search = save(database, "Foxes", "fox or wolf order:score")
    before = news(database, search.id)
    add(database, clock, "fox two", "cat two", "wolf")
    after = news(database, search.id)
    with database.begin() as tx:
        saved_searches.visit(tx, search.id)

    assert (0, 2, 0) == (before, after, news(database, search.id))


def test_the_news_are_a_query_themselves(database):
    search = save(database, "Foxes", "fox or wolf")
    assert "(fox or wolf) added:>@0" == search.news
    assert "added:>@0" == save(database, "All", "").news


def test_works_not_for_everybody_are_no_news_to_those_who_may_not_see_them(database, clock):
    search = save(database, "All", "")
    add(database, clock, "fox")

    assert 1 == news(database, search.id, Allow(nsfw=False))


def test_they_are_kept_by_name_as_queries_are_written(database):
    save(database, " B  side ", "  Fox   OR cat")
    save(database, "A", "")

    with database.read() as tx:
        found = saved_searches.everything(tx)
    assert [("A", ""), ("B side", "fox or cat")] == [(one.name, one.text) for one in found]
    assert "fox or cat" == str(saved_searches.query_of(found[1]))


def test_a_name_is_there_once(database):
    first = save(database, "Foxes", "fox")
    save(database, "Cats", "cat")

    with pytest.raises(Conflict):
        save(database, "Foxes", "cat")
    with database.begin() as tx, pytest.raises(Conflict):
        saved_searches.change(tx, first.id, "Cats", "fox")


def test_a_search_is_changed_and_forgotten(database):
    search = save(database, "Foxes", "fox")
    with database.begin() as tx:
        saved_searches.change(tx, search.id, "Foxes", "fox or vixen")
        changed = saved_searches.get(tx, search.id)
        saved_searches.forget(tx, search.id)

    assert "fox or vixen" == changed.text
    for do in (saved_searches.get, saved_searches.forget, saved_searches.visit):
        with database.begin() as tx, pytest.raises(NotFound):
            do(tx, search.id)


@pytest.mark.parametrize("name", ["", "   ", "a" * 201, "a\0b", "\ud800"])
def test_a_name_that_is_none_is_refused(database, name):
    with pytest.raises(BadRequest):
        save(database, name, "fox")


def test_a_query_that_cannot_be_read_is_not_kept(database):
    with pytest.raises(BadQuery):
        save(database, "Foxes", "widht:>1")


def test_what_was_told_before_and_gets_its_picture_later_is_new(database, clock):
    with database.begin() as tx:
        told = PostInfo(
            PostRef("pixiv", "1"), "https://p.example/1", "fox", (PageInfo("https://p.example/0"),)
        )
        newcomers.add(tx, [told])
    clock.forward(seconds=1)
    add(database, clock, "fox beside it")
    search = save(database, "Foxes", "fox")
    clock.forward(seconds=1)
    with database.begin() as tx:
        (wants,) = wanted.pages(tx, "pixiv", 9)
        arrivals.have(tx, [Arrival(wants, add_image(tx, 7), None)])

    assert 1 == news(database, search.id)
