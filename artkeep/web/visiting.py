"""Who looks: what their browser shows us, what they may see, and why they may change nothing.

- Somebody who has signed in is the owner, who may change everything, or a guest, who may look.
- Somebody who has not is taken for the owner only where nobody else can be: on this machine, as
  long as there is no password. A request that came through a proxy is not from this machine.
- `read_only` holds for everyone.
"""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from artkeep.db.engine import Tx
from artkeep.errors import ArtkeepError, Forbidden, SignInNeeded
from artkeep.library import preferences, sessions, users
from artkeep.model.refs import UserId
from artkeep.model.users import OWNER_ID, Role, User
from artkeep.model.viewing import NsfwPolicy, Viewer
from artkeep.texts import text
from artkeep.web import looks
from artkeep.web.looks import Looks
from artkeep.workbench import Workbench

SESSION = "artkeep_session"  # cookies
NSFW = "nsfw_state"
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")  # by a proxy
POLICY = "display.nsfw"

UNGUARDED = text(
    "This library is open to the network and has no password yet, so nothing can be changed "
    "from a browser. On the machine itself, run `artkeep password`, then sign in; or set "
    "ARTKEEP_HOST to 127.0.0.1 and start Artkeep again."
)
ONLY_LOOKED_AT = text(
    "This library is set to be looked at only (`read_only`); nothing is changed from a browser."
)
OWNER_ONLY = text("Sign in as the owner to change something.")
NAMED_ONLY = text("Only those who have signed in may look at this library.")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request's visitor.

    `who` has signed in; None: nobody has. `refusal` is why they may change nothing. `is_closed`:
    they have to sign in before they see anything. `has_password`: the owner can sign in. `reader`
    is whose places in works are theirs, in whichever browser: who has signed in, or the owner
    where nobody else can be; None: each browser has its own.
    """

    who: User | None
    refusal: ArtkeepError | None
    is_closed: bool
    has_password: bool
    viewer: Viewer
    looks: Looks
    reader: UserId | None


def visit(
    bench: Workbench, request: HTTPConnection, *, exposed: bool, who: User | None = None
) -> Visit:
    """Say who asks; `exposed`: others than those on this machine can; `who`: they said already."""
    with bench.db.read() as tx:
        who = who or signed_in(tx, request)
        has_password = users.is_guarded(tx)
        chosen = preferences.everything(tx)
    at_home = not exposed and not any(name in request.headers for name in PASSED_ON)
    settings = bench.settings
    named_only = settings.visitors == "named" and (has_password or not at_home)
    policy = chosen.get(POLICY) or settings.display.nsfw or ("required" if exposed else "enabled")
    own = looks.said(looks.of_settings(settings.display), chosen)
    return Visit(
        who=who,
        refusal=refusal(who, has_password=has_password, at_home=at_home, locked=settings.read_only),
        is_closed=named_only and who is None,
        has_password=has_password,
        viewer=Viewer(NsfwPolicy(policy), request.cookies.get(NSFW) == "true"),
        looks=looks.said(own, looks.in_cookie(request.cookies.get(looks.COOKIE, ""))),
        reader=who.id if who else OWNER_ID if at_home and not has_password else None,
    )


def signed_in(tx: Tx, request: HTTPConnection) -> User | None:
    """Return who shows a token of a script or of a browser that has signed in."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        return users.of_token(tx, token.strip())
    token = request.cookies.get(SESSION, "")
    return sessions.holder(tx, token) if token else None


def refusal(
    who: User | None, *, has_password: bool, at_home: bool, locked: bool
) -> ArtkeepError | None:
    """Return why somebody may change nothing; None: they may."""
    if locked:
        return Forbidden(ONLY_LOOKED_AT)
    if who is not None and who.role is Role.OWNER:
        return None
    if who is not None:
        return Forbidden(
            text("{name} may look. Sign in as the owner to change something.", name=who.name)
        )
    if has_password:
        return SignInNeeded(OWNER_ONLY)
    return None if at_home else Forbidden(UNGUARDED)
