"""Numbers, sizes and moments as a person reads them."""

from datetime import datetime, timedelta
from pathlib import PurePath

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
}


def number(value: int) -> str:
    """12345 → 12,345."""
    return f"{value:,}"


def plural(value: int, one: str, many: str = "") -> str:
    """1, "picture" → "1 picture"; 1200 → "1,200 pictures"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def size(size_bytes: int) -> str:
    """Bytes in the unit that leaves one to three digits, decimal as disks are sold."""
    value = float(size_bytes)
    if value < 1000:
        return plural(size_bytes, "byte")
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5:
            break
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"


def day(moment: datetime) -> str:
    """The day in this machine's time zone: 3 May 2026."""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"


def clock_time(moment: datetime) -> str:
    """The day and the time in this machine's time zone: 3 May 2026, 14:32."""
    return f"{day(moment)}, {moment.astimezone():%H:%M}"


def span(seconds: float) -> str:
    """How long, in its two largest units: 8 s, 3 min 20 s, 2 h 10 min, 4 days."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest and minutes < 10 else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return plural(hours // 24, "day")


def ago(moment: datetime, now: datetime) -> str:
    """How long before `now`: just now, 5 min ago; older than a day is the day itself."""
    passed = now - moment
    if passed < timedelta(seconds=10):
        return "just now"
    return day(moment) if passed > timedelta(days=1) else f"{span(passed.total_seconds())} ago"


def pace(per_second: float) -> str:
    """A rate with two digits that matter: 1.1/s, 31/s, 20/min."""
    if per_second < 0.95:
        return f"{per_second * 60:.0f}/min"
    return f"{per_second:.1f}/s" if per_second < 9.95 else f"{per_second:,.0f}/s"


def kind_of(media_type: str) -> str:
    """The name people know a media type by."""
    return KINDS.get(media_type, media_type.rpartition("/")[2].upper())


def colour(placeholder: int) -> str:
    """0xRRGGBB as CSS writes it."""
    return f"#{placeholder & 0xFFFFFF:06x}"


def file_name(path: str) -> str:
    """The last part of a path of this machine or another's."""
    return PurePath(path.replace("\\", "/")).name or path
