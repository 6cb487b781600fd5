"""`/api/works`: throw many works away, take them back, never again, fetch them again."""

from dataclasses import dataclass, field

from artkeep.collect import discard
from artkeep.collect.discard import Deed
from artkeep.errors import BadRequest
from artkeep.model.refs import ArtworkId, RunId
from artkeep.model.viewing import Road
from artkeep.web.desk import AtDesk


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do with which works.

    Those with these numbers, all that a query finds, or, to be restored, all that a `run` threw
    away.
    """

    deed: Deed
    ids: list[int] = field(default_factory=list)
    q: str | None = None
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """With how many works it was done at once; `run` does it with all that a query finds.

    What such a run threw away is taken back by another.
    """

    works: int
    run: int | None


def carry_out(desk: AtDesk, wish: Wish) -> Done:
    """Do it: with a selection at once, with what a query finds or a run threw away by a run."""
    if [bool(wish.ids), wish.q is not None, wish.run is not None].count(True) != 1:
        raise BadRequest("say which works: their numbers, a query, or the run that had them")
    if wish.run is not None and wish.deed is not Deed.RESTORE:
        raise BadRequest("what a run threw away can be restored")
    works = [ArtworkId(each) for each in dict.fromkeys(wish.ids)]
    with desk.bench.db.begin() as tx:
        if wish.q is not None:
            return Done(0, discard.ask(tx, wish.deed, wish.q, desk.may(Road.LIST)))
        if wish.run is not None:
            return Done(0, discard.ask_back(tx, RunId(wish.run)))
        discard.do(tx, wish.deed, works)
    return Done(len(works), None)
