"""Lists that grow at their end, read from there; what is special about their pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.errors import SiteChanged
from artkeep.sites.imagefap import walk
from artkeep.sites.imagefap.sheets import Entry, Sheet


class Book:
    """A list of pages that are asked for one by one; it counts how often."""

    def __init__(self, pages, pager=10):
        self.pages = pages
        self.pager = pager
        self.asked = []

    def __call__(self, at):
        self.asked.append(at)
        here = self.pages[at] if at < len(self.pages) else ()
        return Sheet(tuple(Entry(str(own), None) for own in here), highest=self.highest(at))

    def highest(self, at):
        """The pager shows pages around this one; a single page has none."""
        if len(self.pages) <= 1 or not self.pager or at >= len(self.pages):
            return -1
        return min(len(self.pages) - 1, max(self.pager, at + self.pager // 2))


def read(book, cursor=None, *, forwards=False):
    """Return the pictures in the order they come, and the cursor for the next time."""
    found, again = [], None
    while True:
        batch = walk.forwards(book, cursor) if forwards else walk.pictures(book, cursor)
        ids = [int(own) for own in batch.sheet.ids]
        found += reversed(ids) if batch.newest_last else ids
        again = batch.again or again
        cursor = batch.cursor
        if cursor is None:
            return found, again


def first(book, cursor=None):
    batch = walk.pictures(book, cursor)
    ids = [int(own) for own in batch.sheet.ids]
    return ids[::-1] if batch.newest_last else ids


def paged(numbers, size=4):
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


PAGES = st.lists(st.integers(0, 3), min_size=0, max_size=60)


def numbered(sizes):
    """Return pages of these sizes, numbered through; the last is never empty."""
    pages, number = [], 0
    for size in [*sizes, 1]:
        pages.append(list(range(number, number + size)))
        number += size
    return pages


def test_the_newest_comes_first():
    assert list(range(9, -1, -1)) == read(Book(paged(list(range(10)))))[0]


def test_an_empty_folder_ends_at_once():
    assert ([], None) == read(Book([]))


@given(PAGES, st.sampled_from([3, 10]))
def test_every_picture_is_found_whatever_pages_are_empty(sizes, pager):
    pages = numbered(sizes)
    book = Book(pages, pager)

    assert [own for page in reversed(pages) for own in reversed(page)] == read(book)[0]


def test_two_empty_pages_are_crossed_without_a_pager():
    book = Book([[1], [], [], [2]], pager=0)

    assert [2, 1] == read(book)[0]


def test_finding_the_end_of_a_long_list_costs_few_pages():
    book = Book(paged(list(range(400))))
    walk.pictures(book, None)

    assert len(book.asked) <= 22


def test_an_unchanged_list_costs_two_pages():
    book = Book(paged(list(range(2000)), 24))
    again = read(book)[1]
    book.asked.clear()

    assert 1999 == first(book, again)[0]
    assert 2 == len(book.asked)


def test_an_unchanged_list_of_one_page_costs_one():
    book = Book([[1, 2, 3]])
    again = read(book)[1]
    book.asked.clear()

    assert [3, 2, 1] == first(book, again)
    assert [0] == book.asked


@given(st.integers(1, 30), st.integers(1, 30), st.sampled_from([3, 10]))
def test_what_is_added_at_the_end_comes_first_the_next_time(before, more, pager):
    again = read(Book(paged(list(range(before))), pager))[1]
    found = read(Book(paged(list(range(before + more))), pager), again)[0]

    assert list(range(before + more - 1, before - 1, -1)) == found[:more]


@given(st.sets(st.integers(0, 29), max_size=25), st.integers(1, 5))
def test_what_is_added_is_found_though_others_have_gone(gone, more):
    again = read(Book(paged(list(range(30)))))[1]
    now = [own for own in range(30 + more) if own not in gone]
    found = read(Book(paged(now)), again)[0]

    assert set(range(30, 30 + more)) <= set(found)


def test_a_list_that_was_emptied_ends():
    again = read(Book(paged(list(range(30)))))[1]

    assert [] == read(Book([]), again)[0]


@given(st.integers(1, 3), st.integers(1, 30))
def test_a_list_that_grows_at_its_front_is_noticed_and_read_forwards(more, before):
    again = read(Book(paged(list(range(before)))))[1]
    book = Book(paged([*range(100, 100 + more), *range(before)]))
    found, after = read(book, again)

    assert [*range(100, 100 + more), *range(before)] == found
    assert "top/100" == after
    assert [*range(200, 203), *range(100, 100 + more)] == (
        read(Book(paged([*range(200, 203), *range(100, 100 + more)])), after)[0]
    )


def test_pictures_that_vanish_while_a_list_is_read_hide_no_others():
    book = Book(paged(list(range(20))))
    batch = walk.pictures(book, None)
    book.pages = paged(list(range(2, 20)))
    rest = read(book, batch.cursor)[0]

    assert set(range(2, 16)) <= set(rest)


@given(PAGES)
def test_lists_of_lists_are_read_forwards_to_their_end(sizes):
    pages = [page or [index + 1000] for index, page in enumerate(numbered(sizes))]

    assert [own for page in pages for own in page] == read(Book(pages), forwards=True)[0]


def test_a_site_that_repeats_its_last_page_for_ever_is_not_followed():
    class Repeating(Book):
        def __call__(self, at):
            return super().__call__(min(at, len(self.pages) - 1))

    assert [1, 2, 3] == read(Repeating([[1, 2], [3]]), forwards=True)[0]
    assert [3, 2, 1] == read(Repeating([[1, 2], [3]]))[0]


def test_a_list_without_an_end_is_given_up(monkeypatch):
    class Endless(Book):
        def __call__(self, at):
            return Sheet((Entry(str(at), None),), highest=at + 40)

    monkeypatch.setattr(walk, "MOST_PAGES", 400)

    with pytest.raises(SiteChanged, match="a list has no end"):
        walk.pictures(Endless([]), None)
