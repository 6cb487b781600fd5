"""pixiv as it is played for the tests of its adapter: a world of its own, whose clock stands."""

import json

from artkeep.fakes.pixiv import memory
from artkeep.sites.base import Login, Reply
from artkeep.sites.pixiv import SITE
from tests.clocks import HandClock
from tests.sites.playing import Playing as Alike
from tests.sites.playing import alone

WORKS = 90
KEY = {"refresh_token": memory.REFRESH_TOKEN}


class Playing(Alike):
    """pixiv, and what its tests ask of it."""

    def signed_in(self, **told):
        """Return the way of the collector."""
        return self.way(SITE.sign_in(self.way(), KEY), **told)


def playing(works=WORKS):
    """Serve pixiv alone."""
    return alone(Playing, SITE, works)


def published(pixiv, index):
    """Return a work of the world as it is on pixiv."""
    return next(post for post in pixiv.world.on("pixiv") if post.work.index == index)


class Canned:
    """A way that always brings the same answer, and remembers what it was asked."""

    def __init__(self, content, status=200, headers=None, *, login=True, **options):
        self.reply = Reply(status, headers or {}, content, "https://app-api.pixiv.net/")
        usual = {name: option.default for name, option in SITE.about.options.items()}
        self.options = {**usual, **options}
        self.login = Login("7001", "sample_user", {"access_token": "a"}) if login else None
        self.clock = HandClock()
        self.asked = []

    def address(self, key="base_url"):
        return SITE.about.addresses[key].url

    def now(self):
        return self.clock.now()

    def ask(self, method, target, **asked):
        self.asked.append((method, target, asked))
        return self.reply


class Told(Canned):
    """A way that brings an answer for every path, one after the other where there are several."""

    def __init__(self, answers, **options):
        super().__init__(b"", **options)
        self.answers = {path: list(several) for path, several in answers.items()}

    def ask(self, method, target, **asked):
        status, answer = self.answers[target].pop(0)
        self.asked.append((method, target, asked))
        return Reply(status, {}, json.dumps(answer).encode(), f"https://app-api.pixiv.net{target}")
