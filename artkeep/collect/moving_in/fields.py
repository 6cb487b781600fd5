"""Fields of what another program wrote: read where they are what they should be, else not there.

Unlike a site's answer a sidecar may lack anything: programs change, and settings leave things out.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_MOST = 2**63  # ids of posts on X are that long
YEARS = range(1990, 2200)  # of publishing on the net; what lies outside is a mistake


def at(said: Any, *path: str) -> Any:
    """Return what lies at a path of names; None when there is nothing."""
    for name in path:
        said = said.get(name) if isinstance(said, Mapping) else None
    return said


def text(said: Any, *path: str) -> str:
    """Return text, or a whole number as text; "" when there is none."""
    found = at(said, *path)
    if isinstance(found, str):
        return found
    whole = number(said, *path)
    return "" if whole is None else str(whole)


def number(said: Any, *path: str) -> int | None:
    """Return a whole number from 0; one that is written as text counts."""
    found = at(said, *path)
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,19}", found):
        found = int(found)
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _MOST:
        return found
    return None


def words(said: Any, *path: str) -> list[str]:
    """Return a list of words; of records their `name`, `tag_name` or `tag`."""
    found = at(said, *path)
    if isinstance(found, str):
        return found.split()
    if not isinstance(found, list):
        return []
    named = (_word(each) for each in found)
    return list(dict.fromkeys(word for word in named if word))


def _word(each: Any) -> str:
    if isinstance(each, str):
        return each.strip()
    names = (text(each, name) for name in ("name", "tag_name", "tag"))
    return next((name for name in names if name), "")


def moment(said: Any, *path: str) -> datetime | None:
    """Return a time: ISO, in UTC where no zone is named, or seconds since 1970."""
    found = at(said, *path)
    try:
        if isinstance(found, str):
            when = datetime.fromisoformat(found)
        elif isinstance(found, int | float) and not isinstance(found, bool):
            when = datetime.fromtimestamp(found, UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return when if when.year in YEARS else None
