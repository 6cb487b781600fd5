"""Sources: what is followed and how it goes; follow an address, read, pause, remove."""

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep import jobs
from artkeep.collect import fetch, filtering, follow, refresh
from artkeep.collect.follow import Followed
from artkeep.db.engine import Tx
from artkeep.errors import ArtkeepError, BadQuery, BadRequest, LoginNeeded
from artkeep.library import collections, saved_searches, tallies
from artkeep.library.collections import Collection
from artkeep.library.tallies import Missing
from artkeep.model.refs import CollectionId
from artkeep.sites import by_name, parse
from artkeep.texts import text
from artkeep.web import lists, naming
from artkeep.web.desk import AtDesk, Desk, Form, is_fragment
from artkeep.web.troubles import plainly

MISSING = 100  # lines a page
NEVER = "never"
LONGEST = 2000  # characters of an address


@dataclass(frozen=True, slots=True)
class AddressForm:
    """What the field for an address shows; `login` is the site that wants to know who we are.

    `only` is the filter that a list is to have.
    """

    address: str = ""
    problem: str = ""
    login: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class FilterForm:
    """What was written into the field of a list's filter, and what is wrong with it."""

    list_id: int
    only: str
    problem: str


@dataclass(frozen=True, slots=True)
class News:
    """What was just done; `list_id` is the list that can be taken up again."""

    words: str
    list_id: int | None = None


def show_sources(
    request: Request,
    desk: AtDesk,
    address: Annotated[str, Query(max_length=LONGEST)] = "",
    removed: int | None = None,
    kept: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Show what is followed; `address` stands in the field, `removed` and `kept` were just done."""
    news = _news(desk, removed, kept)
    return _page(request, desk, AddressForm(address), news=news)


def _news(desk: Desk, removed: int | None, kept: str) -> News | None:
    if removed is not None:
        with desk.bench.db.read() as tx:
            title = collections.get(tx, CollectionId(removed)).title
        return News(text("{title} is no longer followed. Its posts stay.", title=title), removed)
    if kept:
        title = by_name(kept).about.title
        return News(text("Kept. Its pictures are fetched from {title} now.", title=title))
    return None


def _page(
    request: Request,
    desk: Desk,
    form: AddressForm,
    status: int = 200,
    news: News | None = None,
    filter_form: FilterForm | None = None,
) -> Response:
    with desk.bench.db.read() as tx:
        shown = lists.sites(desk, tx)
        searches = saved_searches.everything(tx) if not desk.read_only else []
    template = "sources/_sites.html" if is_fragment(request) else "sources/sources.html"
    return desk.page(
        request,
        template,
        status,
        sites=shown,
        others=lists.others(shown),
        every=lists.EVERY,
        form=form,
        news=news,
        filter_form=filter_form,
        searches=searches,
    )


def follow_address(request: Request, desk: AtDesk, form: Form) -> Response:
    """Follow the list or keep the post at an address; what is wrong is said at the field."""
    address, only = form.get("address", "").strip(), form.get("only", "").strip()
    if not address or len(address) > LONGEST:
        problem = text("Paste the address of a list or of a post.")
        return _page(request, desk, AddressForm(address[:LONGEST], problem), 400)
    try:
        done = follow.address(desk.bench, address, only=only)
    except LoginNeeded as error:
        asked = AddressForm(address, plainly(str(error)), parse(address).site, only)
        return _page(request, desk, asked, error.status)
    except ArtkeepError as error:
        asked = AddressForm(address, plainly(str(error)), only=only)
        return _page(request, desk, asked, error.status)
    if isinstance(done, Followed):
        return _back(f"#list-{done.collection.id}")
    return _back(f"?{urlencode({'kept': done.found.ref.site})}")


def _back(where: str = "") -> Response:
    return RedirectResponse(f"/sources{where}", status_code=303)


def read(desk: AtDesk, collection_id: int, form: Form) -> Response:
    """Read a list now; `full`: to its end, whatever is known."""
    with desk.bench.db.begin() as tx:
        held = _followed(tx, collection_id)
        refresh.ask(tx, held.id, full=form.get("full") == "yes")
    return _back(f"#list-{collection_id}")


def pause(desk: AtDesk, collection_id: int) -> Response:
    """Stop reading a list, and read it no more by itself until told."""
    with desk.bench.db.begin() as tx:
        held = _followed(tx, collection_id)
        collections.schedule(tx, held.id, None)
        run = jobs.find(tx, refresh.KIND, str(held.id))
        if run is not None:
            jobs.request_stop(tx, run.id)
    return _back(f"#list-{collection_id}")


def go_on(desk: AtDesk, collection_id: int) -> Response:
    """Go on reading a list where it was, and read it by itself again."""
    with desk.bench.db.begin() as tx:
        held = _followed(tx, collection_id)
        collections.schedule(tx, held.id, held.every)
        refresh.ask(tx, held.id)
    return _back(f"#list-{collection_id}")


def schedule(desk: AtDesk, collection_id: int, form: Form) -> Response:
    """Read a list every so often, or only when told. Raises BadRequest."""
    said = form.get("every", "")
    known = {str(seconds): seconds for seconds in lists.EVERY}
    if said != NEVER and said not in known:
        raise BadRequest(
            text("A list is read every hour, 6 hours, day or week, or only when told.")
        )
    with desk.bench.db.begin() as tx:
        held = _followed(tx, collection_id)
        collections.schedule(tx, held.id, known.get(said))
    return _back(f"#list-{collection_id}")


def choose_filter(request: Request, desk: AtDesk, collection_id: int, form: Form) -> Response:
    """Keep of a list, and those inside it, what a query wants; what is wrong is said there."""
    only = form.get("only", "").strip()
    try:
        with desk.bench.db.begin() as tx:
            held = _followed(tx, collection_id)
            filtering.choose(tx, [held], only)
            refresh.ask(tx, held.id)
    except BadQuery as error:
        refused = FilterForm(collection_id, only, str(error))
        return _page(request, desk, AddressForm(), error.status, filter_form=refused)
    return _back(f"#list-{collection_id}")


def remove(desk: AtDesk, collection_id: int) -> Response:
    """Follow a list, and those inside it, no longer."""
    with desk.bench.db.begin() as tx:
        held = _followed(tx, collection_id)
        for one in collections.remove(tx, held.id):
            run = jobs.find(tx, refresh.KIND, str(one))
            if run is not None:
                jobs.request_stop(tx, run.id)
    return _back(f"?{urlencode({'removed': collection_id})}")


def follow_again(desk: AtDesk, collection_id: int) -> Response:
    """Take up a list that was just removed."""
    with desk.bench.db.begin() as tx:
        held = _followed(tx, collection_id)
        collections.take_up(tx, held.id)
    return _back(f"#list-{collection_id}")


def _followed(tx: Tx, collection_id: int) -> Collection:
    return collections.get(tx, CollectionId(collection_id))


def pause_site(desk: AtDesk, site: str) -> Response:
    """Fetch no more pictures of a site until told."""
    with desk.bench.db.begin() as tx:
        run = jobs.find(tx, fetch.KIND, by_name(site).name)
        if run is not None:
            jobs.request_stop(tx, run.id)
    return _back(f"#{site}")


def go_on_site(desk: AtDesk, site: str) -> Response:
    """Go on fetching the pictures of a site, now."""
    with desk.bench.db.begin() as tx:
        fetch.ask(tx, by_name(site).name)
    return _back(f"#{site}")


def show_missing(
    request: Request,
    desk: AtDesk,
    site: str,
    pictures: Annotated[int, Query(ge=0)] = 0,
    posts: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show what of a site could not be had, and why; each table begins behind its key."""
    about = by_name(site).about
    with desk.bench.db.read() as tx:
        of_pictures = tallies.missing_pictures(tx, site, pictures, MISSING + 1)
        of_posts = tallies.missing_posts(tx, site, posts, MISSING + 1)
    return desk.page(
        request,
        "sources/missing.html",
        site=site,
        title=about.title,
        pictures=[_plain(each) for each in of_pictures[:MISSING]],
        posts=[_plain(each) for each in of_posts[:MISSING]],
        more_pictures=of_pictures[MISSING - 1].key if len(of_pictures) > MISSING else None,
        more_posts=of_posts[MISSING - 1].key if len(of_posts) > MISSING else None,
    )


def _plain(missing: Missing) -> Missing:
    title = naming.called(missing.title, missing.ref)
    return replace(missing, title=title, why=plainly(missing.why))


def try_again(desk: AtDesk, site: str) -> Response:
    """Ask once more for what could not be had of a site."""
    name = by_name(site).name
    with desk.bench.db.begin() as tx:
        tallies.want_again(tx, name)
        fetch.ask(tx, name)
    return _back(f"#{site}")
