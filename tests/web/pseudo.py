"""A language that shows what no catalogue said: every message stands in ⟦…⟧, and is longer."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from babel.messages.pofile import read_po

from artkeep.texts.catalogue import Catalogue
from artkeep.texts.figures import Figure
from artkeep.texts.languages import FOLDER, Languages

CODE = "eo"  # any that Babel knows and we have no translation for
LONGER = 0.3
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
LETTERS = re.compile(r"[^\W\d_]{2,}")
SAID = ("aria-label", "title", "placeholder", "alt", "aria-description", "aria-valuetext")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "source", "col"})
# what is in these is the person's own, a key, a command, or for no eye
OWN = frozenset({"bdi", "code", "kbd", "script", "style", "del", "ins", "svg", "datalist"})
OF_CLASS = frozenset({"caption", "place", "pair-place", "run-detail", "refused-path"})
NAMES = frozenset(
    {
        *("Artkeep", "SQLite", "PostgreSQL", "Python", "System", "SHA", "CBZ", "ZIP", "PDF", "AI"),
        *("JPEG", "PNG", "GIF", "WebP", "AVIF", "BMP", "TIFF", "JPEG", "XL", "ugoira", "Esc"),
    }
)


class Wrapping(Catalogue):
    """Says everything in ⟦…⟧; numbers and days too."""

    def say(self, said: str) -> str:
        whole = super().say(said)
        return f"⟦{whole}⟧" if isinstance(said, Figure) else whole


def wrapped(message: str) -> str:
    """Return a message in ⟦…⟧, a third longer."""
    return f"⟦{message}{'~' * max(1, round(len(message) * LONGER))}⟧"


def catalogue() -> Catalogue:
    """Return the pseudo-language of everything that is in the template."""
    with (FOLDER / "artkeep.pot").open("rb") as file:
        template = read_po(file)
    messages, of_scripts = {}, set()
    for one in template:
        if one.id:
            forms = one.id if isinstance(one.id, tuple) else (one.id,)
            said = tuple(wrapped(form) for form in forms)
            messages[forms[0]] = said if len(said) > 1 else said[0]
            if any(place.endswith(".js") for place, _ in one.locations):
                of_scripts.add(forms[0])
    return Wrapping(CODE, messages, of_scripts=frozenset(of_scripts))


def languages() -> Languages:
    """Return the languages there are, and this one."""
    return Languages({CODE: catalogue()})


def bare(words: str) -> str:
    """Return what is left of some words when what stands in brackets is taken out."""
    before = ""
    while before != words:
        before, words = words, INNERMOST.sub("", words)
    return words


class Unwrapped(HTMLParser):
    """Gathers the words of a page that no message brought, but for the person's own."""

    def __init__(self, own: list[str]) -> None:
        super().__init__()
        self.own = own
        self.found: list[str] = []
        self.words: list[str] = []
        self.open: list[tuple[str, bool]] = []  # tag, and whether its words are somebody's own

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        is_own = is_somebodys(tag, named) or (bool(self.open) and self.open[-1][1])
        for name in SAID if not is_own else ():
            self._look(f"{tag} {name}", named.get(name, ""))
        if tag not in VOID:
            self.open.append((tag, is_own))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, _ = self.open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self.open and not self.open[-1][1]:
            self.words.append(" ".join(data.split()))

    def close(self) -> None:
        super().close()
        for line in bare("\n".join(self.words)).split("\n"):  # a message may go round a <b>
            self._look("text", line)

    def _look(self, where: str, words: str) -> None:
        rest = bare(words)
        for own in self.own:
            rest = rest.replace(own, "")
        if any(word not in NAMES for word in LETTERS.findall(rest)):
            self.found.append(f"{where}: {rest.strip()}")


def is_somebodys(tag: str, named: dict[str, str]) -> bool:
    """Say whether what is in an element is the person's own, and in whatever language."""
    if tag in OWN or named.get("dir") == "auto" or (tag != "html" and "lang" in named):
        return True
    return bool(OF_CLASS & frozenset(named.get("class", "").split()))


def unwrapped(html: str, own: Iterable[str] = ()) -> list[str]:
    """Return the places of a page whose words are in no message; `own` are the person's."""
    reader = Unwrapped(sorted(filter(None, own), key=len, reverse=True))
    reader.feed(html)
    reader.close()
    return reader.found
