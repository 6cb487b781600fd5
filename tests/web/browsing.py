"""A browser without a screen, and how its pages are read."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from fastapi import FastAPI
from starlette.testclient import TestClient

HERE = "http://127.0.0.1:8600"


PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Browser(TestClient):
    """Says where it comes from, as browsers do, and fills the token into what it sends.

    Over plain http to another machine browsers leave `Sec-Fetch-Site` out.
    """

    def __init__(self, app: FastAPI, base_url: str) -> None:
        super().__init__(app, base_url=base_url, follow_redirects=False)
        self.headers |= {"origin": base_url, "accept": PAGES}
        if base_url.startswith(("https://", "http://127.", "http://localhost")):
            self.headers |= {"sec-fetch-site": "same-origin"}

    @property
    def token(self) -> str:
        """The token of this browser, as any page has it."""
        found = re.search(r'name="csrf-token" content="([0-9a-f]{64})"', self.get("/sign-in").text)
        assert found
        return found[1]

    def submit(self, path: str, /, **fields: str):
        """Send a form of ours."""
        return self.post(path, data={"csrf": self.token, **fields})

    def bring(self, path: str, content: bytes, /, **parameters: str):
        """Send bytes, as our scripts do."""
        headers = {"x-csrf-token": self.token, "content-type": "application/octet-stream"}
        return self.post(path, content=content, headers=headers, params=parameters)


class Reader(HTMLParser):
    """Reads what a page says and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self.images: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.links.append(found.get("href") or "")
        if tag == "img":
            self.images.append(found.get("src") or "")

    def handle_data(self, data: str) -> None:
        self.words.extend(data.split())


def read(html: str) -> Reader:
    """Read a page."""
    reader = Reader()
    reader.feed(html)
    return reader


def said(html: str) -> str:
    """Return the words of a page, a space between each."""
    return " ".join(read(html).words)


def works(html: str) -> Iterator[int]:
    """Yield the works that a page shows, in order, each once."""
    found = re.findall(r'href="/artworks/(\d+)"', html)
    return iter(dict.fromkeys(map(int, found)))
