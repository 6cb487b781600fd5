"""What works are found and sorted by, written from what is known of them.

Everything here is derived: it can be thrown away and made again (`artkeep.explore.project`). Who
changes what is known of a work calls `touch`, and it is written anew before that is committed.
"""

import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import artwork, artwork_term, library, page
from artkeep.library import described, findable, fulltext, terms
from artkeep.library.described import Described
from artkeep.model.refs import ArtworkId, ImageId, PostId

VERSION = 2  # raised when works are found by something else than before
_AT_ONCE = 200  # works gathered together

_LINK = ("term_id", "position", "artwork_id")
_HELD = sa.select(*(artwork_term.c[name] for name in _LINK)).where(
    artwork_term.c.artwork_id.in_(sa.bindparam("works", expanding=True))
)
_ADD = sa.insert(artwork_term)
_DROP = sa.delete(artwork_term).where(
    *(artwork_term.c[name] == sa.bindparam(name) for name in _LINK)
)
_SORTED_BY = (
    "posted_at",
    "width",
    "height",
    "ratio",
    "pixels",
    "size_bytes",
    "frames",
    "pages",
    "rating",
    "score",
    "copies",
    "shuffle",
    "marks",
)
_SORT = (
    sa.update(artwork)
    .where(artwork.c.id == sa.bindparam("its_id"))
    .values({name: sa.bindparam(f"new_{name}") for name in _SORTED_BY})
)
_SUM = (
    sa.update(artwork)
    .where(artwork.c.id == sa.bindparam("its_id"))
    .values(words_sum=sa.bindparam("new_sum"))
)


def touch(tx: Tx, *works: ArtworkId) -> None:
    """Have works found as they are by then, before this transaction is committed."""
    tx.gather(project, works)


def touch_posts(tx: Tx, posts: Sequence[PostId]) -> None:
    """Have the works that these posts show found as they are by then."""
    for start in range(0, len(posts), _AT_ONCE):
        query = sa.select(page.c.artwork_id).where(
            page.c.post_id.in_(posts[start : start + _AT_ONCE])
        )
        touch(tx, *(ArtworkId(each) for each in tx.execute(query).scalars()))


def touch_covers(tx: Tx, images: Collection[ImageId]) -> None:
    """Have the works found anew that these images are shown for in the gallery."""
    query = sa.select(artwork.c.id).where(artwork.c.cover_id.in_(list(images)))
    touch(tx, *(ArtworkId(each) for each in tx.execute(query).scalars()))


def project(tx: Tx, works: Iterable[ArtworkId]) -> None:
    """Write what these works are found and sorted by."""
    inorder = sorted(works)
    for start in range(0, len(inorder), _AT_ONCE):
        _project(tx, inorder[start : start + _AT_ONCE])


def _project(tx: Tx, works: Sequence[ArtworkId]) -> None:
    found = described.gather(tx, works)
    _put_terms(tx, works, found)
    _put_words(tx, found)
    fulltext.drop(tx, set(works) - {one.id for one in found})  # works that are no more
    rows = [
        {"its_id": one.id} | {f"new_{name}": values[name] for name in _SORTED_BY}
        for one in found
        if (values := findable.columns(one))
    ]
    if rows:
        tx.execute(_SORT, rows)


def _put_terms(tx: Tx, works: Sequence[int], found: Sequence[Described]) -> None:
    told = {one.id: findable.terms(one) for one in found}
    numbers = terms.numbers(tx, (each for some in told.values() for each in some))
    wanted = {(numbers[each.key], one.position, one.id) for one in found for each in told[one.id]}
    held = {tuple(row) for row in tx.execute(_HELD, {"works": works})}
    _change(tx, _ADD, wanted - held)
    _change(tx, _DROP, held - wanted)
    changes: Counter[int] = Counter(term_id for term_id, _, _ in wanted - held)
    changes.subtract(term_id for term_id, _, _ in held - wanted)
    terms.count(tx, changes)


def _change(tx: Tx, statement: sa.Executable, links: Iterable[tuple[int, ...]]) -> None:
    rows = [dict(zip(_LINK, link, strict=True)) for link in sorted(links)]
    if rows:
        tx.execute(statement, rows)


def _put_words(tx: Tx, found: Sequence[Described]) -> None:
    """Write the words of those works only whose words have changed."""
    texts = {one.id: findable.text(one) for one in found}
    sums = {each: zlib.crc32(" ".join(tokens).encode()) for each, tokens in texts.items()}
    new = [one for one in found if one.words_sum != sums[one.id]]
    fulltext.drop(tx, {one.id for one in new if one.words_sum is not None})
    fulltext.add(tx, {one.id: texts[one.id] for one in new})
    if new:
        tx.execute(_SUM, [{"its_id": one.id, "new_sum": sums[one.id]} for one in new])


# ---- all of them -------------------------------------------------------------------------------


def is_current(tx: Tx) -> bool:
    """Say whether all works are found by what today's code finds them by."""
    return bool(tx.execute(sa.select(library.c.terms_version)).scalar_one() == VERSION)


def next_works(tx: Tx, limit: int) -> list[ArtworkId]:
    """Return the works to be projected next, by their ids."""
    query = sa.select(artwork.c.id).where(artwork.c.id > _gone_to()).order_by(artwork.c.id)
    return [ArtworkId(each) for each in tx.execute(query.limit(limit)).scalars()]


def count_left(tx: Tx) -> int:
    """Return how many works are still to be projected."""
    query = sa.select(sa.func.count()).where(artwork.c.id > _gone_to())
    return int(tx.execute(query).scalar_one())


def went_to(tx: Tx, works: Sequence[ArtworkId]) -> None:
    """Note that these, the next ones, are projected; none: that all are."""
    values = {"terms_to": works[-1]} if works else {"terms_to": 0, "terms_version": VERSION}
    tx.execute(sa.update(library).values(values))


def _gone_to() -> sa.ScalarSelect[int]:
    return sa.select(library.c.terms_to).scalar_subquery()
