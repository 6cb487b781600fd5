"""Old libraries are found by what today's code finds them by, once."""

import sqlalchemy as sa

from artkeep import jobs
from artkeep.db.tables import artwork_term, library
from artkeep.explore import project
from artkeep.handlers import HANDLERS
from artkeep.library import projection
from artkeep.model.records import RunState
from tests.library.rows import add_file


def links(bench):
    with bench.db.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(artwork_term)).scalar_one()


def test_an_old_library_is_projected_once(bench):
    with bench.db.begin() as tx:
        for number in range(250):
            add_file(tx, f"/{number}.png", number)
    before = links(bench)
    with bench.db.begin() as tx:
        tx.execute(sa.delete(artwork_term))
        tx.execute(sa.update(library).values(terms_version=0))

    run_id = project.ask_if_due(bench)
    jobs.work(bench, HANDLERS)

    with bench.db.read() as tx:
        run = jobs.get(tx, run_id)
        assert projection.is_current(tx)
    assert (RunState.DONE, 250, 250) == (run.state, run.done, run.total)
    assert before == links(bench) > 250
    assert project.ask_if_due(bench) is None
