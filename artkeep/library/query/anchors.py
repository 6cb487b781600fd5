"""Places in the works of a query: just behind one of them, whatever the order."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from artkeep.errors import BadRequest
from artkeep.library.query import values
from artkeep.library.query.orders import Order
from artkeep.model.refs import ArtworkId
from artkeep.texts import text as sentence

_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place just behind a work. `value` is what the order sorts it by, None if it has none.

    `str(anchor)` goes into addresses; `Anchor.read` takes it back.
    """

    value: float | datetime | None
    artwork_id: ArtworkId

    def __str__(self) -> str:
        value = values.microseconds(self.value) if isinstance(self.value, datetime) else self.value
        plain = json.dumps([value, self.artwork_id], separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, order: Order) -> Self:
        """Read a place in an order. Raises BadRequest."""
        try:
            plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            value, artwork_id = json.loads(plain)
            number = None if value is None else _number(value, order)
            return cls(number, ArtworkId(_whole(artwork_id)))
        except (ValueError, TypeError, RecursionError) as error:
            raise BadRequest(sentence("that place is unknown; start at the top again")) from error


def _number(value: object, order: Order) -> float | datetime:
    if order.name == "ratio":
        if not isinstance(value, int | float) or not abs(value) < _LARGEST:
            raise ValueError("no ratio")
        return float(value)
    number = _whole(value)
    return values.moment(number) if order.name == "date" else number


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        raise ValueError("no whole number")
    return value
