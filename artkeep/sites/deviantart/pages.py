"""What only DeviantArt's pages say.

The long id behind a number, the further pictures of a work, and whether a machine made it: the API
tells of none of them (https://github.com/wix-incubator/DeviantArt-API/issues/256, 2026-11-21).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from artkeep.errors import Gone, SiteChanged
from artkeep.model.found import PageInfo
from artkeep.model.refs import CollectionRef
from artkeep.net.status import failure, is_success
from artkeep.sites.base import SiteHttp
from artkeep.sites.deviantart import answers, files, urls
from artkeep.sites.deviantart.kinds import HOME, NAME, is_uuid, kind_of
from artkeep.texts import text as sentence

# <meta property="da:appurl" content="DeviantArt://deviation/0A1B2C3D-1111-2222-3333-444455556666">
_APP_LINK = re.compile(r"DeviantArt://deviation/([0-9A-F-]{36})", re.IGNORECASE)
# as the state has it, inside of a JavaScript string: \"deviationUuid\":\"0A1B2C3D-…\"
_IN_STATE = re.compile(r'\\"deviationUuid\\":\\"([0-9A-F-]{36})\\"', re.IGNORECASE)
_STATE = re.compile(r'window\.__INITIAL_STATE__ = JSON\.parse\(("[^"\\]*(?:\\.[^"\\]*)*")\)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A work's page. `address` is where it was found in the end, on the site's own host."""

    text: str
    address: str

    @property
    def long_id(self) -> str:
        """The id that the API knows the work by, "" when the page does not say."""
        for form in (_APP_LINK, _IN_STATE):
            found = form.search(self.text)
            if found and is_uuid(found[1].upper()):
                return found[1].upper()
        return ""


@dataclass(frozen=True, slots=True)
class Besides:
    """What a page adds to what the API says."""

    further: tuple[PageInfo, ...] = ()
    is_ai: bool | None = None


def ask(http: SiteHttp, address: str) -> Page:
    """Ask for a work's page. Raises Gone when there is none, Blocked when we are kept out."""
    cookies = http.options.get("cookies")
    headers = {"cookie": cookies} if cookies else {}
    reply = http.ask("GET", address, headers=headers)
    if reply.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise Gone(NAME, sentence("{address} is no longer there", address=address))
    if reply.status == HTTPStatus.FORBIDDEN:
        raise answers.no_json(http, reply)
    if not is_success(reply.status):
        raise failure(NAME, reply.status, reply.headers, reply.content, http.now())
    return Page(reply.text, reply.url.replace(http.address("web_url"), HOME, 1))


def author(http: SiteHttp, page: Page) -> str:
    """Return whose work it is: as its address says, or else as the site tells other sites."""
    first = urlsplit(page.address).path.split("/")[1:2]
    ref = urls.parse("/".join([HOME, *first])) or urls.parse(_told_to_others(http, page.address))
    if not isinstance(ref, CollectionRef):
        raise SiteChanged(
            NAME, sentence("does not say whose work {address} is", address=page.address)
        )
    return kind_of(ref).user


def _told_to_others(http: SiteHttp, address: str) -> str:
    """Ask as sites do that show a work (oEmbed); return the address of whoever made it."""
    reply = http.ask("GET", "/oembed", at="backend_url", url=address)
    with answers.reading("oEmbed"):
        return str(answers.understood(http, reply, address)["author_url"])


def read(page: Page, long_id: str, number: str) -> Besides:
    """Read what a page adds. Raises SiteChanged."""
    with answers.reading("the page of a work"):
        entities = _state(page)["@@entities"]
        extended = _extended(entities["deviationExtended"], long_id, number)
        work = entities["deviation"].get(number, {})
        media = sorted(extended.get("additionalMedia") or (), key=lambda one: one["position"])
        return Besides(tuple(_pictures(media)), work.get("isAiGenerated"))


def _extended(known: Any, long_id: str, number: str) -> Any:
    of_it = (one for one in known.values() if one.get("deviationUuid", "").upper() == long_id)
    return next(of_it, None) or known[number]


def _state(page: Page) -> Any:
    """Read the JSON that stands in the page as a JavaScript string."""
    found = _STATE.search(page.text)
    if not found:
        raise SiteChanged(NAME, sentence("the page of a work lacks its state"))
    # the one escape that JSON does not know
    text = _ESCAPED.sub(lambda pair: "'" if pair[1] == "'" else pair[0], found[1])
    return json.loads(json.loads(text))


def _pictures(media: list[Any]) -> Iterator[PageInfo]:
    """Read the further pictures; films among them are not ours."""
    for one in media:
        if one.get("type") == "video":
            continue
        sizes = {size["t"]: size for size in one["media"]["types"]}
        yield files.of_media(one["media"], sizes["fullview"])
