"""What can be set, each with its default, its unit and a sentence; read once, at the start.

A value is looked for in this order, and the first place that has one wins:

1. the command line, where a command has an option for it;
2. the environment, `ARTKEEP_…` (`ARTKEEP_PICTURES__MAX_BYTES` sets `pictures.max_bytes`;
   what may hold a password can be put in a file named by `ARTKEEP_…_FILE`);
3. the environment, by the names of the programs Artkeep grew out of (`originals.py`);
4. `.env` in the current folder, with both kinds of names;
5. `artkeep.toml` in the library's folder.

An unknown name is refused, and the refusal names the nearest known one. An empty variable
counts as not set. Reading the places is `sources.py`.

What a site may be told stands in `sites.<site>.<key>` (`ARTKEEP_SITES__PIXIV__BASE_URL`); which
keys there are is each site's own affair, and looked at when the library is opened.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ByteSize, ValidationError

from artkeep.errors import BadSetting
from artkeep.settings import sources
from artkeep.settings.describing import Group, setting
from artkeep.settings.given import DEFAULT, Given, Known
from artkeep.settings.kinds import BlobsUrl, DatabaseUrl, Language, Level, PublicUrl
from artkeep.settings.showing import Display, Storage
from artkeep.texts import text

SiteKeys = Mapping[str, Mapping[str, str]]  # site → key → value


class PictureLimits(Group):
    """What a file may ask of us before we refuse it as a picture."""

    max_bytes: ByteSize = setting(
        ByteSize(256 * 2**20), "The largest file that is taken for a picture.", unit="bytes", ge=1
    )
    max_pixels: int = setting(
        400_000_000, "The most pixels one frame of a picture may have.", unit="pixels", ge=1
    )
    max_side_px: int = setting(
        65_535, "The longest side a picture may have.", unit="pixels", ge=1, le=10_000_000
    )
    max_frames: int = setting(
        10_000, "The most frames an animated picture may have.", unit="frames", ge=1
    )
    decode_seconds: float = setting(
        60.0, "How long looking at one picture may take.", unit="seconds", gt=0
    )
    decode_memory_bytes: ByteSize = setting(
        ByteSize(3 * 2**30),
        "The most memory one decoder process may take, its libraries included.",
        unit="bytes",
        ge=256 * 2**20,
    )


class Settings(Group):
    """Everything that can be set. `Settings(home=…)` alone gives the defaults."""

    home: Path = setting(
        ..., "The library's folder; by default the platform's folder for data of programs."
    )
    database_url: DatabaseUrl | None = setting(
        None,
        "Where the database is, `sqlite:///…` or `postgresql://…`; "
        "by default the file `library.db` in the library's folder.",
        secret=True,
    )
    blobs_url: BlobsUrl | None = setting(
        None,
        "Where the pictures' bytes are kept, `file:///…` or `s3://bucket/prefix`; "
        "by default the folder `blobs` in the library's folder.",
    )
    host: str = setting("127.0.0.1", "The address the pages are served on.", min_length=1)
    port: int = setting(8600, "The port the pages are served on.", ge=0, le=65_535)
    workers: int | None = setting(
        None,
        "How many pictures are looked at and how many runs are worked on at once; "
        "by default as many as there are processor cores.",
        unit="workers",
        ge=1,
        le=512,
    )
    keep: Literal["copy", "reference"] = setting(
        "copy", "Whether `add` keeps a copy of each picture or only remembers where it lies."
    )
    lease_seconds: float = setting(
        30.0,
        "After how long without a sign of life a run is given to another worker.",
        unit="seconds",
        ge=1,
    )
    language: Language = setting(
        "auto",
        "The language of the pages where a visitor has chosen none, such as `de` or `ja`; "
        "`auto`: what the visitor's browser asks for.",
    )
    log_level: Level = setting("INFO", "The least severe messages that are logged.")
    log_dir: Path | None = setting(
        None, "Where `app.log` is written; by default the folder `logs` in the library's folder."
    )
    public_url: PublicUrl | None = setting(
        None,
        "The address people know the library by where a proxy stands before it, such as "
        "`https://art.example`. What is known on the network is changed with a password only.",
    )
    visitors: Literal["anyone", "named"] = setting(
        "anyone",
        "Who may look: `anyone`, or `named`: only those who have signed in, "
        "once the owner has a password.",
    )
    read_only: bool = setting(
        default=False,
        says="Whether nothing is changed from a browser, whoever asks; "
        "`/admin` still starts a sync or deletes, with the token.",
    )
    read_only_token: str | None = setting(
        None,
        "What `/admin` wants to be shown, at least 16 characters; without it, it does nothing.",
        secret=True,
        min_length=16,
    )
    pictures: PictureLimits = setting(
        PictureLimits(), "What a file may ask of us before we refuse it as a picture."
    )
    display: Display = setting(Display(), "How works are shown until a visitor says otherwise.")
    storage: Storage = setting(Storage(), "How pictures get from the store to the browser.")

    secret: str | None = setting(
        None,
        "What logins are sealed with, at least 16 characters; the same for all that work on one "
        "library; by default a key in the file `secret.key` in the library's folder.",
        secret=True,
        min_length=16,
    )
    sites: SiteKeys = setting({}, "What each site is told.", secret=True)

    @property
    def log_folder(self) -> Path:
        """Where `app.log` is written, the default filled in."""
        return self.log_dir or self.home / "logs"

    @property
    def file(self) -> Path:
        """The library's own settings file, whether it exists or not."""
        return self.home / sources.FILE_NAME


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with, for each one that was set, where; and which known names nothing uses yet."""

    settings: Settings
    origins: Mapping[str, str]
    unused: tuple[str, ...]


def load_settings(
    environ: Mapping[str, str] | None = None, cwd: Path | None = None, **overrides: object
) -> Settings:
    """Read the settings once; `overrides` are what the command line says, None for silent.

    `environ` and `cwd` are the process's own unless given. Raises BadSetting.
    """
    return read(environ, cwd, **overrides).settings


def read(
    environ: Mapping[str, str] | None = None, cwd: Path | None = None, **overrides: object
) -> Loaded:
    """Read the settings and remember where each came from. Raises BadSetting."""
    given, unused = sources.gather(known(), environ, cwd, overrides)
    values: dict[str, Any] = {}
    for key, one in given.items():
        *groups, name = key.split(".")
        inside = values
        for group in groups:
            inside = inside.setdefault(group, {})
        inside[name] = one.value
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise refusal(error, given) from error
    origins = {key: one.origin for key, one in given.items() if one.origin != DEFAULT}
    return Loaded(settings, origins, unused)


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting as a person may see it: passwords are hidden."""

    key: str
    value: str | int | float | None
    unit: str
    origin: str


def shown(
    environ: Mapping[str, str] | None = None, cwd: Path | None = None, **overrides: object
) -> list[Shown]:
    """Return every setting with its value and its origin, read as by `read`. Raises BadSetting."""
    loaded = read(environ, cwd, **overrides)
    lines = []
    for key, about in known().items():
        value = attrgetter(key)(loaded.settings)
        if about.secret and value is not None:
            value = without_password(value)
        plain = value if isinstance(value, int | float | None) else str(value)
        lines.append(Shown(key, plain, about.unit, loaded.origins.get(key, DEFAULT)))
    return lines


HIDDEN = "***"  # stands for what is secret


def without_password(url: str) -> str:
    """Hide what stands between a user's name and the host, and what follows the question mark.

    What is no address is hidden as a whole.
    """
    if "://" not in url:
        return HIDDEN
    hidden = re.sub(r"(?<=://)([^:/@]*):.*@", r"\1:***@", url)
    return re.sub(r"\?.*", "?***", hidden)


def known() -> dict[str, Known]:
    """Return every setting under its dotted name, in the order of the classes."""
    return dict(sorted(_known(Settings), key=lambda one: "." in one[0]))


def _known(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, Known]]:
    for name, field in model.model_fields.items():
        if name == "sites":
            continue
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _known(field.annotation, f"{before}{name}.")
            continue
        extra = field.json_schema_extra
        if not isinstance(extra, dict):
            raise TypeError(f"{name} is not described by setting()")
        default = None if field.is_required() else field.default
        yield (
            f"{before}{name}",
            Known(default, field.description or "", str(extra["unit"]), bool(extra["secret"])),
        )


def refusal(error: ValidationError, given: Mapping[str, Given]) -> BadSetting:
    """Say in our words what is wrong with the first wrong value, and where it stands."""
    first = error.errors(include_url=False, include_input=False)[0]
    key = next(
        (key for key in given if key == ".".join(str(part) for part in first["loc"])),
        str(first["loc"][0]),
    )
    origin = given[key].origin if key in given else key
    what = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if first["type"].startswith("byte_size"):
        what = "should be a number of bytes, such as 268435456 or 256 MiB"
    return BadSetting(
        text("{origin}: the value of {key} {what}", origin=origin, key=key, what=what)
    )
