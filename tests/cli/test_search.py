"""`artkeep search`: what a query finds."""

import json

import pytest

from artkeep.fakes import drawings


@pytest.fixture
def kept(artkeep, tmp_path):
    """A library of three pictures."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number, name in enumerate(["fox one.png", "fox two.png", "cat.png"]):
        drawings.draw(number, 96 + number, 64).save(inbox / name)
    assert 0 == artkeep("add", inbox, "-q").code


def widths(said):
    return [json.loads(line)["width"] for line in said.out.splitlines()]


def test_works_are_printed_in_the_order_of_the_query(artkeep, kept):
    assert [97, 96] == widths(artkeep("search", "fox", "order:width", "--json"))
    assert [98] == widths(artkeep("search", "-fox", "--json"))
    assert [96] == widths(artkeep("search", "order:width_asc", "--limit", "1", "--json"))
    assert [96, 97] == widths(artkeep("search", "order:width_asc limit:2", "--json"))


def test_without_json_a_line_is_a_number_and_a_title(artkeep, kept):
    said = artkeep("search", "cat")

    assert ["cat"] == [line.split("\t")[1] for line in said.out.splitlines()]


def test_nothing_found_is_said(artkeep, kept):
    said = artkeep("search", "unicorn")

    assert (0, "", True) == (said.code, said.out, "nothing in the library" in said.err)


def test_a_slip_is_pointed_at(artkeep, kept):
    said = artkeep("search", "fox", "widht:>100")

    assert 2 == said.code
    assert "  fox widht:>100\n      ^^^^^^^^^^\n" in said.err
    assert "did you mean width:>100" in said.err
