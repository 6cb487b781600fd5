"""The application around the route table."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import FastAPI

import artkeep
from artkeep import jobs, settings
from artkeep.db.engine import Tx
from artkeep.explore.numbered import Marks
from artkeep.library.passwords import Passwords
from artkeep.model.records import Run
from artkeep.settings import Shown
from artkeep.texts.languages import Languages
from artkeep.web import (
    desk,
    failures,
    files,
    language,
    naming,
    routes,
    security,
)
from artkeep.web.assets import Assets
from artkeep.web.desk import Desk
from artkeep.web.live import Live
from artkeep.workbench import Workbench

RECENT = 50  # runs looked at when somebody begins to listen, beside those that move


def create_app(
    bench: Workbench,
    host: str | None = None,
    shown: Sequence[Shown] | None = None,
    passwords: Passwords | None = None,
    languages: Languages | None = None,
) -> FastAPI:
    """Make the browser workbench.

    `host` is the address it will listen on, `shown` the settings as the settings page lists
    them; both are as the settings say unless given. `languages` are those of this package.
    """
    names = security.Names(host or bench.settings.host, bench.settings.public_url)
    spoken = languages or Languages()
    assets = Assets(spoken)
    app = FastAPI(
        title="Artkeep",
        version=artkeep.__version__,
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.desk = Desk(
        bench=bench,
        live=live_for(bench, read_only=False),
        live_outside=live_for(bench, read_only=True),
        templates=desk.environment(assets, max_bytes=bench.settings.pictures.max_bytes),
        secret=security.secret_of(bench.settings.home),
        exposed=names.exposed,
        passwords=passwords or Passwords(),
        marks=Marks(bench.clock),
        settings=tuple(settings.shown() if shown is None else shown),
        languages=spoken,
    )
    app.router.routes.extend(routes.made())
    app.mount(assets.path, assets)
    failures.install(app)
    app.add_middleware(failures.LastResort)
    app.add_middleware(security.Guard, names=names, pictures=origin_of_pictures(bench))
    app.add_middleware(language.Speaking, languages=spoken, setting=bench.settings.language)
    return app


def origin_of_pictures(bench: Workbench) -> str:
    """Return where browsers are sent for pictures; empty: nowhere, they come from us."""
    away = None if bench.settings.storage.proxy else bench.blobs.signed("0" * 64, files.SIGNED_FOR)
    if away is None:
        return ""
    parts = urlsplit(away)
    return f"{parts.scheme}://{parts.netloc}"


def live_for(bench: Workbench, *, read_only: bool) -> Live:
    """Make what tells runs live: to the owner, or to those who may only look."""
    tell = desk.view_for(read_only=read_only)
    return Live(lambda since: runs_since(bench, since), bench.clock, tell)


def runs_since(bench: Workbench, since: datetime | None) -> list[Run]:
    """Read which runs changed since a moment; without one, all that move, and the latest."""
    with bench.db.read() as tx:
        runs = _known(tx) if since is None else jobs.changed(tx, since)
        return naming.named(tx, runs)


def _known(tx: Tx) -> list[Run]:
    some = {run.id: run for run in jobs.recent(tx, RECENT)}
    return list((some | {run.id: run for run in jobs.in_hand(tx)}).values())
