"""How works are shown to one visitor: the settings, what the owner chose, what they chose.

A visitor's own choice is a cookie. What stands in it, and what the owner chose once and no longer
makes sense, is looked at word by word: what we do not know counts as not said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

from artkeep.errors import BadRequest
from artkeep.intake.qualities import QUALITIES
from artkeep.settings.showing import IPP_AT_MOST, Display, Flow, Layout, Order, PageQuality, Quality
from artkeep.texts import text

COOKIE = "artkeep_display"

# what can be chosen, in words
HOME_IMAGES = {
    "auto": text("As large as the window wants"),
    "original": text("As they are kept"),
    "large": text("Large"),
    "medium": text("Medium"),
    "square_medium": text("Squares"),
    "none": text("None"),
}
PAGE_IMAGES = {name: says for name, says in HOME_IMAGES.items() if name != "none"}
LAYOUTS = {
    "justified": text("Rows of one height"),
    "square": text("Squares"),
    "masonry": text("Columns of one width"),
}
FLOWS = {"endless": text("Endless"), "paged": text("Page by page")}
ORDERS = {"default": text("As works came, newest first"), "artwork": text("Last published first")}


@dataclass(frozen=True, slots=True)
class Looks:
    """What is chosen; the words are those of the settings."""

    home_image: str = "auto"
    ipp: int = 50
    order: str = "default"
    layout: str = "justified"
    flow: str = "endless"
    artwork_image: str = "auto"
    blur: bool = False

    @property
    def grid_layout(self) -> str:
        """How a grid is laid out: pictures that are squares lie in squares."""
        return "square" if self.home_image == "square_medium" else self.layout


def one_of(words: Any) -> Callable[[str], str | None]:
    """Return what reads one of a `Literal`'s words."""
    known = get_args(words)
    return lambda said: said if said in known else None


def works_a_page(said: str) -> int | None:
    """Read a number of works; 0 is everything."""
    is_number = said.isascii() and said.isdecimal() and len(said) <= len(str(IPP_AT_MOST))
    return int(said) if is_number and int(said) <= IPP_AT_MOST else None


# a setting → what it is here, what reads it, what it may be
KNOWN: dict[str, tuple[str, Callable[[str], Any], str]] = {
    "display.home.image": ("home_image", one_of(Quality), " · ".join(get_args(Quality))),
    "display.home.ipp": ("ipp", works_a_page, f"0 to {IPP_AT_MOST}"),
    "display.home.order": ("order", one_of(Order), " · ".join(get_args(Order))),
    "display.home.layout": ("layout", one_of(Layout), " · ".join(get_args(Layout))),
    "display.home.flow": ("flow", one_of(Flow), " · ".join(get_args(Flow))),
    "display.artwork.image": (
        "artwork_image",
        one_of(PageQuality),
        " · ".join(get_args(PageQuality)),
    ),
    "display.blur": ("blur", {"yes": True, "no": False}.get, "yes · no"),
}


def of_settings(display: Display) -> Looks:
    """Return what the settings say."""
    return Looks(
        home_image=display.home.image,
        ipp=display.home.ipp,
        order=display.home.order,
        layout=display.home.layout,
        flow=display.home.flow,
        artwork_image=display.artwork.image,
        blur=display.blur,
    )


def said(looks: Looks, choices: Mapping[str, str]) -> Looks:
    """Take over what was chosen; what makes no sense stays as it was."""
    found = {
        KNOWN[name][0]: KNOWN[name][1](value) for name, value in choices.items() if name in KNOWN
    }
    return replace(looks, **{name: value for name, value in found.items() if value is not None})


def checked(choices: Mapping[str, str]) -> dict[str, str]:
    """Return choices that make sense. Raises BadRequest for the first that does not."""
    for name, value in choices.items():
        if KNOWN[name][1](value) is None:
            raise BadRequest(
                text(
                    "{value} is not known for {name}: {known}.",
                    value=repr(value[:40]),
                    name=name,
                    known=KNOWN[name][2],
                )
            )
    return dict(choices)


def in_cookie(text: str) -> dict[str, str]:
    """Read what a visitor chose before."""
    return {name: value for name, value in parse_qsl(text[:1000]) if name in KNOWN}


def cookie(choices: Mapping[str, str]) -> str:
    """Write what a visitor chose."""
    return urlencode(dict(sorted(choices.items())))


def picture_url(sha256: str, name: str) -> str:
    """Return the address of a picture as somebody chose pictures to be; empty: not at all."""
    if name in QUALITIES:
        return f"/image/{sha256}/{name}.jpg"
    chosen = {"none": "", "original": f"/screen/{sha256}"}  # itself, where browsers show it
    return chosen.get(name, f"/thumb/{sha256}/s.webp")
