"""pixiv as it is played for the tests of its adapter: a world of its own, whose clock stands."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from artkeep.fakes.pixiv import memory
from artkeep.fakes.web import Served, serving
from artkeep.net.http import Http
from artkeep.sites.base import Login, Reply
from artkeep.sites.pixiv import SITE
from artkeep.workbench.signed_in import Given
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.clocks import HandClock

WORKS = 90
KEY = {"refresh_token": memory.REFRESH_TOKEN}


@dataclass(frozen=True)
class Playing:
    """The fake, the clock it goes by, and the client that ways are made of."""

    served: Served
    clock: HandClock
    http: Http

    @property
    def stage(self):
        return self.served.stage

    @property
    def world(self):
        return self.served.world

    def way(self, login=None, **told):
        """Return the way to pixiv; `told` are settings of the site."""
        addresses = self.served.addresses()["pixiv"]
        moved = {f"{key}_url": address for key, address in addresses.items()}
        settings = read(SITE, {**moved, **told})
        signed_in = Given(login) if login else None
        return Way(SITE, settings.reach, settings.options, self.http, self.clock, None, signed_in)

    def signed_in(self, **told):
        """Return the way of the collector."""
        return self.way(SITE.sign_in(self.way(), KEY), **told)

    def asked(self, key="base"):
        """Return the paths that were asked since the log was emptied."""
        return [seen.path for seen in self.served.log if seen.key == key]


@contextmanager
def playing(works=WORKS):
    """Serve pixiv alone."""
    clock = HandClock()
    routes = import_module("artkeep.fakes.pixiv").routes
    with (
        serving(works=works, now=clock.now, played={"pixiv": routes}) as served,
        Http(clock) as web,
    ):
        yield Playing(served, clock, web)


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
