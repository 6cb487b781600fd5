"""A small copy of DeviantArt: its API, its sign-in, its works' pages and its pictures.

It checks what the real one checks (PKCE, the way back, the bearer in its header, the token of each
picture) and forgets what it forgets: access tokens after an hour, refresh tokens once used.
"""

from starlette.routing import BaseRoute

from artkeep.fakes.deviantart import app, memory, pages, pictures, sign_in
from artkeep.fakes.stage import Stage

# the application that is registered here; a program that plays with this site has to know it
OPTIONS = {"client_id": memory.CLIENT_ID, "client_secret": memory.CLIENT_SECRET}


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what DeviantArt answers to."""
    return [
        *app.routes(stage),
        *sign_in.routes(stage),
        *pages.routes(stage),
        *pictures.routes(stage),
    ]
