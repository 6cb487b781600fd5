"""`/api/works`: throw many works away, take them back, never again, fetch them again."""

from dataclasses import dataclass, field

from artkeep.collect import again, discard
from artkeep.collect.again import Asked
from artkeep.collect.discard import Deed
from artkeep.errors import BadRequest
from artkeep.model.refs import ArtworkId, RunId
from artkeep.model.viewing import Road
from artkeep.texts import joined, many, number, text
from artkeep.web.desk import AtDesk
from artkeep.web.language import say
from artkeep.web.troubles import plainly

AT_MOST = 5000  # works of a selection


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

    What such a run threw away is taken back by another. Of works that are fetched again, `run`
    is one that brings them, `left` have nowhere to be asked for, and `words` say what stands
    against it.
    """

    works: int
    run: int | None
    left: int = 0
    words: str = ""


def carry_out(desk: AtDesk, wish: Wish) -> Done:
    """Do it: with a selection at once, with what a query finds or a run threw away by a run."""
    if [bool(wish.ids), wish.q is not None, wish.run is not None].count(True) != 1:
        raise BadRequest(text("say which works: their numbers, a query, or the run that had them"))
    if wish.run is not None and wish.deed is not Deed.RESTORE:
        raise BadRequest(text("what a run threw away can be restored"))
    works = [ArtworkId(each) for each in dict.fromkeys(wish.ids)]
    if len(works) > AT_MOST:
        raise BadRequest(
            text(
                "more than {most} works at once; do it with a search instead", most=number(AT_MOST)
            )
        )
    with desk.bench.db.begin() as tx:
        if wish.q is not None:
            return Done(0, discard.ask(tx, wish.deed, wish.q, desk.may(Road.LIST)))
        if wish.run is not None:
            return Done(0, discard.ask_back(tx, RunId(wish.run)))
        if wish.deed is Deed.FETCH:
            return _asked(again.ask(tx, works))
        discard.do(tx, wish.deed, works)
    return Done(len(works), None)


def _asked(asked: Asked) -> Done:
    nowhere = many(
        "{n} work has nowhere to be fetched from.",
        "{n} works have nowhere to be fetched from.",
        asked.left,
    )
    told = [*([nowhere] if asked.left else []), *map(plainly, asked.troubles)]
    return Done(asked.works, asked.run, asked.left, say(joined(" ", told)))
