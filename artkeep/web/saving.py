"""Names under which pictures are saved: those of their works, where every system takes them."""

import re
import unicodedata
from urllib.parse import quote

from artkeep.library import posts
from artkeep.model.records import Image
from artkeep.workbench import Workbench

RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def disposition(bench: Workbench, image: Image, extension: str) -> str:
    """Return the header that saves a picture under its own name."""
    with bench.db.read() as tx:
        places = posts.places(tx, [image.id]).get(image.id, [])
    title = places[0].title if places else ""
    name = safe_name(title, fallback=f"artkeep-{image.sha256[:12]}") + extension
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def safe_name(title: str, fallback: str) -> str:
    """Return a file name, without extension, that every system takes and that cannot mislead.

    No path, no control or direction marks, no reserved name, at most 120 bytes.
    """
    plain = unicodedata.normalize("NFC", title)
    plain = "".join(" " if unicodedata.category(one).startswith("C") else one for one in plain)
    plain = re.sub(r'[<>:"/\\|?*]', "_", plain)
    plain = plain.encode()[:120].decode("utf-8", "ignore").strip(" .")
    return fallback if not plain or RESERVED.match(plain.partition(".")[0]) else plain
