"""A site as it is played for the tests of its adapter: a world of its own, whose clock stands."""

from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from artkeep.fakes.web import Served, serving
from artkeep.net.http import Http
from artkeep.sites.base import Site
from artkeep.workbench.signed_in import Given
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.clocks import HandClock


@dataclass(frozen=True)
class Playing:
    """One site, its fake, the clock it goes by, and the client that ways are made of."""

    site: Site
    served: Served
    clock: HandClock
    http: Http

    @property
    def stage(self):
        return self.served.stage

    @property
    def world(self):
        return self.served.world

    def way(self, login=None, **told):
        """Return the way to the site; `told` are its settings."""
        addresses = self.served.addresses()[self.site.name]
        moved = {f"{key}_url": address for key, address in addresses.items()}
        settings = read(self.site, {**moved, **told})
        signed_in = Given(login) if login else None
        reach, options = settings.reach, settings.options
        return Way(self.site, reach, options, self.http, self.clock, None, signed_in)

    def asked(self, key="base"):
        """Return the paths that were asked since the log was emptied."""
        return [seen.path for seen in self.served.log if seen.key == key]


@contextmanager
def alone(kind, site, works):
    """Serve one site alone, as a `kind` of Playing."""
    clock = HandClock()
    routes = import_module(f"artkeep.fakes.{site.name}").routes
    with (
        serving(works=works, now=clock.now, played={site.name: routes}) as served,
        Http(clock) as web,
    ):
        yield kind(site, served, clock, web)


@contextmanager
def restoring(world, name):
    """Give a function that lets something happen to a work of a site, until the block ends."""
    happened = []

    def happen(post_id, event):
        happened.append(post_id)
        world.happen(name, post_id, event)

    yield happen
    for post_id in happened:
        world.happen(name, post_id, "restored")
