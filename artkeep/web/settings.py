"""Settings: what is set and where from, where the library lies, how the pages look."""

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

import artkeep
from artkeep import settings
from artkeep.errors import BadRequest
from artkeep.library import images
from artkeep.settings import HIDDEN, Shown
from artkeep.settings.given import DEFAULT
from artkeep.sites import SITES
from artkeep.texts import Kept, many, number, text
from artkeep.texts.languages import AUTO
from artkeep.web import collect, language, words
from artkeep.web.desk import THEME, THEMES, AtDesk, Desk, Form
from artkeep.workbench import site_settings

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
    is_default: bool
    is_word: bool  # of the settings, the same in every language


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
        languages=desk.languages.names(),
        language=request.cookies.get(language.COOKIE, AUTO),
    )


def choose_theme(request: Request, form: Form) -> Response:
    """Remember in this browser whether pages are light, dark, or as the system is."""
    theme = form.get("theme", "")
    if theme not in THEMES:
        raise BadRequest(text("A theme is light, dark or system."))
    response = RedirectResponse("/settings", status_code=303)
    secure = request.url.scheme == "https"
    response.set_cookie(THEME, theme, max_age=YEAR, samesite="lax", secure=secure)
    return response


def choose_language(request: Request, desk: AtDesk, form: Form) -> Response:
    """Remember in this browser which language pages have; `auto`: what the browser asks for."""
    code = form.get("language", "")
    if code not in (AUTO, *desk.languages.codes):
        raise BadRequest(text("There is no translation into this language."))
    response = RedirectResponse("/settings", status_code=303)
    secure = request.url.scheme == "https"
    response.set_cookie(language.COOKIE, code, max_age=YEAR, samesite="lax", secure=secure)
    return response


def library(desk: Desk) -> Iterator[Fact]:
    """Say where the library lies and how large it is; to strangers, only that."""
    home = desk.bench.settings.home
    with desk.bench.db.read() as tx:
        yield Fact(text("Pictures"), number(images.count(tx)))
    if desk.read_only:
        return
    yield Fact(text("Folder"), str(home), is_code=True)
    yield database(desk)
    where = desk.bench.settings.blobs_url
    if where and where.startswith("s3:"):
        yield Fact(text("Pictures' bytes"), where.partition("?")[0], is_code=True)
    else:
        yield Fact(text("Pictures' bytes"), where or str(home / "blobs"), is_code=True)
    free = shutil.disk_usage(home).free
    yield Fact(text("Room left"), words.size(free), text("on the disk of that folder"))


def database(desk: Desk) -> Fact:
    """Say which engine holds the rows, and how large its files are where we can see them."""
    if desk.bench.db.engine_name != "sqlite":
        return Fact(text("Database"), "PostgreSQL")
    size = sum(path.stat().st_size for path in desk.bench.settings.home.glob("library.db*"))
    return Fact(text("Database"), "SQLite", words.size(size) if size else "")


def rows(shown: tuple[Shown, ...]) -> list[Row]:
    """Put each setting into words; of what is set for sites, only what somebody said."""
    says = {key: about.says for key, about in settings.known().items()} | _says_of_sites()
    named = [one for one in shown if not _is_of_site(one) or one.origin != DEFAULT]
    return [
        Row(
            one.key,
            Kept(says[one.key]),
            value_of(one),
            origin_of(one),
            one.origin == DEFAULT,
            is_word(one),
        )
        for one in named
    ]


def is_word(one: Shown) -> bool:
    """Say whether a value stands as it is written, such as `auto` or an address."""
    return isinstance(one.value, str) and one.value != HIDDEN


def origin_of(one: Shown) -> str:
    """Say where a value comes from."""
    return text("default") if one.origin == DEFAULT else one.origin


def _is_of_site(one: Shown) -> bool:
    return one.key.startswith("sites.")


def _says_of_sites() -> dict[str, str]:
    return {
        f"sites.{name}.{key}": about.says
        for name, site in SITES.items()
        for key, about in site_settings.known(site.about).items()
    }


def value_of(one: Shown) -> str:
    """Write a value with its unit; bytes as sizes."""
    if one.value is None or one.value == HIDDEN:
        return text("not set") if one.value is None else text("set")
    if isinstance(one.value, bool):
        return text("yes") if one.value else text("no")
    if isinstance(one.value, str):
        return one.value
    if one.unit in UNITS:
        return UNITS[one.unit](one.value)
    return str(one.value)


def seconds(value: float) -> str:
    """60 seconds; 2.5 seconds; 0.05 seconds: as many digits as were set."""
    if value == int(value):
        return many("{n} second", "{n} seconds", int(value))
    digits = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return text("{value} seconds", value=number(value, digits))


UNITS: dict[str, Callable[[Any], str]] = {
    "bytes": lambda n: words.size(int(n)),
    "frames": lambda n: many("{n} frame", "{n} frames", n),
    "pixels": lambda n: many("{n} pixel", "{n} pixels", n),
    "seconds": seconds,
    "workers": lambda n: many("{n} worker", "{n} workers", n),
}


def versions() -> list[Fact]:
    """Say what runs here, for those who report what went wrong."""
    return [
        Fact("Artkeep", artkeep.__version__),
        Fact("Python", platform.python_version()),
        Fact(text("System"), platform.platform(terse=True), is_code=True),
    ]
