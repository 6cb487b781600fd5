import pytest

from artkeep.db.engine import Database
from tests.clocks import HandClock
from tests.jobs.benches import Bench


@pytest.fixture
def bench(database: Database, clock: HandClock) -> Bench:
    return Bench(database, clock)
