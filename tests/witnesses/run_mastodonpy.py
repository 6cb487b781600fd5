"""Mastodon.py, led to the fake of Mastodon.

python -m tests.witnesses.run_mastodonpy HOME TOKEN QUESTION…

A token may be empty. Questions are written `["word", "…", …]`: `post NUMBER`, `media ACCT`,
`favourites`, `bookmarks`, `me`. What is a list is told to its end. A line is
`[which question, object]`.
"""

import json
import sys

import requests
from mastodon import Mastodon

from tests.witnesses.leading import lead


def main(home, token, *questions):
    """Ask a home as its manual says, with a session that is led."""
    session = lead(requests.Session())
    api = Mastodon(
        access_token=token or None,
        api_base_url=f"https://{home}",
        session=session,
        ratelimit_method="throw",
    )
    for place, question in enumerate(questions):
        word, *rest = json.loads(question)
        for told in WORDS[word](api, *rest):
            print(json.dumps([place, told], default=str, ensure_ascii=False))


def post(api, number):
    yield api.status(number)


def media(api, acct):
    number = api.account_lookup(acct)["id"]
    asked = {"only_media": True, "exclude_reblogs": True, "limit": 15}
    return all_of(api, api.account_statuses(number, **asked))


def favourites(api):
    return all_of(api, api.favourites(limit=10))


def bookmarks(api):
    return all_of(api, api.bookmarks(limit=10))


def me(api):
    yield api.account_verify_credentials()


def all_of(api, page):
    """Go from part to part as its manual says."""
    while page:
        yield from page
        page = api.fetch_next(page)


WORDS = {
    "post": post,
    "media": media,
    "favourites": favourites,
    "bookmarks": bookmarks,
    "me": me,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
