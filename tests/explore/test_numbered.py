"""Where pages by number begin, and how deep they lead."""

import pytest

from artkeep.errors import NotFound
from artkeep.explore import numbered
from artkeep.explore.numbered import Marks
from artkeep.library.query import Anchor
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import EVERYTHING

LIST = ("", 50, True)
PLACE = Anchor(7, ArtworkId(7))


def test_the_nearest_beginning_before_a_page_is_remembered(clock):
    marks = Marks(clock)
    marks.remember(LIST, {4: PLACE})

    assert (1, None) == marks.nearest(LIST, 3)
    assert (4, PLACE) == marks.nearest(LIST, 4)
    assert (4, PLACE) == marks.nearest(LIST, 9)
    assert (1, None) == marks.nearest(("", 20, True), 9)
    assert (1, None) == marks.nearest(("", 50, False), 9)


def test_beginnings_are_forgotten_after_a_while_and_when_the_first_page_is_shown(clock):
    marks = Marks(clock)
    marks.remember(LIST, {4: PLACE})
    marks.renew(LIST)
    assert (1, None) == marks.nearest(LIST, 9)

    marks.remember(LIST, {4: PLACE})
    clock.forward(numbered.FRESH_SECONDS + 1)
    assert (1, None) == marks.nearest(LIST, 9)


def test_only_so_many_lists_are_remembered(clock):
    marks = Marks(clock)
    marks.remember(LIST, {4: PLACE})
    for ipp in range(100, 100 + numbered.MOST_LISTS):
        marks.nearest(("", ipp, True), 1)

    assert (1, None) == marks.nearest(LIST, 9)


@pytest.mark.parametrize(
    ("number", "ipp"), [(0, 50), (-1, 50), (2, 50), (2, 0), (10**9, 50), (2002, 50)]
)
def test_there_are_no_pages_but_those_there_are(bench, clock, number, ipp):
    with pytest.raises(NotFound, match="100,000 works deep"):
        numbered.page(bench, Marks(clock), number, ipp, "default", EVERYTHING)


def test_an_empty_library_has_one_page(bench, clock):
    shown = numbered.page(bench, Marks(clock), 1, 50, "artwork", EVERYTHING)

    assert ([], 1, 1, 0) == (shown.tiles, shown.number, shown.last, shown.total)
    assert [] == list(numbered.everything(bench, "default", EVERYTHING))
