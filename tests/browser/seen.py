"""What a page says of the works it shows, and what was taken along."""

import hashlib
import zipfile

from artkeep.explore import gallery, search
from artkeep.model.viewing import EVERYTHING


def count(page):
    """The line that says how many works there are."""
    return page.locator(".grid-count")


def found_by(stacks, text, allow=EVERYTHING):
    """Return the number of works that a search finds, as the line says it."""
    return f"{search.count(stacks.house.bench, text, 10_000, allow):,} work"


def check_zip(stacks, download, works):
    """Assert that a download is a ZIP of whole works, their pictures bit for bit."""
    with zipfile.ZipFile(download.path()) as taken:
        assert taken.testzip() is None
        names = [name for name in taken.namelist() if name.endswith(".png")]
        digests = {hashlib.sha256(taken.read(name)).hexdigest() for name in names}
    whole = [gallery.artwork(stacks.house.bench, work) for work in works]
    wanted = {image.sha256 for work in whole for image in work.images}
    assert wanted == digests
    assert len(wanted) > len(works)  # they have several pages each


def picked(page):
    """Return which works are selected."""
    shown = page.locator(".is-picked a").evaluate_all("all => all.map((one) => one.pathname)")
    return [int(each.removeprefix("/artworks/")) for each in shown]
