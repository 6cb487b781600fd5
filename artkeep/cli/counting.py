"""Counts of runs as a sentence has them: a number never stands without what it counts."""

from collections.abc import Mapping

_OF_RUN = ""  # what the run itself counts
# word of a count → what it counts, and how that is said behind the number
_SAID = {
    "new": (_OF_RUN, "new {}"),
    "changed": (_OF_RUN, "changed {}"),
    "known": (_OF_RUN, "{} known already"),
    "posts": ("posts", "{} told"),
    "passed": ("posts", "{} not wanted by the filter"),
    "alive": ("posts", "{} still there"),
    "edited": ("posts", "{} edited"),
    "private": ("posts", "{} no longer shown to us"),
    "removed": ("posts", "{} not found"),
    "account_gone": ("posts", "{} of accounts that are gone"),
    "gone": ("posts", "{} gone"),
    "unsure": ("posts", "{} in doubt"),
    "site_down": ("posts", "{} not looked at: the site is down"),
    "not looked at": ("posts", "{} not looked at"),
    "expired": (_OF_RUN, "{} whose address was too old"),
    "failed": (_OF_RUN, "{} failed"),
    "refused": (_OF_RUN, "{} refused"),
}


def counted(counts: Mapping[str, int], unit: str | None) -> str:
    """Return 3 new posts, 12 posts still there. `unit`: what the run counts, in the plural."""
    order = [*_SAID, *(word for word in counts if word not in _SAID)]
    return ", ".join(_said(word, counts[word], unit) for word in order if counts.get(word))


def _said(word: str, number: int, of_run: str | None) -> str:
    unit, phrase = _SAID.get(word, (_OF_RUN, f"{{}} {word}"))
    return f"{number:,} {phrase.format(of(number, unit or of_run or 'steps'))}"


def of(number: int, many: str) -> str:
    """Return the unit as it stands behind a number: 1 post, 2 posts."""
    return many.removesuffix("s") if number == 1 else many


def listed(numbers: Mapping[str, int], unit: str) -> str:
    """Return 2 files added, 1 refused: what is counted is named once."""
    first, *others = numbers.items()
    parts = [f"{first[1]:,} {of(first[1], unit)} {first[0]}"]
    return ", ".join([*parts, *(f"{number:,} {word}" for word, number in others)])
