"""What a kept search had shown before its moments were kept is not new afterwards."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.migrate import migrate
from artkeep.library import saved_searches
from tests.db.libraries import bring_to

BEFORE = "0018"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SECOND = 1_000_000  # microseconds
LATER = {1: NOON, 2: NOON + timedelta(seconds=5), 3: NOON + timedelta(minutes=1)}
IMAGE = """
    insert into image (id, sha256, size_bytes, media_type, width, height, frames, pdq, dhash,
        quality, placeholder, look_version, kept, added_at)
    values (1, :bytes, 1, 'image/png', 1, 1, 1, :bytes, :bytes, 90, 0, 1, 'blob', :at)
"""
WORK = """
    insert into artwork (id, title, cover_id, added_at, position) values (:id, '', 1, :at, :place)
"""
SEARCH = """
    insert into saved_search (id, name, text, created_at, seen_position)
    values (:id, :name, '', :at, :place)
"""


def test_what_was_seen_stays_seen(empty_database, tmp_path):
    bring_to(empty_database, BEFORE, tmp_path)
    noon = round(NOON.timestamp()) * SECOND
    with empty_database.begin() as tx:
        tx.execute(at(IMAGE), {"bytes": b"\0" * 32, "at": NOON})
        # works of one list lie in its order, those further down before the moment they came
        for number, place in enumerate([noon, noon - 10 * SECOND, noon + 60 * SECOND], 1):
            tx.execute(at(WORK), {"id": number, "at": LATER[number], "place": place})
        for number, (name, place) in enumerate({"Foxes": noon, "Cranes": 0}.items(), 1):
            tx.execute(at(SEARCH), {"id": number, "name": name, "at": NOON, "place": place})

    migrate(empty_database, home=tmp_path)

    with empty_database.read() as tx:
        seen = {one.name: one.seen_at for one in saved_searches.everything(tx)}
    assert {"Foxes": noon + 5 * SECOND, "Cranes": 0} == seen


def at(statement):
    return sa.text(statement).bindparams(sa.bindparam("at", type_=Moment))
