"""What the owner chose in the browser, by the names of the settings that it goes before."""

from collections.abc import Mapping

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import preference

# built once: each request asks it
_ALL = sa.select(preference.c.name, preference.c.value)


def everything(tx: Tx) -> dict[str, str]:
    """Return what was chosen."""
    return {row.name: row.value for row in tx.execute(_ALL)}


def choose(tx: Tx, values: Mapping[str, str]) -> None:
    """Remember what was chosen; whoever calls has looked whether it makes sense."""
    for name, value in sorted(values.items()):
        row = {"name": name, "value": value, "changed_at": tx.now}
        insert_ignore(tx, preference, [row])
        tx.execute(sa.update(preference).where(preference.c.name == name).values(row))


def forget(tx: Tx, name: str) -> None:
    """Let the setting of this name hold again."""
    tx.execute(sa.delete(preference).where(preference.c.name == name))
