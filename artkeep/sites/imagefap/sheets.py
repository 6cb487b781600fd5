"""Pages that list: folders of favourites, galleries, folders of galleries, profiles.

A page that holds nothing and says so is an empty sheet; a page that is not what it should be
raises (see `html`). A page that shows pictures where we find none is `SiteChanged`.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from artkeep.errors import Unreachable
from artkeep.sites.imagefap.html import (
    Link,
    Page,
    attribute,
    link_of,
    number,
    text_of,
    wants_password,
    why_not,
)
from artkeep.sites.imagefap.urls import NAME
from artkeep.texts import text

_PHOTO = re.compile(r"/photo/([0-9]{1,18})/?", re.ASCII)
_GALLERY = re.compile(r"/gallery/([0-9]{1,18})/?", re.ASCII)
_REACH = 50  # a page links to some ten others; a number far beyond is not one of them
_NAME_FONT = 1  # of the texts below a picture: description, file name, size, views


@dataclass(frozen=True, slots=True)
class Named:
    """A user, folder or gallery by number and name; `id` is "" where the page does not tell."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture in a list. `name` is None where it is not told in full."""

    id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list.

    It has pictures or galleries (or folders). `highest` is the number of the last page it links
    to, or -1 when it links to none. `title` is the list's, `owner` whose it is.
    """

    entries: tuple[Entry, ...] = ()
    lists: tuple[Named, ...] = ()
    highest: int = -1
    title: str | None = None
    owner: Named | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in self.entries) or tuple(own.id for own in self.lists)


def favourites(page: Page, what: str, at: int) -> Sheet:
    """Read a page of the folders of a user; `at` is its number."""
    owner = header(page)
    if owner is None:
        raise why_not(page, what, "whose it is (blk_header)")
    folders = page.first("input#tgl_all")
    if folders is None:
        raise why_not(page, what, "its folders (tgl_all)")
    lists = _folders(page, "showfavorites.php")
    if at == 0 and attribute(folders, "value").strip("|") and not lists:
        raise why_not(page, what, "links to its folders")
    return _whole(page, Sheet(lists=lists, highest=_highest(page, at), owner=owner))


def folder(page: Page, what: str, at: int, folder_id: str) -> Sheet:
    """Read a page of one folder of favourites; its title is None when the page does not say."""
    owner = header(page)
    if owner is None:
        raise why_not(page, what, "whose it is (blk_header)")
    titles = {own.id: own.name for own in _folders(page, "showfavorites.php")}
    entries, lists = _pictures(page), _galleries(page)
    if not entries and not lists:
        _require_empty(page, what, at)
    return _whole(
        page, Sheet(entries, lists, _highest(page, at), titles.get(folder_id) or None, owner)
    )


def gallery(page: Page, what: str, at: int) -> Sheet:
    """Read a page of a gallery; `owner` is None when it was put up by nobody."""
    if page.first("input#galleryid_input, input#gal_gid") is None:
        raise why_not(page, what, "its number (galleryid_input)")
    entries = _pictures(page)
    if not entries:
        _require_empty(page, what, at)
    title = text_of(page.first('#menubar font[size="4"]')) or text_of(page.first("title"))
    return _whole(page, Sheet(entries, (), _highest(page, at), title or None, uploader(page)))


def organizer(page: Page, what: str, at: int) -> Sheet:
    """Read a page of a folder of galleries."""
    titles = [text_of(bold) for bold in page.all('a[href*="folderid="] b')]
    lists = _galleries(page)
    owner = header(page) or uploader(page)
    if not lists and owner is None and page.first("input#tgl_all") is None:
        raise why_not(page, what, "galleries (gid-)")
    return _whole(page, Sheet((), lists, _highest(page, at), titles[0] if titles else None, owner))


def galleries(page: Page, what: str, at: int) -> Sheet:
    """Read a page of the folders of galleries of a user; `-1` is of those in none."""
    folders = page.first("input#tgl_all")
    if folders is None:
        raise why_not(page, what, "its folders (tgl_all)")
    names = {own.id: own.name for own in _folders(page, "usergallery.php")}
    ids = [own for own in attribute(folders, "value").split("|") if own == "-1" or number(own)]
    lists = tuple(Named(own, names.get(own, "")) for own in dict.fromkeys(ids))
    return _whole(page, Sheet(lists=lists, highest=_highest(page, at), owner=header(page)))


def profile(page: Page, what: str) -> Named:
    """Read who a profile is of."""
    ids = {
        link.number("userid")
        for link in page.links("a.blk_header[href]")
        if link.path.endswith("showfavorites.php")
    } - {None}
    shown = text_of(page.first(".blk_profile_hdr"))
    name = shown.removesuffix("Profile").strip()
    if not name:
        raise why_not(page, what, "the name (blk_profile_hdr)")
    if len(ids) != 1:
        raise why_not(page, what, "one link to favourites")
    return Named(str(ids.pop()), name)


def header(page: Page) -> Named | None:
    """Read whose favourites or galleries a page shows, None when it does not say."""
    names = [
        link.text
        for link in page.links("a.blk_header[href]")
        if link.path.endswith("/profile.php") and link.query.get("user")
    ]
    ids = [
        link.number("userid")
        for link in page.links(".blk_header a[href], a.blk_header[href], a.blk_header ~ a[href]")
        if link.path.endswith("/usergallery.php")
    ]
    found = [own for own in ids if own]
    return Named(found[0] if found else "", names[0]) if names and names[0] else None


def uploader(page: Page) -> Named | None:
    """Read who put up a picture or gallery, None when nobody is named."""
    ids, names = [], []
    for link in page.links(".mnu0 a[href]"):
        if link.path.endswith("/usergallery.php") and link.number("userid"):
            ids.append(link.query["userid"])
        if link.path.endswith("/profile.php") and link.query.get("user"):
            names.append(link.query["user"])
    return Named(ids[0] if ids else "", names[0]) if names else None


def _folders(page: Page, script: str) -> tuple[Named, ...]:
    """Read the links to folders, each once; names that are empty come last for their number."""
    found: dict[str, str] = {}
    for link in page.links():
        folder_id = link.query.get("folderid", "")
        if not link.path.endswith(f"/{script}") or not (number(folder_id) or folder_id == "-1"):
            continue
        if "page" not in link.query:
            found[folder_id] = found.get(folder_id) or link.text
    return tuple(Named(own, name) for own, name in found.items() if int(own) != 0)


def _pictures(page: Page) -> tuple[Entry, ...]:
    """Read the pictures: cells `img-<id>` in favourites, links named like their number."""
    found: dict[str, str | None] = {}
    for cell in page.all('[id^="img-"]'):
        own = number(attribute(cell, "id").removeprefix("img-"))
        if own:
            found.setdefault(own, _name(cell))
    for link in page.links("a[name][href]"):
        own = _photo(link)
        if own and attribute(link.node, "name") == own:
            found[own] = found.get(own) or _name(_cell(link.node, own))
    return tuple(Entry(own, name) for own, name in found.items())


def _galleries(page: Page) -> tuple[Named, ...]:
    """Read the rows of galleries; the number in the link is the true one."""
    found: dict[str, str] = {}
    for row in page.all('[id^="gid-"]'):
        for link in _links(row):
            own = _gallery(link)
            if own:
                found[own] = found.get(own) or text_of(link.node.css_first("b")) or link.text
    return tuple(Named(own, name) for own, name in found.items())


def _links(node: LexborNode) -> list[Link]:
    """Return the links below a node."""
    return [link for one in node.css("a[href]") if (link := link_of(one)) is not None]


def _require_empty(page: Page, what: str, at: int) -> None:
    """Raise unless a page without pictures and galleries is an empty one.

    Only the first page is searched for pictures that we do not see: what a page past the end of
    a list links to besides is not known.
    """
    if wants_password(page):
        raise why_not(page, what, "pictures")
    if at == 0 and any(_photo(link) or _gallery(link) for link in page.links()):
        raise why_not(page, what, "the numbers of its pictures (img-)")


def _whole(page: Page, sheet: Sheet) -> Sheet:
    """Return the sheet of a page that came to its end; half a page would hide pictures."""
    if not page.is_whole:
        raise Unreachable(NAME, text("a page broke off before its end"))
    return sheet


def _highest(page: Page, at: int) -> int:
    """Return the last page linked to; links to pictures have a `page` too and do not count."""
    pages = [
        int(link.query["page"])
        for link in page.links('a[href*="page="]')
        if number(link.query.get("page")) and not _photo(link)
    ]
    return max((found for found in pages if found <= at + _REACH), default=-1)


def _photo(link: Link) -> str | None:
    found = _PHOTO.search(link.path)
    return found.group(1) if found else None


def _gallery(link: Link) -> str | None:
    found = _GALLERY.search(link.path)
    if found:
        return found.group(1)
    return link.number("gid") if link.path.endswith("/gallery.php") else None


def _cell(node: LexborNode, own: str) -> LexborNode | None:
    """Return the cell around a link that has its number as id."""
    above = node.parent
    while above is not None and attribute(above, "id") not in {own, f"img-{own}"}:
        above = above.parent
    return above


def _name(cell: LexborNode | None) -> str | None:
    """Read the file name below a picture, None when it is not there or cut short."""
    texts = [text_of(font) for font in cell.css("font")] if cell is not None else []
    name = texts[_NAME_FONT] if len(texts) > _NAME_FONT else ""
    return None if not name or name.endswith("...") else name
