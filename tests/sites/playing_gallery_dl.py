"""gallery-dl as it is played where the real one would not say what a test needs."""

import json

from artkeep.model.refs import CollectionRef
from artkeep.net.programs import Ran
from artkeep.sites.gallery_dl import SITE, urls
from tests.clocks import HandClock

ADDRESS = "https://comics.example/c/12"
COMICS = CollectionRef("gallery_dl", ADDRESS)


class Program:
    """A way to a program that prints messages, as far as the posts that are asked for."""

    def __init__(self, *messages, status=0, said="", **options):
        self.options = {"command": "gallery-dl", **options}
        self.messages, self.status, self.said = messages, status, said
        self.asked = []
        self.homes = []

    def at_home(self, home):
        self.homes.append(home)
        return self

    def now(self):
        return HandClock().now()

    def program(self, words):
        self.asked.append(words)
        told = next(word for word in words if word.startswith("--post-range="))
        first, last = map(int, told.partition("=")[2].split("-"))
        out = self.messages[0] if isinstance(self.messages[0], bytes) else self._out(first, last)
        return Ran(self.status, out, self.said)

    def _out(self, first, last):
        kept, counted = [], {2: 0, 6: 0}
        for message in self.messages:
            kind = message[0]
            counted[kind] = counted.get(kind, 0) + 1
            place = counted[2 if kind == 3 else kind]
            if kind == -1 or first <= place <= last:
                kept.append(message)
        return json.dumps(kept).encode()


def comic(number, **about):
    """Return the messages of a post with one picture."""
    told = {"category": "comics", "id": number, **about}
    url = f"https://cdn.example/{number}.png"
    return [2, told], [3, url, {**told, "extension": "png", "width": 6, "height": 4}]


def fetched(*messages):
    """Return the post of these messages."""
    return SITE.fetch(Program(*messages), urls.post(ADDRESS, ""))
