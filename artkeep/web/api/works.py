"""`/api/works`: throw many works away, take them back, never again, fetch them again."""

from dataclasses import dataclass, field

from artkeep.collect import discard
from artkeep.collect.discard import Deed
from artkeep.errors import BadRequest
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Road
from artkeep.web.desk import AtDesk


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do with which works: those with these numbers, or all that a query finds."""

    deed: Deed
    ids: list[int] = field(default_factory=list)
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """With how many works it was done; `run` does it with all that a query finds.

    A query with a `limit:` is done at once, too.
    """

    works: int
    run: int | None


def carry_out(desk: AtDesk, wish: Wish) -> Done:
    """Do it: with a selection at once, with what a query finds by a run."""
    if bool(wish.ids) == (wish.q is not None):
        raise BadRequest("say which works: either their numbers or a query")
    works = [ArtworkId(each) for each in dict.fromkeys(wish.ids)]
    with desk.bench.db.begin() as tx:
        if wish.q is not None:
            allow = desk.may(Road.LIST)
            limited = discard.limited(tx, wish.q, allow)
            if limited is None:
                return Done(0, discard.ask(tx, wish.deed, wish.q, allow))
            works = limited
        discard.do(tx, wish.deed, works)
    return Done(len(works), None)
