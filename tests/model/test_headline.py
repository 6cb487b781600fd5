"""A title from the first words of a text."""

import pytest

from artkeep.model.headline import LONGEST, headline, titled
from artkeep.model.refs import PostRef


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fox in the Snow\nhttps://a.example", "Fox in the Snow"),
        ("\n \t\n  two   words \n", "two words"),
        ("", ""),
        ("\n\n", ""),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), "x" * (LONGEST - 1) + "…"),
    ],
)
def test_the_first_line_that_says_something_is_the_title(text, expected):
    assert expected == headline(text)


def test_a_long_line_is_cut_between_words():
    found = headline("very " * 60 + "long")

    assert "very…" == found[-5:]
    assert len(found) <= LONGEST


def test_an_id_is_no_title():
    ref = PostRef("pixiv", "42")

    assert ("", "42 foxes", "") == tuple(titled(one, ref) for one in ("42", "42 foxes", ""))
