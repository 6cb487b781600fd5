"""Settings: what is set and where from, where the library lies, how the pages look."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

import artkeep
from artkeep import settings
from artkeep.errors import BadRequest
from artkeep.library import images
from artkeep.settings import Shown
from artkeep.web import collect, words
from artkeep.web.desk import THEME, THEMES, AtDesk, Desk, Form

YEAR = 365 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts."""

    word: str
    value: str
    note: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as it stands; `value` is in words."""

    name: str
    says: str
    value: str
    origin: str


def show_settings(request: Request, desk: AtDesk) -> HTMLResponse:
    """Show all there is to know about how this library is set up."""
    return desk.page(
        request,
        "settings/settings.html",
        library=list(library(desk)),
        rows=[] if desk.read_only else rows(desk.settings),
        versions=versions()[:1] if desk.read_only else versions(),
        settings_file=str(desk.bench.settings.file),
        folder=collect.empty_form(desk),
    )


def choose_theme(request: Request, form: Form) -> Response:
    """Remember in this browser whether pages are light, dark, or as the system is."""
    theme = form.get("theme", "")
    if theme not in THEMES:
        raise BadRequest("A theme is light, dark or system.")
    response = RedirectResponse("/settings", status_code=303)
    secure = request.url.scheme == "https"
    response.set_cookie(THEME, theme, max_age=YEAR, samesite="lax", secure=secure)
    return response


def library(desk: Desk) -> Iterator[Fact]:
    """Say where the library lies and how large it is; to strangers, only that."""
    home = desk.bench.settings.home
    with desk.bench.db.read() as tx:
        yield Fact("Pictures", words.number(images.count(tx)))
    if desk.read_only:
        return
    yield Fact("Folder", str(home), is_code=True)
    yield database(desk)
    where = desk.bench.settings.blobs_url
    if where and where.startswith("s3:"):
        yield Fact("Pictures' bytes", where.partition("?")[0], is_code=True)
    else:
        yield Fact("Pictures' bytes", where or str(home / "blobs"), is_code=True)
    free = shutil.disk_usage(home).free
    yield Fact("Room left", words.size(free), "on the disk of that folder")


def database(desk: Desk) -> Fact:
    """Say which engine holds the rows, and how large its files are where we can see them."""
    if desk.bench.db.engine_name != "sqlite":
        return Fact("Database", "PostgreSQL")
    size = sum(path.stat().st_size for path in desk.bench.settings.home.glob("library.db*"))
    return Fact("Database", "SQLite", words.size(size) if size else "")


def rows(shown: tuple[Shown, ...]) -> list[Row]:
    """Put each setting into words."""
    says = {key: about.says for key, about in settings.known().items()}
    return [Row(one.key, says[one.key], value_of(one), one.origin) for one in shown]


def value_of(one: Shown) -> str:
    """Write a value with its unit; bytes as sizes."""
    if one.value is None:
        return "not set"
    if isinstance(one.value, bool):
        return "yes" if one.value else "no"
    if isinstance(one.value, str):
        return one.value
    if one.unit == "bytes":
        return words.size(int(one.value))
    number = f"{one.value:,.10g}" if isinstance(one.value, float) else words.number(one.value)
    return f"{number} {one.unit}" if one.unit else str(one.value)


def versions() -> list[Fact]:
    """Say what runs here, for those who report what went wrong."""
    return [
        Fact("Artkeep", artkeep.__version__),
        Fact("Python", platform.python_version()),
        Fact("System", platform.platform(terse=True)),
    ]
