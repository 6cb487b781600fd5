"""The gallery's language: from the text of a query to the works that it finds.

::

    query = parse('fox -cat "in the snow" width:>=1920 order:score')   # raises BadQuery
    with db.read() as tx:
        tiles = search(tx, query, None, 60, allow)
        place = anchor_of(tx, query, tiles[-1].artwork_id)    # str(place) goes into addresses
        more = search(tx, query, Anchor.read(text, query.order), 60, allow)

`parser` reads what a person typed, by way of `words` and `leaf`, into a `tree`; `str(query)` is
the one way to write it (`written`), and `query.chips` are its parts with their places. `run` asks
the library: `lookup` finds the terms, `plan` chooses how to walk, `conditions` and `sorting` are
the SQL. Pages go by key for every order, never by offset. `suggestions` say how a word may go on.
"""

from artkeep.library.query.anchors import Anchor
from artkeep.library.query.parser import Query, parse
from artkeep.library.query.run import anchor_of, around, before, count, ids, search
from artkeep.library.query.suggestions import Suggestion, suggest
from artkeep.library.query.written import Chip, bare

__all__ = [
    "Anchor",
    "Chip",
    "Query",
    "Suggestion",
    "anchor_of",
    "around",
    "bare",
    "before",
    "count",
    "ids",
    "parse",
    "search",
    "suggest",
]
