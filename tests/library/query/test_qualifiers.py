"""The names of the language: none means two things, and people can read about each."""

from pathlib import Path

import pytest

from artkeep.library.findable import TYPES
from artkeep.library.query.parser import parse
from artkeep.library.query.qualifiers import ALIASES, ORDERS, QUALIFIERS, RATINGS, VALUES
from artkeep.model.found import Rating

PAGE = Path(__file__).parents[3] / "docs/howto/search.md"


def test_each_name_is_explained():
    text = PAGE.read_text("utf-8")
    assert [] == [name for name in QUALIFIERS if f"`{name}:`" not in text]
    assert [] == [name for name in ORDERS if f"`{name}" not in text]


def test_no_name_means_two_things():
    also = [other for one in QUALIFIERS.values() for other in one.also]
    assert len(set(also)) == len(also)
    assert set() == set(also) & QUALIFIERS.keys()


@pytest.mark.parametrize("name", sorted(QUALIFIERS))
def test_each_example_is_understood(name):
    parse(QUALIFIERS[name].example)


@pytest.mark.parametrize("other", sorted(ALIASES))
def test_other_spellings_are_ours_in_the_end(other):
    example = QUALIFIERS[ALIASES[other]].example.partition(":")[2]
    example = example.replace("2mp..8mp", "2..8") if "pixels" in other else example
    written = str(parse(f"{other}:{example}"))

    assert str(parse(QUALIFIERS[ALIASES[other]].example)) == written


def test_ratings_and_types_are_those_of_works():
    assert tuple(Rating) == RATINGS
    assert tuple(dict.fromkeys(TYPES.values())) == QUALIFIERS["type"].values
    for name, words in VALUES.items():
        assert set(words.values()) <= set(QUALIFIERS[name].values)
