"""What went wrong, as a page says it: sites by what people call them, no commands to be typed.

Errors are written for the command line, which names the command that helps; a page has a button
beside the words instead.
"""

import re

from artkeep.texts import Kept, text
from artkeep.web.naming import site_title

_SITE = re.compile(r"^([a-z_]+): ")
_COMMAND = re.compile(r"[;,] (?:or )?run:? artkeep login [a-z_]+$| \(artkeep login [a-z_]+\)")
_SUBJECT = re.compile(r"\bartkeep login [a-z_]+ may\b")


def plainly(said: str) -> str:
    """Return the words of an error as they stand on a page."""
    known = _SITE.match(said)
    words = _SUBJECT.sub("signing in may", _COMMAND.sub("", said[known.end() :] if known else said))
    if known is None:
        return said if words == said and type(said) is not str else Kept(words)
    return text("{site}: {trouble}", site=site_title(known[1]), trouble=Kept(words))
