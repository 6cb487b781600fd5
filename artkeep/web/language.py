"""The language of a request: chosen in this browser, set by the owner, or what the browser says.

`Speaking` stands before everything and remembers the catalogue in a context of its own, so that
templates, errors and streams say their texts without handing it on. Pages and JSON are told apart
by it: they vary, files under immutable addresses do not.
"""

import re
from contextvars import ContextVar

from markupsafe import Markup
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from artkeep.texts.catalogue import Catalogue
from artkeep.texts.figures import Moment, Number
from artkeep.texts.languages import AUTO, ENGLISH, Languages
from artkeep.texts.text import Joined, Kept, Text

COOKIE = "artkeep_language"
TEXTS = (Text, Joined, Kept, Number, Moment)  # asked of everything that a template writes
VARYING = re.compile(r"text/(?!css|javascript)|application/(json|atom|opensearch)")
_PLACE_FIRST = re.compile(r"\{([a-z_]+)\}")
_IN_ENGLISH = Catalogue(ENGLISH, {})
_SPOKEN: ContextVar[Catalogue | None] = ContextVar("spoken", default=None)


def spoken() -> Catalogue:
    """Return the catalogue of whoever asks; English where nobody does."""
    return _SPOKEN.get() or _IN_ENGLISH


def say(said: str) -> str:
    """Say a text to whoever asks."""
    return spoken().say(said)


def finished(value: object) -> object:
    """Say what a template is about to write, when it is a text."""
    return say(value) if isinstance(value, TEXTS) else value


def kept(said: str) -> str:
    """Take plain words for a sentence that was kept; what is a text already stays one."""
    return Kept(said) if type(said) is str else said


def sentence(said: str) -> str:
    """Say what begins in the middle of a sentence as one of its own."""
    words = opening(said)
    return words if words.endswith((".", "。")) else f"{words}."


def opening(said: str) -> str:
    """Say what begins in the middle of a sentence with a capital, where a language has some.

    What begins with a name or a word of somebody stays as it is written.
    """
    words = say(said)
    return words if _begins_with_a_name(said) else f"{words[:1].upper()}{words[1:]}"


def _begins_with_a_name(said: str) -> bool:
    if not isinstance(said, Text):
        return False
    place = _PLACE_FIRST.match(spoken().sentence(said))
    return place is not None and not isinstance(said.values[place[1]], Text | Joined | Kept)


def rich(message: str, /, **values: object) -> Markup:
    """Say a message that has HTML in it; what fills its places is escaped unless it is HTML."""
    made = Text(message, values)
    words = Markup(spoken().sentence(made))  # noqa: S704 - messages are ours, in every language
    if not values:
        return words
    return words.format(**{name: finished(value) for name, value in values.items()})


class Speaking:
    """ASGI middleware: finds the language of each request, and says so in the answer's head."""

    def __init__(self, app: ASGIApp, *, languages: Languages, setting: str = AUTO) -> None:
        self.app = app
        self.languages = languages
        self.setting = setting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        catalogue = self.languages.catalogue(self.wanted(HTTPConnection(scope)))

        async def varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                vary(MutableHeaders(scope=message), catalogue.code)
            await send(message)

        token = _SPOKEN.set(catalogue)
        try:
            await self.app(scope, receive, varied)
        finally:
            _SPOKEN.reset(token)

    def wanted(self, connection: HTTPConnection) -> str:
        """Return the language to speak."""
        chosen = connection.cookies.get(COOKIE, "")
        if chosen not in (AUTO, *self.languages.codes):
            chosen = self.setting
        if chosen != AUTO:
            return chosen
        return self.languages.of_browser(connection.headers.get("accept-language", ""))


def vary(headers: MutableHeaders, code: str) -> None:
    """Tell caches that another browser may be answered in another language."""
    if VARYING.match(headers.get("content-type", "")) and "immutable" not in headers.get(
        "cache-control", ""
    ):
        headers.add_vary_header("Accept-Language, Cookie")
        headers.setdefault("content-language", code)
