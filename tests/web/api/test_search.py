"""`/api/search` and `/api/suggest`: what a query finds, and how a word may go on."""

import pytest

from artkeep.fakes import drawings
from tests.working import add_all


@pytest.fixture
def pictures(bench, inbox):
    """Three works: two foxes and a cat."""
    names = ["fox one.png", "fox two.png", "cat.png"]
    for number, name in enumerate(names):
        drawings.draw(number, 96 + number, 64).save(inbox / name)
    add_all(bench, *(inbox / name for name in names))


def asked(client, path, **parameters):
    answer = client.get(path, params=parameters)
    assert 200 == answer.status_code
    return answer.json()


def test_a_query_is_answered_page_by_page(client, pictures):
    first = asked(client, "/api/search", q="FOX order:width_asc", limit=1)
    second = asked(client, "/api/search", q="fox order:width_asc", after=first["next"])

    assert ("fox order:width_asc", 1) == (first["query"], len(first["works"]))
    assert [96, 97] == [each["width"] for each in first["works"] + second["works"]]
    assert second["next"] is None


def test_the_parts_of_a_query_are_told(client, pictures):
    answer = asked(client, "/api/search", q="(fox or cat) -width:>96")

    assert ["fox", "cat", "-width:>96"] == [chip["text"] for chip in answer["chips"]]
    assert [False, False, True] == [chip["negated"] for chip in answer["chips"]]
    assert "cat -width:>96" == answer["chips"][0]["without"]
    assert "-width:>96" == answer["query"][13:][: answer["chips"][2]["length"]]


def test_a_limit_in_the_query_is_kept_to(client, pictures):
    assert 2 == len(asked(client, "/api/search", q="limit:2")["works"])
    assert 1 == len(asked(client, "/api/search", q="limit:2", limit=1)["works"])


def test_works_are_counted(client, pictures):
    assert {"found": 2, "more": False} == asked(client, "/api/search/count", q="fox")
    assert {"found": 3, "more": False} == asked(client, "/api/search/count")


def test_a_slip_is_told_where_it_is(visitor):
    answer = visitor.get("/api/search", params={"q": "fox widht:>100"})

    assert (400, "BadQuery") == (answer.status_code, answer.json()["error"])
    assert (4, 10, "width:>100") == tuple(
        answer.json()[name] for name in ("position", "length", "suggestion")
    )


def test_a_place_that_is_none_is_refused(visitor):
    answer = visitor.get("/api/search", params={"after": "nowhere"})

    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"])


def test_a_word_goes_on(client, pictures):
    answer = asked(client, "/api/suggest", q="cat -fo dog", at=7)

    (fox,) = [each for each in answer["suggestions"] if each["kind"] == "title"]
    assert {
        "text": "fox",
        "shown": "fox",
        "also": None,
        "kind": "title",
        "works": 2,
        "start": 5,
        "length": 2,
    } == fox
    assert "fox" == asked(client, "/api/suggest", q="fo")["suggestions"][0]["text"]


def test_names_are_explained_in_the_language_of_whoever_asks(client):
    german = {"accept-language": "de"}
    answer = client.get("/api/suggest", params={"q": "width"}, headers=german).json()

    assert {"Pixel von links nach rechts"} <= {one["also"] for one in answer["suggestions"]}
