"""The database as rows: what each revision of the program kept, brought to one form.

Every value is checked on its way; what is not what it should be is left out. Dates are seconds
since 1970. A row is a list that begins with its kind::

    ["user", id, name]
    ["folder", user, id, name, [image ids, in the site's order], [[failed id, date, name], …]]
    ["tag", id, [names from the top]]
    ["blob", sha256, size, ending, date, [tag ids], [[user, folder, image, name, url, verdict]]]
    ["gone", image, date, level, url]
    ["group", {sha256: verdict}, {method: [[sha256, sha256, score]]}]
    ["settings", {…}]
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from artkeep.intake.pickled.machine import Refused

Row = list[Any]
_ALWAYS = frozenset({"users", "favorites", "blobs", "tags"})
_GROUPS = ("duplicates_registry", "duplicates_index")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ENDING = re.compile(r"[a-z0-9]{1,5}")
_VERDICTS = frozenset({"new", "false", "keep", "skip"})
_MOST = 2**130  # the program made ids of its own of 128 bits for files of the disk
_LATEST = 2**33  # seconds since 1970: the year 2242
_LONGEST = 4000  # characters
_DEEPEST = 50  # of tags below tags
_PLACE, _FAILED = 5, 4  # parts of a location before revision 2, of a failure


def of(database: Any) -> Iterator[Row]:
    """Yield the rows of a database of any revision. Raises Refused when it is none."""
    if not isinstance(database, dict) or not database.keys() >= _ALWAYS:
        raise Refused("it is no database of the imagefap tool")
    if not any(name in database for name in _GROUPS):
        raise Refused("it is a database of a revision that we do not know")
    yield from _users(database["users"])
    yield from _folders(database["favorites"])
    yield from _tags(database["tags"], ())
    yield from _blobs(database["blobs"])
    for name in _GROUPS:
        yield from _groups(database.get(name))
    yield from _settings(database.get("configs"))


def _users(users: Any) -> Iterator[Row]:
    for number, user in _items(users):
        name = _text(user if isinstance(user, str) else _at(user, "name"))
        if _is_id(number) and name:
            yield ["user", number, name]


def _folders(favorites: Any) -> Iterator[Row]:
    for user, folders in _items(favorites):
        for number, folder in _items(folders):
            if _is_id(user) and _is_id(number) and isinstance(folder, dict):
                images = [each for each in _list(folder.get("images")) if _is_id(each)]
                failed = [_failure(each) for each in _set(folder.get("failed_images"))]
                known = sorted(each for each in failed if each)
                yield ["folder", user, number, _text(folder.get("name")), images, known]


def _failure(each: Any) -> Row:
    if not isinstance(each, tuple) or len(each) != _FAILED or not _is_id(each[0]):
        return []
    return [each[0], _date(each[1]), _text(each[2])]


def _tags(tags: Any, above: tuple[str, ...]) -> Iterator[Row]:
    if len(above) > _DEEPEST:
        raise Refused("its tags are nested too deeply")
    for number, tag in _items(tags):
        name = _text(_at(tag, "name"))
        if _is_id(number) and name:
            yield ["tag", number, [*above, name]]
            yield from _tags(_at(tag, "tags"), (*above, name))


def _blobs(blobs: Any) -> Iterator[Row]:
    for sha256, blob in _items(blobs):
        if not _is_sha256(sha256) or not isinstance(blob, dict):
            continue
        places = _places(blob.get("loc"))
        tags = sorted(each for each in _set(blob.get("tags")) if _is_id(each))
        size, date = blob.get("sz"), _date(blob.get("date"))
        size = size if _is_id(size) else 0
        yield ["blob", sha256, size, _ending(blob.get("ext")), date, tags, places]
        yield from _gone(blob.get("gone"))


def _places(places: Any) -> list[Row]:
    """Read where a picture was found.

    (image, url, name, user, folder), or since revision 2 (user, folder, image) → (name, verdict).
    """
    if isinstance(places, dict):
        found = [_place_of_2(where, what) for where, what in places.items()]
    else:
        found = [_place(each) for each in _set(places)]
    return sorted(each for each in found if each)


def _place(each: Any) -> Row:
    if not isinstance(each, tuple) or len(each) != _PLACE:
        return []
    image, url, name, user, folder = each
    is_known = all(_is_id(number) for number in (image, user, folder))
    return [user, folder, image, _text(name), _text(url), "new"] if is_known else []


def _place_of_2(where: Any, what: Any) -> Row:
    if not isinstance(where, tuple) or not isinstance(what, tuple):
        return []
    if [len(where), len(what)] != [3, 2] or not all(_is_id(number) for number in where):
        return []
    return [*where, _text(what[0]), "", _verdict(what[1]) or "new"]


def _gone(gone: Any) -> Iterator[Row]:
    for image, said in _items(gone):
        if _is_id(image) and isinstance(said, tuple) and len(said) == 3:  # noqa: PLR2004 - date, level, url
            level = said[1] if _is_id(said[1]) else 0
            yield ["gone", image, _date(said[0]), level, _text(said[2])]


def _groups(groups: Any) -> Iterator[Row]:
    for _, said in _items(groups):
        verdicts = said.get("verdicts", said) if isinstance(said, dict) else {}
        known = {
            sha256: verdict
            for sha256, verdict in _items(verdicts)
            if _is_sha256(sha256) and _verdict(verdict)
        }
        if known:
            yield ["group", dict(sorted(known.items())), _scores(_at(said, "sources"))]


def _scores(sources: Any) -> dict[str, list[Row]]:
    return {
        _text(method): sorted(
            [*pair, score]
            for pair, score in _items(pairs)
            if isinstance(pair, tuple) and len(pair) == 2 and all(map(_is_sha256, pair))  # noqa: PLR2004 - a pair
            if isinstance(score, int | float) and -1e9 < score < 1e9  # noqa: PLR2004 - also no NaN
        )
        for method, pairs in _items(sources)
    }


def _settings(configs: Any) -> Iterator[Row]:
    """Read how alike is alike, by method."""
    found = {
        _text(name): {
            _text(method): value
            for method, value in _items(values)
            if isinstance(value, int | float) and -1e9 < value < 1e9  # noqa: PLR2004 - also no NaN
        }
        for name, values in _items(configs)
    }
    if found:
        yield ["settings", found]


# ---- values ------------------------------------------------------------------------------------


def _items(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _set(value: Any) -> list[Any]:
    return list(value) if isinstance(value, set | frozenset | list) else []


def _at(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""


def _is_id(value: Any) -> bool:
    return type(value) is int and 0 <= value < _MOST


def _is_sha256(value: Any) -> bool:
    return isinstance(value, str) and bool(_SHA256.fullmatch(value))


def _verdict(value: Any) -> str:
    return value if isinstance(value, str) and value in _VERDICTS else ""


def _ending(value: Any) -> str:
    return value if isinstance(value, str) and _ENDING.fullmatch(value) else ""


def _date(value: Any) -> int:
    return value if type(value) is int and 0 <= value < _LATEST else 0
