"""Who publishes which work where, and what the site makes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from artkeep.fakes import world_ids, world_words
from artkeep.fakes.artists import MICROBLOGS, NOT_MIKA, UPLOADERS, Handle
from artkeep.fakes.customs import CUSTOMS, ON_MICROBLOGS, Custom
from artkeep.fakes.world_pictures import Picture, Studio, cropped_size
from artkeep.fakes.world_words import Tag
from artkeep.fakes.world_works import HOSTILE, REPLACED, TOLD_IN_WORDS, Series, Work

SITES = (
    "pixiv",
    "imagefap",
    "deviantart",
    "danbooru",
    "philomena",
    "bluesky",
    "mastodon",
    "twitter",
)
GALLERY_SIZE = 10  # pictures, at most, in a gallery of imagefap


@dataclass(frozen=True, slots=True)
class Counts:
    """How a post is received, as the site counts."""

    views: int
    favourites: int
    comments: int
    reposts: int
    score: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A work on a site.

    `id` is unique on the site: `home/number` where a site has many homes, `did/record key` on
    Bluesky. `kind` is still, many, moving or words (a short post without a picture).
    `caption_html` is for sites with markup, `words` for those with short plain text; `tags` are
    as the site writes them; `series` is the site's series, pool or gallery. `sources` are the
    addresses it says it was taken from. `position` counts from 0, the newest of its site.
    """

    site: str
    id: str
    work: Work
    account: Handle
    published_at: datetime
    title: str
    caption_html: str
    words: str
    tags: tuple[Tag, ...]
    rating: str
    is_ai: bool
    series: Series | None
    pages: tuple[Picture, ...]
    kind: str
    counts: Counts
    position: int
    sources: tuple[str, ...] = ()
    edited_at: datetime | None = None

    @property
    def place(self) -> str:
        """The home (`art.example`) or the DID that `id` begins with; "" where ids stand alone."""
        return self.id.rpartition("/")[0]

    @property
    def own_id(self) -> str:
        """The id within its place: a number, a record key."""
        return self.id.rpartition("/")[2]

    @property
    def uuid(self) -> str:
        """The long id that DeviantArt's API uses."""
        return world_ids.uuid(f"{self.site} {self.id}")

    @property
    def url(self) -> str:
        """The address that people pass on."""
        return world_ids.post_url(self.site, self.id, self.account.handle, self.title)


HOMES = {"philomena": ("derpibooru.org", "furbooru.org")}
UPLOADED = frozenset(UPLOADERS)  # sites where others put an artist's work
SURE = 3  # the first works, which have a story, are everywhere


def publications(site: str, works: tuple[Work, ...], studio: Studio) -> Iterator[Publication]:
    """Yield what was published on a site, newest first, still without positions of its own."""
    if site == "deviantart":
        yield _theft(works[0], studio)
    for work in works:
        for place in HOMES.get(site, (site,)):
            if _comes(work, site, place):
                yield _published(work, site, place, studio)


def _comes(work: Work, site: str, place: str) -> bool:
    custom = CUSTOMS[place]
    if site not in UPLOADED and site not in work.artist.handles:
        return False
    if site in UPLOADED and "pixiv" not in work.artist.handles:
        return False
    if work.kind == "moving" and not custom.moving:
        return False
    sure = work.index < SURE or len(work.artist.handles) == 1
    return sure or work.index % custom.out_of in custom.those


def _published(work: Work, site: str, place: str, studio: Studio) -> Publication:
    custom = CUSTOMS[place]
    account, at = _account(work, site), work.made_at + custom.later
    shown = world_words.tags_for(site, work.subjects, _artist_tags(work), work.rating)
    says_so = site in MICROBLOGS and work.index in TOLD_IN_WORDS
    elsewhere = _elsewhere(work, site)
    return Publication(
        site=site,
        id=_id(work, site, place, account, at),
        work=work,
        account=account,
        published_at=at,
        title=work.title,
        caption_html=_caption(work, site, elsewhere),
        words=world_words.words(work.title, elsewhere, shown),
        tags=shown,
        rating=work.rating,
        is_ai=work.is_ai,
        series=_series(work, site),
        pages=() if says_so else _pages(work, site, custom, studio),
        kind="words" if says_so else _kind(work, custom),
        counts=_counts(work, site),
        position=0,
        sources=(elsewhere,) if site in UPLOADED else (),
    )


def _account(work: Work, site: str) -> Handle:
    if site not in UPLOADED:
        return work.artist.handles[site]
    known = UPLOADERS[site]
    return known[work.index // GALLERY_SIZE % len(known)]


def _id(work: Work, site: str, place: str, account: Handle, at: datetime) -> str:
    if site == "bluesky":
        return f"{account.id}/{world_ids.tid(at, work.index)}"
    if site == "mastodon":
        return f"{account.id.partition('/')[0]}/{world_ids.toot(at, work.index)}"
    if site == "twitter":
        return world_ids.tweet(at, work.index)
    number = world_ids.numbered(place, work.index)
    return number if place == site else f"{place}/{number}"


def _artist_tags(work: Work) -> dict[str, str]:
    handles = work.artist.handles
    return {site: handles[site].handle for site in UPLOADED & set(handles)}


def _elsewhere(work: Work, site: str) -> str:
    """Where the same work is, as artists and uploaders say it."""
    other = "twitter" if site == "pixiv" and "twitter" in work.artist.handles else "pixiv"
    if other not in work.artist.handles:
        return "https://ann.example/"
    account = work.artist.handles[other]
    at = work.made_at + CUSTOMS[other].later
    post = _id(work, other, other, account, at)
    return world_ids.post_url(other, post, account.handle, work.title)


def _caption(work: Work, site: str, elsewhere: str) -> str:
    if work.is_hostile:
        known = world_words.HOSTILE_CAPTIONS
        return known[work.index // HOSTILE.step % len(known)]
    return world_words.caption_html(site, work.title, elsewhere, work.index)


def _series(work: Work, site: str) -> Series | None:
    if site == "imagefap":
        gallery, place = divmod(work.index, GALLERY_SIZE)
        return Series(str(9_001_000 - gallery), f"Scans {gallery + 1} & more", place + 1)
    return work.series if site in ("pixiv", "danbooru") else None


def _kind(work: Work, custom: Custom) -> str:
    few = custom.most_pages == 1 or (work.is_fox and custom.most_pages <= ON_MICROBLOGS)
    is_early = work.made_at + custom.later < custom.many_since
    return "still" if (few or is_early) and work.kind == "many" else work.kind


def _pages(work: Work, site: str, custom: Custom, studio: Studio) -> tuple[Picture, ...]:
    is_many = _kind(work, custom) == "many"
    chosen = work.numbers if is_many else work.numbers[work.main : work.main + 1]
    anew = work.index == REPLACED and site == "pixiv"
    change = "replaced" if anew else custom.change
    return tuple(
        _picture(work, number, custom, studio, change) for number in chosen[: custom.most_pages]
    )


def _picture(work: Work, number: int, custom: Custom, studio: Studio, change: str) -> Picture:
    width, height = studio.size_of(number)
    if work.kind == "moving":
        return Picture(number, width // 2, height // 2, custom.moving, "", studio)
    if change == "cropped":
        width, height = cropped_size(width, height)
    size = round(width * custom.share), round(height * custom.share)
    drawn_as = "png" if work.is_fox or number % 3 == 0 else "jpeg"
    return Picture(number, *size, drawn_as if custom.is_original else "jpeg", change, studio)


def _counts(work: Work, site: str) -> Counts:
    liked = (work.index * 7919 + len(site) * 104_729) % 9_973
    return Counts(liked * 11 + 3, liked, liked % 89, liked // 7, liked - liked % 13)


def _theft(fox: Work, studio: Studio) -> Publication:
    """Mirror the fox and call it one's own."""
    number = fox.numbers[fox.main]
    picture = Picture(number, *studio.size_of(number), "jpeg", "mirrored", studio)
    account = NOT_MIKA.handles["deviantart"]
    return Publication(
        site="deviantart",
        id="900004711",
        work=fox,
        account=account,
        published_at=fox.made_at + timedelta(days=9),
        title="my fox (DO NOT STEAL)",
        caption_html="all mine",
        words="my fox (DO NOT STEAL)",
        tags=(Tag("fox"), Tag("myart")),
        rating="general",
        is_ai=False,
        series=None,
        pages=(picture,),
        kind="still",
        counts=Counts(41, 2, 0, 0, 2),
        position=0,
    )
