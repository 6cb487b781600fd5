"""What the tests of Bluesky and Mastodon have in common: a way whose answers are written down."""

import json

from artkeep.model.logins import Login
from artkeep.sites.base import Reply
from tests.clocks import HandClock


class Scripted:
    """A way that answers by host and path, and remembers what it was asked.

    `answers` has for `path` or `host/path` what comes: an object, bytes, or (status, either) or
    (status, either, headers). What is not in it is a 404 without words.
    """

    def __init__(self, answers, login=None, home=""):
        self.answers, self.login, self.home, self.options = answers, login, home, {}
        self.clock = HandClock()
        self.asked = []

    def address(self, key="base_url"):
        return f"https://{self.home or key.removesuffix('_url') + '.example'}"

    def at_home(self, home):
        there = Scripted(self.answers, self.login, home)
        there.asked, there.clock = self.asked, self.clock
        return there

    def now(self):
        return self.clock.now()

    def ask(self, method, target, **asked):  # noqa: ARG002 - as the real one
        path = target.partition("?")[0]
        self.asked.append((f"{self.home}{path}", asked))
        found = self.answers.get(f"{self.home}{path}", self.answers.get(path, (404, b"")))
        status, content, headers = (
            (*found, {})[:3] if isinstance(found, tuple) else (200, found, {})
        )
        whole = content if isinstance(content, bytes) else json.dumps(content).encode()
        return Reply(status, headers, whole, f"{self.address()}{target}")


def login(account, **secrets):
    """Return a login of this account."""
    return Login(account, "sample", secrets or {"access_token": "a", "refresh_token": "r"})


def status(**changes):
    """Return a status of Mastodon with these fields, as a home tells it."""
    return {
        "id": "1",
        "url": "https://art.example/@mika/1",
        "uri": "https://art.example/users/mika/statuses/1",
        "created_at": "2026-10-30T09:45:07.000Z",
        "spoiler_text": "",
        "content": "<p>fox</p>",
        "reblog": None,
        "sensitive": False,
        "tags": [],
        "account": {
            "id": "4",
            "acct": "mika",
            "username": "mika",
            "display_name": "",
            "url": "https://art.example/@mika",
        },
        "media_attachments": [],
        **changes,
    }
