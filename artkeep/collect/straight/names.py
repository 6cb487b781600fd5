"""The name of a file, of whatever a site calls its picture."""

from artkeep.imaging.names import ENDINGS, of_title
from artkeep.model.found import PostInfo


def of_page(found: PostInfo, position: int, media_type: str) -> str:
    """Return what the picture of a page is called, by its post's title and what it really is."""
    title = found.title if found.title.strip() else f"{found.ref.site}_{found.ref.id}"
    mark = f"_p{position}" if len(found.pages) > 1 else ""
    return of_title(title, ENDINGS[media_type], mark)
