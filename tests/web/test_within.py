"""Addresses that carry the search one came from."""

from urllib.parse import parse_qs, urlsplit

import pytest

from artkeep.library import query
from artkeep.web import within
from artkeep.web.within import Within

FOXES = Within("fox -snow", None, None)


def test_the_search_is_carried_in_every_address():
    assert "/?q=fox+-snow" == FOXES.home
    assert "/artworks/3?q=fox+-snow" == FOXES.to(3)
    assert "/artworks/3/read?q=fox+-snow&page=12#p12" == FOXES.reading(3, 12)


def test_without_a_search_addresses_are_plain():
    everything = Within("", None, None)

    assert "/" == everything.home
    assert "/artworks/3" == everything.to(3)
    assert "/artworks/3/read" == everything.reading(3)
    assert "?image=abc" == everything.carry(image="abc")


@pytest.mark.parametrize(
    ("tag", "asked"),
    [
        ("Fox Girl", "fox_girl"),
        ("saber_(fate)", "saber_(fate)"),
        ("artist:mika", "artist\\:mika"),
        ("-v-", "\\-v-"),
        ("雪の狐", "雪の狐"),
    ],
)
def test_a_tag_leads_to_the_search_for_it(tag, asked):
    (said,) = parse_qs(urlsplit(within.tagged(tag)).query)["q"]

    assert asked == said
    assert asked == str(query.parse(said))


def test_words_side_by_side_lead_to_the_search_for_them():
    assert "/?q=%22Cat+days%22" == within.phrase("Cat days")
    assert "/?q=%22Cat++days%22" == within.phrase('Cat "days')
