"""What a line must never carry, by its name, by its shape, and because we know it."""

import re
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote, urlsplit

from artkeep.settings import Settings

HIDDEN = "***"
NAMES = re.compile(r"token|passw|secret|cookie|authori[sz]ation|credential|api_?key", re.IGNORECASE)
OF_SITES = re.compile(rf"{NAMES.pattern}|key\b|auth|sess", re.IGNORECASE)
SHAPES = (
    # postgresql://me:pass@host, https://:pass@host
    re.compile(r"(?<=://)[^\s/@]*:[^\s/]*@"),
    # ?access_token=…&X-Amz-Signature=…, password='…'
    re.compile(
        r"((?:token|passw\w*|secret|api_?key|signature|credential)[\"']?\s*[=:]\s*)"
        r"(\"[^\"]*\"|'[^']*'|[^\s&,;\"'}]+)",
        re.IGNORECASE,
    ),
    # Authorization: Bearer …
    re.compile(r"(\b(?:bearer|basic)\s+)[\w+/=.~-]{8,}", re.IGNORECASE),
)
SHORTEST = 4  # a known secret of fewer letters would blot out half of every line


def secrets_of(settings: Settings) -> frozenset[str]:
    """Return the passwords and keys that stand in the settings, as written and as meant."""
    password = urlsplit(settings.database_url or "").password or ""
    keys = {
        value
        for told in settings.sites.values()
        for key, value in told.items()
        if OF_SITES.search(key) and not key.endswith("_file")
    }
    return frozenset({password, unquote(password), settings.secret or "", *keys})


class Hider:
    """Knows the secrets of this process and blots them out of any text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = sorted((word for word in secrets if len(word) >= SHORTEST), key=len, reverse=True)
        self.known = re.compile("|".join(map(re.escape, known))) if known else None

    def hide(self, text: str) -> str:
        """Return the text without secrets."""
        credentials, named, bearer = SHAPES
        text = credentials.sub(f"{HIDDEN}@", text)
        text = named.sub(rf"\1{HIDDEN}", text)
        text = bearer.sub(rf"\1{HIDDEN}", text)
        return self.known.sub(HIDDEN, text) if self.known else text


def hide_by_name(
    logger: object, method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Blot out fields that are named like a secret, at any depth; a step of structlog."""
    del logger, method
    for name, value in fields.items():
        fields[name] = HIDDEN if NAMES.search(name) else without_secrets(value)
    return fields


def without_secrets(value: object) -> object:
    """Return a value with the secrets inside its mappings blotted out."""
    if isinstance(value, Mapping):
        return {
            name: HIDDEN if NAMES.search(str(name)) else without_secrets(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [without_secrets(inner) for inner in value]
    return value
