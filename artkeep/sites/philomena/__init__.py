"""Philomena, the engine of Derpibooru, Furbooru and others: images, searches, galleries.

Searches are read by the numbers of images (`id.lt:900001` added to the query), since a home
shows no more than 10,000 results page by page; in any other order than the newest first there is
no way around that. A search for one's own faves (`my:faves`) is ordered by the images too: the
site does not tell when one was faved.
"""

import re
from collections.abc import Mapping
from typing import Any

from artkeep.errors import BadAnswer, Gone, LoginNeeded
from artkeep.model.found import AccountInfo, CollectionInfo, Listing, PostInfo
from artkeep.model.refs import AccountRef, CollectionRef, PostRef, Ref
from artkeep.sites.base import About, Address, Login, Option, Pace, SiteHttp, Told
from artkeep.sites.philomena import api, images, urls
from artkeep.sites.philomena.urls import NAME
from artkeep.texts import text

_LAST_PAGE = 10_000 // api.IMAGES_AT_ONCE
_MINE = re.compile(r"(?<![\w-])my:(\w+)", re.ASCII)


class Philomena:
    """Philomena's JSON, at any home; open to everybody, but for one's own faves."""

    name = NAME
    about = About(
        title="Derpibooru and Furbooru",
        home="https://derpibooru.org",
        tells=frozenset(Told),
        addresses={
            "base_url": Address("https://{home}", Pace(gap=2.0)),
            "pictures_url": Address(
                "https://derpicdn.net",
                Pace(gap=0.5, at_once=2),
                pictures=True,
                more_hosts=("furrycdn.org", "cdn.ponybooru.org"),
            ),
        },
        api_docs="https://derpibooru.org/pages/api",
        login=text(
            "the API key of your account, for your own faves; it is shown on the home's page"
            " Account, Settings"
        ),
        options={
            api.FILTER: Option(
                text(
                    "The filter to look through: a number, or home=number for one home; where none"
                    " is set, the one called Everything."
                )
            )
        },
        examples={
            text("a search"): "https://derpibooru.org/search?q=safe",
            text("a gallery"): "https://derpibooru.org/galleries/12345",
            text("one image"): "https://derpibooru.org/images/12345",
        },
    )

    def parse(self, url: str) -> Ref | None:
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        return urls.url(ref)

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        return images.fetch(http, ref)

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask what a gallery is called; a search is called as it is written."""
        home, kind, value = ref.id.split("/", 2)
        if kind == "gallery":
            return _gallery(http, ref, home, value)
        query = value.partition("/")[2]
        mine = _MINE.fullmatch(query)
        title = f"my {mine[1]}" if mine else query
        return CollectionInfo(ref, title, urls.page(ref), _own(http, home) if mine else None)

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for up to 50 images, the newest addition first where the order is not another."""
        home, kind, value = ref.id.split("/", 2)
        if kind == "gallery":
            asked = f"gallery_id:{value}"
            return _by_page(http, home, {"q": asked, "sf": asked, "sd": "desc"}, cursor)
        order, _, query = value.partition("/")
        if _MINE.search(query) and api.key_of(http, home) is None:
            raise LoginNeeded(
                home, text("shows these to you only; run: artkeep login {name}", name=NAME)
            )
        if order == urls.NEWEST:
            return _by_number(http, home, query, cursor)
        field, direction = order.rsplit(".", 1)
        return _by_page(http, home, {"q": query, "sf": field, "sd": direction}, cursor)

    @property
    def fields(self) -> Mapping[str, str]:
        return {
            "home": text("The home of your account: derpibooru.org."),
            "name": text("Your name there."),
            "key": text("Your API key: Account, Settings, at the end of the page."),
        }

    def sign_in(self, http: SiteHttp, pasted: Mapping[str, str]) -> Login:
        """Ask whether the home knows the key; it tells nobody whose it is."""
        home, name = pasted["home"].strip().lower(), pasted["name"].strip()
        key = pasted["key"].strip()
        if not urls.is_home(home):
            raise LoginNeeded(
                NAME, text("{home} is no host name; derpibooru.org is one", home=home)
            )
        if not key or not api.knows(http, home, key):
            raise LoginNeeded(home, text("does not know this key"))
        return Login(f"{home}/{name}", name, {"key": key})


def _gallery(http: SiteHttp, ref: CollectionRef, home: str, number: str) -> CollectionInfo:
    answer = api.ask(http, home, "/search/galleries", q=f"id:{number}", per_page=1)
    with api.reading("the gallery"):
        found = answer["galleries"]
        if not found:
            raise Gone(home, text("{page} is no longer there", page=urls.page(ref)))
        return CollectionInfo(ref, found[0]["title"], urls.page(ref), _creator(home, found[0]))


def _creator(home: str, gallery: Any) -> AccountInfo | None:
    name, number = gallery["creator"], gallery["creator_id"]
    if name is None or number is None:
        return None
    address = urls.profile_url(home, name)
    return AccountInfo(AccountRef(NAME, f"{home}/{int(number)}"), name, name, address)


def _own(http: SiteHttp, home: str) -> AccountInfo | None:
    """Return our own account; its number is told nowhere, so the name stands for it."""
    login = http.login
    if login is None or api.key_of(http, home) is None:
        return None
    address = urls.profile_url(home, login.name)
    return AccountInfo(AccountRef(NAME, login.account), login.name, login.name, address)


def _by_number(http: SiteHttp, home: str, query: str, cursor: str | None) -> Listing:
    """Ask for the newest images older than `cursor`, the number of one."""
    asked = query if cursor is None else f"({query}), id.lt:{cursor}"
    found, total = _search(http, home, q=asked, sf="id", sd="desc")
    with api.reading("search/images"):
        after = str(int(found[-1]["id"])) if found and total > len(found) else None
    return Listing(_read(http, home, found), after, total=total if cursor is None else None)


def _by_page(http: SiteHttp, home: str, asked: Mapping[str, object], cursor: str | None) -> Listing:
    """Ask for a page by its number, in an order in which nothing else counts."""
    page = int(cursor or 1)
    if page > _LAST_PAGE:
        raise BadAnswer(home, text("shows no more than the first 10,000 images in this order"))
    found, total = _search(http, home, **asked, page=page)
    is_last = not found or page * api.IMAGES_AT_ONCE >= total
    return Listing(_read(http, home, found), None if is_last else str(page + 1), total=total)


def _search(http: SiteHttp, home: str, **asked: object) -> tuple[list[Any], int]:
    answer = api.ask(http, home, "/search/images", **asked, per_page=api.IMAGES_AT_ONCE)
    with api.reading("search/images"):
        return list(answer["images"]), int(answer["total"])


def _read(http: SiteHttp, home: str, found: list[Any]) -> tuple[PostInfo | PostRef, ...]:
    with api.reading("search/images"):
        return tuple(images.listed(http, home, image) for image in found)


SITE = Philomena()
