"""A catalogue says texts: its messages, plurals, numbers and days."""

from datetime import datetime

import pytest

from artkeep.texts import Kept, joined, many, number, text
from artkeep.texts.catalogue import Catalogue, pattern_of
from artkeep.texts.figures import Moment
from artkeep.texts.languages import Languages

NOON = datetime(2026, 5, 3, 14, 32, 5).astimezone()
POLISH = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
MESSAGES = {
    "There is no work {id}.": "Es gibt kein Werk {id}.",
    "{site}: {trouble}": "{site}: {trouble}",
    "larger than {size}": "größer als {size}",
    "{value} MB": "{value} MB",
    "done": "fertig",
    "{n} work": ("{n} Werk", "{n} Werke"),
}
GERMAN = Catalogue("de", MESSAGES)


def test_a_message_is_said_with_its_values():
    assert "Es gibt kein Werk 7." == GERMAN.say(text("There is no work {id}.", id=7))


def test_values_are_said_first():
    size = text("{value} MB", value=number(1.5, 1))

    assert "größer als 1,5 MB" == GERMAN.say(text("larger than {size}", size=size))


def test_what_is_missing_is_english_and_plain_words_stay():
    assert ("Good day", "fertig?") == (GERMAN.say(text("Good day")), GERMAN.say("fertig?"))


@pytest.mark.parametrize(("n", "expected"), [(1, "1 Werk"), (2, "2 Werke"), (1200, "1.200 Werke")])
def test_numbers_choose_their_form(n, expected):
    assert expected == GERMAN.say(many("{n} work", "{n} works", n))


@pytest.mark.parametrize(("n", "expected"), [(1, "1 a"), (3, "3 b"), (5, "5 c"), (22, "22 b")])
def test_a_language_may_have_three_forms(n, expected):
    polish = Catalogue("pl", {"{n} work": ("{n} a", "{n} b", "{n} c")}, POLISH)

    assert expected == polish.say(many("{n} work", "{n} works", n))


def test_parts_are_said_each():
    assert "fertig · 1.200" == GERMAN.say(joined(" · ", [text("done"), number(1200)]))


@pytest.mark.parametrize(
    ("code", "shows", "expected"),
    [
        ("en", "day", "3 May 2026"),
        ("en", "minute", "3 May 2026, 14:32"),
        ("de", "minute", "3. Mai 2026, 14:32"),
        ("ja", "day", "2026年5月3日"),
        ("ja", "second", "14:32:05"),
    ],
)
def test_moments_are_written_as_the_language_does(code, shows, expected):
    assert expected == Catalogue(code, {}).say(Moment(NOON, shows))


def test_english_says_what_the_text_is():
    english = Catalogue("en", {})
    for one in (Moment(NOON, "minute"), number(12345.6, 1), many("{n} work", "{n} works", 2)):
        assert str(one) == english.say(one)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ("done", "fertig"),
        ("There is no work 7.", "Es gibt kein Werk 7."),
        ("larger than 1.5 MB", "größer als 1.5 MB"),
        ("pixiv: larger than 2,000 MB", "pixiv: größer als 2.000 MB"),
        ("art.example:8443: done", "art.example:8443: fertig"),
        ("nobody ever said this", "nobody ever said this"),
        ("somebody said: done", "somebody said: done"),
        (f"larger than {'9,' * 400}999", f"larger than {'9,' * 400}999"),
        (f"larger than 1{',000' * 100}", f"größer als 1{',000' * 100}"),
    ],
)
def test_a_kept_sentence_is_found_by_its_message(kept, expected):
    assert expected == GERMAN.say(Kept(kept))


class Counted:
    """A pattern that knows how often it was tried."""

    def __init__(self, pattern):
        self.pattern = pattern
        self.times = 0

    def fullmatch(self, sentence):
        self.times += 1
        return self.pattern.fullmatch(sentence)


@pytest.mark.parametrize(
    "said",
    [
        "x: " * 1700,
        "x: " * 160,
        "answered 500 " * 400,
        "answered 500 " * 35,
        "answered 5 about " * 29,
    ],
    ids=len,
)
def test_what_a_site_says_does_not_keep_us_busy(said):
    german = Languages().catalogue("de")
    counted = [(Counted(pattern), message) for pattern, message in german.patterns]
    catalogue = Catalogue("de", german.messages)
    catalogue.patterns = counted

    catalogue.say(Kept(f"answered 500 {said}"))

    assert sum(pattern.times for pattern, _ in counted) < 20 * len(counted)


@pytest.mark.parametrize("said", ["x: " * 1700, "answered 500 " * 400])
def test_a_sentence_of_any_length_can_be_said(said):
    assert said == Catalogue("en", {}).say(Kept(said))


@pytest.mark.parametrize(
    ("message", "sentence", "expected"),
    [
        ("{a} of {b} of {c}", "1 of 2 of 3 of 4", {"a": "1", "b": "2", "c": "3 of 4"}),
        ("{a} or {b}; {c}", "or or x or y; z", {"a": "or", "b": "x or y", "c": "z"}),
        ("{a} of {b}, not {a}", "1 of 2 of 3, not 1 of 2", {"a": "1 of 2", "b": "3"}),
        ("{a} of {b}", "of 3", None),
    ],
)
def test_values_are_found_where_their_words_come_first(message, sentence, expected):
    found = pattern_of(message).fullmatch(sentence)

    assert expected == (found and found.groupdict())


@pytest.mark.parametrize(("code", "expected"), [("de", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_a_language_has_a_direction(code, expected):
    assert expected == Catalogue(code, {}).direction


def test_scripts_get_their_messages_and_which_form_is_for_which_plural():
    polish = Catalogue(
        "pl", {"{n} work": ("a", "b", "c"), "done": "d"}, POLISH, frozenset({"done"})
    )

    assert {
        "language": "pl",
        "forms": {"one": 0, "few": 1, "many": 2},
        "messages": {"done": "d"},
    } == polish.for_scripts()
