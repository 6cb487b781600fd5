"""What came back: a file, or a whole answer and what it means."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from artkeep.errors import Blocked, SiteChanged
from artkeep.net import pages
from artkeep.net.pages import PageKind
from artkeep.net.status import failure, is_success
from artkeep.texts import text


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was fetched.

    `url` is where it was found after all redirects; `content_type` what the site calls it, in
    lower case and without parameters, "" when it does not say; never to be relied on.
    `size_bytes` and `sha256` (hex) are of the bytes as written. `etag` and `last_modified` are
    the site's own words, None where it has none.
    """

    url: str
    content_type: str
    size_bytes: int
    sha256: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def stamp(self) -> str | None:
        """Return what tells without reading the bytes whether they changed; None: nothing does."""
        return self.etag or self.last_modified


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came, whatever its status.

    `site` is what messages call it. `headers` have lower-case names. `charset` is the encoding
    that the site names, None for none.
    """

    site: str
    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    url: str
    charset: str | None = None

    def require_success(self, now: datetime) -> None:
        """Raise RateLimited, Blocked, SiteDown or BadAnswer unless the status is a good one."""
        if not is_success(self.status):
            raise failure(self.site, self.status, self.headers, self.content, now)

    def text(self) -> str:
        """Return the content in the encoding that the site names, else UTF-8; `�` for neither."""
        try:
            return self.content.decode(self.charset or "utf-8", errors="replace")
        except (LookupError, UnicodeError):  # it named something that is not an encoding of text
            return self.content.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """Return the content read as JSON. Raises Blocked and SiteChanged when it is none."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            kind = pages.kind_of(self.content)
            if kind in (PageKind.CHECK, PageKind.LOGIN):
                raise Blocked(self.site, text("sent {kind} instead of JSON", kind=kind)) from error
            raise SiteChanged(
                self.site, text("answered what is not JSON ({error})", error=error)
            ) from error
