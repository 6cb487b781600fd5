"""The variables of the program for DeviantArt that Artkeep grew out of, and what they mean here.

| variable | here |
|---|---|
| `DATABASE_TYPE`, `DATABASE_PATH`, `DATABASE_URL` | `database_url` |
| `LOG_DIR` | `log_dir` |
| `LOG_LEVEL` | `log_level`; a level that we do not know is INFO, as it was there |
| `DA_CLIENT_ID`, `DA_CLIENT_SECRET` | `sites.deviantart.client_id`, `….client_secret` |
| `DA_REDIRECT_URI`, `DA_SCOPES` | `sites.deviantart.redirect_uri`, `….scopes` |
| `UPLOAD_DIR`, `DONE_DIR` | known; nothing uses them yet |

That program uses a SQLite file unless `DATABASE_TYPE` is `postgresql`, and so do we; only a
`DATABASE_URL` without the two others, which it would not look at, counts here.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from artkeep.errors import BadSetting
from artkeep.settings.given import Given, Layer
from artkeep.texts import text

OF_DEVIANTART = {
    f"DA_{word}": f"sites.deviantart.{word.lower()}"
    for word in ("CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI", "SCOPES")
}
UNUSED = ("UPLOAD_DIR", "DONE_DIR")
TYPES = ("sqlite", "postgresql")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def read(variables: Mapping[str, Given], folder: Path) -> Layer:
    """Return what the old names say; relative paths are seen from `folder`. Raises BadSetting."""
    found = {
        "database_url": database_url(variables, folder),
        "log_dir": variables.get("LOG_DIR"),
        "log_level": level(variables.get("LOG_LEVEL")),
        **{key: variables.get(name) for name, key in OF_DEVIANTART.items()},
    }
    return {key: given for key, given in found.items() if given is not None}


def unused(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names` that we know and that nothing uses yet."""
    return tuple(sorted({name for name in names if name in UNUSED}))


def level(given: Given | None) -> Given | None:
    """Read `LOG_LEVEL`."""
    if given is None:
        return None
    word = str(given.value).upper()
    return Given(word if word in LEVELS else "INFO", given.origin)


def database_url(variables: Mapping[str, Given], folder: Path) -> Given | None:
    """Read the three variables that say where the database is."""
    kind, path, url = (variables.get(f"DATABASE_{word}") for word in ("TYPE", "PATH", "URL"))
    word = str(kind.value).lower() if kind else "sqlite" if path else "postgresql" if url else ""
    if kind and word not in TYPES:
        raise BadSetting(text("{origin}: should be sqlite or postgresql", origin=kind.origin))
    if word == "postgresql":
        if url is None:
            raise BadSetting(
                text(
                    "{what} needs DATABASE_URL beside it; set it",
                    what=kind.origin if kind else word,
                )
            )
        return url
    if path is None:
        return None
    file = (folder / Path(str(path.value)).expanduser()).absolute()
    return Given(f"sqlite:///{file.as_posix()}", path.origin)
