"""Reading what a site answered: a field that is missing or odd means that the site has changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from artkeep.errors import SiteChanged
from artkeep.texts import text

_ODD = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)


@contextmanager
def reading_of(site: str, what: str) -> Iterator[None]:
    """Say SiteChanged, and which field is missing, for whatever goes wrong inside."""
    try:
        yield
    except _ODD as error:
        raise SiteChanged(site, text("{what} lacks {error}", what=what, error=error)) from error
