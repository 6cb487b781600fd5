"""What is gone at its source and lives on here; what changed or is in doubt; look again."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep.collect import recheck
from artkeep.library import checks, posts, publications
from artkeep.library.checks import Gone, News
from artkeep.library.publications import Cover
from artkeep.model.records import CheckState
from artkeep.model.refs import PostId
from artkeep.sites import SITES
from artkeep.texts import text
from artkeep.web import closed, naming, positions
from artkeep.web.desk import AtDesk, Form
from artkeep.web.troubles import plainly

PAGE = 60  # posts a page
RECENT = timedelta(days=30)
DIGEST = 50  # lines of what is new
STATES = {
    CheckState.ALIVE: text("there again"),
    CheckState.EDITED: text("changed"),
    CheckState.PRIVATE: text("not shown to us"),
    CheckState.REMOVED: text("not found"),
    CheckState.ACCOUNT_GONE: text("its artist is gone"),
    CheckState.SITE_DOWN: text("site down"),
    CheckState.UNSURE: text("unsure"),
}
GOOD = frozenset({CheckState.ALIVE, CheckState.EDITED})


@dataclass(frozen=True, slots=True)
class Lost:
    """A post that is gone, with what stands for it here; None when no picture of it came."""

    gone: Gone
    site: str
    cover: Cover | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the digest."""

    news: News
    site: str
    word: str
    why: str
    is_good: bool
    cover: Cover | None


def show_gone(
    request: Request, desk: AtDesk, after: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """Show the shelf of what is gone at its source, latest first, and the digest above it."""
    with desk.bench.db.read() as tx:
        found = checks.gone(tx, positions.read(after), PAGE + 1)
        held = publications.covers(tx, [one.post_id for one in found])
        covers = closed.covers(tx, desk, held)
        news = [] if after else checks.news(tx, tx.now - RECENT, DIGEST)
        held = publications.covers(tx, [one.post_id for one in news])
        of_news = closed.covers(tx, desk, held)
        known = posts.sites(tx, SITES)
    shown = found[:PAGE]
    return desk.page(
        request,
        "sources/gone.html",
        lost=[_lost(one, covers.get(one.post_id)) for one in shown],
        next=positions.written(shown[-1].gone_at, shown[-1].post_id) if len(found) > PAGE else None,
        after=after,
        digest=[_line(one, of_news.get(one.post_id)) for one in news if _is_known(one)],
        sites=[(name, naming.site_title(name)) for name in known],
    )


def _lost(gone: Gone, cover: Cover | None) -> Lost:
    title = naming.called(gone.title, gone.ref)
    return Lost(replace(gone, title=title), naming.site_title(gone.ref.site), cover)


def _is_known(news: News) -> bool:
    """Say whether its site ever told what the post is; what never came is no loss."""
    return news.is_told


def _line(news: News, cover: Cover | None) -> Line:
    site = naming.site_title(news.ref.site)
    why = plainly(news.words).replace(news.url, "it")
    news = replace(news, title=naming.called(news.title, news.ref))
    return Line(news, site, STATES[news.state], why, news.state in GOOD, cover)


def look_again(desk: AtDesk, form: Form) -> Response:
    """Look again at what is gone or in doubt, at one site or at all of them."""
    site = form.get("site", "")
    with desk.bench.db.begin() as tx:
        for name in posts.sites(tx, {site} & SITES.keys() if site else SITES):
            recheck.ask(tx, name, gone=True)
    return RedirectResponse("/activity", status_code=303)


def look_at(desk: AtDesk, post_id: int) -> Response:
    """Look at once whether a post is still there, and lead back to its work."""
    with desk.bench.db.read() as tx:
        post = checks.get(tx, PostId(post_id))
        cover = publications.covers(tx, [post.id]).get(post.id)
    recheck.look(desk.bench, post.ref.site, post)
    where = "/gone" if cover is None else f"/artworks/{cover.artwork_id}"
    return RedirectResponse(where, status_code=303)
