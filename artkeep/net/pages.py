"""Pages that stand where something else should be: human checks, sign-ins, notices.

A site that takes us for a robot, or wants us to sign in, says so with a page for people, often
with a good status and under the name of a picture. Here such pages are known by what they hold.
"""

import re
from enum import StrEnum
from pathlib import Path

LOOKED_AT = 64 << 10  # bytes of a page; what it is for stands near its beginning


class PageKind(StrEnum):
    """What a page is for, in words that end "the site sent …"."""

    CHECK = "a check whether we are human"
    LOGIN = "a page to sign in"
    OTHER = "a page"
    TEXT = "text"


# seen on Cloudflare, Google, hCaptcha, DDoS-Guard, DataDome, PerimeterX and sites' own pages
_CHECKS = re.compile(
    rb"cf-chl|challenge-platform|cf-turnstile|cf-error-details|<title>\s*just a moment"
    rb"|attention required! \| cloudflare|g-recaptcha|hcaptcha|h-captcha|captcha-delivery"
    rb"|px-captcha|ddos-guard|checking your browser|(?:not|are you) a (?:robot|human)"
    rb"|verify (?:that )?you are (?:a )?human|unusual traffic",
    re.IGNORECASE,
)
_LOGINS = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_MARKUP = re.compile(
    rb"\s*<(?:!doctype|!--|html|head|body|\?xml|title|meta|div|p\b)", re.IGNORECASE
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NEVER_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(content: bytes) -> PageKind | None:
    """Say what sort of page these bytes begin; None: they are no text at all."""
    for bom in _BOMS:
        content = content.removeprefix(bom)
    if _NEVER_IN_TEXT.search(content[:512]):
        return None
    if not _MARKUP.match(content):
        return PageKind.TEXT
    if _CHECKS.search(content):
        return PageKind.CHECK
    return PageKind.LOGIN if _LOGINS.search(content) else PageKind.OTHER


def in_file(path: Path) -> PageKind | None:
    """Say what sort of page a file begins with; None: it is no text."""
    with path.open("rb") as file:
        return kind_of(file.read(LOOKED_AT))
