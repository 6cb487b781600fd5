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
COUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")  # a number as English writes it
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

    def recall(self, sentence: str) -> str:
        """Find the message that a kept sentence was made of; without one it is itself."""
        if sentence in self.messages:
            return Text(str.__str__(sentence))
        for pattern, message in self.patterns:
            if found := pattern.fullmatch(sentence):
                values = {name: told(value) for name, value in found.groupdict().items()}
                return Text(message, values)
        site, _, rest = sentence.partition(": ")  # an error of a site says which
        if rest and isinstance(trouble := self.recall(rest), Text):
            return Text(OF_SITE, {"site": site, "trouble": trouble})
        return told(sentence) if COUNT.fullmatch(sentence) else str.__str__(sentence)

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


def told(value: str) -> str:
    """Take what stood in a place for what it was: a number, or another sentence."""
    return number(int(value.replace(",", ""))) if COUNT.fullmatch(value) else Kept(value)


def has_words(message: str) -> bool:
    """Say whether a message can be told from what is in it: some letters stand between places."""
    return len(re.sub(r"[\W_]", "", PLACE.sub("", message))) >= 2  # noqa: PLR2004 - one names nothing


def pattern_of(message: str) -> re.Pattern[str]:
    """Return what finds the values in a sentence; a place that comes twice is the same twice."""
    parts, known = [], set[str]()
    for turn, part in enumerate(PLACE.split(message)):
        if turn % 2 == 0:
            parts.append(re.escape(part))
        elif part in known:
            parts.append(f"(?P={part})")
        else:
            known.add(part)
            parts.append(f"(?P<{part}>.+?)")
    return re.compile("".join(parts), re.DOTALL)


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
