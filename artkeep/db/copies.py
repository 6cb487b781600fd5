"""The copies of a library that are taken before it is migrated."""

from datetime import datetime
from pathlib import Path

KEPT = 5


def name_of(now: datetime, revision: str | None) -> str:
    """Name a copy so that names sort by time: library-20251112-205600-0003.db."""
    return f"library-{now:%Y%m%d-%H%M%S}-{revision or 'new'}.db"


def keep_newest(folder: Path) -> None:
    """Delete all copies but the newest five."""
    for old in sorted(folder.glob("library-*.db"))[:-KEPT]:
        old.unlink()
