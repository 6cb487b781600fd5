"""Danbooru and Philomena as they are played for the tests: a world whose clock stands."""

import json

from artkeep.sites.base import Reply
from tests.clocks import HandClock
from tests.sites.playing import Playing, alone


class Booru(Playing):
    """One site, and what its tests ask of it."""

    def mood(self, word, times=None):
        self.served.moods.set(self.site.name, word, times)

    def happen(self, post_id, event):
        self.world.happen(self.site.name, post_id, event)

    def post(self, index, home=""):
        """Return a work of the world as it is on the site."""
        return next(
            post
            for post in self.world.on(self.site.name)
            if post.work.index == index and post.place == home
        )

    def asked(self):
        """Return the paths that were asked since the log was emptied."""
        return [seen.path for seen in self.served.log]

    def read(self, http, url):
        """Return every batch of a list, its address settled as the program does it."""
        ref = self.site.parse(url)
        ref = self.site.settle(http, ref) if hasattr(self.site, "settle") else ref
        found = [self.site.list(http, ref, None)]
        while found[-1].cursor is not None:
            found.append(self.site.list(http, ref, found[-1].cursor))
        return found

    def ids(self, http, url):
        """Return the ids of all posts of a list."""
        return [id_of(post) for batch in self.read(http, url) for post in batch.posts]


def id_of(post):
    """Return the id of a post, told whole or by its address."""
    return getattr(post, "ref", post).id


def playing(site, works):
    """Serve one site alone."""
    return alone(Booru, site, works)


def as_it_was(booru, memory, fresh):
    """Undo what a test did to a world and to the `memory` of a fake; `fresh` is one of its kind."""
    booru.served.moods.clear()
    booru.served.log.clear()
    vars(memory).update(vars(fresh))
    for post in booru.world.on(booru.site.name):
        if booru.world.fate(booru.site.name, post.id):
            booru.happen(post.id, "restored")


class Canned:
    """A way that brings what `answer` has for a path, and remembers what it was asked."""

    login = None

    def __init__(self, answer, status=200, headers=None, **options):
        self.answer = answer if callable(answer) else lambda _: answer
        self.status, self.headers, self.options = status, headers or {}, options
        self.clock = HandClock()
        self.asked = []

    def address(self, key="base_url"):
        return f"https://{key.removesuffix('_url')}.example"

    def at_home(self, home):
        self.asked.append(home)
        return self

    def now(self):
        return self.clock.now()

    def ask(self, method, target, **asked):
        self.asked.append((method, target, asked))
        content = self.answer(target)
        whole = content if isinstance(content, bytes) else json.dumps(content).encode()
        return Reply(self.status, self.headers, whole, f"https://base.example{target}")
