"""What is known of works, one JSON object a line."""

from collections.abc import Callable, Iterator, Sequence

from artkeep.explore.export import known, works
from artkeep.explore.export.works import Chosen
from artkeep.library import reading
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Allow
from artkeep.workbench import Workbench

_AT_ONCE = 20  # works read together


def of(
    bench: Workbench, chosen: Chosen, allow: Allow, place: Callable[[str], str] = str
) -> Iterator[bytes]:
    """Yield a line for each work that is still there; no transaction is held between two."""
    for some in works.batches(bench, chosen, allow):
        for at in range(0, len(some), _AT_ONCE):
            yield from _read(bench, some[at : at + _AT_ONCE], allow, place)


def _read(
    bench: Workbench, ids: Sequence[ArtworkId], allow: Allow, place: Callable[[str], str]
) -> list[bytes]:
    with bench.db.read() as tx:
        here = reading.visible(tx, ids, allow)
        told = [known.of_work(tx, each, place) for each in ids if each in here]
    return [f"{known.as_json(each)}\n".encode() for each in told]
