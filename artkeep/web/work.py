"""The page of a work: its picture, what was said where it came from, and what is around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import HTMLResponse

from artkeep.errors import NotFound
from artkeep.explore import gallery, similar
from artkeep.explore.similar import Match, Wanted
from artkeep.library import artists, posts, publications, reading, trash
from artkeep.library.publications import ShownPage
from artkeep.model.records import Artwork, Image
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Road
from artkeep.texts import text
from artkeep.web import closed, looks, publication, reader, within
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.files import is_gone, screen_url
from artkeep.web.publication import Told
from artkeep.web.story import story
from artkeep.web.within import Within

ALIKE = 12  # look-alikes beside a work


def show_work(
    request: Request,
    desk: AtDesk,
    artwork_id: int,
    image: str | None = None,
    q: Annotated[str, Query(max_length=within.LONGEST)] = "",
    quality: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Show one work: its picture, where it came from, its neighbours in the list one came from."""
    own = looks.said(desk.visit.looks, {"display.artwork.image": quality})
    work = gallery.artwork(desk.bench, ArtworkId(artwork_id))
    place = within.around(desk, q, work.id)
    with desk.bench.db.read() as tx:
        versions = posts.versions(tx, work.id)
        now = desk.bench.clock.now()
        trashed_at = trash.since(tx, work.id)
        told = [publication.told(tx, one, now) for one in publications.of_artwork(tx, work.id)]
        people = artists.of_posts(tx, [one.post.id for one in told])
        pages = len(reading.of_work(tx, work.id)) or 1
    shown = image_of(work, image)
    return desk.page(
        request,
        "explore/artwork.html",
        work=work,
        image=shown,
        told=told,
        people=people,
        read=reader.how_far(request, desk, work.id, pages),
        trashed_at=trashed_at,
        turning=turning(told, shown, place),
        is_closed=closed.is_closed(desk, work.id),
        screen=screen_of(shown, own.artwork_image),
        preview=preview_of(request, desk, work.id, shown),
        story=story(work, desk.place),
        versions=versions,
        is_gone=is_gone(desk.bench, shown),
        within=place,
        tagged=within.tagged,
        phrase=within.phrase,
    )


def preview_of(request: Request, desk: Desk, work: ArtworkId, image: Image) -> str:
    """Return the picture that others show who link to a page; empty: it is not for everybody."""
    if closed.is_closed(desk, work, Road.PREVIEW):
        return ""
    return f"{str(request.base_url).rstrip('/')}{looks.picture_url(image.sha256, 'large')}"


def screen_of(image: Image, quality: str) -> str:
    """Return the address of what the page shows, in the quality that was chosen for pages."""
    if image.frames > 1 or quality == "auto":
        return screen_url(image)
    if quality == "original":
        return f"/screen/{image.sha256}"  # it is, where browsers show its type
    return looks.picture_url(image.sha256, quality)


@dataclass(frozen=True, slots=True)
class Turning:
    """Which picture of a post is shown, counted from 1, and where the ones around it are."""

    number: int
    count: int
    before: str | None
    after: str | None


def turning(told: Sequence[Told], image: Image, place: Within) -> Turning | None:
    """Say where a picture stands among those of its post; None where it is the only one."""
    for one in told:
        here = [page for page in one.pages if page.sha256 is not None]
        number = next((n for n, page in enumerate(here) if page.sha256 == image.sha256), None)
        if number is None or len(here) == 1:
            continue
        before = page_url(here[number - 1], place) if number else None
        after = page_url(here[number + 1], place) if number + 1 < len(here) else None
        return Turning(here[number].position + 1, len(one.pages), before, after)
    return None


def page_url(page: ShownPage, place: Within) -> str:
    """Return where a picture of a post is shown."""
    return f"/artworks/{page.artwork_id}{place.carry(image=page.sha256)}"


def show_alike(
    request: Request, desk: AtDesk, artwork_id: int, image: str | None = None
) -> HTMLResponse:
    """Show what else in the library looks like a work: a piece of its page."""
    work = gallery.artwork(desk.bench, ArtworkId(artwork_id))
    own = {each.sha256 for each in work.images}
    found = similar.to_image(desk.bench, image_of(work, image).sha256, Wanted(limit=ALIKE))
    others = [alike(each) for each in closed.matches(desk, found) if each.image.sha256 not in own]
    return desk.page(request, "explore/_alike.html", matches=others)


def alike(match: Match) -> dict[str, object]:
    """Put a look-alike into the words of the page."""
    return {
        "artwork_id": match.artwork_id,
        "image": match.image,
        "title": match.places[0].title or text("Untitled"),
        "why": match.alike.why,
        "is_trashed": match.is_trashed,
    }


def image_of(work: Artwork, sha256: str | None) -> Image:
    """Return the picture of a work that was asked for, its cover by default. Raises NotFound."""
    for image in work.images:
        if sha256 in (None, image.sha256):
            return image
    raise NotFound(text("artwork {id} has no such picture", id=work.id))
