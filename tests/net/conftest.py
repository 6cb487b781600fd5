"""Sites to ask, and a client that may ask nothing private unless told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from artkeep.clock import SystemClock
from artkeep.net.http import Http
from tests.net.site import NOBODY, Site, site


@pytest.fixture
def fake() -> Iterator[Site]:
    """A site on this machine."""
    with site() as running:
        yield running


@pytest.fixture
def http(fake: Site) -> Iterator[Http]:
    """A client that may ask `fake`, and nothing else here."""
    with Http(SystemClock(), tls=NOBODY, allowed_private=fake.allowed) as opened:
        yield opened


@pytest.fixture
def art(tmp_path: Path) -> Path:
    """Where the picture goes."""
    return tmp_path / "art"
