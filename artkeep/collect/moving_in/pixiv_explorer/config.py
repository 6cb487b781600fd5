"""The program's config.json: shown to the person, its secrets never."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.fields import text
from artkeep.errors import LoginNeeded, PictureRefused
from artkeep.texts import text as sentence

_NAME = "config.json"
_SHOWN = 100  # characters of a value
_SECRETS = frozenset({"access", "refresh", "app_key", "read_only_token", "token", "password"})


def read(root: Path) -> Mapping[str, Any]:
    """Return what it says; nothing where there is none that can be read."""
    path = files.inside(root, root / _NAME)
    if path is None:
        return {}
    try:
        found = files.read_json(path)
    except PictureRefused:
        return {}
    return found if isinstance(found, dict) else {}


def shown(config: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield its settings, a line each; of a secret only that there is one."""
    for name, value in config.items():
        if isinstance(value, Mapping):
            yield from shown(value, f"{above}{name}.")
        elif name in _SECRETS:
            yield f"{above}{name}: {'not shown' if value else 'none'}"
        elif name.isprintable():
            yield f"{above}{name}: {json.dumps(value)[:_SHOWN]}"


def refresh_token(root: Path) -> str:
    """Return the token that its login is renewed with. Raises LoginNeeded when there is none."""
    found = text(read(root), "pixiv", "refresh")
    if not found:
        raise LoginNeeded("pixiv", sentence("there is no refresh token in {name}", name=_NAME))
    return found
