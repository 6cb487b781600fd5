"""The picture of a question, small, inside the page that answers it: it lies nowhere."""

import base64
import tempfile
from dataclasses import dataclass
from pathlib import Path

from artkeep.imaging import sniff, thumbs
from artkeep.model.records import Image
from artkeep.web.files import SHOWN, screen_url
from artkeep.workbench import Workbench

NAMELESS = "0" * 64  # stands for a digest: the file it names lives for a moment


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked about. `src` is an address of ours, or the picture itself (`data:`)."""

    src: str
    width: int
    height: int


def of_library(image: Image) -> Asked:
    """Show a picture of the library."""
    return Asked(screen_url(image), image.width, image.height)


def of_file(bench: Workbench, path: Path) -> Asked:
    """Show a file that is not kept. Raises PictureRefused."""
    with tempfile.TemporaryDirectory(prefix="artkeep-asked-") as name:
        folder = Path(name)
        look = bench.pool.look(path, thumbs=folder, details=None, sha256=NAMELESS)
        small = thumbs.path_of(folder, NAMELESS, thumbs.GRID).read_bytes()
    packed = base64.b64encode(small).decode("ascii")
    return Asked(f"data:image/webp;base64,{packed}", look.width, look.height)


def of_upload(bench: Workbench, path: Path) -> Asked | None:
    """Show a file that a browser sent, where the browser cannot: it has most at hand itself."""
    with path.open("rb") as file:
        media_type = sniff.kind(file.read(sniff.HEAD_BYTES))
    return None if media_type in SHOWN else of_file(bench, path)
