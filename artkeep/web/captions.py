"""What people wrote at their posts, cleaned for a page of ours.

Nothing gets through but marks of text and links that lead out. Links that a site leads through a
page of its own lead straight on; pictures, styles, classes and scripts are left out.
"""

import re
from html import escape
from urllib.parse import unquote, urljoin, urlsplit

import nh3
from markupsafe import Markup

from artkeep.web.language import say

_TAGS = frozenset(
    {
        *("a", "b", "strong", "i", "em", "u", "s", "del", "ins", "sub", "sup", "small"),
        *("p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "code"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "dl", "dt", "dd"),
    }
)
_OUT = "noopener noreferrer nofollow"
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+[^\s<>\"'`.,;:!?)\]}]")
# https://www.pixiv.net/jump.php?https%3A%2F%2Fexample.org%2F
# https://www.deviantart.com/users/outgoing?https://example.org/
_LED_THROUGH = re.compile(
    r"(?:/jump\.php|/users/outgoing)\?(?:url=)?(https?(?::|%3A).+)", re.IGNORECASE
)


def cleaned(caption: str, *, is_html: bool, base: str) -> Markup:
    """Return a caption as HTML that is safe in a page; `base` is the post's own address."""
    if not is_html:
        return linked(caption)

    def kept(tag: str, name: str, value: str) -> str | None:
        return straight(value, base) if (tag, name) == ("a", "href") else value

    html = nh3.clean(
        caption,
        tags=set(_TAGS),
        attributes={"*": set(), "a": {"href"}},
        attribute_filter=kept,
        url_schemes={"http", "https"},
        link_rel=_OUT,
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return Markup(html)  # noqa: S704 - the line above has let nothing through that is not listed


def straight(href: str, base: str) -> str | None:
    """Return where a link leads in the end; None where that is no address of the web."""
    try:
        whole = urljoin(base, href)
        through = _LED_THROUGH.search(whole)
        address = unquote(through[1]) if through else whole
        return address if urlsplit(address).scheme in {"http", "https"} else None
    except ValueError:
        return None


def linked(text: str) -> Markup:
    """Return plain text as HTML, its addresses as links; what is a text is said first."""
    words, parts, end = say(text), [], 0
    for found in _ADDRESS.finditer(words):
        address = escape(found[0])
        parts += [
            escape(words[end : found.start()]),
            f'<a href="{address}" rel="{_OUT}" target="_blank">{address}</a>',
        ]
        end = found.end()
    return Markup("".join([*parts, escape(words[end:])]))  # noqa: S704 - every part is escaped
