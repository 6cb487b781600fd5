"""Names under which pictures are saved: those of their works, where every system takes them."""

import re
from urllib.parse import quote

from artkeep.imaging.names import ENDINGS, of_title
from artkeep.library import posts
from artkeep.model.records import Image
from artkeep.workbench import Workbench


def disposition(bench: Workbench, image: Image) -> str:
    """Return the header that saves a picture under the title of its work."""
    with bench.db.read() as tx:
        places = posts.places(tx, [image.id]).get(image.id, [])
    title = places[0].title.strip() if places else ""
    return saved_as(of_title(title or f"artkeep-{image.sha256[:12]}", ENDINGS[image.media_type]))


def saved_as(name: str) -> str:
    """Return the header that saves an answer under a name, whatever its letters (RFC 6266)."""
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
