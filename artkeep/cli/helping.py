"""What a person can do about what went wrong, for errors whose words do not say it."""

from artkeep import errors
from artkeep.errors import ArtkeepError

_HELP: dict[type[ArtkeepError], str] = {
    errors.SiteChanged: (
        "the site answers otherwise than it did: a newer Artkeep may know how; "
        "until then the same command tries again"
    ),
    errors.Gone: "look in a browser whether that address still leads there",
    errors.Withheld: "look in a browser whether you see it there; artkeep login {site} may help",
    errors.AnswerTooLarge: "look in a browser what that address leads to",
    errors.BadAnswer: "look in a browser whether it opens there; the same command tries again",
    errors.Unreachable: "look whether this machine is online; the same command tries again",
}


def helped(words: str, kind: type[ArtkeepError], site: str) -> str:
    """Return the words of an error and what to do; those that say it already, as they are."""
    if any(sign in words for sign in ("artkeep ", "same command")):
        return words
    known = (_HELP[each] for each in kind.__mro__ if each in _HELP)
    advice = next(known, "")
    return f"{words}; {advice.format(site=site)}" if advice else words
