"""Which languages there are, and which one a browser is answered in."""

import pytest

from artkeep.texts import many, text
from artkeep.texts.languages import Languages, codes


def test_english_is_first_and_the_translations_follow():
    assert ("en", "de", "ja") == codes()


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT, en;q=0.5", "de"),
        ("fr, ja;q=0.8, de;q=0.9", "de"),
        ("JA-jp", "ja"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("ja;q=0, de;q=0.1", "de"),
        ("*", "en"),
        ("xx;q=often, ;;, -", "en"),
    ],
)
def test_a_browser_is_answered_in_what_it_likes_best(accepted, expected):
    assert expected == Languages().of_browser(accepted)


def test_languages_call_themselves_by_their_own_names():
    assert {"en": "English", "de": "Deutsch", "ja": "日本語"} == Languages().names()


@pytest.mark.parametrize(
    ("code", "expected"), [("de", ("Galerie", "1.200 Werke")), ("ja", ("ギャラリー", "1,200 作品"))]
)
def test_a_translation_is_read_from_its_file(code, expected):
    said = Languages().catalogue(code)

    assert expected == (
        said.say(text("Gallery")),
        said.say(many("{n} work", "{n} works", 1200)),
    )
