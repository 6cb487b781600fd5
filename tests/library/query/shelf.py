"""A small library drawn by lot, as rows and as plain values to compare answers with."""

import hashlib
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from artkeep.db.tables import (
    artwork,
    artwork_term,
    collection,
    collection_item,
    image,
    page,
    post,
    term,
)
from artkeep.library import fulltext, spelling

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)  # where the hand clock of the tests stands
TAGS = {  # tag → what it is about
    "fox": "general",
    "fox_girl": "character",
    "foxes": "title",
    "snow": "general",
    "snow_(weather)": "general",
    "re:zero": "copyright",
    "狐": "general",
    "狐狸": "general",
    "a_100%": "general",
    "cat": "general",
    "touhou": "copyright",
} | {f"colour_{each}": "general" for each in range(9)}
SITES = ("pixiv", "danbooru", "bluesky")
ARTISTS = ("mika_aoyama", "aoyama_mika", "not-mika", "#3")
WORDS = ("fox", "in", "the", "snow", "red", "狐の夢", "夢")
LISTS = {1: "A & B", 2: "Favourites", 3: "favourites (private)"}


@dataclass(frozen=True)
class Work:
    """A work, and everything that may be asked of it."""

    id: int
    position: int
    posted_at: datetime | None
    width: int
    height: int
    size_bytes: int
    frames: int
    pages: int
    rating: int | None
    score: int | None
    copies: int
    shuffle: int
    tags: frozenset[str]
    sites: frozenset[str]
    artists: frozenset[str]
    says: tuple[str, ...]  # tokens of title and caption
    type: str
    states: frozenset[str]
    lists: dict[int, int] = field(hash=False, compare=False, default_factory=dict)

    @property
    def pixels(self):
        return self.width * self.height

    @property
    def ratio(self):
        return self.width / self.height

    @property
    def added_at(self):
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=self.position)


def sha256_of(number):
    return hashlib.sha256(f"{number}".encode()).hexdigest()


def md5_of(number):
    return hashlib.md5(f"{number}".encode()).hexdigest()


def some(dice, words, most):
    return frozenset(dice.sample(sorted(words), dice.randint(0, most)))


def drawn(number, dice):
    """Draw one work. Values repeat, so that ids have to decide; many are not known."""
    minutes = dice.choice([dice.randint(0, 60 * 24 * 40), 60 * 24 * 365])
    when = NOW - timedelta(minutes=minutes)
    posted = NOW - timedelta(days=dice.randint(0, 800), hours=dice.randint(0, 23))
    return Work(
        id=number,
        position=(when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1),
        posted_at=None if dice.random() < 0.3 else posted,
        width=dice.choice([640, 1920, 1913, 1080, 2000]),
        height=dice.choice([480, 1080, 1920, 1000]),
        size_bytes=dice.choice([400_000, 4_900_000, 5_000_000, 5_100_000, 9_000_000]),
        frames=dice.choice([1, 1, 12]),
        pages=dice.choice([1, 1, 2, 8]),
        rating=dice.choice([None, 0, 1, 2, 3]),
        score=dice.choice([None, None, -3, 0, 5, 5, 100]),
        copies=dice.choice([1, 1, 2]),
        shuffle=dice.randint(0, 2**31 - 1),
        tags=some(dice, TAGS, 4),
        sites=some(dice, SITES, 2),
        artists=some(dice, ARTISTS, 2),
        says=tuple(spelling.tokens(" ".join(dice.choices(WORDS, k=dice.randint(0, 6))))),
        type=dice.choice(["jpg", "png", "ugoira"]),
        states=some(dice, ["animated", "gone", "local"], 2),
        lists={each: dice.randint(1, 5) for each in some(dice, map(str, LISTS), 2)},
    )


def shelf(size, seed=1):
    """Draw a library."""
    dice = random.Random(seed)
    return [drawn(number, dice) for number in range(1, size + 1)]


# ---- as rows -----------------------------------------------------------------------------------


def fill(tx, works):
    """Write a library as the projection writes it, with a work in the trash that nothing finds."""
    tx.execute(sa.insert(image), [image_row(work) for work in works])
    tx.execute(sa.insert(artwork), [artwork_row(work) for work in works])
    tx.execute(sa.insert(post), [post_row(work) for work in works])
    tx.execute(sa.insert(page), [page_row(work) for work in works])
    put_lists(tx, works)
    put_terms(tx, works)
    fulltext.add(tx, {work.id: work.says for work in works})
    thrown = artwork_row(works[0]) | {"id": len(works) + 1, "trashed_at": NOW}
    tx.execute(sa.insert(artwork), [thrown])


def fill_barely(tx, works):
    """Write many works quickly: all with one cover, without posts and lists."""
    tx.execute(sa.insert(image), [image_row(works[0])])
    rows = [artwork_row(work) | {"cover_id": works[0].id} for work in works]
    tx.execute(sa.insert(artwork), rows)
    put_terms(tx, [replace(work, lists={}) for work in works])


def image_row(work):
    return {
        "id": work.id,
        "sha256": bytes.fromhex(sha256_of(work.id)),
        "size_bytes": work.size_bytes,
        "media_type": "image/png",
        "width": work.width,
        "height": work.height,
        "frames": work.frames,
        "pdq": bytes(32),
        "dhash": bytes(16),
        "quality": 100,
        "placeholder": 0,
        "look_version": 1,
        "kept": "blob",
        "added_at": NOW,
    }


def artwork_row(work):
    return {
        "id": work.id,
        "title": f"work {work.id}",
        "cover_id": work.id,
        "added_at": work.added_at,
        "trashed_at": None,
        "position": work.position,
        "shown_at": work.added_at,
        "posted_at": work.posted_at,
        "width": work.width,
        "height": work.height,
        "ratio": work.ratio,
        "pixels": work.pixels,
        "size_bytes": work.size_bytes,
        "frames": work.frames,
        "pages": work.pages,
        "rating": work.rating,
        "score": work.score,
        "copies": work.copies,
        "shuffle": work.shuffle,
    }


def post_row(work):
    return {
        "id": work.id,
        "site": "danbooru",
        "site_post_id": str(work.id),
        "ref_key": hashlib.sha256(f"post {work.id}".encode()).digest()[:16],
        "url": f"https://example.org/{work.id}",
        "title": "",
        "seen_at": NOW,
    }


def page_row(work):
    return {
        "id": work.id,
        "post_id": work.id,
        "site": "danbooru",
        "position": 0,
        "url": f"https://example.org/{work.id}.png",
        "stamp": md5_of(work.id),
        "image_id": work.id,
        "artwork_id": work.id,
        "added_at": NOW,
    }


def put_lists(tx, works):
    tx.execute(sa.insert(collection), [list_row(each, LISTS[each]) for each in LISTS])
    on = [
        {"collection_id": int(each), "post_id": work.id, "position": place, "added_at": NOW}
        for work in works
        for each, place in work.lists.items()
    ]
    if on:
        tx.execute(sa.insert(collection_item), on)


def list_row(number, title):
    return {
        "id": number,
        "site": "pixiv",
        "site_collection_id": str(number),
        "ref_key": hashlib.sha256(f"list {number}".encode()).digest()[:16],
        "url": f"https://example.org/list/{number}",
        "title": title,
        "account": "",
        "every": 3600,
        "followed_at": NOW,
        "reading": 1,
        "is_full": True,
        "seen": 0,
    }


def keys(work):
    """Return what finds a work, as terms are known, with what each is about."""
    found = {f":{tag}": TAGS[tag] for tag in work.tags}
    found |= {f"site:{each}": None for each in work.sites}
    found |= {f"artist:{each}": None for each in work.artists}
    found |= {f"is:{each}": None for each in work.states}
    found |= {f"in:#{each}": None for each in work.lists}
    return found | {f"type:{work.type}": None}


def put_terms(tx, works):
    kinds, links = {}, []
    for work in works:
        kinds |= keys(work)
    numbers = {each: number for number, each in enumerate(sorted(kinds), 1)}
    counts = dict.fromkeys(kinds, 0)
    for work in works:
        for each in keys(work):
            counts[each] += 1
            link = {"term_id": numbers[each], "position": work.position, "artwork_id": work.id}
            links.append(link)
    rows = [
        {"id": numbers[each], "key": each, "shown": each, "kind": kinds[each], "n": counts[each]}
        for each in kinds
    ]
    tx.execute(sa.insert(term), rows)
    tx.execute(sa.insert(artwork_term), links)
