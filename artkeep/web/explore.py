"""The gallery and the page of a work."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from artkeep.errors import NotFound
from artkeep.explore import gallery, similar
from artkeep.explore.similar import Match, Wanted
from artkeep.library import artworks, checks, posts, publications, trash
from artkeep.library.publications import ShownPage
from artkeep.model.records import Artwork, Image
from artkeep.model.refs import ArtworkId
from artkeep.web import collect, publication, words
from artkeep.web.desk import AtDesk
from artkeep.web.files import is_gone, screen_url
from artkeep.web.publication import Told
from artkeep.web.story import story

COUNT_AT_MOST = 10_000  # works counted for the line above the grid
ALIKE = 12  # look-alikes beside a work


def show_gallery(
    request: Request, desk: AtDesk, after: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """Show everything, newest first; an empty library shows how to begin."""
    page = gallery.page(desk.bench, after)
    if not page.tiles and after is None:
        return desk.page(request, "explore/first.html", folder=collect.empty_form(desk))
    with desk.bench.db.read() as tx:
        found = artworks.count(tx, at_most=COUNT_AT_MOST)
        any_gone = bool(checks.gone(tx, None, 1))
    more = "more than " if found == COUNT_AT_MOST else ""
    return desk.page(
        request,
        "explore/gallery.html",
        page=page,
        after=after,
        any_gone=any_gone,
        total=f"{more}{words.plural(found, 'work')}",
    )


def show_work(
    request: Request, desk: AtDesk, artwork_id: int, image: str | None = None
) -> HTMLResponse:
    """Show one work: its picture, where it came from, its neighbours."""
    work = gallery.artwork(desk.bench, ArtworkId(artwork_id))
    newer, older = gallery.neighbours(desk.bench, work.id)
    with desk.bench.db.read() as tx:
        versions = posts.versions(tx, work.id)
        now = desk.bench.clock.now()
        trashed_at = trash.since(tx, work.id)
        told = [publication.told(tx, one, now) for one in publications.of_artwork(tx, work.id)]
    shown = image_of(work, image)
    return desk.page(
        request,
        "explore/artwork.html",
        work=work,
        image=shown,
        told=told,
        trashed_at=trashed_at,
        turning=turning(told, shown),
        screen=screen_url(shown),
        story=story(work, desk.place),
        versions=versions,
        is_gone=is_gone(desk.bench, shown),
        newer=newer,
        older=older,
    )


@dataclass(frozen=True, slots=True)
class Turning:
    """Which picture of a post is shown, counted from 1, and where the ones around it are."""

    number: int
    count: int
    before: str | None
    after: str | None


def turning(told: Sequence[Told], image: Image) -> Turning | None:
    """Say where a picture stands among those of its post; None where it is the only one."""
    for one in told:
        here = [page for page in one.pages if page.sha256 is not None]
        number = next((n for n, page in enumerate(here) if page.sha256 == image.sha256), None)
        if number is None or len(here) == 1:
            continue
        before = page_url(here[number - 1]) if number else None
        after = page_url(here[number + 1]) if number + 1 < len(here) else None
        return Turning(here[number].position + 1, len(one.pages), before, after)
    return None


def page_url(page: ShownPage) -> str:
    """Return where a picture of a post is shown."""
    return f"/artworks/{page.artwork_id}?image={page.sha256}"


def show_alike(
    request: Request, desk: AtDesk, artwork_id: int, image: str | None = None
) -> HTMLResponse:
    """Show what else in the library looks like a work: a piece of its page."""
    work = gallery.artwork(desk.bench, ArtworkId(artwork_id))
    own = {each.sha256 for each in work.images}
    found = similar.to_image(desk.bench, image_of(work, image).sha256, Wanted(limit=ALIKE))
    others = [alike(match) for match in found if match.image.sha256 not in own]
    return desk.page(request, "explore/_alike.html", matches=others)


def alike(match: Match) -> dict[str, object]:
    """Put a look-alike into the words of the page."""
    return {
        "artwork_id": match.artwork_id,
        "image": match.image,
        "title": match.places[0].title or "Untitled",
        "why": match.alike.why,
        "is_trashed": match.is_trashed,
    }


def image_of(work: Artwork, sha256: str | None) -> Image:
    """Return the picture of a work that was asked for, its cover by default. Raises NotFound."""
    for image in work.images:
        if sha256 in (None, image.sha256):
            return image
    raise NotFound(f"artwork {work.id} has no such picture")
