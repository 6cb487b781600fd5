"""The page of one picture, and the window of a gallery that tells of 24 at once.

The address of the picture itself expires, and the same picture has another in each element of a
page. A framed thumbnail is never taken for the picture, whatever it is called: what has no
full-size address is withheld from us.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from artkeep.errors import Gone, LoginNeeded, SiteError, Withheld
from artkeep.model.found import AccountInfo, Counts, PageInfo, PostInfo, Rating, SeriesInfo
from artkeep.model.refs import AccountRef, CollectionRef, PostRef
from artkeep.sites.imagefap import urls
from artkeep.sites.imagefap.html import Page, attribute, number, text_of, why_not
from artkeep.sites.imagefap.sheets import Named, uploader
from artkeep.sites.imagefap.urls import HOME, NAME
from artkeep.texts import text

_DESCRIPTION = re.compile(r"View this hot (.+) porn pic uploaded by (.+)", re.DOTALL)
_FROM = " Porn Pic From "
_SIZE = re.compile(r"([0-9]{1,6}) ?[xX] ?([0-9]{1,6})", re.ASCII)
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
_FULL = re.compile(r"/images/full/(.+/([0-9]+)\.[^/]+)")
_ADDRESSES = ("original", "href", "data-src", "src", "content", "value")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the strip of a page says of one picture, as text; `addresses` are absolute."""

    id: str
    addresses: tuple[str, ...]
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page says of a picture besides: its name, its gallery, who put it up."""

    name: str
    gallery: Named | None
    account: AccountInfo | None


def strip(page: Page) -> dict[str, Shown]:
    """Read the strip of pictures: `a` or `input` with a number, by that number."""
    found: dict[str, Shown] = {}
    for node in page.all("#_navi_cavi [imageid], ul.thumbs [imageid]"):
        own = number(attribute(node, "imageid"))
        if own:
            said = {name: value or "" for name, value in node.attributes.items()}
            found[own] = Shown(own, tuple(_full(page, own, [said])), said)
    return found


def photo(page: Page, ref: PostRef) -> PostInfo:
    """Read the page of a picture. Raises Gone, Withheld, SiteChanged and what `why_not` says."""
    what = text("the page of picture {id}", id=ref.id)
    shown = strip(page).get(ref.id)
    if shown is None and attribute(page.first("input#imageid_input"), "value") != ref.id:
        raise _nothing(page, what, "its number (imageid_input)")
    linked = _linked_data(page)
    frame = _frame(page, what, linked)
    said = shown.said if shown else {}
    everywhere = [dict(node.attributes) for node in page.all("a, input, img, meta, link")]
    addresses = [*(shown.addresses if shown else ()), *_full(page, ref.id, [*everywhere, linked])]
    if not addresses:
        raise _no_picture(page, what)
    return post(ref, frame, tuple(dict.fromkeys(addresses)), _filled(said, linked))


def post(
    ref: PostRef, frame: Frame, addresses: tuple[str, ...], said: Mapping[str, str]
) -> PostInfo:
    """Put together what pages said of a picture; the first of the addresses is the best."""
    width, height = _size(said.get("dimension", ""))
    plain = {name: _without_query(value) for name, value in said.items() if name != "class"}
    gallery = frame.gallery
    return PostInfo(
        ref=ref,
        url=urls.url(ref),
        title=frame.name,
        pages=(
            PageInfo(
                addresses[0],
                stamp=_stamp(addresses[0], said.get("dimension", "")),
                fallbacks=addresses[1:],
                width=width,
                height=height,
                referer=urls.url(ref),
            ),
        ),
        published_at=_day(said.get("added", "")),
        account=frame.account,
        rating=Rating.EXPLICIT,  # the site as a whole is for adults
        series=_series(gallery) if gallery else None,
        counts=Counts(
            views=_count(said.get("views", "")),
            score=_count(said.get("votes", "").partition("|")[0]),
        ),
        raw=json.dumps({**_told(frame), **plain}, ensure_ascii=False),
    )


def account(who: Named | None) -> AccountInfo | None:
    """Return an account; where a page tells no number its name has to do."""
    if who is None:
        return None
    own = who.id or f"@{who.name.casefold()}"
    profile = f"{HOME}/profile/{quote(who.name, safe='')}"
    return AccountInfo(AccountRef(NAME, own), who.name, who.name, profile)


def _frame(page: Page, what: str, linked: Mapping[str, str]) -> Frame:
    title = text_of(page.first("title"))
    described = _DESCRIPTION.fullmatch(attribute(page.first('meta[name="description"]'), "content"))
    file_name, _, set_title = f" {title} ".partition(_FROM)
    names = [described.group(1) if described else "", linked.get("name", ""), file_name]
    names = [found for name in names if (found := " ".join(name.split()))]
    if not names:
        raise _nothing(page, what, "the file name (description)")
    name = next((name for name in names if not name.endswith("...")), names[0])
    own = number(attribute(page.first("input#galleryid_input"), "value"))
    who = uploader(page) or (Named("", linked["author"]) if linked.get("author") else None)
    set_title = set_title.strip()
    has_gallery = own not in {None, "0"} and set_title
    return Frame(name, Named(str(own), set_title) if has_gallery else None, account(who))


def _nothing(page: Page, what: str, lacks: str) -> SiteError:
    """Return what it means that a page says nothing of its picture."""
    if text_of(page.first("title")).startswith(_FROM.strip()):  # of nothing from nowhere
        return Gone(NAME, text("{what} names no file: it is no longer there", what=what))
    error = why_not(page, what, lacks)
    if isinstance(error, LoginNeeded):  # strangers see the others: these few must not stop them
        return Withheld(
            NAME,
            text(
                "{what} is only for members; artkeep login {name} may show it", what=what, name=NAME
            ),
        )
    return error


def _linked_data(page: Page) -> dict[str, str]:
    """Read the JSON-LD of a page as text by name; what cannot be read is not there."""
    for script in page.all('script[type="application/ld+json"]'):
        try:
            found = json.loads(script.text())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "contentUrl" in found:
            return {str(name): _word(value) for name, value in found.items()}
    return {}


def _word(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name", "")
    return str(value) if isinstance(value, str | int | float) else ""


def _filled(said: Mapping[str, str], linked: Mapping[str, str]) -> dict[str, str]:
    """Fill what the strip left out from the JSON-LD."""
    filled = dict(said)
    if linked.get("datePublished"):
        filled["added"] = linked["datePublished"]
    if not filled.get("dimension") and linked.get("width") and linked.get("height"):
        filled["dimension"] = f"{linked['width']}x{linked['height']}"
    return filled


def _full(page: Page, own: str, nodes: list[Any]) -> Iterator[str]:
    """Yield the full-size addresses of a picture among attributes, best first."""
    for said in nodes:
        for name in (*_ADDRESSES, "contentUrl"):
            address = page.absolute(said.get(name) or "") if said.get(name) else None
            found = _FULL.search(urlsplit(address).path) if address else None
            if address and found and found.group(2) == own:
                yield address


def _no_picture(page: Page, what: str) -> SiteError:
    """Return what it means that a page shows no full-size address of its picture."""
    others = strip(page)
    is_empty = attribute(page.first("input#is_empty"), "value") == "1"
    if is_empty or (others and all(shown.addresses for shown in others.values())):
        return Withheld(NAME, text("{what} shows no full-size picture", what=what))
    return why_not(page, what, "the address of the full-size picture (original)")


def _told(frame: Frame) -> dict[str, str]:
    told = {"name": frame.name}
    if frame.gallery:
        told |= {"gallery_id": frame.gallery.id, "gallery": frame.gallery.name}
    return told | ({"uploader": frame.account.handle} if frame.account else {})


def _series(gallery: Named) -> SeriesInfo:
    ref = CollectionRef(NAME, f"gallery/{gallery.id}")
    return SeriesInfo(gallery.id, gallery.name, urls.url(ref))


def _stamp(address: str, size: str) -> str:
    """Return what stays the same while the picture does: its place without the token, its size."""
    found = _FULL.search(urlsplit(address).path)
    return f"{found.group(1) if found else ''} {size}".strip()


def _size(text: str) -> tuple[int | None, int | None]:
    found = _SIZE.fullmatch(text.strip())
    return (int(found.group(1)), int(found.group(2))) if found else (None, None)


def _day(text: str) -> datetime | None:
    """Read dd/mm/yyyy; what is no such day is not told."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return datetime(int(found.group(3)), int(found.group(2)), int(found.group(1)), tzinfo=UTC)
    except ValueError:
        return None


def _count(text: str) -> int | None:
    return int(text) if number(text.strip()) else None


def _without_query(value: str) -> str:
    """Take the token off an address: it opens the picture for a while and then says nothing."""
    return value.partition("?")[0] if value.startswith(("http://", "https://", "//")) else value
