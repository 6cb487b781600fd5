"""Works from before their ratio was kept have one when the library is brought up to date."""

import sqlalchemy as sa

from artkeep.db.migrate import migrate
from tests.db.libraries import bring_to

BEFORE = "0012"
OLD = """
    insert into artwork (id, title, added_at, position, width, height)
    values (1, 'wide', '2026-01-01T00:00:00.000000Z', 1, 1600, 900),
           (2, 'on its way', '2026-01-01T00:00:00.000000Z', 2, null, null)
"""


def test_works_of_old_get_their_ratio(empty_database, tmp_path):
    bring_to(empty_database, BEFORE, tmp_path)
    with empty_database.begin() as tx:
        tx.execute(sa.text(OLD))

    migrate(empty_database, home=tmp_path)

    with empty_database.read() as tx:
        ratios = tx.execute(sa.text("select ratio from artwork order by id")).scalars()
        assert [1600 / 900, None] == list(ratios)
