"""X as it is played for the tests of its adapter: a world of its own, whose clock stands."""

import json
import shlex
import sys
from pathlib import Path

from artkeep.fakes.twitter import memory
from artkeep.net.programs import Ran
from artkeep.sites.base import Login, Reply
from artkeep.sites.twitter import SITE
from tests.clocks import HandClock
from tests.sites.playing import Playing as Alike
from tests.sites.playing import alone
from tests.witnesses.leading import ADDRESSES

ROOT = Path(__file__).parent.parent.parent
TOKEN = Login(memory.PROJECT, "project", {"bearer_token": memory.TOKEN})


class Playing(Alike):
    """X, and what its tests ask of it."""

    @property
    def memory(self):
        return memory.of(self.stage)

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


def playing(works=90):
    """Serve X alone."""
    return alone(Playing, SITE, works)


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
