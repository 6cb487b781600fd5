import pytest

from artkeep.db.engine import Database
from artkeep.jobs.lanes import Lanes
from tests.clocks import HandClock
from tests.jobs.benches import Bench


@pytest.fixture
def bench(database: Database, clock: HandClock) -> Bench:
    return Bench(database, clock)


@pytest.fixture
def here(database: Database, clock: HandClock) -> Lanes:
    """The lanes of a library."""
    return Lanes(database, clock)
