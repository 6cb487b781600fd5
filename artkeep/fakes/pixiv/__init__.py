"""A small copy of pixiv: its app's API, its sign-in, its pictures and a little of its pages.

It checks what the real one checks (the signature of a sign-in, the bearer, the Referer of a
picture) and forgets what it forgets (codes after 30 seconds, access tokens after an hour).
"""

from starlette.routing import BaseRoute

from artkeep.fakes.pixiv import app, pages, pictures, sign_in
from artkeep.fakes.stage import Stage


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what pixiv answers to."""
    return [
        *app.routes(stage),
        *sign_in.routes(stage),
        *pages.routes(stage),
        *pictures.routes(stage),
    ]
