import pytest

from artkeep.fakes.danbooru import dtext


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ink &amp; gouache", "Ink & gouache"),
        ("one<br />two<br>three", "one\r\ntwo\r\nthree"),
        ("<strong>Thank you</strong>, <i>all</i>", "[b]Thank you[/b], [i]all[/i]"),
        ('<a href="https://a.example/1" target="_blank">mine</a>', '"mine":[https://a.example/1]'),
        ('<a href="https://a.example/1">https://a.example/1</a>', "https://a.example/1"),
        ("<p>a</p><svg/onload=alert(3)>", "a"),
    ],
)
def test_what_an_artist_said_is_written_as_dtext(said, expected):
    assert expected == dtext.of(said)
