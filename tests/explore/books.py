"""Works of several pages, as posts of sites, with real bytes."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from artkeep.fakes import drawings
from artkeep.library import images, told, wanted
from artkeep.model.found import (
    AccountInfo,
    PageInfo,
    PostInfo,
    Rating,
    SeriesInfo,
    TagInfo,
    TagKind,
)
from artkeep.model.records import Kept
from artkeep.model.refs import AccountRef, ArtworkId, PostRef
from artkeep.workbench import Workbench
from tests.imaging import making

MIKA = AccountInfo(
    AccountRef("pixiv", "4242"), "mika", "Mika, Aoyama", "https://www.pixiv.net/users/4242"
)
AT = datetime(2024, 2, 29, 12, 30, 7, tzinfo=UTC)


def jpegs(number: int, width: int = 96) -> list[bytes]:
    """Return so many pictures, each its own."""
    return [making.packed("JPEG", drawings.draw(each, width, 64)) for each in range(1, number + 1)]


def post(name: str, pages: int, site: str = "pixiv", **told: object) -> PostInfo:
    """Return a post as its site might tell it."""
    url = f"https://{site}.example/{name}"
    shown = tuple(PageInfo(f"{url}/{number}") for number in range(pages))
    usual: dict[str, object] = {"title": "Fox in the Snow", "published_at": AT}
    return PostInfo(ref=PostRef(site, name), url=url, pages=shown, **{**usual, **told})


def fox(name: str = "90000001", pages: int = 3) -> PostInfo:
    """Return a post that tells everything a post can."""
    return post(
        name,
        pages,
        account=MIKA,
        caption='A <b>fox</b>.<br>See <a href="https://example.org/">here</a>',
        caption_is_html=True,
        rating=Rating.SENSITIVE,
        is_ai=False,
        tags=(
            TagInfo("狐", "fox"),
            TagInfo("right-to-left_comic", kind=TagKind.META),
            TagInfo("winter tales", kind=TagKind.COPYRIGHT),
            TagInfo("reynard", kind=TagKind.CHARACTER),
        ),
        series=SeriesInfo("7", "Winter", "https://example.org/series/7", 2),
        sources=("https://example.org/source",),
        raw='{"id": 90000001, "user": {"name": "\\ud83e"}}',
    )


def shelve(bench: Workbench, told_post: PostInfo, pictures: list[bytes]) -> ArtworkId:
    """Keep a post with its pictures, as fetching it does; b"" for one that could not be had."""
    with bench.db.begin() as tx:
        told.save(tx, told_post)
        pages = sorted(wanted.pages(tx, told_post.ref.site, 1000), key=lambda page: page.position)
    for page, content in zip(pages, pictures, strict=True):
        with bench.db.begin() as tx:
            if content:
                artwork_id = wanted.have(tx, page, _keep(bench, tx, content), None)
            else:
                wanted.refuse(tx, page, "gone there")
    return artwork_id


def _keep(bench, tx, content: bytes):
    sha256 = hashlib.sha256(content).hexdigest()
    spool = bench.blobs.spool()
    spool.write_bytes(content)
    look = bench.pool.look(spool, thumbs=bench.thumbs, details=None, sha256=sha256)
    bench.blobs.put(sha256, spool)
    return images.add(tx, sha256, len(content), look, Kept.BLOB)[0]


def written(folder: Path, name: str, content: bytes) -> Path:
    """Put a file into a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def account(name: str) -> AccountInfo:
    """Return somebody who is called so."""
    return AccountInfo(AccountRef("pixiv", f"id of {name}"), name, name, "https://pixiv.example/")
