"""Which pictures, galleries and folders are on which page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from artkeep.fakes.artists import Handle
from artkeep.fakes.imagefap import memory
from artkeep.fakes.imagefap.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Folder, Publication

T = TypeVar("T")

FOLDERS_ON_A_PAGE = 2
GALLERY_PAGE, ORGANIZER_PAGE = 24, 20
FOLDER_OF = 600  # user 91 keeps half of their galleries in folder 691
ALL_OF = 8000  # gallery 8091 has everything that user 91 put online
NO_FOLDER = "-1"


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures in the order they were put in."""

    id: str
    title: str
    owner: Handle
    posts: tuple[Publication, ...]


def page_of(things: Sequence[T], at: int, per_page: int) -> tuple[Sequence[T], int]:
    """Return what is on a page, and how many pages there are."""
    return things[at * per_page : (at + 1) * per_page], -(-len(things) // per_page)


def favourites(stage: Stage) -> tuple[Folder, ...]:
    """Return the folders of the collector."""
    return stage.world.folders(SITE)


def in_folder(stage: Stage, folder_id: str, at: int) -> tuple[Sequence[Publication], int]:
    """Return the pictures on a page of a folder, and how many pages there are."""
    told = memory.of(stage)
    ids = stage.world.lists(SITE)[folder_id]
    posts = [post for own in ids if (post := memory.post(stage, own)) is not None]
    if not told.grows_at_front:
        posts.reverse()
    empty = told.empty_page
    if empty is None or len(posts) <= empty * told.per_page:
        return page_of(posts, at, told.per_page)
    before = at if at < empty else at - 1
    shown, pages = page_of(posts, before, told.per_page)
    return ((), pages + 1) if at == empty else (shown, pages + 1)


def liked(stage: Stage, folder_id: str, at: int) -> tuple[Sequence[Gallery], int]:
    """Return the galleries on a page of a folder of favourites."""
    found = [gallery(stage, own) for own in stage.world.lists(SITE)[folder_id]]
    return page_of([own for own in found if own is not None], at, ORGANIZER_PAGE)


def gallery(stage: Stage, gallery_id: str) -> Gallery | None:
    """Return a gallery, None when nothing of it is there."""
    posts = [post for post in stage.world.on(SITE) if is_in(post, gallery_id)]
    there = tuple(post for post in reversed(posts) if memory.post(stage, post.id) is not None)
    if not there:
        return None
    series = there[0].series
    assert series is not None
    everything = gallery_id == str(ALL_OF + int(there[0].account.id))
    title = "Everything so far" if everything else series.title
    return Gallery(gallery_id, title, there[0].account, there)


def is_in(post: Publication, gallery_id: str) -> bool:
    """Say whether a picture is in a gallery."""
    assert post.series is not None
    return gallery_id in (post.series.id, str(ALL_OF + int(post.account.id)))


def galleries(
    stage: Stage, owner: Handle, folder_id: str, at: int
) -> tuple[Sequence[Gallery], int]:
    """Return the galleries on a page of a user's folder; `-1` has those in none."""
    series = {post.series.id for post in stage.world.of(SITE, owner.id) if post.series}
    ids = [*sorted(series), str(ALL_OF + int(owner.id))]
    mine = ids[::2] if folder_id == NO_FOLDER else ids[1::2]
    found = [gallery(stage, own) for own in mine]
    return page_of([own for own in found if own is not None], at, ORGANIZER_PAGE)


def folders(owner: Handle) -> tuple[str, ...]:
    """Return the folders of galleries of a user."""
    return (str(FOLDER_OF + int(owner.id)), NO_FOLDER)


def owner_of(folder_id: str) -> Handle | None:
    """Return whose folder of galleries this is."""
    return next((own for own in memory.USERS if folder_id in folders(own)[:1]), None)
