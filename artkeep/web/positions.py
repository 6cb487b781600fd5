"""A position in a list that is paged by a moment and an id, as an address holds it."""

import base64
import binascii
from datetime import datetime

from artkeep.errors import BadRequest
from artkeep.texts import text


def written(at: datetime, number: int) -> str:
    """Write a position."""
    plain = f"{at.isoformat()} {number}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read(said: str) -> tuple[datetime, int] | None:
    """Read a position, None for none. Raises BadRequest."""
    if not said:
        return None
    try:
        plain = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)).decode()
        at, _, number = plain.rpartition(" ")
        found = datetime.fromisoformat(at), int(number)
    except (ValueError, binascii.Error) as error:
        raise BadRequest(text("that place is unknown; start at the top again")) from error
    if found[0].tzinfo is None:
        raise BadRequest(text("that place is unknown; start at the top again"))
    return found
