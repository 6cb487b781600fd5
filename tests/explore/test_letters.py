"""Texts of strangers, fit for other programs."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.explore import letters


@given(st.text(max_size=200))
def test_xml_takes_what_is_left(text):
    root = ET.Element("a")
    root.text = letters.for_xml(text)

    read = ET.fromstring(ET.tostring(root, encoding="utf-8")).text or ""

    assert root.text.replace("\r\n", "\n").replace("\r", "\n") == read.replace("\r", "\n")


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("one<br>two<br />three", "one\ntwo\nthree"),
        ("<p>one</p><p>two &amp; &#x72D0;</p>", "one\n\ntwo & 狐"),
        (
            'see <a href="https://example.org/fox">my page</a>',
            "see my page (https://example.org/fox)",
        ),
        ('<a href="https://example.org/">https://example.org/</a>', "https://example.org/"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<script>alert(1)</script><style>p{}</style>left", "left"),
        ("<b>un<i>closed", "unclosed"),
        ("a < b && c", "a < b && c"),
        ("", ""),
    ],
)
def test_a_caption_becomes_plain_text(caption, expected):
    assert expected == letters.plain(caption, is_html=True)


def test_a_plain_caption_stays_as_it_is():
    assert "1 < 2 <b>\n  next" == letters.plain(" 1 < 2 <b>\n  next\n", is_html=False)
