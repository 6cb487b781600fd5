"""X as it is played for the tests of its adapter: a world of its own, whose clock stands."""

import json
import shlex
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from artkeep.fakes.twitter import memory
from artkeep.fakes.web import Served, serving
from artkeep.net.http import Http
from artkeep.net.programs import Ran
from artkeep.sites.base import Login, Reply
from artkeep.sites.twitter import SITE
from artkeep.workbench.signed_in import Given
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.clocks import HandClock
from tests.witnesses.leading import ADDRESSES

ROOT = Path(__file__).parent.parent.parent
TOKEN = Login(memory.PROJECT, "project", {"bearer_token": memory.TOKEN})


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
        """Return the way to X; `told` are settings of the site."""
        addresses = self.served.addresses()["twitter"]
        moved = {f"{key}_url": address for key, address in addresses.items()}
        settings = read(SITE, {**moved, **told})
        signed_in = Given(login) if login else None
        return Way(SITE, settings.reach, settings.options, self.http, self.clock, None, signed_in)

    def api(self, **told):
        """Return the way through the official API."""
        return self.way(TOKEN, **told)

    def beside(self, folder, **told):
        """Return the way through gallery-dl, led to the fake; `folder` is for its cookies."""
        cookies = folder / "cookies.txt"
        cookies.write_text("# Netscape HTTP Cookie File\n")
        settings = {
            "ask_through": "gallery-dl",
            "gallery_dl_command": led(self.served, folder),
            "gallery_dl_cookies": str(cookies),
        }
        return self.way(**settings, **told)

    def asked(self, key):
        """Return the paths that were asked since the log was emptied."""
        return [seen.path for seen in self.served.log if seen.key == key]

    def post(self, index):
        """Return a work of the world as it is on X."""
        return next(post for post in self.world.on("twitter") if post.work.index == index)

    def of_mika(self):
        """Return what Mika's account shows with pictures, newest first."""
        return [post.id for post in self.world.of("twitter", "424242") if post.pages]


def led(served, folder):
    """Return the command of the real gallery-dl, led to the fakes."""
    program = folder / "led.py"
    where = json.dumps(served.addresses())
    program.write_text(
        f"import os, sys\n"
        f"os.environ[{ADDRESSES!r}] = {where!r}\n"
        f"os.chdir({str(ROOT)!r})\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        f"from tests.witnesses.run_gallery_dl import main\n"
        f"sys.exit(main(sys.argv[1:]))\n"
    )
    return shlex.join([sys.executable, str(program)])


@contextmanager
def playing(works=90):
    """Serve X alone."""
    clock = HandClock()
    routes = import_module("artkeep.fakes.twitter").routes
    with (
        serving(works=works, now=clock.now, played={"twitter": routes}) as served,
        Http(clock) as web,
    ):
        yield Playing(served, clock, web)


def as_it_was(house):
    """Undo what a test did."""
    house.served.moods.clear()
    house.served.log.clear()
    vars(house.memory).update(vars(memory.Memory()))
    for post in house.world.on("twitter"):
        if house.world.fate("twitter", post.id):
            house.world.happen("twitter", post.id, "restored")


def every(http, ref):
    """Return the posts of a list, read to its end."""
    found, cursor = [], None
    while True:
        batch = SITE.list(http, ref, cursor)
        found += batch.posts
        cursor = batch.cursor
        if cursor is None:
            return found


class Canned:
    """A way that brings the same answer always, or the same words of a program."""

    def __init__(self, answer=None, status=200, headers=None, *, login=TOKEN, **options):
        usual = {name: each.default for name, each in SITE.about.options.items() if each.default}
        self.options = {**usual, "budget_usd_per_month": "none", **options}
        self.login = login
        self.clock = HandClock()
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.reply = Reply(status, headers or {}, content, "https://api.x.com/")
        self.asked = []

    def now(self):
        return self.clock.now()

    def ask(self, method, target, **asked):
        self.asked.append((method, target, asked))
        return self.reply

    def program(self, words, *, at="base_url"):
        self.asked.append((at, words))
        return Ran(self.reply.status, self.reply.content, "")
