"""How a word may go on."""

import pytest
import sqlalchemy as sa

from artkeep.db.tables import collection, term
from artkeep.library.query.parser import parse
from artkeep.library.query.suggestions import suggest
from tests.library.query.shelf import list_row

TERMS = [
    (":fox", "Fox", "狐", "general", 40),
    (":fox_girl", "fox girl", None, "character", 90),
    (":fox_(animal)", "fox (animal)", None, "general", 3),
    (":foxglove", "foxglove", None, "title", 0),  # finds nothing any more
    (":狐", "狐", "fox", "general", 40),
    (":キツネ", "キツネ", "fox", "general", 7),
    (":re:zero", "Re:Zero", None, "copyright", 12),
    ("artist:foxtail", "Foxtail", None, None, 5),
    ("artist:mika,aoyama", "Mika, Aoyama", None, None, 2),
    ("site:pixiv", "pixiv", None, None, 80),
    ("is:animated", "animated", None, None, 4),
    ("is:ai", "ai", None, None, 9),
    ("in:#7", "#7", None, None, 30),
]


@pytest.fixture
def library(database):
    with database.begin() as tx:
        names = ("key", "shown", "also", "kind", "n")
        tx.execute(sa.insert(term), [dict(zip(names, row, strict=True)) for row in TERMS])
        tx.execute(sa.insert(collection), [list_row(7, "Pictures of Foxes")])
    return database


def words(database, text, cursor=None):
    return [one.text for one in suggestions(database, text, cursor)]


def suggestions(database, text, cursor=None):
    with database.read() as tx:
        return suggest(tx, text, len(text) if cursor is None else cursor)


SUGGESTED = [
    ("fo", ["fox_girl", "fox", "fox_(animal)", "type:"]),
    ("fox_", ["fox_girl", "fox_(animal)"]),
    ("cat -fox_g", ["fox_girl"]),
    ("(fox_g", ["fox_girl"]),
    ("\uff26\uff2f\uff38_", ["fox_girl", "fox_(animal)"]),
    ("きつ", ["キツネ"]),
    ("re", ["re\\:zero"]),
    ("re\\:", ["re\\:zero"]),
    ("狐", ["狐"]),
    ("artist:fox", ["artist:foxtail"]),
    ("artist:mika", ["artist:mika\\,aoyama"]),
    ("artist:a,fox", ["artist:a,foxtail"]),
    ('artist:"fox', ["artist:foxtail"]),
    ("character:fox", ["character:fox_girl"]),
    ("site:p", ["site:pixiv"]),
    ("is:a", ["is:ai", "is:animated"]),
    ("rating:e", ["rating:explicit", "rating:e"]),
    ("order:sc", ["order:score"]),
    ("date:y", ["date:yesterday"]),
    ("age:<1", ["age:<1d", "age:<1w", "age:<1mo", "age:<1y"]),
    ("in:fox", ["in:#7"]),
    ("wid", ["width:"]),
    ("image_w", ["width:"]),
    ("widt:", ["width:"]),
    ("order", ["order:"]),
    ("width:1", []),
    ('"fox', []),
    ("", []),
    ("fox ", []),
    ("_", []),
]


def test_a_word_goes_on(library):
    assert dict(SUGGESTED) == {text: words(library, text) for text, _ in SUGGESTED}


def test_the_word_under_the_cursor_is_meant(library):
    (first, *_) = suggestions(library, "cat fox_gi dog", cursor=7)

    assert ("fox_girl", 4, 6) == (first.text, first.start, first.length)


def test_a_suggestion_says_what_it_is_and_what_it_finds(library):
    found = {one.text: one for one in suggestions(library, "fo")}

    assert ("Fox", "狐", "general", 40) == (
        found["fox"].shown,
        found["fox"].also,
        found["fox"].kind,
        found["fox"].n,
    )
    assert ("qualifier", None) == (found["type:"].kind, found["type:"].n)
    (one,) = suggestions(library, "in:fox")
    assert ("Pictures of Foxes", 30) == (one.shown, one.n)


def test_what_is_suggested_is_understood(library):
    for text in ("fo", "re", "artist:mika", "is:a", "in:fox", "rating:s", "order:i", "date:t"):
        for one in suggestions(library, text):
            if one.kind != "qualifier":
                parse(one.text)


def test_no_more_than_asked_for(library):
    with library.read() as tx:
        assert 2 == len(suggest(tx, "fo", 2, 2))
