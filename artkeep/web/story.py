"""Where a picture came from, as a short story: a line for each place it was found.

`tell` puts the path of a file as whoever reads the story may know it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from artkeep.model.records import Artwork, Place, Version
from artkeep.sites import SITES, folder
from artkeep.texts import text
from artkeep.web import words

UPLOAD = "upload"  # the site of what a browser handed over
ELSEWHERE = ""  # any other


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. `kind` is added, also or replaced; `place` is a path or an address."""

    kind: str
    text: str
    place: str


def story(work: Artwork, tell: Callable[[str], str]) -> list[Line]:
    """Tell first where it was first found, then the others, oldest first.

    A post of a site is told once, however many of its pictures show the work.
    """
    places, posts = [], set()
    for place in work.places:
        if place.site not in SITES or place.post_id not in posts:
            places.append(place)
        posts.add(place.post_id)
    return [_line(place, tell, is_first=number == 0) for number, place in enumerate(places)]


def shown_place(place: Place, tell: Callable[[str], str]) -> str:
    """Return a place as a person knows it: a path, a post's id, or the name of an upload."""
    if place.site == folder.NAME:
        return tell(place.name)
    if place.site == UPLOAD:
        return place.name.partition("/")[2] or place.name  # what stands before it is a digest
    return place.name


def told_version(version: Version) -> str:
    """Say when another picture was at the place of this one."""
    if version.replaced_at is None:
        return text("there now")
    return text("until {day}", day=words.day(version.replaced_at))


def _line(place: Place, tell: Callable[[str], str], *, is_first: bool) -> Line:
    if place.site in SITES:
        when, site = words.day(place.added_at), SITES[place.site].about.title
        if is_first:
            return Line("added", text("Kept {day} from {site}", day=when, site=site), "")
        return Line("also", text("Also, {day}, from {site}", day=when, site=site), "")
    shown = shown_place(place, tell)
    if place.replaced_at is not None:
        when = words.day(place.replaced_at)
        earlier = text("An earlier version: since {day} another picture is at", day=when)
        return Line("replaced", earlier, shown)
    first, also = SOURCES.get(place.site, SOURCES[ELSEWHERE])
    when = words.day(place.added_at)
    if is_first:
        return Line("added", first.about(day=when, site=place.site), shown)
    return Line("also", also.about(day=when, site=place.site), shown)


# where a file came from → how it is told when it is the first place, and when it is another
SOURCES = {
    UPLOAD: (
        text("Added {day} in the browser, as"),
        text("Also, {day}, in the browser, as"),
    ),
    folder.NAME: (
        text("Added {day} from"),
        text("Also, {day}, from"),
    ),
    ELSEWHERE: (
        text("Added {day} from {site}"),
        text("Also, {day}, from {site}"),
    ),
}
