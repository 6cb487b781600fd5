"""What a query finds is what plain Python finds, on both engines, page by page, in every order."""

import random

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artkeep.db.tables import collection_item, term
from artkeep.errors import BadQuery, BadRequest, NotFound
from artkeep.library.query.anchors import Anchor
from artkeep.library.query.parser import parse
from artkeep.library.query.run import anchor_of, around, before, count, ids, search
from artkeep.model.viewing import EVERYTHING as ALL
from artkeep.model.viewing import Allow
from tests.library.query.asked import EACH, QUERIES, SORTED_BY, Asked, in_order
from tests.library.query.shelf import NOW, fill, fill_barely, shelf

MILD = Allow(nsfw=False)
ORDERS = [(name, ascends) for name in SORTED_BY for ascends in (False, True)]
QUICK, MANY = 40, 1500  # queries drawn


def put(database, size, seed=1):
    works = shelf(size, seed)
    with database.begin() as tx:
        fill(tx, works)
    return works


def ordered(text, name, *, ascends):
    return parse(f"{text} order:{name or 'added'}_{'asc' if ascends else 'desc'}")


def walked(tx, query, page, allow=ALL):
    """Read a query to its end, page by page."""
    seen, anchor = [], None
    while some := ids(tx, query, anchor, page, allow):
        seen += some
        anchor = anchor_of(tx, query, some[-1])
    return seen


def compare(database, examples):
    works = put(database, 60)

    @settings(deadline=None, max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(QUERIES, st.sampled_from(ORDERS), st.booleans())
    def answers(asked, order, nsfw):
        name, ascends = order
        query, allow = ordered(asked.text, name, ascends=ascends), Allow(nsfw=nsfw)
        fitting = [work for work in works if asked.fits(work) and is_allowed(work, nsfw)]
        expected = [work.id for work in in_order(fitting, name, ascends=ascends)]

        with database.read() as tx:
            assert expected == ids(tx, query, None, 100, allow)
            assert expected == walked(tx, query, 25, allow)
            assert len(expected) == count(tx, query, 100, allow)

    answers()


def test_each_question_is_answered_by_itself_and_in_reverse(database):
    works = put(database, 60)
    with database.read() as tx:
        for asked in EACH:
            fitting = {work.id for work in works if asked.fits(work)}
            others = {work.id for work in works} - fitting
            for tail in ("", "order:date"):
                query = parse(f"{asked.text} {tail}")
                assert (asked.text, fitting) == (asked.text, set(ids(tx, query, None, 99, ALL)))
                query = parse(f"-({asked.text}) {tail}")
                assert (asked.text, others) == (asked.text, set(ids(tx, query, None, 99, ALL)))


def is_allowed(work, nsfw):
    return nsfw or work.rating in {None, 0, 1}


def test_what_is_found_is_what_fits(database):
    compare(database, QUICK)


@pytest.mark.long
def test_what_is_found_is_what_fits_however_it_is_asked(database):
    compare(database, MANY)


def test_pages_follow_one_another_both_ways(database):
    works = put(database, 20)

    with database.read() as tx:
        for name, ascends in ORDERS:
            query = ordered("-nothing", name, ascends=ascends)
            expected = [work.id for work in in_order(works, name, ascends=ascends)]
            assert expected == walked(tx, query, 4)
            for place, one in enumerate(expected):
                anchor = anchor_of(tx, query, one)
                lead = [tile.artwork_id for tile in before(tx, query, anchor, 3, ALL)]
                assert expected[max(place - 3, 0) : place] == lead
                assert neighbours(expected, place) == around(tx, query, one, ALL)


def neighbours(expected, place):
    newer = expected[place - 1] if place else None
    older = expected[place + 1] if place + 1 < len(expected) else None
    return newer, older


def test_a_place_goes_into_an_address_and_back(database):
    works = put(database, 25)

    with database.read() as tx:
        for name, ascends in ORDERS:
            query = ordered("", name, ascends=ascends)
            for work in works:
                anchor = anchor_of(tx, query, work.id)
                assert anchor == Anchor.read(str(anchor), query.order)


@pytest.mark.parametrize(
    "text", ["", "x", "é", "bm9uc2Vuc2U", "W10", "WzEsMl0x", "WyIxIiwyXQ", "W1tdXQ"]
)
def test_a_place_that_is_none_is_refused(text):
    for query in ("", "order:ratio", "order:date"):
        with pytest.raises(BadRequest):
            Anchor.read(text, parse(query).order)


def test_a_place_of_another_order_is_refused(database):
    put(database, 3)
    with database.read() as tx, pytest.raises(BadRequest, match="another order"):
        ids(tx, parse("fox"), Anchor(None, 1), 3, ALL)


def test_a_work_that_is_not_there_has_no_place(database):
    with database.read() as tx, pytest.raises(NotFound):
        anchor_of(tx, parse("fox"), 1)


def test_tiles_come_in_the_order_of_the_query(database):
    works = put(database, 20)
    query = parse("order:score_asc")

    with database.read() as tx:
        tiles = search(tx, query, None, 50, ALL)

    expected = in_order(works, "score", ascends=True)
    assert [work.id for work in expected] == [tile.artwork_id for tile in tiles]
    assert [f"work {work.id}" for work in expected] == [tile.title for tile in tiles]


def test_chance_is_the_same_for_the_same_seed_and_misses_nothing(database):
    works = put(database, 30)

    with database.read() as tx:
        first = walked(tx, parse("order:random:1"), 7)
        again = walked(tx, parse("order:random:1"), 11)
        other = walked(tx, parse("order:random:2"), 7)
        last = anchor_of(tx, parse("order:random:1"), first[-1])
        lead = before(tx, parse("order:random:1"), last, 29, ALL)

    assert first == again
    assert first != other
    assert {work.id for work in works} == set(first) == set(other)
    assert first[:-1] == [tile.artwork_id for tile in lead]


def test_the_order_of_a_list_is_its_own(database):
    works = put(database, 30)
    on_list = [work for work in works if "2" in work.lists]
    expected = [
        work.id
        for work in sorted(on_list, key=lambda work: (work.lists["2"], work.id), reverse=True)
    ]

    with database.read() as tx:
        assert expected == walked(tx, parse("in:favourites order:list"), 3)
        assert expected[::-1] == walked(tx, parse("in:#2 order:list_asc"), 3)
        fitting = [one for one in expected if "fox" in works[one - 1].tags]
        assert fitting == walked(tx, parse("in:#2 fox order:list"), 3)
        assert len(fitting) == count(tx, parse("in:#2 fox order:list"), 50, ALL)


def test_what_was_taken_off_a_list_has_no_place_in_its_order(database):
    works = put(database, 30)
    gone = next(work.id for work in works if "2" in work.lists)
    with database.begin() as tx:
        taken_off = sa.update(collection_item).where(collection_item.c.post_id == gone)
        tx.execute(taken_off.values(removed_at=NOW))

    with database.read() as tx:
        assert gone not in walked(tx, parse("in:#2 order:list"), 5)
        with pytest.raises(NotFound):
            anchor_of(tx, parse("in:#2 order:list"), gone)


def test_a_query_that_stands_for_too_many_words_is_refused(database):
    with database.begin() as tx:
        rows = [{"key": f":{n % 11}tag{n}", "shown": "", "n": 1} for n in range(10_010)]
        tx.execute(sa.insert(term), rows)

    text = " or ".join(f"{n}tag*" for n in range(11))
    with database.read() as tx, pytest.raises(BadQuery, match="too many words") as caught:
        ids(tx, parse(text), None, 3, ALL)
    assert (len(text) - 6, 6) == (caught.value.position, caught.value.length)


@pytest.mark.parametrize("text", ["order:list", "in:#1,#2 order:list", "in:unknown order:list"])
def test_the_order_of_a_list_needs_one_list(database, text):
    put(database, 3)
    with database.read() as tx, pytest.raises(BadQuery) as caught:
        ids(tx, parse(text), None, 3, ALL)

    assert text[caught.value.position :][: caught.value.length] == "order:list"


def test_works_not_for_everybody_are_found_by_those_who_may_see_them(database):
    works = put(database, 30)
    query = parse("-nothing")

    with database.read() as tx:
        assert 30 == count(tx, query, 50, ALL)
        mild = {work.id for work in works if work.rating in {None, 0, 1}}
        assert mild == set(ids(tx, query, None, 50, MILD))
        assert mild >= set(ids(tx, parse("fox"), None, 50, MILD))


def test_counting_stops_where_it_is_told_to(database):
    put(database, 30)
    with database.read() as tx:
        assert 10 == count(tx, parse(""), 10, ALL)


def test_a_word_that_is_too_wide_is_refused_where_it_stands(database):
    with database.begin() as tx:
        rows = [{"key": f":tag{n}", "shown": f"tag{n}", "n": 1} for n in range(1001)]
        tx.execute(sa.insert(term), rows)

    with database.read() as tx, pytest.raises(BadQuery, match="1,000") as caught:
        ids(tx, parse("fox tag*"), None, 3, ALL)
    assert (4, 4) == (caught.value.position, caught.value.length)


COMMON = [
    Asked("type:png", lambda work: work.type == "png"),
    Asked("-fox", lambda work: "fox" not in work.tags),
    Asked("frames:1", lambda work: work.frames == 1),
    Asked("copies:1", lambda work: work.copies == 1),
    Asked("pixels:>1000", lambda work: work.pixels > 1000),
    Asked("(type:jpg or type:ugoira)", lambda work: work.type in {"jpg", "ugoira"}),
    Asked("-(cat snow)", lambda work: not {"cat", "snow"} <= work.tags),
]


def test_what_is_common_is_found_as_what_is_rare(database):
    """More works than are gathered: they are walked past instead."""
    works = shelf(2500)
    with database.begin() as tx:
        fill_barely(tx, works)
    dice = random.Random(7)

    for name, ascends in ORDERS:
        some = dice.sample(COMMON, 2)
        query = ordered(" ".join(one.text for one in some), name, ascends=ascends)
        fitting = [work for work in works if all(one.fits(work) for one in some)]
        expected = [work.id for work in in_order(fitting, name, ascends=ascends)]
        middle = len(expected) // 2
        with database.read() as tx:
            anchor = anchor_of(tx, query, expected[middle])
            lead = before(tx, query, anchor, 20, ALL)

            assert expected[:20] == ids(tx, query, None, 20, ALL)
            assert expected[middle + 1 :][:20] == ids(tx, query, anchor, 20, ALL)
            assert expected[middle - 20 : middle] == [tile.artwork_id for tile in lead]
