"""How often one may try a password: a few times at once, then ever more slowly.

A try is counted before its password is looked at, in a transaction of its own, so that many at
once and a restart gain nothing. What was tried is forgotten a day after the last try.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import knock
from artkeep.errors import TooManyTries

FREE = 5  # tries that nobody has to wait for
FORGOTTEN_AFTER = timedelta(days=1)


def count(tx: Tx, longest: Mapping[str, float]) -> None:
    """Count a try for each of these, or none. Raises TooManyTries while one of them has to wait.

    `longest` is who tries (an address, an account) → the longest that they may have to wait,
    seconds.
    """
    tx.execute(sa.delete(knock).where(knock.c.last_at < tx.now - FORGOTTEN_AFTER))
    new = [{"who": who, "tries": 0, "last_at": tx.now, "open_at": tx.now} for who in longest]
    insert_ignore(tx, knock, sorted(new, key=lambda row: str(row["who"])))
    query = (
        sa.select(knock.c.who, knock.c.tries, knock.c.open_at)
        .where(knock.c.who.in_(longest))
        .order_by(knock.c.who)
        .with_for_update()
    )
    rows = tx.execute(query).all()
    closed_until = max(row.open_at for row in rows)
    if closed_until > tx.now:
        raise TooManyTries((closed_until - tx.now).total_seconds())
    for row in rows:
        _note(tx, row.who, row.tries + 1, longest[row.who])


def _note(tx: Tx, who: str, tries: int, longest: float) -> None:
    wait = min(2.0 ** min(tries - FREE, 30), longest) if tries >= FREE else 0.0
    opens: datetime = tx.now + timedelta(seconds=wait)
    values = {"tries": tries, "last_at": tx.now, "open_at": opens}
    tx.execute(sa.update(knock).where(knock.c.who == who).values(values))


def forget(tx: Tx, who: str) -> None:
    """Count from the beginning: they knew the password."""
    tx.execute(sa.delete(knock).where(knock.c.who == who))


def take_back(tx: Tx, who: str) -> None:
    """Take the last try off the count, and leave those before it."""
    fewer = {"tries": knock.c.tries - 1, "open_at": tx.now}
    tx.execute(sa.update(knock).where(knock.c.who == who, knock.c.tries > 0).values(fewer))
