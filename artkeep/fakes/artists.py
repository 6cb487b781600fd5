"""Who lives in the world: artists with their names on every site, and the one who collects.

Nobody here is anybody. Numbers, handles and hosts have the shape that each site gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from artkeep.fakes import world_ids


@dataclass(frozen=True, slots=True)
class Handle:
    """An account on a site: the site's own id of it, and what addresses and people use.

    Where a site has many homes, `id` begins with the home. `is_private`: strangers see nothing.
    """

    id: str
    handle: str
    name: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Artist:
    """Who makes pictures. `about` is what the profile on a site says, `links` what it names."""

    key: str
    name: str
    handles: Mapping[str, Handle]
    about: str = ""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collector:
    """Who follows them all, and where."""

    name: str
    handles: Mapping[str, Handle]


EVERYWHERE = ("pixiv", "bluesky", "mastodon", "twitter", "deviantart", "danbooru", "philomena")

MIKA = Artist(
    key="mika",
    name="Mika Aoyama",
    handles={
        "pixiv": Handle("4242", "mika_aoyama", "青山みか"),
        "bluesky": Handle("did:plc:mikaaoyama", "mika.example", "Mika Aoyama"),
        "mastodon": Handle("art.example/109000000000004242", "mika@art.example", "Mika Aoyama"),
        "twitter": Handle("424242", "mika_draws", "Mika Aoyama ❄ commissions closed"),
        "deviantart": Handle(world_ids.uuid("mika-aoyama"), "mika-aoyama", "mika-aoyama"),
        "danbooru": Handle("77001", "aoyama_mika", "aoyama mika"),
        "philomena": Handle("derpibooru.org/77001", "artist:mika aoyama", "mika aoyama"),
        "linktree": Handle("mikaaoyama", "mikaaoyama", "Mika Aoyama"),
    },
    about="Winter, animals, ink. 仕事の依頼はメールで。",
    links={
        "pixiv": ("https://x.com/mika_draws", "https://linktr.ee/mikaaoyama"),
        "bluesky": ("https://linktr.ee/mikaaoyama",),
        "twitter": ("https://linktr.ee/mikaaoyama", "https://www.pixiv.net/users/4242"),
        "mastodon": ("https://bsky.app/profile/mika.example",),
        "danbooru": (
            "https://www.pixiv.net/users/4242",
            "https://x.com/mika_draws",
            "https://x.com/intent/user?user_id=424242",
        ),
        "linktree": (
            "https://www.pixiv.net/users/4242",
            "https://bsky.app/profile/mika.example",
            "https://art.example/@mika",
            "https://x.com/mika_draws",
            "https://www.deviantart.com/mika-aoyama",
        ),
    },
)


def _artist(
    number: int, name: str, about: str, sites: tuple[str, ...] = EVERYWHERE, shown: str = ""
) -> Artist:
    """Give an artist handles made from the name; `number` is the pixiv user."""
    first, *rest = name.lower().split()
    word = "_".join([first, *rest])
    home = ("art.example", "sketch.example")[number % 2]
    made = {
        "pixiv": Handle(str(number), word, shown or name),
        "bluesky": Handle(world_ids.did(word), f"{first}.example", shown or name),
        "mastodon": Handle(f"{home}/10900000000000{number}", f"{first}@{home}", name),
        "twitter": Handle(str(100_000_000 + number), f"{word}_art"[:15], shown or name),
        "deviantart": Handle(world_ids.uuid(word), word.replace("_", "-")),
        "danbooru": Handle(
            str(70_000 + number), "_".join([*rest, first]), " ".join([*rest, first])
        ),
        "philomena": Handle(f"derpibooru.org/{70_000 + number}", f"artist:{name.lower()}"),
    }
    return Artist(word, name, {site: made[site] for site in sites}, about)


def _private(artist: Artist, *sites: str) -> Artist:
    """Close the accounts on these sites to strangers."""
    closed = {
        site: Handle(own.id, own.handle, own.name, is_private=site in sites)
        for site, own in artist.handles.items()
    }
    return Artist(artist.key, artist.name, closed, artist.about, artist.links)


MICROBLOGS = ("bluesky", "mastodon", "twitter")
NOOR = _private(_artist(4301, "Noor Haddad", "Friends only, sorry."), "twitter", "mastodon")
ANN = Artist(
    key="ann",
    name="Ann Sol",
    handles={"deviantart": Handle(world_ids.uuid("ann"), "ann", "ann")},
    about="Birds, mostly.",
)
NOT_MIKA = Artist(
    key="not_mika",
    name="not-mika",
    handles={"deviantart": Handle(world_ids.uuid("not-mika"), "not-mika", "not-mika")},
    about="all art is mine!!! dont steal",
)
OTHERS: tuple[Artist, ...] = (
    _artist(4302, "Jonas Lindqvist", "Landscapes that are not there.", shown="jonas 🌲"),
    _artist(4303, "Saki Tanaka", "ふたりで描いています。", shown="田中さき"),
    NOOR,
    _artist(4304, "Tomasz Wilk", "Glass and lead.", ("pixiv", *MICROBLOGS, "deviantart")),
    _artist(4305, "Ines Duarte", 'Plants & <b>patterns</b>, "mostly" quiet.'),
    _artist(4306, "Kofi Mensah", "Cities at night.", ("pixiv", "twitter", "danbooru")),
    _artist(4307, "Yuki Ono", "色", shown="おの/ゆき"),
    _artist(4308, "Maren Vogt", "Waves, maps.", ("pixiv", "mastodon", "deviantart", "philomena")),
    _artist(4309, "Pia Rossi", "Ponies and ponds.", ("pixiv", "bluesky", "philomena", "danbooru")),
    _artist(4310, "Leo Park", "I let machines draw and say so.", shown="LEO/AI"),
    _artist(4311, "Ada Quist", "Fractals by hand.", ("pixiv", "bluesky", "deviantart")),
    _artist(4312, "Ravi Nair", "Marbled paper.", shown="ravi.nair"),
)
ARTISTS: tuple[Artist, ...] = (MIKA, *OTHERS, ANN, NOT_MIKA)

# who puts other people's work on the sites where that is the custom
UPLOADERS: Mapping[str, tuple[Handle, ...]] = {
    "danbooru": (Handle("1201", "lanternfish"), Handle("1202", "snow_owl"), Handle("1203", "ravn")),
    "philomena": (
        Handle("derpibooru.org/3301", "Background Pony #3301"),
        Handle("derpibooru.org/3302", "Moonlit Quill"),
    ),
    "imagefap": (Handle("91", "Paper & Ink"), Handle("92", "old_scans"), Handle("93", "Ünïcode")),
}

COLLECTOR = Collector(
    name="Sam Sample",
    handles={
        "imagefap": Handle("77", "SampleUser", "SampleUser"),
        "pixiv": Handle("7001", "sample_user", "サンプル"),
        "deviantart": Handle(world_ids.uuid("ann"), "ann", "ann"),
        "danbooru": Handle("7701", "SampleUser", "SampleUser"),
        "philomena": Handle("derpibooru.org/7701", "SampleUser", "SampleUser"),
        "bluesky": Handle(world_ids.did("sample"), "sample.example", "Sam Sample"),
        "mastodon": Handle("art.example/109000000000007701", "sample@art.example", "Sam Sample"),
        "twitter": Handle("7701770177", "sample_user", "Sam Sample"),
    },
)
