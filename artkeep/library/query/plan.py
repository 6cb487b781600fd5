"""How the works of a query are walked: from what is rare, or in order past what is common.

What few works have (`RARE`) is gathered and sorted. What many have is met soon when works are
walked in their order, so each is asked the rest. A term by itself is walked in the gallery's
order without sorting, since its rows stand in that order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import artwork, artwork_term, collection_item, page
from artkeep.library import artworks, fulltext, spelling
from artkeep.library.query import conditions
from artkeep.library.query.conditions import Asking, Condition, Row
from artkeep.library.query.lookup import Lookup
from artkeep.library.query.qualifiers import BARE, QUALIFIERS, RANGES, Kind
from artkeep.library.query.tree import All, Either, Leaf, Node, both
from artkeep.model.viewing import NSFW_FROM, Allow

RARE = 10_000  # works that are gathered and sorted at most; four times as many that say something
_DEAR = 14  # a full-text index that is asked for one work begins anew each time
_VERY_FEW = 500  # so few that nothing else has to be counted
_POSITION, _ID = "position", "id"
_PHRASE = "caption"
_PAGE = 120  # works that are looked for, about
# ranges that an index answers
_INDEXED = frozenset(
    {
        "id",
        "position",
        "shown_at",
        "posted_at",
        "score",
        "pixels",
        "size_bytes",
        "width",
        "height",
        "ratio",
        "pages",
    }
)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where works come from, and what each of them has to fulfil.

    `row` says where in `source` their ids and positions are. What is gathered has ids alone: all
    else has to be asked of each work.
    """

    row: Row
    source: sa.FromClause
    where: tuple[Condition, ...]
    is_gathered: bool = False


@dataclass(frozen=True, slots=True)
class _Few:
    """Some of what is asked for all together: how many works have it at most, and which.

    `dear`: how many times as much as of others it costs to ask it of one work.
    """

    part: Node
    n: int
    ids: tuple[sa.Select[Any], ...]
    dear: int = 1


def plan(tx: Tx, tree: Node, words: Lookup, allow: Allow, by: str) -> Walk:
    """Choose how to walk; `by` is the column of `artwork` that the order sorts by."""
    counted = _counted(tx, tree, words)
    fewest = min(counted, key=lambda few: few.n, default=None)
    single = min(
        (few for few in counted if _term_of(few.part, words) is not None),
        key=lambda few: few.n,
        default=None,
    )
    is_rare = fewest is not None and _is_rare(tx, fewest)
    if by == _POSITION and single is not None and (single is fewest or not is_rare):
        return _along_term(tx, tree, single.part, words, allow)
    if fewest is not None and is_rare:
        return _gathered(tx, tree, fewest, words, allow)
    return _along_works(tx, tree, words, allow, by)


def _is_rare(tx: Tx, few: _Few) -> bool:
    """Say whether gathering these works is less to do than walking until a page is full.

    Of `all` works, every `all / n`-th one has it: a page of them is met after `_PAGE * all / n`.
    """
    if few.n <= _VERY_FEW or few.n > _most(few.dear):
        return few.n <= _VERY_FEW
    works = tx.execute(_WORKS).scalar_one() or 0
    return few.n**2 <= few.dear * _PAGE * works


def _most(dear: int) -> int:
    """Return how many works are gathered at most."""
    return RARE if dear == 1 else 4 * RARE


_WORKS = sa.select(sa.func.max(artwork.c.id))  # about how many there are


def along_list(tx: Tx, tree: Node, list_id: int, words: Lookup, allow: Allow) -> Walk:
    """Walk a list from its top; a work that is on it several times is met where it is highest."""
    row = Row(page.c.artwork_id, artwork.c.position)
    asking = Asking(tx.engine_name, tx.now, words, row, _POSITION)
    source = sa.join(collection_item, page, page.c.post_id == collection_item.c.post_id)
    source = source.join(artwork, artwork.c.id == page.c.artwork_id)
    on_list = (
        collection_item.c.collection_id == list_id,
        collection_item.c.removed_at.is_(None),
        sa.not_(_is_higher(list_id)),
    )
    where = (*on_list, artworks.SHOWN, conditions.condition(asking, tree), *_allowed(allow))
    return Walk(row, source, where)


def _is_higher(list_id: int) -> Condition:
    """Return that the same work is on a list above the place where a walk stands, too."""
    other, its_page = collection_item.alias(), page.alias()
    same = sa.join(its_page, other, other.c.post_id == its_page.c.post_id)
    here = sa.tuple_(collection_item.c.position, page.c.id)
    return (
        sa.select(sa.literal_column("1", sa.Integer))
        .select_from(same)
        .where(
            its_page.c.artwork_id == page.c.artwork_id,
            other.c.collection_id == list_id,
            other.c.removed_at.is_(None),
            sa.tuple_(other.c.position, its_page.c.id) > here,
        )
        .exists()
    )


def _along_works(tx: Tx, tree: Node, words: Lookup, allow: Allow, by: str) -> Walk:
    row = Row(artwork.c.id, artwork.c.position)
    asking = Asking(tx.engine_name, tx.now, words, row, by)
    where = (artworks.SHOWN, conditions.condition(asking, tree), *_allowed(allow))
    return Walk(row, artwork, where)


def _gathered(tx: Tx, tree: Node, few: _Few, words: Lookup, allow: Allow) -> Walk:
    """Walk what few works have, and ask each the rest: in one way, whatever an engine guesses."""
    ids = few.ids[0].distinct() if len(few.ids) == 1 else sa.union(*few.ids)
    some = ids.cte("few").prefix_with("materialized")
    its_id = next(iter(some.c))
    rest = _along_works(tx, _without(tree, few.part), words, allow, _ID)
    asked = sa.select(sa.literal_column("1", sa.Integer)).where(rest.row.id == its_id, *rest.where)
    holds = asked.scalar_subquery().is_not(None)
    return Walk(Row(its_id, artwork.c.position), some, (holds,), is_gathered=True)


def _along_term(tx: Tx, tree: Node, part: Node, words: Lookup, allow: Allow) -> Walk:
    row = Row(artwork_term.c.artwork_id, artwork_term.c.position)
    asking = Asking(tx.engine_name, tx.now, words, row, _POSITION)
    rest = _without(tree, part)
    source: sa.FromClause = artwork_term
    if conditions.needs_artwork(rest) or not allow.nsfw:
        source = sa.join(artwork_term, artwork, artwork.c.id == artwork_term.c.artwork_id)
    term_id = _term_of(part, words)
    where = (artwork_term.c.term_id == term_id, conditions.condition(asking, rest))
    return Walk(row, source, (*where, *_allowed(allow)))


def _allowed(allow: Allow) -> Iterable[Condition]:
    if not allow.nsfw:
        yield sa.or_(artwork.c.rating.is_(None), artwork.c.rating < NSFW_FROM)


def _without(tree: Node, part: Node) -> Node:
    parts = tree.parts if isinstance(tree, All) else (tree,)
    return both(each for each in parts if each is not part)


def _term_of(part: Node, words: Lookup) -> int | None:
    """Return the one term that a part stands for, if it is one."""
    if not isinstance(part, Leaf) or part not in words or len(words[part].ids) != 1:
        return None
    return words[part].ids[0]


# ---- how many works have a part ----------------------------------------------------------------


def _counted(tx: Tx, tree: Node, words: Lookup) -> list[_Few]:
    """Return the parts that all have to hold, as far as it is known how many works have them."""
    parts = tree.parts if isinstance(tree, All) else (tree,)
    terms = [few for part in parts if part in words and (few := _count(tx, part, words))]
    if any(few.n <= _VERY_FEW for few in terms):
        return terms
    others = [few for part in parts if part not in words and (few := _count(tx, part, words))]
    return [*terms, *others]


def _count(tx: Tx, part: Node, words: Lookup) -> _Few | None:
    """Count the works that have a part, no further than what is rare; None: that is no use."""
    match part:
        case Leaf() if part in words:
            ids = sa.select(artwork_term.c.artwork_id)
            ids = ids.where(artwork_term.c.term_id.in_(words[part].ids))
            return _Few(part, words[part].n, (ids,))
        case Leaf(name):
            dear = _DEAR if name == _PHRASE else 1
            ids_of = _ids(tx, part)
            n = sum(_at_most(tx, each, _most(dear) + 1) for each in ids_of)
            return _Few(part, n, tuple(ids_of), dear) if ids_of and n <= _most(dear) else None
        case Either(parts):
            return _count_either(part, [_count(tx, each, words) for each in parts])
        case _:
            return None


def _count_either(part: Either, some: Sequence[_Few | None]) -> _Few | None:
    few = [each for each in some if each is not None]
    n = sum(each.n for each in few)
    if len(few) < len(some) or n > RARE:
        return None
    dear = max(each.dear for each in few)
    return _Few(part, n, tuple(ids for each in few for ids in each.ids), dear)


def _at_most(tx: Tx, ids: sa.Select[Any], most: int) -> int:
    some = ids.limit(most).subquery()
    return int(tx.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())


def _ids(tx: Tx, leaf: Leaf) -> list[sa.Select[Any]]:
    """Return what finds the works that have what a leaf asks for, when an index does."""
    known = QUALIFIERS.get(leaf.name, BARE)
    if known.kind is Kind.TEXT:
        return [fulltext.saying(tx.engine_name, spelling.tokens(leaf.texts[0]))]
    if known.kind is Kind.DIGEST:
        return list(conditions.with_digest(known, leaf.texts))
    if known.kind not in RANGES or known.column not in _INDEXED:
        return []
    if any(bounds.op == "any" for bounds in leaf.bounds):
        return []
    column = artwork.c[known.column]
    ranges = (conditions.in_bounds(known, each, column, tx.now) for each in leaf.bounds)
    return [sa.select(artwork.c.id).where(artworks.SHOWN, sa.or_(*ranges))]
