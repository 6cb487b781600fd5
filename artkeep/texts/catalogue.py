"""One language: its messages, its plurals, its way of writing numbers and days."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING

from artkeep.texts.figures import Figure, number
from artkeep.texts.text import Joined, Kept, Text, filled

if TYPE_CHECKING:
    from babel import Locale

SAMPLE = range(1001)  # counts that show which form is for which category of plurals
COUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}")  # a number as English writes it
NAMED = re.compile(r"([\w.-]+(?::[0-9]+)?): (.+)", re.DOTALL)  # art.example:8080: is down
LONGEST = 500  # characters of a kept sentence; sites say whatever they like, and in any length
DEEPEST = 3  # a sentence, what stands in its places, and what stands in the places of that
PLACE = re.compile(r"\{([a-z_]+)\}")
OF_SITE = "{site}: {trouble}"
ENGLISH_PLURALS = "n != 1"


class Catalogue:
    """What says texts in one language.

    `code` is as in HTML (`de`, `pt-BR`). `messages` maps an English message to its translation,
    or to the translations of its plural forms in the order of `plurals`, a formula of gettext. What
    is missing is said in English.
    """

    def __init__(
        self,
        code: str,
        messages: Mapping[str, str | tuple[str, ...]],
        plurals: str = ENGLISH_PLURALS,
        of_scripts: frozenset[str] = frozenset(),
    ) -> None:
        self.code = code
        self.messages = messages
        self.of_scripts = of_scripts
        self.form: Callable[[int], int] = c2py(plurals)

    @cached_property
    def locale(self) -> "Locale":
        """How this language writes numbers and days; English as in Britain: 3 May, 14:32."""
        from babel import Locale  # noqa: PLC0415 - only pages need it

        return Locale.parse("en-GB" if self.code == "en" else self.code, sep="-")

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.locale.text_direction

    def say(self, said: str) -> str:
        """Say a text in this language; a plain string stays as it is."""
        if isinstance(said, Figure):
            return said.written(self.locale)
        if isinstance(said, Joined):
            return said.between.join(self.say(part) for part in said.parts)
        if isinstance(said, Text):
            return filled(self.sentence(said), self.values(said))
        return self.say(self.recall(said)) if isinstance(said, Kept) else said

    def values(self, said: Text) -> dict[str, object]:
        """Return what fills the places of a text, said in this language."""
        return {
            name: self.say(value) if isinstance(value, str) else value
            for name, value in said.values.items()
        }

    def sentence(self, said: Text) -> str:
        """Return the message of a text in this language, its places still open."""
        found = self.messages.get(said.message)
        if said.plural is None:
            return found if isinstance(found, str) else said.message
        if isinstance(found, tuple):
            return found[min(self.form(said.n), len(found) - 1)]
        return said.message if said.n == 1 else said.plural

    def recall(self, sentence: str, deep: int = DEEPEST) -> str:
        """Find the message that a kept sentence was made of; without one it is itself.

        What stands in its places is looked for as well, `deep` sentences within each other.
        """
        words = str.__str__(sentence)
        if words in self.messages:
            return Text(words)
        if COUNT.fullmatch(words):
            return number(int(words.replace(",", "")))
        if deep == 0 or len(words) > LONGEST:
            return words
        return self.matched(words, deep) or self.of_named(words, deep) or words

    def matched(self, sentence: str, deep: int) -> Text | None:
        """Find the message with places that a sentence was made of."""
        for pattern, message in self.patterns:
            if found := pattern.fullmatch(sentence):
                told = found.groupdict().items()
                return Text(message, {name: self.recall(value, deep - 1) for name, value in told})
        return None

    def of_named(self, sentence: str, deep: int) -> Text | None:
        """Find what is said of a site, a host or a file: its name comes first."""
        found = NAMED.fullmatch(sentence)
        if found is None:
            return None
        trouble = Text(found[2]) if found[2] in self.messages else self.matched(found[2], deep)
        return trouble and Text(OF_SITE, {"site": found[1], "trouble": trouble})

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """What the sentences of each message with places look like; the wordiest come first."""
        open_ones = [
            message
            for message, said in self.messages.items()
            if isinstance(said, str) and PLACE.search(message)
        ]
        open_ones.sort(key=lambda message: -len(PLACE.sub("", message)))
        return [(pattern_of(message), message) for message in open_ones if has_words(message)]

    def for_scripts(self) -> dict[str, object]:
        """Return what the pages' scripts say: messages, and which form is for which plural."""
        of_plural = self.locale.plural_form
        return {
            "language": self.code,
            "forms": {of_plural(count): self.form(count) for count in SAMPLE},
            "messages": {one: self.messages[one] for one in sorted(self.of_scripts)},
        }


def has_words(message: str) -> bool:
    """Say whether a message can be told from what is in it: some letters stand between places."""
    return len(re.sub(r"[\W_]", "", PLACE.sub("", message))) >= 2  # noqa: PLR2004 - one names nothing


def pattern_of(message: str) -> re.Pattern[str]:
    """Return what finds the values in a sentence; a place that comes twice is the same twice.

    What stands between two places is taken where it comes first, and nowhere else: what does not
    match is known at once, whatever the sentence says and however often.
    """
    first, *rest = PLACE.split(message)
    names, words = rest[::2], rest[1::2]
    parts = [
        place_of(name, names[:turn]) + re.escape(words[turn]) for turn, name in enumerate(names)
    ]
    if len(set(names)) == len(names):  # else the first one may have to look for the second
        parts[:-1] = [f"(?>{part})" for part in parts[:-1]]
    return re.compile("".join([re.escape(first), *parts]), re.DOTALL)


def place_of(name: str, before: list[str]) -> str:
    """Return what a place looks like: anything, or what it was before."""
    return f"(?P={name})" if name in before else f"(?P<{name}>.+?)"


def read_catalogue(path: Path, code: str) -> Catalogue:
    """Read a translation from its .po file."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - English does without

    with path.open("rb") as file:
        found = read_po(file)
    messages: dict[str, str | tuple[str, ...]] = {}
    of_scripts = set[str]()
    for one in found:
        forms = one.string if isinstance(one.string, tuple | list) else (one.string,)
        said = tuple(str(form) for form in forms if form)
        if not one.id or one.fuzzy or len(said) < len(forms):
            continue
        name = one.id if isinstance(one.id, str) else one.id[0]
        messages[name] = said if one.pluralizable else said[0]
        if any(place.endswith(".js") for place, _ in one.locations):
            of_scripts.add(name)
    return Catalogue(code, messages, found.plural_expr, frozenset(of_scripts))
