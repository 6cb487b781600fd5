"""Artists are listed along indexes, on both engines: however many there are, none is sorted."""

import pytest
import sqlalchemy as sa

from artkeep.db.tables import account, person, term
from artkeep.library import artists, namesakes
from artkeep.library.artists import Anchor, By
from tests.library.test_plans import overheard, plan

MANY = 1500
LATER = {By.WORKS: Anchor(900, 900), By.NAME: Anchor("artist 0900", 900)}


def fill(database):
    """Make artists with one to so many works, every tenth without."""
    numbers = range(1, MANY + 1)
    with database.begin() as tx:
        tx.execute(sa.insert(person), [{"id": n, "name": f"Artist {n:04}"} for n in numbers])
        rows = [{"key": f"artist:#{n}", "shown": f"#{n}", "n": n if n % 10 else 0} for n in numbers]
        tags = [{"key": f":tag{n}", "shown": f"tag{n}", "n": n} for n in numbers]
        tx.execute(sa.insert(term), [*rows, *tags])
        tx.execute(sa.insert(account), [account_row(n, tx.now) for n in numbers])
    if database.engine_name == "postgresql":
        with database.outside() as connection:
            connection.exec_driver_sql("analyze person; analyze term; analyze account")


def account_row(number, now):
    """Return an account; each is called nearly as the one 1,000 before it."""
    called = {"handle": f"artist_{number:04}", "name": f"Artist {number % 1000} of {'Far ' * 2000}"}
    known = {"site": "pixiv", "site_account_id": str(number), "url": "https://x.example"}
    return {"id": number, "person_id": number, "seen_at": now, **known, **called}


def steps_of(database, said):
    with database.read() as tx:
        if tx.engine_name == "postgresql":  # it prefers to read a few rows as they lie
            tx.connection.exec_driver_sql("set local enable_seqscan = off")
        return [step for each in said for step in plan(tx, *each)]


@pytest.mark.parametrize("by", [By.WORKS, By.NAME])
@pytest.mark.parametrize("is_first", [True, False])
def test_artists_are_not_sorted(database, by, is_first):
    fill(database)

    with database.read() as tx, overheard(tx) as said:
        found = artists.some(tx, by, None if is_first else LATER[by], 41)
    steps = steps_of(database, said)

    numbers = [one.id for one, _ in found]
    start = (MANY if is_first else 900) if by is By.WORKS else (0 if is_first else 900)
    walked = range(start, 0, -1) if by is By.WORKS else range(start + 1, MANY)
    assert [n for n in walked if n % 10 and n != 900][:41] == numbers
    assert not any("TEMP B-TREE" in step or "Sort" in step for step in steps), steps
    names = {By.WORKS: "ix_term_artists", By.NAME: "ix_person_name"}
    assert any(names[by] in step for step in steps), steps


def test_artists_of_nearly_the_same_name_are_not_searched_for(database):
    fill(database)

    with database.read() as tx, overheard(tx) as said:
        found = namesakes.of(tx, 7, 5)
    steps = steps_of(database, said)

    assert [1007] == [one.id for one in found]
    walked = ("SCAN person", "SCAN account", "Seq Scan")
    assert not any(step.lstrip(" ->").startswith(walked) for step in steps), steps
    assert all(
        any(name in step for step in steps) for name in ("ix_account_name", "ix_account_handle")
    )
