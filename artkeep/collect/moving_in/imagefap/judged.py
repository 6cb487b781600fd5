"""What the program and its user had judged: kept as heirlooms, each with what it is about."""

import hashlib
from collections.abc import Iterator
from typing import Any

from artkeep.collect.moving_in.imagefap.reading import Database
from artkeep.library.heirlooms import Heirloom

_NEW = "new"  # nobody has decided yet


def heirlooms(database: Database, origin: str) -> Iterator[Heirloom]:
    """Yield them.

    `tag`: an image and the lines of its tags, from the top · `tag_tree`: a tag, used or not ·
    `verdict`: an image in its group · `group`: images alike, and by how much · `place_verdict`:
    one of several places of the same bytes · `gone`: an image that an audit did not find ·
    `settings`: how alike is alike.
    """
    for number, line in sorted(database.tags.items()):
        yield Heirloom(origin, "tag_tree", str(number), line)
    for blob in database.blobs:
        lines = [database.tags[tag] for tag in blob.tags if tag in database.tags]
        if lines:
            yield Heirloom(origin, "tag", blob.sha256, lines)
        for spot in blob.spots:
            if spot.verdict != _NEW:
                where = f"{spot.user}/{spot.folder}/{spot.image}"
                about = {"sha256": blob.sha256, "verdict": spot.verdict}
                yield Heirloom(origin, "place_verdict", where, about)
    for kind, *said in database.others:
        yield from _other(origin, kind, said)


def _other(origin: str, kind: str, said: list[Any]) -> Iterator[Heirloom]:
    if kind == "gone":
        image, date, level, url = said
        words = {"date": date, "level": level, "url": url.partition("?")[0]}
        yield Heirloom(origin, "gone", str(image), words)
    elif kind == "group":
        verdicts, scores = said
        name = hashlib.sha256("\n".join(verdicts).encode()).hexdigest()
        yield Heirloom(origin, "group", name, {"verdicts": verdicts, "scores": scores})
        for sha256, verdict in verdicts.items():
            if verdict != _NEW:
                yield Heirloom(origin, "verdict", sha256, {"verdict": verdict, "group": name})
    else:
        yield Heirloom(origin, "settings", kind, said[0])
