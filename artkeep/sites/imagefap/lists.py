"""The lists of imagefap: which page is asked for, and what is made of it."""

from collections.abc import Callable
from urllib.parse import quote

from artkeep.errors import BadRequest, Gone, SiteChanged
from artkeep.model.found import CollectionInfo, Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.base import SiteHttp
from artkeep.sites.imagefap import photo, sheets, urls, walk
from artkeep.sites.imagefap.asking import page_of
from artkeep.sites.imagefap.html import why_not
from artkeep.sites.imagefap.photo import Frame
from artkeep.sites.imagefap.sheets import Entry, Named, Sheet
from artkeep.sites.imagefap.urls import HOME, IN_NO_FOLDER, NAME, name_in
from artkeep.sites.imagefap.walk import Look
from artkeep.texts import text

WINDOW = 24  # pictures on a page of a gallery, and in its window
_IN_THE_PAGE = {"x-requested-with": "XMLHttpRequest"}  # how the site's own page asks for a window


def describe(http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
    """Ask what a list is called and whose it is."""
    sheet = _sheet(http, ref, 0)
    return CollectionInfo(ref, _title(ref, sheet), urls.url(ref), photo.account(sheet.owner))


def batch(http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
    """Ask for one batch of a list: pictures from its end, lists from its front."""
    look = _look(http, ref)
    holds_lists = not _may_hold_pictures(ref) or (cursor is None and bool(look(0).lists))
    found = walk.forwards(look, cursor) if holds_lists else walk.pictures(look, cursor)
    posts = _posts(http, ref, found.sheet, found.at)
    return Listing(
        posts=posts[::-1] if found.newest_last else posts,
        cursor=found.cursor,
        collections=tuple(_inner(ref, own, found.sheet) for own in found.sheet.lists),
        again=found.again,
    )


def settle(http: SiteHttp, ref: CollectionRef) -> CollectionRef:
    """Put numbers where names are. Raises Gone when there is no such user or folder."""
    kind, *slots = ref.id.split("/")
    if kind in {"favourites", "galleries"}:
        slots[0] = _user(http, slots[0])
        slots[1:] = [_folder(http, slots[0], folder) for folder in slots[1:]]
    return CollectionRef(NAME, "/".join([kind, *slots]))


def _look(http: SiteHttp, ref: CollectionRef) -> Look:
    """Return what asks for page `at` of a list, each only once."""
    seen: dict[int, Sheet] = {}

    def look(at: int) -> Sheet:
        if at not in seen:
            seen[at] = _sheet(http, ref, at)
        return seen[at]

    return look


def _sheet(http: SiteHttp, ref: CollectionRef, at: int) -> Sheet:
    kind, *slots = ref.id.split("/")
    asking = _KINDS.get((kind, len(slots)))
    if asking is None:
        raise BadRequest(text("imagefap has no list {id}", id=ref.id))
    return asking(http, at, *slots)


def _favourites(http: SiteHttp, at: int, user: str) -> Sheet:
    what = text("the favourites of user {user}", user=user)
    page = page_of(http, what, "/showfavorites.php", {"userid": user, "page": at})
    return sheets.favourites(page, what, at)


def _of_folder(http: SiteHttp, at: int, user: str, folder: str) -> Sheet:
    what = text("folder {folder} of user {user}", folder=folder, user=user)
    asked = {"userid": user, "page": at, "folderid": folder}
    sheet = sheets.folder(page_of(http, what, "/showfavorites.php", asked), what, at, folder)
    if sheet.title is None and at == 0 and not sheet.ids:
        if all(own.id != folder for own in _folders(http, user)):
            raise Gone(NAME, text("{what} is no longer among their folders", what=what))
        raise SiteChanged(NAME, text("{what} lacks its name", what=what))
    return sheet


def _galleries(http: SiteHttp, at: int, user: str) -> Sheet:
    """Ask for a page of folders; the address by number leads to another, by name, with pages."""
    what = text("the galleries of user {user}", user=user)
    page = page_of(http, what, "/usergallery.php", {"userid": user})
    if at:
        page = page_of(http, what, page.url.partition("?")[0], {"page": at})
    return sheets.galleries(page, what, at)


def _in_no_folder(http: SiteHttp, at: int, user: str, folder: str) -> Sheet:
    what = text("the galleries of user {user} in no folder", user=user)
    asked = {"userid": user, "folderid": folder, "page": at}
    return sheets.organizer(page_of(http, what, "/usergallery.php", asked), what, at)


def _of_organizer(http: SiteHttp, at: int, folder: str) -> Sheet:
    what = text("folder {folder}", folder=folder)
    return sheets.organizer(page_of(http, what, f"/organizer/{folder}/", {"page": at}), what, at)


def _of_gallery(http: SiteHttp, at: int, gallery: str) -> Sheet:
    what = text("gallery {gallery}", gallery=gallery)
    private = gallery.removeprefix("pgid-") if gallery.startswith("pgid-") else None
    path = "/gallery.php" if private else f"/gallery/{gallery}"
    asked = {"pgid": private, "gid": None if private else gallery, "page": at, "view": 0}
    return sheets.gallery(page_of(http, what, path, asked), what, at)


_KINDS: dict[tuple[str, int], Callable[..., Sheet]] = {
    ("favourites", 1): _favourites,
    ("favourites", 2): _of_folder,
    ("galleries", 1): _galleries,
    ("galleries", 2): _in_no_folder,
    ("organizer", 1): _of_organizer,
    ("gallery", 1): _of_gallery,
}


def _posts(
    http: SiteHttp, ref: CollectionRef, sheet: Sheet, at: int
) -> tuple[PostInfo | PostRef, ...]:
    """Return what a page tells of its pictures: those of a gallery whole where it can be."""
    kind, gallery = ref.id.split("/")[:2]
    if kind != "gallery" or gallery.startswith("pgid-") or not sheet.entries:
        return tuple(PostRef(NAME, entry.id) for entry in sheet.entries)
    shown = _window(http, gallery, sheet.entries[0], at)
    title = Named(gallery, sheet.title) if sheet.title else None
    return tuple(_post(entry, sheet, title, shown) for entry in sheet.entries)


def _window(http: SiteHttp, gallery: str, first: Entry, at: int) -> dict[str, photo.Shown]:
    """Ask what a page of a gallery tells its own script: the addresses of its pictures."""
    what = text("the window of gallery {gallery}", gallery=gallery)
    path = f"/photo/{first.id}/"
    asked = {"gid": gallery, "idx": at * WINDOW, "partial": "true"}
    headers = _IN_THE_PAGE | {"referer": f"{HOME}{path}?pgid=&gid={gallery}&page={at}"}
    page = page_of(http, what, path, asked, headers=headers)
    shown = photo.strip(page)
    if not shown and page.first("ul.thumbs, input#is_empty") is None:
        raise why_not(page, what, "pictures (thumbs)")
    return shown


def _post(
    entry: Entry, sheet: Sheet, gallery: Named | None, shown: dict[str, photo.Shown]
) -> PostInfo | PostRef:
    """Put a picture together; one whose name is cut short has to be asked for by itself."""
    ref = PostRef(NAME, entry.id)
    told = shown.get(entry.id)
    if told is None or entry.name is None or not told.addresses:
        return ref
    frame = Frame(entry.name, gallery, photo.account(sheet.owner))
    return photo.post(ref, frame, tuple(dict.fromkeys(told.addresses)), told.said)


def _may_hold_pictures(ref: CollectionRef) -> bool:
    kind, *slots = ref.id.split("/")
    return kind == "gallery" or (kind == "favourites" and len(slots) > 1)


def _title(ref: CollectionRef, sheet: Sheet) -> str:
    owner = sheet.owner.name if sheet.owner else ""
    match ref.id.split("/"):
        case ["favourites", user]:
            return f"Favourites of {owner or user}"
        case ["galleries", user]:
            return f"Galleries of {owner or user}"
        case ["galleries", user, _]:
            return f"Galleries of {owner or user} in no folder"
        case [kind, *_, own]:
            return sheet.title or f"{kind.capitalize()} {own}"
    return ref.id


def _inner(ref: CollectionRef, own: Named, sheet: Sheet) -> CollectionInfo:
    """Return a list on a list: folders of a user, or galleries in a folder."""
    match ref.id.split("/"):
        case ["favourites", user]:
            inner = CollectionRef(NAME, f"favourites/{user}/{own.id}")
        case ["galleries", user] if own.id == IN_NO_FOLDER:
            inner = CollectionRef(NAME, f"galleries/{user}/{IN_NO_FOLDER}")
        case ["galleries", _]:
            inner = CollectionRef(NAME, f"organizer/{own.id}")
        case _:
            inner = CollectionRef(NAME, f"gallery/{own.id}")
    is_theirs = not inner.id.startswith("gallery/")  # anybody's galleries can be favourites
    title = own.name or _title(inner, Sheet(owner=sheet.owner))
    return CollectionInfo(
        inner, title, urls.url(inner), photo.account(sheet.owner) if is_theirs else None
    )


def _user(http: SiteHttp, slot: str) -> str:
    name = name_in(slot)
    if name is None:
        return slot
    what = text("the profile of {name}", name=name)
    return sheets.profile(page_of(http, what, f"/profile/{quote(name, safe='')}"), what).id


def _folder(http: SiteHttp, user: str, slot: str) -> str:
    """Find a folder by name: capitals count only when two differ in nothing else, nor do spaces."""
    name = name_in(slot)
    if name is None:
        return slot
    folders = _folders(http, user)
    for same in (str, str.casefold, _squeezed):
        found = [own.id for own in folders if same(own.name) == same(name)]
        if len(found) > 1:
            raise BadRequest(
                text(
                    "imagefap: {name} is the name of folders {names}",
                    name=name,
                    names=" and ".join(found),
                )
            )
        if found:
            return found[0]
    raise Gone(NAME, text("user {user} has no folder {name}", user=user, name=name))


def _squeezed(name: str) -> str:
    return "".join(name.casefold().split())


def _folders(http: SiteHttp, user: str) -> tuple[Named, ...]:
    """Return all folders of favourites of a user."""
    found: dict[str, Named] = {}
    cursor: str | None = None
    while True:
        told = walk.forwards(lambda at: _favourites(http, at, user), cursor)
        found.update((own.id, own) for own in told.sheet.lists)
        cursor = told.cursor
        if cursor is None:
            return tuple(found.values())
