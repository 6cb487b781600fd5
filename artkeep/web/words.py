"""Numbers, sizes and moments as a person reads them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import PurePath

from artkeep.model.records import Mark
from artkeep.texts import Text, joined, many, number, text
from artkeep.texts.figures import Moment

THOUSAND = 1000
TEN = 9.95  # what is rounded to ten has two digits before the point
JUST_NOW = timedelta(seconds=10)
UNITS = (
    text("{value} kB"),
    text("{value} MB"),
    text("{value} GB"),
    text("{value} TB"),
)
SPANS: tuple[tuple[int, Callable[[int], Text]], ...] = (  # seconds → so many of them, in words
    (86_400, lambda n: many("{n} day", "{n} days", n)),
    (3600, lambda n: text("{value} h", value=number(n))),
    (60, lambda n: text("{value} min", value=number(n))),
    (1, lambda n: text("{value} s", value=number(n))),
)
KINDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/apng": text("animated PNG"),
    "image/gif": "GIF",
    "image/webp": "WebP",
    "image/avif": "AVIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/jxl": "JPEG XL",
    "application/x-ugoira": "ugoira",
}


def size(size_bytes: int) -> str:
    """Bytes in the unit that leaves one to three digits, decimal as disks are sold."""
    if size_bytes < THOUSAND:
        return many("{n} byte", "{n} bytes", size_bytes)
    power = min((len(str(size_bytes)) - 1) // 3, len(UNITS))
    return UNITS[power - 1].about(value=two_digits(size_bytes / THOUSAND**power))


def two_digits(value: float) -> str:
    """One digit behind the point where there is only one before it: 1.1, 31, 1,200."""
    return number(value, 1) if value < TEN else number(value)


def day(moment: datetime) -> str:
    """The day in this machine's time zone: 3 May 2026."""
    return Moment(moment)


def clock_time(moment: datetime) -> str:
    """The day and the time in this machine's time zone: 3 May 2026, 14:32."""
    return Moment(moment, "minute")


def second(moment: datetime) -> str:
    """The time of day in this machine's time zone: 14:32:05."""
    return Moment(moment, "second")


def span(seconds: float) -> str:
    """How long, in its two largest units: 8 s, 3 min 20 s, 2 h 10 min, 4 days 3 h."""
    return joined(" ", units(seconds))


def units(seconds: float) -> list[str]:
    """Return how long something takes, in its two largest units."""
    left = max(0, round(seconds))
    parts: list[str] = []
    for length, in_words in SPANS:
        count, left = divmod(left, length)
        if count:
            parts.append(in_words(count))
        elif parts:
            break
    return parts[:2] or [SPANS[-1][1](0)]


def about(seconds: float) -> str:
    """How long, in its largest unit alone: 24 h, 3 days."""
    length, in_words = next((one for one in SPANS if seconds >= 0.95 * one[0]), SPANS[-1])
    return in_words(max(1, round(seconds / length)))


def ago(moment: datetime, now: datetime) -> str:
    """About how long before `now`: just now, 5 min ago; older than a day is the day itself."""
    passed = now - moment
    if passed < JUST_NOW:
        return text("just now")
    if passed > timedelta(days=1):
        return day(moment)
    return text("{span} ago", span=units(passed.total_seconds())[0])


def pace(per_second: float) -> str:
    """A rate with the digits that matter: 1.1/s, 31/s, 20/min."""
    if per_second >= 1:
        return text("{rate}/s", rate=two_digits(per_second))
    return text("{rate}/min", rate=number(per_second * 60))


def kind_of(media_type: str) -> str:
    """The name people know a media type by."""
    return KINDS.get(media_type, media_type.rpartition("/")[2].upper())


def colour(placeholder: int) -> str:
    """0xRRGGBB as CSS writes it."""
    return f"#{placeholder & 0xFFFFFF:06x}"


def marks(signs: Mark) -> list[str]:
    """The names of the signs on a work: ai, gone, partial, alike."""
    return [str(sign.name).lower() for sign in Mark if sign in signs]


def file_name(path: str) -> str:
    """The last part of a path of this machine or another's."""
    return PurePath(path.replace("\\", "/")).name or path
