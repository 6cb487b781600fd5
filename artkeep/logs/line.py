"""How a fact becomes a line."""

import json
import logging
from collections.abc import Mapping, MutableMapping
from typing import Any

from artkeep.logs.secrets import Hider

LONGEST_VALUE = 2_000  # characters; an address or a message of a stranger can be of any length


class Line(logging.Formatter):
    """`2025-11-12 20:56:00 | INFO     | name | Message`, and every line of a traceback likewise.

    Whatever could end a line or move the cursor is written as its escape.
    """

    def __init__(self, hider: Hider) -> None:
        super().__init__(datefmt="%Y-%m-%d %H:%M:%S")
        self.hider = hider

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record, self.datefmt)} | {record.levelname:<8} | {record.name} | "
        lines = [said(record)]
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            lines += [f"  {line}" for line in trace.splitlines()]
        return "\n".join(head + escaped(self.hider.hide(line)) for line in lines)


def said(record: logging.LogRecord) -> str:
    """Return the message, also when its author got the placeholders wrong."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"


def escaped(text: str) -> str:
    """Write what is not printable as its escape: line ends, terminal codes, wrong-way marks."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def render(
    logger: object, method: str, fields: MutableMapping[str, Any]
) -> tuple[tuple[str], dict[str, Any]]:
    """Turn structlog's fields into `event key=value …`; the last step on its side."""
    del logger, method
    trouble = fields.pop("exc_info", None)
    event = str(fields.pop("event", ""))
    return (" ".join([event, *pairs(fields)]),), {"exc_info": trouble}


def pairs(fields: Mapping[str, object]) -> list[str]:
    """Return `key=value` for each field, with quotes where a value could be read as more."""
    return [f"{name}={quoted(value)}" for name, value in fields.items()]


def quoted(value: object) -> str:
    """Return a value as one word, or in quotes."""
    text = str(value)
    if len(text) > LONGEST_VALUE:
        text = text[:LONGEST_VALUE] + "…"
    plain = text.isprintable() and not any(sign in text for sign in ' "=')
    return text if plain and text else json.dumps(text, ensure_ascii=False)
