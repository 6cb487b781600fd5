from datetime import UTC, datetime, timedelta

import pytest

from artkeep.web import words

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("size_bytes", "expected"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (31_400, "31 kB"),
        (1_234_567, "1.2 MB"),
        (5 * 10**12, "5.0 TB"),
        (5 * 10**15, "5,000 TB"),
    ],
)
def test_sizes_have_the_digits_that_matter(size_bytes, expected):
    assert expected == words.size(size_bytes)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-1, "0 s"),
        (0.4, "0 s"),
        (8, "8 s"),
        (61, "1 min 1 s"),
        (3600, "1 h"),
        (7_800, "2 h 10 min"),
        (90_000, "1 day 1 h"),
        (172_805, "2 days"),
    ],
)
def test_spans_have_their_two_largest_units(seconds, expected):
    assert expected == words.span(seconds)


@pytest.mark.parametrize(
    ("rate", "expected"), [(0.33, "20/min"), (1.13, "1.1/s"), (31.2, "31/s"), (1200, "1,200/s")]
)
def test_rates_have_the_digits_that_matter(rate, expected):
    assert expected == words.pace(rate)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(seconds=3), "just now"),
        (timedelta(minutes=5, seconds=38), "5 min ago"),
        (timedelta(days=40), words.day(NOON - timedelta(days=40))),
    ],
)
def test_what_was_long_ago_has_its_day(before, expected):
    assert expected == words.ago(NOON - before, NOON)


def test_colours_are_written_as_css_has_them():
    assert "#00ff0a" == words.colour(0x00FF0A)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/home/ann/fox.png", "fox.png"), ("C:\\art\\fox.png", "fox.png"), ("/", "/"), ("x", "x")],
)
def test_paths_of_every_system_have_a_last_part(path, expected):
    assert expected == words.file_name(path)


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [("image/jpeg", "JPEG"), ("application/x-ugoira", "ugoira"), ("image/qoi", "QOI")],
)
def test_types_have_the_names_people_know(media_type, expected):
    assert expected == words.kind_of(media_type)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "1 s"), (59, "1 min"), (300, "5 min"), (86_390, "1 day"), (6 * 3600, "6 h")],
)
def test_about_how_long_is_one_unit(seconds, expected):
    assert expected == words.about(seconds)
