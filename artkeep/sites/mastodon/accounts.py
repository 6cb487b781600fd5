"""Whose it is, and which home to ask: the one where an account is at home knows it best."""

from typing import Any

from artkeep.errors import BadAnswer, Gone, LoginNeeded, SiteDown, Withheld
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import SiteHttp
from artkeep.sites.mastodon import api, urls
from artkeep.texts import text

_NOT_FOR_US = (Gone, Withheld, LoginNeeded, BadAnswer)
_PROFILE = "http://webfinger.net/rel/profile-page"


def settled(http: SiteHttp, ref: Ref) -> Ref:
    """Return the lasting address: numbers for names, and the home of whose post or page it is."""
    if isinstance(ref, PostRef):
        return _settled_post(http, ref)
    home, (kind, _, inside) = urls.home_of(ref), urls.own_id(ref).partition("/")
    if kind in urls.MINE:
        return urls.mine(home, kind, inside or own_account(http, home))
    account, _, tag = inside.partition("/")
    return _settled_account(http, home, account, tag) if account.startswith("@") else ref


def own_account(http: SiteHttp, home: str) -> str:
    """Return the number of whoever is signed in at a home. Raises LoginNeeded."""
    own_home, _, number = (http.login.account if http.login else "").partition("/")
    if own_home != home:
        raise LoginNeeded(
            home, text("shows these to whoever they belong to only; {hint}", hint=api.HINT)
        )
    return number


def _settled_post(http: SiteHttp, ref: PostRef) -> PostRef:
    home, rest = urls.home_of(ref), urls.own_id(ref)
    if rest.startswith("@"):
        return _from_afar(http, home, rest.rpartition("/")[2])
    return _object(http, home, ref, rest) if rest.startswith("objects/") else ref


def _from_afar(http: SiteHttp, home: str, number: str) -> PostRef:
    """Find a post at its own home; where that is not of our kind, it stays where it was seen."""
    seen = urls.post(home, number)
    status = api.ask(http, home, urls.url(seen), f"/statuses/{number}")
    with api.reading("a status"):
        own = urls.parse(status["url"] or status["uri"])
    return own if isinstance(own, PostRef) and "/" not in urls.own_id(own) else seen


def _object(http: SiteHttp, home: str, ref: PostRef, path: str) -> PostRef:
    """Follow Pleroma's lasting address to the number that the post has."""
    way = http.at_home(home)
    reply = way.ask("GET", f"/{path}", headers={"accept": "text/html"})
    base = way.address()
    where = f"https://{home}{reply.url.removeprefix(base)}" if reply.url.startswith(base) else ""
    found = urls.parse(where)
    if isinstance(found, PostRef) and found != ref:
        return found
    if reply.status in {404, 410}:
        raise Gone(home, text("{url} is no longer there", url=urls.url(ref)))
    raise BadAnswer(home, text("{url} leads to no post", url=urls.url(ref)), reply.status)


def _settled_account(http: SiteHttp, home: str, account: str, tag: str) -> CollectionRef:
    user, _, elsewhere = account.removeprefix("@").partition("@")
    if not elsewhere:
        return urls.media(home, _number(http, home, user), tag)
    if elsewhere == home:
        home, user = _home_of_handle(http, user, home)
        return urls.media(home, _number(http, home, user), tag)
    return _at_its_home(http, home, f"{user}@{elsewhere}", tag)


def _number(http: SiteHttp, home: str, acct: str) -> str:
    return str(look_up(http, home, acct)["id"])


def look_up(http: SiteHttp, home: str, acct: str) -> Any:
    """Ask a home for an account by its name."""
    found = api.ask(http, home, f"@{acct}", "/accounts/lookup", acct=acct)
    with api.reading("an account"):
        found["id"], found["url"]
    return found


def _home_of_handle(http: SiteHttp, user: str, domain: str) -> tuple[str, str]:
    """Ask who a handle is: its domain need not be the home (WebFinger, RFC 7033).

    A domain that does not say is taken for the home.
    """
    resource = f"acct:{user}@{domain}"
    try:
        way = http.at_home(domain)
        reply = way.ask("GET", "/.well-known/webfinger", resource=resource)
        answer = api.understood(http, domain, reply, f"@{user}@{domain}")
        links = answer["links"] if isinstance(answer, dict) else ()
        page = next((link["href"] for link in links if link["rel"] == _PROFILE), "")
    except (*_NOT_FOR_US, KeyError, TypeError) as error:
        if isinstance(error, SiteDown):
            raise
        return domain, user
    found = urls.parse(page)
    if not isinstance(found, CollectionRef) or not urls.own_id(found).startswith("media/@"):
        return domain, user
    return urls.home_of(found), urls.own_id(found).removeprefix("media/@")


def _at_its_home(http: SiteHttp, home: str, acct: str, tag: str) -> CollectionRef:
    """Find an account at its own home; it stays where it was seen if that is not for us."""
    seen = look_up(http, home, acct)
    here = urls.media(home, str(seen["id"]), tag)
    own = urls.parse(str(seen["url"]))
    if not isinstance(own, CollectionRef) or not urls.own_id(own).startswith("media/@"):
        return here
    user = urls.own_id(own).removeprefix("media/@")
    try:
        return urls.media(urls.home_of(own), _number(http, urls.home_of(own), user), tag)
    except _NOT_FOR_US as error:  # closed to strangers, or something that only looks like it
        if isinstance(error, SiteDown):
            raise
        return here
