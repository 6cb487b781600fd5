"""Philomena's query language, as much of it as anybody here asks.

`fox, (snow || winter), -score.lt:10, id.lt:900001`: a comma is "and", `||` is "or", a minus "not";
a backslash takes the meaning from the sign behind it.
"""

import re
from collections.abc import Callable

from artkeep.fakes.philomena import records
from artkeep.fakes.philomena.records import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

Test = Callable[[Publication], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<and>,|&&)|(?P<or>\|\|)|(?P<open>\()|(?P<close>\))"
    r"|(?P<not>-|!)|(?P<term>(?:\\.|[^,()|&\\])+))"
)
_NUMBERS: dict[str, Callable[[Publication], int]] = {
    "id": lambda post: int(post.own_id),
    "score": lambda post: post.counts.score,
    "faves": lambda post: post.counts.favourites,
    "width": lambda post: post.pages[0].width,
}
_COMPARED: dict[str, Callable[[int, int], bool]] = {
    "lt": lambda mine, other: mine < other,
    "lte": lambda mine, other: mine <= other,
    "gt": lambda mine, other: mine > other,
    "gte": lambda mine, other: mine >= other,
    "": lambda mine, other: mine == other,
}
_COMPARISON = re.compile(r"(?P<field>[a-z]+)(?:\.(?P<how>lte?|gte?))?:(?P<value>\d+)")


class Unreadable(Exception):
    """The query makes no sense; the message is what the site says."""


class Reader:
    """Reads one query of one person."""

    def __init__(self, stage: Stage, query: str, *, signed_in: bool) -> None:
        self._stage = stage
        self._signed_in = signed_in
        self._tokens = [(found.lastgroup or "", found[0].strip()) for found in _read(query)]

    def test(self) -> Test:
        """Return what an image has to be. Raises Unreadable."""
        found = self._either()
        if self._tokens:
            raise Unreadable("Imbalanced parentheses.")
        return found

    def _either(self) -> Test:
        tests = [self._all()]
        while self._next("or"):
            tests.append(self._all())
        return lambda post: any(test(post) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._next("and"):
            tests.append(self._one())
        return lambda post: all(test(post) for test in tests)

    def _one(self) -> Test:
        if self._next("not"):
            refused = self._one()
            return lambda post: not refused(post)
        if self._next("open"):
            inside = self._either()
            if not self._next("close"):
                raise Unreadable("Imbalanced parentheses.")
            return inside
        if not self._tokens or self._tokens[0][0] != "term":
            raise Unreadable("Expected a term.")
        return self._term(self._tokens.pop(0)[1])

    def _next(self, kind: str) -> bool:
        if self._tokens and self._tokens[0][0] == kind:
            self._tokens.pop(0)
            return True
        return False

    def _term(self, word: str) -> Test:
        field, colon, value = word.partition(":")
        if colon and field == "my":
            return self._mine(value)
        if colon and field == "gallery_id":
            return self._in_gallery(value)
        compared = _COMPARISON.fullmatch(word)
        if compared and compared["field"] in _NUMBERS:
            number, how = _NUMBERS[compared["field"]], _COMPARED[compared["how"] or ""]
            return lambda post: how(number(post), int(compared["value"]))
        name = re.sub(r"\\(.)", r"\1", word).lower()
        return lambda post: name == "*" or name in records.tags(post)

    def _mine(self, what: str) -> Test:
        if not self._signed_in or what != "faves":
            raise Unreadable("Unknown `my' value.")
        held = frozenset(self._stage.world.lists(SITE)["derpibooru.org/faves"])
        return lambda post: post.id in held

    def _in_gallery(self, number: str) -> Test:
        lists = self._stage.world.lists(SITE)
        held = {key: frozenset(ids) for key, ids in lists.items() if key.endswith(f"/{number}")}
        return lambda post: post.id in held.get(f"{post.place}/{number}", ())


def _read(query: str) -> list[re.Match[str]]:
    found, place = [], 0
    while place < len(query.rstrip()):
        token = _TOKEN.match(query, place)
        if token is None:
            raise Unreadable("Unexpected sign.")
        found.append(token)
        place = token.end()
    return found
