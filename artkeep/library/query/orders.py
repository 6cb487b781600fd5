"""What comes first: the orders of a query, by name."""

from dataclasses import dataclass

from artkeep.library.query.qualifiers import ORDERS

_ALIASES = {
    "new": "added",
    "import_date": "added",
    "upload_date": "added",
    "posted": "date",
    "creation_date": "date",
    "creation_time": "date",
    "time": "date",
    "filesize": "size",
    "file_size": "size",
    "mpixels": "pixels",
    "resolution": "pixels",
    "area": "pixels",
    "image_area": "pixels",
    "image_width": "width",
    "image_height": "height",
    "landscape": "ratio",
    "ar": "ratio",
    "aspect_ratio": "ratio",
    "image_ar": "ratio",
    "image_aspect_ratio": "ratio",
    "pagecount": "pages",
    "custom": "list",
    "favcount": "score",
    "portrait": "ratio_asc",
    "old": "added_asc",
}
_SEED_AT_MOST = 2**31


@dataclass(frozen=True, slots=True)
class Order:
    """An order. Highest first unless it ascends; works without the value come last either way.

    `seed` shuffles the random one: the same seed is the same order.
    """

    name: str = "added"
    ascends: bool = False
    seed: int = 0

    def __str__(self) -> str:
        if self.name == "random":
            return f"random:{self.seed}" if self.seed else "random"
        if self.name == "id":  # as Danbooru has it: numbers ascend unless told otherwise
            return "id" if self.ascends else "id_desc"
        return f"{self.name}_asc" if self.ascends else self.name


DEFAULT = Order()


def order(text: str) -> Order | None:
    """Read the name of an order, with `_asc` or `_desc`, or `random:SEED`; None: there is none."""
    text = text.lower().replace("-", "_")
    name, _, more = text.partition(":")
    if name == "random":
        return _random(more)
    name, ascends = _direction(text)
    name, also_ascends = _direction(_ALIASES.get(name, name))
    if name not in ORDERS or name == "random":
        return None
    if ascends is None:
        ascends = name == "id" if also_ascends is None else also_ascends
    return Order(name, ascends)


def _random(seed: str) -> Order | None:
    if not seed:
        return Order("random")
    if not (seed.isascii() and seed.isdigit()) or len(seed) > len(str(_SEED_AT_MOST)):
        return None
    return Order("random", seed=int(seed) % _SEED_AT_MOST)


def _direction(text: str) -> tuple[str, bool | None]:
    """Take the direction off a name: `score_asc`, szurubooru's `score,asc`."""
    for mark in ("_", ","):
        for ending, ascends in (("asc", True), ("desc", False)):
            if text.endswith(mark + ending):
                return text.removesuffix(mark + ending), ascends
    return text, None
