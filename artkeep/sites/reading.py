"""Reading what a site answered: a field that is missing or odd means that the site has changed.

What it says of trouble is passed on in its own words, as far as a person reads them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from artkeep.errors import SiteChanged
from artkeep.texts import text

_MOST_WORDS = 300  # characters
_ODD = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)


@contextmanager
def reading_of(site: str, what: str) -> Iterator[None]:
    """Say SiteChanged, and which field is missing, for whatever goes wrong inside."""
    try:
        yield
    except _ODD as error:
        lacks = text("{what} lacks {error}", what=what, error=their_words(error))
        raise SiteChanged(site, lacks) from error


def their_words(said: object) -> str:
    """Return what a site says, no longer than a message may be: it says whatever it likes."""
    return str(said)[:_MOST_WORDS]
