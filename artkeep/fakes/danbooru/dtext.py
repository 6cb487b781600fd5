"""What an artist said, in the markup of Danbooru.

Those who note it down write DText (https://danbooru.donmai.us/wiki_pages/help:dtext), never HTML:
`"words":[https://…]` is a link, `[b]…[/b]` is bold, a line ends where it ends.
"""

import html
import re

_MARKS = {"strong": "b", "b": "b", "em": "i", "i": "i", "u": "u", "s": "s"}
_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_END = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")


def of(caption: str) -> str:
    """Write a caption of HTML as DText; markup that DText does not have is left out."""
    linked = _LINK.sub(_link, caption)
    return html.unescape(_TAG.sub(_mark, _END.sub("\r\n", linked)))


def _link(found: re.Match[str]) -> str:
    address, words = found.groups()
    return address if address == words else f'"{words}":[{address}]'


def _mark(found: re.Match[str]) -> str:
    slash, name = found.groups()
    mark = _MARKS.get(name)
    return f"[{slash}{mark}]" if mark else ""
