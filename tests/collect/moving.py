"""Move in what another program left, as the program does, and look at what came of it."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import moving_in
from artkeep.collect.moving_in import Asked
from artkeep.db.tables import image, page, post
from artkeep.fakes import drawings
from artkeep.library import told
from artkeep.model.records import Kept, RunState
from artkeep.settings import Settings
from artkeep.workbench import open_workbench
from tests.working import lines, work


@pytest.fixture
def home_alone(database_url, tmp_path):
    """A workbench over a new library, on both engines; nothing is asked of any site."""
    settings = Settings(home=tmp_path / "home", database_url=database_url, workers=2)
    with open_workbench(settings) as opened:
        yield opened


def move_in(bench, kind, path, *, kept=Kept.BLOB, **options):
    """Import it; return the run as it ended."""
    with bench.db.begin() as tx:
        run_id = moving_in.start(tx, Asked(kind, path, kept, options))
    work(bench)
    with bench.db.read() as tx:
        run = jobs.get(tx, run_id)
    assert (RunState.DONE, None) == (run.state, run.error)
    return run


def outcomes(bench, run):
    """Return what became of each file, by its name."""
    told = {line.outcome.path: line.outcome for line in lines(bench, run.id)}
    return {Path(path).name: (str(each.status), each.reason) for path, each in told.items()}


def statuses(bench, run):
    return {name: status for name, (status, _) in outcomes(bench, run).items()}


def rows(bench):
    """Return how many rows there are of what an import writes."""
    with bench.db.read() as tx:
        tables = (post, page, image)
        counts = (sa.select(sa.func.count()).select_from(table) for table in tables)
        return [tx.execute(count).scalar_one() for count in counts]


def held(bench, site):
    """Return the posts of a site: id → row."""
    query = sa.select(post).where(post.c.site == site).order_by(post.c.id)
    with bench.db.read() as tx:
        return {row.site_post_id: row for row in tx.execute(query)}


def pictures(bench, site):
    """Return which page of which post of a site has a picture: (id, position) → yes or no."""
    query = (
        sa.select(post.c.site_post_id, page.c.position, page.c.image_id)
        .join(page, page.c.post_id == post.c.id)
        .where(post.c.site == site, page.c.replaced_at.is_(None))
    )
    with bench.db.read() as tx:
        found = tx.execute(query).all()
    return {(row.site_post_id, row.position): row.image_id is not None for row in found}


def raw(bench, post_id):
    """Return what is kept of what was written beside."""
    with bench.db.read() as tx:
        return json.loads(told.raw(tx, post_id))


def draw(path, number=1):
    """Put a picture there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    drawings.write(number, path, width=160, height=120)
    return path


def write(path, said):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(said), encoding="utf-8")
    return path
