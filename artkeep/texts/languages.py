"""Which languages there are, and which one somebody is spoken to in."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

from artkeep.texts.catalogue import Catalogue, read_catalogue

FOLDER = Path(__file__).with_name("locales")
DOMAIN = "artkeep"
ENGLISH = "en"
AUTO = "auto"  # as the browser says


def po_of(code: str) -> Path:
    """Return where the translation of a language is."""
    return FOLDER / code.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


@lru_cache
def codes() -> tuple[str, ...]:
    """Return the languages there are, as HTML names them; English is first."""
    found = (path.parts[-3] for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return (ENGLISH, *sorted(name.replace("_", "-") for name in found))


class Languages:
    """The catalogues, each read when it is first wanted; `more` are given whole, for tests."""

    def __init__(self, more: Mapping[str, Catalogue] | None = None) -> None:
        self._read: dict[str, Catalogue] = {ENGLISH: Catalogue(ENGLISH, {}), **(more or {})}
        self._lock = Lock()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The languages there are, English first."""
        return tuple(dict.fromkeys((*codes(), *self._read)))

    def catalogue(self, code: str) -> Catalogue:
        """Return the catalogue of one of `codes`."""
        with self._lock:
            if code not in self._read:
                self._read[code] = read_catalogue(po_of(code), code)
            return self._read[code]

    def names(self) -> dict[str, str]:
        """Return what each language calls itself."""
        from babel import Locale  # noqa: PLC0415 - only the page of settings needs it

        named = {code: Locale.parse(code, sep="-").get_display_name() for code in self.codes}
        return {code: name or code for code, name in named.items()}

    def of_browser(self, accepted: str) -> str:
        """Return the best language for an Accept-Language header; English for none of ours."""
        for wanted in wishes(accepted):
            if found := self.nearest(wanted):
                return found
        return ENGLISH

    def nearest(self, wanted: str) -> str | None:
        """Return our language for a tag: the same, or the same with less or other trimmings."""
        known = {code.lower(): code for code in self.codes}
        parts = wanted.lower().split("-")
        for length in range(len(parts), 0, -1):
            if found := known.get("-".join(parts[:length])):
                return found
        return next((code for name, code in known.items() if name.split("-")[0] == parts[0]), None)


def wishes(accepted: str) -> Iterator[str]:
    """Yield the language tags of an Accept-Language header, the dearest first."""
    weighed = []
    for place, part in enumerate(accepted[:1000].split(",")):
        tag, _, parameter = part.strip().partition(";")
        weight = weight_of(parameter)
        if tag and weight > 0:
            weighed.append((-weight, place, tag.strip()))
    return (tag for _, _, tag in sorted(weighed))


def weight_of(parameter: str) -> float:
    """Read `q=0.8`; what is not said is 1, what cannot be read 0."""
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
