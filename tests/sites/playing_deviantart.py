"""DeviantArt as it is played for its adapter's tests: a world of its own, whose clock stands."""

import http.client
import json
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode, urlsplit

from artkeep.fakes.deviantart import OPTIONS, memory
from artkeep.fakes.web import Served, serving
from artkeep.net.http import Http
from artkeep.sites.base import Login, Reply
from artkeep.sites.deviantart import SITE
from artkeep.workbench.signed_in import Given
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.clocks import HandClock

WORKS = 200
BACK = "http://127.0.0.1:8600/login/deviantart"
VERIFIER = "a-secret-that-nobody-else-has-and-that-is-long-enough"


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

    @property
    def memory(self):
        return memory.of(self.stage)

    def way(self, login=None, **told):
        """Return the way to DeviantArt; `told` are settings of the site."""
        addresses = self.served.addresses()["deviantart"]
        moved = {f"{key}_url": address for key, address in addresses.items()}
        settings = read(SITE, {**moved, **OPTIONS, **told})
        signed_in = Given(login) if login else None
        return Way(SITE, settings.reach, settings.options, self.http, self.clock, None, signed_in)

    def login(self):
        """Return the login of the collector, signed in just now."""
        given = memory.sign_in(self.memory, self.clock.now())
        own = self.world.collector.handles["deviantart"]
        tokens = {"access_token": given.access, "refresh_token": given.refresh}
        return Login(own.id, own.handle, tokens)

    def signed_in(self, **told):
        """Return the way of the collector."""
        return self.way(self.login(), **told)

    def post(self, index):
        """Return a work of the world as it is on DeviantArt."""
        return next(
            post
            for post in self.world.on("deviantart")
            if post.work.index == index and post.account.handle != "not-mika"
        )

    def asked(self, key="base"):
        """Return the paths that were asked since the log was emptied."""
        return [seen.path for seen in self.served.log if seen.key == key]


@contextmanager
def playing(works=WORKS):
    """Serve DeviantArt alone."""
    clock = HandClock()
    routes = import_module("artkeep.fakes.deviantart").routes
    with (
        serving(works=works, now=clock.now, played={"deviantart": routes}) as served,
        Http(clock) as web,
    ):
        yield Playing(served, clock, web)


def asked(url, method="GET", form=None):
    """Ask as a browser does that follows nothing; return status, headers and text."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        connection.request(method, f"{parts.path}?{parts.query}", urlencode(form or {}), kind)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def clicked(page, allow="yes"):
    """Click on the sign-in's page; return the address that the browser is led back to."""
    return asked(page, "POST", {"allow": allow})[1]["location"]


class Canned:
    """A way that brings an answer for every path, one after the other where there are several."""

    def __init__(self, answers, *, login=True, **options):
        usual = {name: option.default for name, option in SITE.about.options.items()}
        told = {**usual, **OPTIONS, **options}
        self.options = {name: value for name, value in told.items() if value is not None}
        self.login = Login("1A2B", "ann", {"access_token": "a"}) if login else None
        self.clock = HandClock()
        self.answers = {path: list(several) for path, several in answers.items()}
        self.asked = []

    def address(self, key="base_url"):
        return SITE.about.addresses[key].url

    def now(self):
        return self.clock.now()

    def ask(self, method, target, **asked):
        self.asked.append((method, target, asked))
        status, answer = self.answers[target].pop(0)
        content = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        url = target if target.startswith("http") else f"{self.address()}{target}"
        return Reply(status, {}, content, url)
