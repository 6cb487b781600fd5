"""Find by picture: drop, paste, choose or name one, and see what in the library shows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from artkeep.errors import ArtkeepError, Forbidden, PictureRefused
from artkeep.explore import similar
from artkeep.explore.similar import Match, Wanted
from artkeep.library import images
from artkeep.texts import Kept, many, text
from artkeep.web import asked, closed
from artkeep.web.asked import Asked
from artkeep.web.desk import AtDesk, Desk, Form, is_fragment
from artkeep.web.files import known
from artkeep.web.matches import Pair, pair
from artkeep.web.receiving import received
from artkeep.web.troubles import plainly

WANTED = Wanted(limit=40)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says: pairs, or that there is none, or why nobody can tell.

    `asked` is the picture asked about where we have to show it; the browser has most uploads at
    hand itself. `is_ours`: it is in the library, so that others than itself were looked for.
    """

    pairs: list[Pair] = field(default_factory=list)
    compared: int = 0
    asked: Asked | None = None
    is_ours: bool = False
    problem: str = ""
    advice: str = ""

    @property
    def head(self) -> str:
        """Say how many were found, and whether the very file is among them."""
        found = len(self.pairs)
        if self.is_ours:
            return many(
                "One other picture in your library shows it",
                "{n} other pictures in your library show it",
                found,
            )
        if self.pairs[0].is_same_bytes and found > 1:
            return many(
                "Yes: this very file is in your library, and {n} more picture of it",
                "Yes: this very file is in your library, and {n} more pictures of it",
                found - 1,
            )
        if self.pairs[0].is_same_bytes:
            return text("Yes: this very file is in your library")
        return many(
            "Yes: one picture in your library shows it",
            "Yes: {n} pictures in your library show it",
            found,
        )


def show_similar(
    request: Request, desk: AtDesk, image: Annotated[str | None, Query(max_length=64)] = None
) -> Response:
    """Show the box; with `image`, what looks like that picture of the library."""
    answer = None if image is None else about_image(desk, image)
    return desk.page(request, "similar/similar.html", answer=answer, said_url="")


async def find(request: Request, desk: AtDesk, form: Form) -> Response:
    """Answer a picture in the body, or the address in the form."""
    if form:
        url = form.get("url", "").strip()
        answer = await run_in_threadpool(about_url, desk, url)
        template = "similar/_answer.html" if is_fragment(request) else "similar/similar.html"
        return desk.page(request, template, answer=answer, said_url=url)
    try:
        async with received(request, desk.bench) as file:
            answer = await run_in_threadpool(about_upload, desk, file.path)
    except PictureRefused as refused:
        answer = refused_answer(refused)
    return desk.page(request, "similar/_answer.html", answer=answer)


def about_upload(desk: Desk, path: Path) -> Answer:
    """Say what shows a picture that a browser sent. Raises PictureRefused."""
    matches = similar.to_file(desk.bench, path, WANTED)
    return found(desk, matches, asked.of_upload(desk.bench, path))


def about_image(desk: Desk, sha256: str) -> Answer:
    """Say what else shows a picture of the library."""
    image = known(desk.bench, sha256)
    matches = similar.to_image(desk.bench, sha256, WANTED)
    others = [match for match in matches if match.image.sha256 != sha256]
    return replace(found(desk, others, asked.of_library(image)), is_ours=True)


def about_url(desk: Desk, url: str) -> Answer:
    """Say what shows the picture at an address."""
    try:
        with fetched(desk, url) as path:
            matches = similar.to_file(desk.bench, path, WANTED)
            return found(desk, matches, asked.of_file(desk.bench, path))
    except PictureRefused as refused:
        return refused_answer(refused)
    except ArtkeepError as error:
        return Answer(
            problem=text("This address cannot be asked: {reason}", reason=plainly(str(error))),
            advice=text("Save the picture and drop the file here instead."),
        )


def matches_of_url(desk: Desk, url: str) -> list[Match]:
    """Ask about an address. Raises Forbidden, SiteError, PictureRefused."""
    with fetched(desk, url) as path:
        return similar.to_file(desk.bench, path, WANTED)


@contextmanager
def fetched(desk: Desk, url: str) -> Iterator[Path]:
    """Fetch a picture. Raises Forbidden where strangers could make us fetch things, SiteError."""
    if desk.read_only:
        raise Forbidden(text("pictures are fetched for the owner only; drop the file"))
    with similar.fetched(desk.bench, url) as path:
        yield path


def refused_answer(refused: PictureRefused) -> Answer:
    """Say why a file cannot be compared."""
    return Answer(
        problem=text(
            "This is not a picture Artkeep can look at: {reason}", reason=Kept(refused.reason)
        ),
        advice=text("JPEG, PNG, GIF, WebP, AVIF, BMP, TIFF and ugoira are understood."),
    )


def found(desk: Desk, matches: list[Match], shown: Asked | None) -> Answer:
    """Make an answer of matches."""
    compared, matches = 0, closed.matches(desk, matches)
    if not matches:
        with desk.bench.db.read() as tx:
            compared = images.count(tx)
    return Answer([pair(match, desk.place) for match in matches], compared, shown)
