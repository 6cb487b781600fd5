"""What numbers, sizes, ratios, dates and ages mean.

Every value is an interval: `2024` is a year long, a width has no length at all. Moments are
microseconds since 1970 in UTC; an age is turned into the moment that lies so long ago.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from artkeep.library.query.qualifiers import RATINGS, VALUES, Kind
from artkeep.library.query.tree import Bounds
from artkeep.texts import text

_LARGEST = 2**62  # fits both engines with something added to it
_TOLERANCE = {Kind.RATIO: 0.01, Kind.PIXELS: 0.05, Kind.SIZE: 0.05}  # of rounded values
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """All that a value means, both ends with it.

    `near_low` and `near_high` are what counts as equal to it.
    """

    low: float
    high: float
    near_low: float
    near_high: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Between what a number has to be. None is no limit; an open end is not with it."""

    low: float | None = None
    high: float | None = None
    is_low_open: bool = False
    is_high_open: bool = False


def limits(kind: Kind, bounds: Bounds, now: datetime) -> Limits:
    """Return what a range stands for at a moment. Raises ValueError with what is wrong."""
    if bounds.op in {"..", "..."}:
        return _between(kind, bounds, now)
    value = _interval(kind, bounds.value, now)
    if bounds.op == "=":
        return Limits(value.near_low, value.near_high)
    is_turned = is_age(bounds.value)  # what is older came earlier
    return _beyond(_TURNED[bounds.op] if is_turned else bounds.op, value)


_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


def _beyond(op: str, value: Interval) -> Limits:
    match op:
        case ">":
            return Limits(low=value.high, is_low_open=True)
        case ">=":
            return Limits(low=value.low)
        case "<":
            return Limits(high=value.low, is_high_open=True)
        case _:
            return Limits(high=value.high)


def _between(kind: Kind, bounds: Bounds, now: datetime) -> Limits:
    first = _interval(kind, bounds.value, now)
    last = _interval(kind, bounds.until, now)
    are_ages = is_age(bounds.value)
    if are_ages != is_age(bounds.until):
        raise ValueError(text("a range has two dates or two ages"))
    if first.low > last.low:
        first, last = last, first
    if bounds.op == "..." and not are_ages:
        return Limits(first.low, last.low, is_high_open=True)
    return Limits(first.low, last.high)


def _interval(kind: Kind, word: str, now: datetime) -> Interval:
    return _READERS[kind](word, now)


def _point(value: float, tolerance: float = 0) -> Interval:
    slack = abs(value) * tolerance
    return Interval(value, value, value - slack, value + slack)


def _fitting(value: float) -> float:
    if abs(value) > _LARGEST:
        raise ValueError(text("that is too large a number"))
    return value


# ---- numbers -----------------------------------------------------------------------------------

_WHOLE = re.compile(r"[+-]?\d{1,18}\Z", re.ASCII)
_PIXELS = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)(kp|mp|k|m)?\Z", re.ASCII)
_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)(b|kb|kib|k|mb|mib|m|gb|gib|g)?\Z", re.ASCII)
_RATIO = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(?:[:/](\d{1,6}(?:\.\d{1,6})?))?\Z", re.ASCII)
_BYTES = {"b": 1, "k": 1000, "m": 1000**2, "g": 1000**3}  # as disks are sold, and as we show them


def _count(word: str, _: datetime) -> Interval:
    if not _WHOLE.match(word):
        raise ValueError(text("a whole number is needed"))
    return _point(int(word))


def _pixels(word: str, _: datetime) -> Interval:
    found = _PIXELS.match(word)
    if found is None or ("." in word and not found[2]):
        raise ValueError(text("a number of pixels is needed, such as 2073600 or 2mp"))
    if not found[2]:
        return _point(int(word))
    each = 1000 if found[2].startswith("k") else 1000**2
    return _point(round(float(found[1]) * each), _TOLERANCE[Kind.PIXELS])


def _size(word: str, _: datetime) -> Interval:
    found = _SIZE.match(word)
    if found is None or ("." in word and not found[2]):
        raise ValueError(text("a size is needed, such as 500kb or 5mb"))
    if not found[2]:
        return _point(int(word))
    each = _BYTES[found[2][0]]
    if found[2].endswith("ib"):
        each = {"k": 1024, "m": 1024**2, "g": 1024**3}[found[2][0]]
    tolerance = 0 if found[2] == "b" else _TOLERANCE[Kind.SIZE]
    return _point(_fitting(round(float(found[1]) * each)), tolerance)


def _ratio(word: str, _: datetime) -> Interval:
    found = _RATIO.match(word)
    if found is None or (found[2] is not None and float(found[2]) == 0):
        raise ValueError(text("a ratio is needed, such as 16:9 or 1.5"))
    return _point(float(found[1]) / float(found[2] or 1), _TOLERANCE[Kind.RATIO])


def _rating(word: str, _: datetime) -> Interval:
    word = VALUES["rating"].get(word, word)
    if word not in RATINGS:
        raise ValueError(text("{word} is no rating", word=word))
    return _point(RATINGS.index(word))


# ---- moments -----------------------------------------------------------------------------------

_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?\Z", re.ASCII)
_EXACT = re.compile(r"@(\d{1,18})\Z", re.ASCII)  # microseconds since 1970
_AGO = re.compile(r"(\d{1,4})_(day|week|month|year)s?_ago\Z", re.ASCII)
_AGE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)_?([a-z]+)\Z", re.ASCII)
_NAMED_DAYS = {"today": 0, "yesterday": 1}
_UNITS = {
    ("s", "sec", "secs", "second", "seconds"): timedelta(seconds=1),
    ("mi", "min", "mins", "minute", "minutes"): timedelta(minutes=1),
    ("h", "hour", "hours"): timedelta(hours=1),
    ("d", "day", "days"): timedelta(days=1),
    ("w", "week", "weeks"): timedelta(weeks=1),
    ("mo", "month", "months"): timedelta(days=30),
    ("y", "year", "years"): timedelta(days=365),
}
_UNIT = {word: span for words, span in _UNITS.items() for word in words}
_LONGEST = timedelta(days=365 * 500)


def is_age(word: str) -> bool:
    """Say whether a word says how long ago something was, not when."""
    found = _AGE.match(word)
    return found is not None and found[2] in _UNIT


def _age(word: str, now: datetime) -> Interval:
    """Return the moment so long ago; equal to it is what is less than one unit older."""
    found = _AGE.match(word)
    if found is None or found[2] not in _UNIT:
        raise ValueError(text("an age is needed, such as 12h, 3d, 2w, 6mo or 1y"))
    unit = _UNIT[found[2]]
    if float(found[1]) > _LONGEST / unit:
        raise ValueError(text("that is too long ago"))
    moment = microseconds(now - float(found[1]) * unit)
    return Interval(moment, moment, moment - unit // timedelta(microseconds=1) + 1, moment)


def _date(word: str, now: datetime) -> Interval:
    if is_age(word):
        return _age(word, now)
    if word in _NAMED_DAYS:
        return _days(_midnight(now) - timedelta(days=_NAMED_DAYS[word]))
    if found := _EXACT.match(word):
        return _point(int(found[1]))
    if found := _AGO.match(word):
        return _ago(int(found[1]), found[2], now)
    if found := _DATE.match(word):
        return _calendar(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    raise ValueError(text("a date is needed, such as 2024, 2024-06, 2024-06-15 or yesterday"))


def _ago(number: int, unit: str, now: datetime) -> Interval:
    if number * _UNIT[unit] > _LONGEST:
        raise ValueError(text("that is too long ago"))
    return _days(_midnight(now) - number * _UNIT[unit])


def _midnight(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _calendar(year: int, month: int, day: int) -> Interval:
    try:
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
    except ValueError as error:
        raise ValueError(text("there is no such day")) from error
    if day:
        return _days(first)
    return _days(first, monthrange(year, month)[1] if month else 365 + isleap(year))


def _days(first: datetime, number: int = 1) -> Interval:
    low = microseconds(first)
    high = low + number * 86_400 * _SECOND - 1
    return Interval(low, high, low, high)


def microseconds(moment: datetime) -> int:
    """Return how many microseconds after 1970 a moment is."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(microseconds: float) -> datetime:
    """Return the moment of so many microseconds since 1970, kept within what both engines know."""
    span = min(max(int(microseconds), _FIRST), _LAST)
    return _EPOCH + timedelta(microseconds=span)


_FIRST = microseconds(datetime(1, 1, 1, tzinfo=UTC))
_LAST = microseconds(datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))

_READERS: dict[Kind, Callable[[str, datetime], Interval]] = {
    Kind.COUNT: _count,
    Kind.PIXELS: _pixels,
    Kind.SIZE: _size,
    Kind.RATIO: _ratio,
    Kind.RATING: _rating,
    Kind.DATE: _date,
    Kind.AGE: _age,
}
