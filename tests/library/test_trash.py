"""Works thrown away together are counted by who did it, as long as they can be taken back."""

import pytest
import sqlalchemy as sa

from artkeep.collect import discard
from artkeep.collect.discard import Deed
from artkeep.db.tables import artwork, post
from artkeep.library import emptying, trash
from artkeep.model.refs import ArtworkId, PostId
from artkeep.model.viewing import EVERYTHING
from tests.library.test_projection import keep

WORK, POST = ArtworkId(1), PostId(1)


@pytest.fixture
def run_id(database):
    """The run that threw a work away, for ever."""
    keep(database, number=1)
    with database.begin() as tx:
        run_id = discard.ask(tx, Deed.TRASH, "fox", EVERYTHING)
        trash.shun(tx, WORK, run_id)
    return run_id


def test_what_is_let_come_again_was_thrown_away_by_nobody(database, run_id):
    with database.begin() as tx:
        assert 1 == trash.count_of_run(tx, run_id)
        trash.welcome(tx, POST)

        assert 0 == trash.count_of_run(tx, run_id)
        assert set() == trash.of_runs(tx, [run_id])


def test_nobody_looks_for_what_was_emptied(database, run_id):
    with database.begin() as tx:
        emptying.give_up(tx)

        assert [] == trash.of_run(tx, run_id, 1)
        assert tx.execute(sa.select(artwork.c.trashed_by)).scalars().all() == [None]
        assert tx.execute(sa.select(post.c.shunned_at)).scalar_one() is not None
