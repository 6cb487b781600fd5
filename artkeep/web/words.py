"""Numbers, sizes and moments as a person reads them."""

from datetime import datetime, timedelta
from pathlib import PurePath

from artkeep.model.records import Mark

THOUSAND = 1000
TEN = 9.95  # what is rounded to ten has two digits before the point
UNITS = ("kB", "MB", "GB", "TB")
SPANS = ((86_400, "day", "days"), (3600, "h", "h"), (60, "min", "min"), (1, "s", "s"))
KINDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/apng": "animated PNG",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "image/avif": "AVIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/jxl": "JPEG XL",
    "application/x-ugoira": "ugoira",
}


def number(value: int) -> str:
    """12345 → 12,345."""
    return f"{value:,}"


def plural(value: int, one: str, many: str = "") -> str:
    """1, "picture" → "1 picture"; 1200 → "1,200 pictures"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def size(size_bytes: int) -> str:
    """Bytes in the unit that leaves one to three digits, decimal as disks are sold."""
    if size_bytes < THOUSAND:
        return plural(size_bytes, "byte")
    power = min((len(str(size_bytes)) - 1) // 3, len(UNITS))
    return f"{two_digits(size_bytes / THOUSAND**power)} {UNITS[power - 1]}"


def two_digits(value: float) -> str:
    """One digit behind the point where there is only one before it: 1.1, 31, 1,200."""
    return f"{value:,.1f}" if value < TEN else f"{value:,.0f}"


def day(moment: datetime) -> str:
    """The day in this machine's time zone: 3 May 2026."""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"


def clock_time(moment: datetime) -> str:
    """The day and the time in this machine's time zone: 3 May 2026, 14:32."""
    return f"{day(moment)}, {moment.astimezone():%H:%M}"


def span(seconds: float) -> str:
    """How long, in its two largest units: 8 s, 3 min 20 s, 2 h 10 min, 4 days 3 h."""
    left = max(0, round(seconds))
    parts = []
    for length, one, many in SPANS:
        number, left = divmod(left, length)
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
        elif parts:
            break
    return " ".join(parts[:2]) or "0 s"


def about(seconds: float) -> str:
    """How long, in its largest unit alone: 24 h, 3 days."""
    longest = next((one for one in SPANS if seconds >= 0.95 * one[0]), SPANS[-1])
    number = max(1, round(seconds / longest[0]))
    return f"{number} {longest[1] if number == 1 else longest[2]}"


def ago(moment: datetime, now: datetime) -> str:
    """About how long before `now`: just now, 5 min ago; older than a day is the day itself."""
    passed = now - moment
    if passed < timedelta(seconds=10):
        return "just now"
    if passed > timedelta(days=1):
        return day(moment)
    largest = " ".join(span(passed.total_seconds()).split()[:2])
    return f"{largest} ago"


def pace(per_second: float) -> str:
    """A rate with the digits that matter: 1.1/s, 31/s, 20/min."""
    return f"{two_digits(per_second)}/s" if per_second >= 1 else f"{per_second * 60:.0f}/min"


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
