"""One spelling for what people write in many ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.library import spelling


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Fox Girl", "fox_girl"),
        ("  fox__girl ", "fox_girl"),
        ("\uff26\uff2f\uff38\u3000娘", "fox_娘"),
        ("ｷﾂﾈ", "キツネ"),
        ("Straße", "strasse"),
        ("a\u200bb\x00c", "abc"),
        ("cafe\u0301", "café"),
        ("hatsune_miku_(vocaloid)", "hatsune_miku_(vocaloid)"),
        ("\u202efox", "fox"),
        ("_", ""),
    ],
)
def test_a_tag_has_one_spelling(written, compared):
    assert compared == spelling.normal(written)


def test_words_are_told_once_and_unspaced_writing_stays_whole():
    assert ["fox", "in", "the", "snow", "雪の狐"] == spelling.words("Fox in the snow, 雪の狐 FOX")


def test_unspaced_writing_is_found_by_its_pairs():
    pairs = spelling.tokens("雪の狐")
    assert 2 == len(pairs)
    assert spelling.tokens("雪の") == pairs[:1]
    assert ["fox2"] == spelling.tokens("Fox2")


@given(st.text())
def test_no_engine_takes_a_token_apart(text):
    assert all(token.isascii() and token.isalnum() for token in spelling.tokens(text))


@given(st.text())
def test_what_is_normal_stays_so(text):
    once = spelling.normal(text)
    assert once == spelling.normal(once)


def test_an_endless_word_is_cut():
    assert spelling.LONGEST == len(spelling.normal("x" * 10_000))
    assert "x" * 199 == spelling.normal("x" * 199 + " y")
    assert [spelling.LONGEST] == [len(word) for word in spelling.words("y" * 10_000)]
