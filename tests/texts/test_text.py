"""A text is the English sentence, everywhere, and remembers what it was made of."""

import copy
import json
import pickle
from datetime import datetime

import pytest

from artkeep.errors import BadQuery, Gone, NotFound, TooManyTries
from artkeep.texts import Kept, joined, many, number, text
from artkeep.texts.figures import Moment

NOON = datetime(2026, 5, 3, 12, 0, 5).astimezone()


def test_a_text_is_its_sentence():
    made = text("There is no work {id} of {site}.", id=7, site="pixiv")

    assert "There is no work 7 of pixiv." == made
    assert '"There is no work 7 of pixiv."' == json.dumps(made)
    assert ("There is no work {id} of {site}.", {"id": 7, "site": "pixiv"}) == (
        made.message,
        made.values,
    )


@pytest.mark.parametrize(("n", "expected"), [(0, "0 works"), (1, "1 work"), (1200, "1,200 works")])
def test_one_is_singular(n, expected):
    assert expected == many("{n} work", "{n} works", n)


def test_braces_stay_where_nothing_fills_them():
    assert 'send {"url": "…"}' == text('send {"url": "…"}')


def test_what_is_open_is_filled_where_it_is_said():
    is_open = text("{title} has {left}")
    filled = is_open.about(title="Foxes", left=many("{n} page", "{n} pages", 2))

    assert "Foxes has 2 pages" == filled
    assert is_open.message == filled.message
    assert ("{title} has {left}", {}) == (is_open, is_open.values)


def test_parts_stand_beside_each_other_without_the_empty_ones():
    assert "1 page · here" == joined(" · ", [many("{n} page", "{n} pages", 1), "", "here"])


@pytest.mark.parametrize(
    "made",
    [
        text("There is no work {id}.", id=7),
        many("{n} work", "{n} works", 1200),
        joined(", ", [text("here"), "there"]),
        number(1.5, 1),
        Moment(NOON, "minute"),
        Kept("larger than 5 MB"),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "carried", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy, str]
)
def test_it_crosses_borders_whole(made, carried):
    there = carried(made)

    assert (made, type(made)) == (there, type(there))
    assert vars_of(made) == vars_of(there)


def vars_of(made):
    return [getattr(made, name) for name in type(made).__slots__]


def test_what_is_put_into_a_text_is_words_or_a_number():
    made = text("cannot be read: {error}", error=OSError(2, "No such file"))

    assert {"error": "[Errno 2] No such file"} == made.values


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (NotFound(text("There is no work {id}.", id=7)), "There is no work {id}."),
        (Gone("pixiv", text("{subject} is no longer there", subject=5)), "{site}: {trouble}"),
        (
            BadQuery(0, 1, text("an address is no word"), "fox"),
            "{words}; did you mean {suggestion}",
        ),
        (TooManyTries(300), "That was tried too often. Wait a minute, then try again."),
    ],
)
def test_an_error_is_a_text_that_can_still_be_said(error, message):
    assert message == str(error).message


def test_an_error_says_the_same_as_ever():
    assert "pixiv: 5 is gone" == str(Gone("pixiv", text("{subject} is gone", subject=5)))
    assert "That was tried too often. Wait 5 minutes, then try again." == str(TooManyTries(300))
