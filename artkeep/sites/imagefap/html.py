"""A page of imagefap, and what it means when it is not the page that was asked for.

The site answers nearly everything with 200: the human check, what is no longer there, pages past
the end of a list. So a page counts only when it shows what it should; `why_not` says what another
one is. Nothing in a page can make the functions here raise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from artkeep.errors import Blocked, Gone, LoginNeeded, SiteChanged, SiteError, Withheld
from artkeep.sites.imagefap.urls import NAME
from artkeep.texts import text as sentence

_CHECKS = ("/human-verification", "/rl_captcha.php")
_CHECK_MARKS = 'input[name="captcha"], img[src^="/captcha"], .g-recaptcha'
_BARRED = re.compile(r"made too many requests|seems? (that )?you are banned", re.IGNORECASE)
_GONE = re.compile(
    r"could not find gallery|has been flagged|does not exist|no longer (exists?|available)"
    r"|(has been|was) (deleted|removed)",
    re.IGNORECASE,
)
_MEMBERS = re.compile(r"(must|need to|please) (be logged|log|sign) ?in|members only", re.IGNORECASE)
# A parser of HTML takes time with the square of what is nested, or of one tag's attributes: a page
# beyond these bounds would keep a worker for hours. The site's own have a tenth of it.
_MOST_CHARACTERS, _MOST_TAGS = 2_000_000, 20_000
_TAG = re.compile(r"<[a-zA-Z]", re.ASCII)
_ENDLESS_TAG = re.compile(r"<[a-zA-Z][^<>]{20000}", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its path and query as numbers and words, and what it shows."""

    node: LexborNode
    href: str
    path: str
    query: dict[str, str]

    @property
    def text(self) -> str:
        return text_of(self.node)

    def number(self, name: str) -> str | None:
        """Return a number from the query, None without one."""
        return number(self.query.get(name))


@dataclass(frozen=True, slots=True)
class Page:
    """A page that came with a good status; `url` is where it was found after redirects."""

    tree: LexborHTMLParser
    url: str
    is_whole: bool

    def all(self, css: str) -> list[LexborNode]:
        return self.tree.css(css)

    def first(self, css: str) -> LexborNode | None:
        return self.tree.css_first(css)

    def links(self, css: str = "a[href]") -> Iterator[Link]:
        """Yield the links among these nodes that can be read."""
        for node in self.all(css):
            link = link_of(node)
            if link is not None:
                yield link

    def absolute(self, address: str) -> str | None:
        """Return a web address as a whole one, None for anything else."""
        try:
            whole = urljoin(self.url, address.strip())
            parts = urlsplit(whole)
        except ValueError:
            return None
        return whole if parts.scheme in {"http", "https"} and parts.hostname else None


def read(text: str, url: str) -> Page:
    """Take a page apart. `is_whole` is False when it began as a page and never ended as one.

    Raises SiteChanged for one that no site would make.
    """
    if (
        len(text) > _MOST_CHARACTERS
        or len(_TAG.findall(text)) > _MOST_TAGS
        or _ENDLESS_TAG.search(text)
    ):
        raise SiteChanged(
            NAME,
            sentence("a page is too large to be one of the site: {count} letters", count=len(text)),
        )
    lower = text.lower()
    return Page(LexborHTMLParser(text), url, "<html" not in lower or "</html" in lower)


def why_not(page: Page, what: str, lacks: str) -> SiteError:
    """Return what to raise for a page that lacks what `what` should show."""
    path = urlsplit(page.url).path
    shown = text_of(page.tree.body) if page.tree.body else ""
    if path.endswith(_CHECKS) or page.first(_CHECK_MARKS) or _BARRED.search(shown):
        return Blocked(
            NAME, sentence("wants to see that we are human; answer it in a browser, or wait")
        )
    if path.endswith("/404.php") or _GONE.search(shown):
        return Gone(NAME, sentence("{what} is no longer there", what=what))
    if "/login" in path or _MEMBERS.search(shown):
        return LoginNeeded(
            NAME,
            sentence("{what} is only for members; run: artkeep login {name}", what=what, name=NAME),
        )
    if wants_password(page):
        return Withheld(NAME, sentence("{what} asks for a password", what=what))
    return SiteChanged(NAME, sentence("{what} lacks {lacks}", what=what, lacks=lacks))


def wants_password(page: Page) -> bool:
    """Say whether the page asks for a password alone: a login form wants a name besides."""
    return any(
        form.css_first('input[type="password"]')
        and not form.css_first('input[type="text"], input[type="email"], input:not([type])')
        for form in page.all("form")
    )


def link_of(node: LexborNode) -> Link | None:
    """Read a link, None when its address is none."""
    href = attribute(node, "href")
    try:
        parts = urlsplit(href)
        return Link(node, href, parts.path, dict(parse_qsl(parts.query)))
    except ValueError:
        return None


def attribute(node: LexborNode | None, name: str) -> str:
    """Return an attribute, "" when there is none or it has no value."""
    return "" if node is None else node.attributes.get(name) or ""


def text_of(node: LexborNode | None) -> str:
    """Return what a node shows, with single spaces."""
    return "" if node is None else " ".join(node.text().split())


def number(text: str | None) -> str | None:
    """Return a number as text, None when it is none."""
    return text if text and _DIGITS.fullmatch(text) else None
