"""How works are shown, and how their pictures get to the browser: the names are the originals'."""

from typing import Literal

from artkeep.settings.describing import Group, setting

Quality = Literal["auto", "original", "large", "medium", "square_medium", "none"]
PageQuality = Literal["auto", "original", "large", "medium", "square_medium"]
Order = Literal["default", "artwork"]
Layout = Literal["justified", "square", "masonry"]
Flow = Literal["endless", "paged"]
IPP_AT_MOST = 500  # works a page; 0 is everything


class HomeDisplay(Group):
    """How lists look."""

    image: Quality = setting(
        "auto",
        "The pictures of lists: `original`, `large`, `medium`, `square_medium`, `none`, or "
        "`auto`: as large as the window wants them.",
    )
    ipp: int = setting(
        50,
        "Works a page, on numbered pages and in a paged gallery; 0 is everything on one.",
        ge=0,
        le=IPP_AT_MOST,
    )
    order: Order = setting(
        "default",
        "The order of numbered pages: `default`, as works came, newest first; "
        "or `artwork`, last published first.",
    )
    layout: Layout = setting(
        "justified",
        "How the gallery lays works out: `justified` rows, `square`s, or `masonry`: columns.",
    )
    flow: Flow = setting(
        "endless",
        "How the gallery goes on: `endless`, as one scrolls; or `paged`, with `ipp` works a page.",
    )


class ArtworkDisplay(Group):
    """How the page of a work looks."""

    image: PageQuality = setting(
        "auto",
        "The picture on the page of a work: as for lists, but for `none`; `auto` is as sharp as "
        "a screen.",
    )


class Display(Group):
    """How works are shown until a visitor says otherwise."""

    nsfw: Literal["enabled", "hidden", "required", "disabled"] | None = setting(
        None,
        "Works rated questionable or worse: `enabled`; `hidden` from lists until a visitor asks; "
        "`required`: closed until a visitor asks; `disabled`. By default `enabled` on this "
        "machine and `required` on the network.",
    )
    blur: bool = setting(
        default=False, says="Whether such works are blurred in lists until they are pointed at."
    )
    home: HomeDisplay = setting(HomeDisplay(), "How lists look.")
    artwork: ArtworkDisplay = setting(ArtworkDisplay(), "How the page of a work looks.")


class Storage(Group):
    """How pictures get from the store to the browser."""

    proxy: bool = setting(
        default=True,
        says="Whether pictures in S3 are handed on by Artkeep; without, the browser is sent to a "
        "signed address there, which must be one that it can reach.",
    )
