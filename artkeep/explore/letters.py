"""Texts of strangers for files that other programs read: no markup, nothing XML cannot hold."""

import re
from html.parser import HTMLParser

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINES = frozenset({"br", "p", "div", "li", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "tr"})
_UNSEEN = frozenset({"script", "style", "template"})


def for_xml(text: str) -> str:
    """Leave out what XML 1.0 cannot hold: control characters and halves of letters."""
    return _NOT_IN_XML.sub("", text)


def plain(caption: str, *, is_html: bool) -> str:
    """Return a caption as plain text: lines where it had some, addresses behind their links."""
    if not is_html:
        return caption.strip()
    reader = _Reader()
    reader.feed(caption)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects the words of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _LINES:
            self.parts.append("\n")
        if tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag == "p":
            self.parts.append("\n")
        if tag == "a" and self._link.startswith(("http://", "https://")):
            if not self.parts or self._link not in self.parts[-1]:
                self.parts.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
