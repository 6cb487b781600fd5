"""Kinds of values that a setting takes, each with its check."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from artkeep.texts import languages


def leads_with(*schemes: str) -> AfterValidator:
    """Return a check that an address begins with one of `schemes`."""

    def check(url: str) -> str:
        scheme = url.partition(":")[0].partition("+")[0]
        if scheme not in schemes or "://" not in url:
            raise ValueError(f"should begin with {' or '.join(f'{name}://' for name in schemes)}")
        return url

    return AfterValidator(check)


def spoken_here(code: str) -> str:
    """Check that the pages have been translated into a language."""
    known = (languages.AUTO, *languages.codes())
    if code not in known:
        raise ValueError(f"should be one of {', '.join(known)}")
    return code


def in_capitals(value: object) -> object:
    """Let people write log levels as they like."""
    return value.upper() if isinstance(value, str) else value


Level = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(in_capitals)
]
Language = Annotated[str, AfterValidator(spoken_here)]
PublicUrl = Annotated[str, leads_with("http", "https")]
DatabaseUrl = Annotated[str, leads_with("sqlite", "postgresql", "postgres")]
BlobsUrl = Annotated[str, leads_with("file", "s3")]
