"""A workbench that is led to the fake sites."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from artkeep.fakes.web import Served
from artkeep.imaging.pool import Pool
from artkeep.settings import Settings, load_settings
from artkeep.sites import SITES
from artkeep.workbench import Workbench, open_workbench


@contextmanager
def led(
    world: Served,
    home: Path,
    decoders: Pool,
    database_url: str | None = None,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Workbench]:
    """Open a library whose sites are the fakes, asked without pauses; `more` are settings."""
    environ = {**world.settings(), "ARTKEEP_HOME": str(home), **more}
    told = load_settings(environ, home.parent).sites
    unpaced = {site: {**keys, "pace": "none"} for site, keys in told.items() if site in SITES}
    settings = Settings(home=home, database_url=database_url, workers=1, sites=unpaced)
    with open_workbench(settings) as opened:
        yield replace(opened, pool=decoders)
