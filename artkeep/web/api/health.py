"""`/healthz`: whether the library answers."""

from dataclasses import dataclass

from artkeep.library import artworks
from artkeep.web.desk import AtDesk


@dataclass(frozen=True, slots=True)
class Health:
    """`ok`, or the answer is an error."""

    status: str


def health(desk: AtDesk) -> Health:
    """Ask the library something small."""
    with desk.bench.db.read() as tx:
        artworks.any_there(tx)
    return Health("ok")
