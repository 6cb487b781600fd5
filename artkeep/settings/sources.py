"""Where settings are read from, and how a name that we do not know is refused."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

import platformdirs
from dotenv.parser import parse_stream

from artkeep.errors import BadSetting
from artkeep.settings import originals
from artkeep.settings.given import DEFAULT, Given, Known, Layer
from artkeep.texts import text as sentence

PREFIX = "ARTKEEP_"
DOT_ENV = ".env"
FILE_NAME = "artkeep.toml"
OF_A_SITE = re.compile(r"sites\.[a-z0-9_]+\.[a-z0-9_]+")
PATHS = ("home", "log_dir")  # relative ones are taken from the folder where they were said

# Names that the program for pixiv bookmarks had, where ours are others.
ALIASES = {"nsfw": "display.nsfw", "filesystem_options.proxy": "storage.proxy"}

# Names of our own that may stand in the environment and are not settings of the library:
# which browser the tests drive, how large the benchmarks are.
NOT_SETTINGS = ("ARTKEEP_CHROMIUM", "ARTKEEP_BENCH_", "ARTKEEP_TEST_")


def gather(
    known: Mapping[str, Known],
    environ: Mapping[str, str] | None,
    cwd: Path | None,
    overrides: Mapping[str, object],
) -> tuple[Layer, tuple[str, ...]]:
    """Return the winning value of each setting that was set, and the variables nothing uses yet.

    `home` is always among the values. Raises BadSetting for what we do not know.
    """
    folder = (cwd or Path.cwd()).absolute()
    variables = from_environment(os.environ if environ is None else environ)
    in_file = from_dot_env(folder / DOT_ENV)
    layers = [
        from_command_line(overrides, known),
        ours(variables, known),
        originals.read(variables, folder),
        ours(in_file, known),
        originals.read(in_file, folder),
    ]
    layers = [with_whole_paths(layer, folder) for layer in layers]
    home = first(layers, "home") or Given(default_home(), DEFAULT)
    own = Path(str(home.value))
    layers.append(with_whole_paths(from_toml(own / FILE_NAME, known), own))
    found: Layer = {"home": home}
    for layer in reversed(layers):
        found |= layer
    return found, originals.unused([*variables, *in_file])


def first(layers: Iterable[Layer], key: str) -> Given | None:
    """Return what the strongest layer says."""
    return next((layer[key] for layer in layers if key in layer), None)


def default_home() -> Path:
    """Return the platform's folder for the data of programs."""
    return platformdirs.user_data_path("artkeep", appauthor=False)


def passing_folder() -> Path:
    """Return the platform's folder for what may be thrown away at any time."""
    return platformdirs.user_cache_path("artkeep", appauthor=False)


def with_whole_paths(layer: Layer, folder: Path) -> Layer:
    """Make paths absolute, as seen from `folder`, with `~` filled in."""
    whole = {
        key: Given((folder / Path(str(one.value)).expanduser()).absolute(), one.origin)
        for key, one in layer.items()
        if key in PATHS
    }
    return layer | whole


def from_command_line(overrides: Mapping[str, object], known: Mapping[str, Known]) -> Layer:
    """Take the options that were given; None is an option that was not."""
    for key in overrides:
        if key not in known:
            raise unknown(key, "command line", known)
    given = {key: value for key, value in overrides.items() if value is not None}
    return {key: Given(value, "command line") for key, value in given.items()}


def from_environment(environ: Mapping[str, str]) -> dict[str, Given]:
    """Take the variables that are not empty."""
    return {name: Given(value, name) for name, value in environ.items() if value}


def from_dot_env(path: Path) -> dict[str, Given]:
    """Read a `.env` file, if there is one; nothing in it is filled in from elsewhere."""
    found: dict[str, Given] = {}
    for binding in parse_stream(StringIO(text_of(path))):
        origin = f"{path.name}:{binding.original.line}"
        if binding.error:
            raise BadSetting(
                sentence(
                    "{origin}: not a line of the form NAME=value; correct or remove it",
                    origin=origin,
                )
            )
        if binding.key and binding.value:
            found[binding.key] = Given(binding.value, f"{origin}: {binding.key}")
    return found


def text_of(path: Path) -> str:
    """Return a settings file's text; one that does not exist is empty."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(
            sentence("{path} cannot be read: {error}", path=path, error=error)
        ) from error


def ours(variables: Mapping[str, Given], known: Mapping[str, Known]) -> Layer:
    """Read the variables named `ARTKEEP_…`."""
    found: Layer = {}
    for name, given in variables.items():
        if not name.upper().startswith(PREFIX) or name.upper().startswith(NOT_SETTINGS):
            continue
        key, value = setting_of(name, given, known)
        if key in found:
            raise BadSetting(
                sentence(
                    "{origin} and {other} say the same; keep one",
                    origin=given.origin,
                    other=found[key].origin,
                )
            )
        found[key] = value
    return found


def setting_of(name: str, given: Given, known: Mapping[str, Known]) -> tuple[str, Given]:
    """Return which setting a variable sets, and its value; `…_FILE` names a file that holds it."""
    key = name.upper().removeprefix(PREFIX).lower().replace("__", ".")
    key = ALIASES.get(key, key)
    if key in known or OF_A_SITE.fullmatch(key):
        return key, given
    in_file = key.removesuffix("_file")
    if in_file in known and known[in_file].secret:
        return in_file, Given(secret_in(Path(str(given.value)), given.origin), given.origin)
    if key == "sites" or key.startswith("sites."):
        raise BadSetting(
            sentence(
                "{origin} is not a setting; write ARTKEEP_SITES__<SITE>__<KEY>", origin=given.origin
            )
        )
    meant = nearest(key, known)
    hint = f"did you mean {variable(meant)}?" if meant else listed(known)
    raise BadSetting(sentence("{origin} is not a setting; {hint}", origin=given.origin, hint=hint))


def variable(key: str) -> str:
    """Return the environment's name of a setting."""
    return PREFIX + key.upper().replace(".", "__")


def secret_in(path: Path, origin: str) -> str:
    """Read a value kept in a file of its own, without the newline at its end."""
    try:
        return path.expanduser().read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(
            sentence(
                "{origin}: the file {path} cannot be read: {error}",
                origin=origin,
                path=path,
                error=error,
            )
        ) from error


def from_toml(path: Path, known: Mapping[str, Known]) -> Layer:
    """Read `artkeep.toml`; `home` cannot stand in it, since it says where the file is."""
    text = text_of(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"{path}: {error}") from error
    found: Layer = {}
    for said, value in flattened(table):
        origin, key = f"{path}:{line_of(said, text)}", ALIASES.get(said, said)
        if key == "home":
            raise BadSetting(
                sentence(
                    "{origin}: home cannot be set here; set ARTKEEP_HOME instead", origin=origin
                )
            )
        if OF_A_SITE.fullmatch(key):
            found[key] = Given(of_a_site(value, key, origin), origin)
        elif key in known:
            found[key] = Given(value, origin)
        else:
            raise unknown(key, origin, known)
    return found


def of_a_site(value: object, key: str, origin: str) -> str:
    """Take what a site is told as text; its own table says what it means."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise BadSetting(
        sentence(
            "{origin}: the value of {key} should be a text or a number", origin=origin, key=key
        )
    )


def flattened(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield each value of nested tables under its dotted name."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def line_of(key: str, text: str) -> int:
    """Return the number of the line where `key` is set, or 1 when it is written unusually."""
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if words.startswith("["):
            table = words.strip("[] ") + "."
        elif key == table + words.partition("=")[0].strip(" \"'"):
            return number
    return 1


def unknown(key: str, origin: str, known: Iterable[str]) -> BadSetting:
    """Refuse a name that we do not know."""
    meant = nearest(key, known)
    hint = f"did you mean {meant}?" if meant else listed(known)
    return BadSetting(
        sentence("{origin}: {key} is not a setting; {hint}", origin=origin, key=key, hint=hint)
    )


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the known name that was probably meant."""
    return next(iter(get_close_matches(name, list(names), n=1)), None)


def listed(names: Iterable[str]) -> str:
    """End a refusal with all that we know."""
    return f"known are {', '.join(names)}"
