"""Accounts of the network: their lasting names, the servers where they are at home."""

import re
from http import HTTPStatus
from typing import Any

from artkeep.errors import AddressRefused, BadAnswer, Gone, LoginNeeded, SiteError, Withheld
from artkeep.model.found import AccountInfo
from artkeep.model.refs import AccountRef, CollectionRef, PostRef, Ref
from artkeep.sites.base import SiteHttp
from artkeep.sites.bluesky import api, urls
from artkeep.sites.bluesky.urls import NAME
from artkeep.texts import text

_SERVER = "AtprotoPersonalDataServer"
_ENDPOINT = re.compile(r"https://([a-z0-9.-]+)/?", re.IGNORECASE | re.ASCII)
_WEB, _PLC = "did:web:", "did:plc:"
_SIGNED_IN_ONLY = "!no-unauthenticated"


_SUSPENDED = text("{subject} was suspended")
# of an account, as its server calls them
_STATES = {
    "takendown": _SUSPENDED,
    "suspended": _SUSPENDED,
    "deactivated": text("{subject} is switched off for now"),
}


_NOT_SHOWN = text("{subject} is not shown by its server")


def settled(http: SiteHttp, ref: Ref) -> Ref:
    """Return an address with the DID of its account. Raises Gone when nobody has that handle."""
    if isinstance(ref, PostRef):
        actor, key = urls.split(ref)
        return PostRef(NAME, f"{did_of(http, actor)}/{key}")
    kind, actor, key = urls.kind_of(ref)
    did = own_did(http) if actor == urls.ME else did_of(http, actor)
    return CollectionRef(NAME, "/".join(word for word in (kind, did, key) if word))


def did_of(http: SiteHttp, actor: str) -> str:
    """Return the DID of whoever has a handle; a DID is returned as it is."""
    if urls.is_did(actor):
        return actor
    subject = text("the account {actor}", actor=actor)
    # strangers may ask this, and a server of one's own may know its own accounts only
    reply = http.ask("GET", "/xrpc/com.atproto.identity.resolveHandle", handle=actor)
    answer = api.understood(http, reply, subject)
    with api.reading("resolveHandle"):
        return str(answer["did"])


def own_did(http: SiteHttp) -> str:
    """Return the DID of whoever is signed in."""
    if http.login is None:
        raise LoginNeeded(NAME, text("shows what you saved to you only; {hint}", hint=api.HINT))
    return http.login.account.partition("/")[2]


def server_of(http: SiteHttp, did: str) -> str | None:
    """Return the host where an account is at home; None: its papers name none.

    Raises Gone when the account was deleted.
    """
    papers = _papers(http, did)
    with api.reading("a DID document"):
        for service in papers.get("service") or ():
            if service["type"] == _SERVER:
                found = _ENDPOINT.fullmatch(service["serviceEndpoint"])
                return found[1].lower() if found and urls.is_host(found[1].lower()) else None
    return None


def _papers(http: SiteHttp, did: str) -> Any:
    """Ask for a DID's document, at the directory or at the host that the DID names."""
    subject = text("the account {did}", did=did)
    if did.startswith(_WEB):
        way = http.at_home(did.removeprefix(_WEB))
        reply = way.ask("GET", "/.well-known/did.json", at="pds_url")
    elif did.startswith(_PLC):
        reply = http.ask("GET", f"/{did}", at="plc_url")
    else:
        raise BadAnswer(NAME, text("{did} is of a kind that nobody can look up", did=did))
    if reply.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise Gone(NAME, text("{subject} is no longer there", subject=subject))
    return api.understood(http, reply, subject)


class Servers:
    """Where the files of accounts lie: each account is looked up once while this is used."""

    def __init__(self, http: SiteHttp) -> None:
        self._http = http
        self._known: dict[str, str | None] = {}

    def files_of(self, did: str) -> str | None:
        """Return the base address of an account's files; None: there are only the view's copies."""
        if did not in self._known:
            self._known[did] = self._asked(did)
        return self._known[did]

    def _asked(self, did: str) -> str | None:
        try:
            host = server_of(self._http, did)
            return None if host is None else self._http.at_home(host).address("pds_pictures_url")
        except (Gone, AddressRefused):
            return None
        except SiteError:
            # a host of somebody's own that is out of order is no reason to stop a whole list
            if did.startswith(_PLC):
                raise
            return None


def require_account(http: SiteHttp, did: str) -> str | None:
    """Ask the server of an account how it is; return the server.

    Raises Gone when the account was deleted, Withheld when it is only not shown.
    """
    subject = text("the account {did}", did=did)
    host = server_of(http, did)
    if host is None:
        return None
    answer = api.ask_server(http, host, subject, "com.atproto.sync.getRepoStatus", did=did)
    with api.reading("getRepoStatus"):
        state = "" if answer["active"] else str(answer.get("status", ""))
        is_active = bool(answer["active"])
    if state == "deleted":
        raise Gone(NAME, text("{subject} was deleted", subject=subject))
    if not is_active:
        raise Withheld(NAME, _STATES.get(state, _NOT_SHOWN).about(subject=subject))
    return host


def account(profile: Any) -> AccountInfo:
    """Read an account, as it stands beside a post or alone."""
    did, handle = profile["did"], profile["handle"]
    name = profile.get("displayName") or handle
    return AccountInfo(AccountRef(NAME, did), handle, name, urls.profile_url(did))


def asked_not_to_be_shown(http: SiteHttp, profile: Any) -> bool:
    """Say whether somebody wants to be seen by people who are signed in only, and we are not."""
    return http.login is None and any(
        label["val"] == _SIGNED_IN_ONLY
        and label.get("src") == profile["did"]
        and not label.get("neg")
        for label in profile.get("labels") or ()
    )
