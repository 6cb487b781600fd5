"""DeviantArt as it is played for its adapter's tests: a world of its own, whose clock stands."""

import http.client
import json
from urllib.parse import urlencode, urlsplit

from artkeep.fakes.deviantart import OPTIONS, memory
from artkeep.sites.base import Login, Reply
from artkeep.sites.deviantart import SITE
from tests.clocks import HandClock
from tests.sites.playing import Playing as Alike
from tests.sites.playing import alone

WORKS = 200
BACK = "http://127.0.0.1:8600/login/deviantart"
VERIFIER = "a-secret-that-nobody-else-has-and-that-is-long-enough"


class Playing(Alike):
    """DeviantArt, and what its tests ask of it."""

    @property
    def memory(self):
        return memory.of(self.stage)

    def way(self, login=None, **told):
        """Return the way to DeviantArt, by our own application."""
        return super().way(login, **{**OPTIONS, **told})

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


def playing(works=WORKS):
    """Serve DeviantArt alone."""
    return alone(Playing, SITE, works)


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
