"""Numbers and moments as they are written; like a text, each can be written as others write it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from babel import Locale

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Number(str):
    """A number, with so many digits behind the point."""

    __slots__ = ("digits", "value")

    value: float
    digits: int

    def __new__(cls, value: float, digits: int = 0) -> Self:
        made = super().__new__(cls, f"{value:,.{digits}f}")
        made.value, made.digits = value, digits
        return made

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.value, self.digits)

    def written(self, locale: "Locale") -> str:
        from babel.numbers import format_decimal  # noqa: PLC0415 - only pages need it

        pattern = "#,##0." + "0" * self.digits if self.digits else "#,##0"
        return format_decimal(self.value, pattern, locale)


class Moment(str):
    """A moment in this machine's time zone: its day, its time of day, or both.

    `shows` is `day` (3 May 2026), `minute` (3 May 2026, 14:32) or `second` (14:32:05).
    """

    __slots__ = ("moment", "shows")

    moment: datetime
    shows: str

    def __new__(cls, moment: datetime, shows: str = "day") -> Self:
        local = moment.astimezone()
        made = super().__new__(cls, in_english(local, shows))
        made.moment, made.shows = local, shows
        return made

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.moment, self.shows)

    def written(self, locale: "Locale") -> str:
        from babel import dates  # noqa: PLC0415 - only pages need it

        if self.shows == "second":
            return dates.format_time(self.moment.time(), "HH:mm:ss", locale=locale)
        day = dates.format_date(self.moment.date(), "long", locale=locale)
        if self.shows == "day":
            return day
        time = dates.format_time(self.moment.time(), "short", locale=locale)
        between = str(dates.get_datetime_format("medium", locale=locale))
        return between.replace("'", "").replace("{1}", day).replace("{0}", time)


def in_english(moment: datetime, shows: str) -> str:
    """Write a moment as the English pages do."""
    if shows == "second":
        return f"{moment:%H:%M:%S}"
    day = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return day if shows == "day" else f"{day}, {moment:%H:%M}"


def number(value: float, digits: int = 0) -> Number:
    """12345 → 12,345; with one digit 1.1."""
    return Number(value, digits)


Figure = Number | Moment
