"""What the files of an export are called: `<site's id>_p<n>.<what it really is>`."""

import re

from artkeep.imaging.names import ENDINGS, of_title
from artkeep.library.reading import Sheet
from artkeep.model.refs import ArtworkId
from artkeep.sites import folder

# an id that is a file's name on every disk, and the only one that becomes this name there
_FIT = re.compile(r"[a-z0-9_-]{1,100}")


def of_sheet(sheet: Sheet, ending: str = "", *, among: int = 1, is_alone: bool = True) -> str:
    """Return the name of a page's file.

    `ending` is another than the picture's own. Numbers are as long as the last of `among` pages,
    so that programs which sort by letters keep the order. Beside other works (`is_alone` is
    False) what was made of an odd id also bears the work's number.
    """
    mark = f"_p{sheet.number:0{len(str(among - 1))}}"
    ending = ending or ENDINGS[sheet.media_type]
    stem = sheet.ref.id
    if sheet.ref.site == folder.NAME:
        stem = folder.path_of(sheet.ref).name
    elif _FIT.fullmatch(stem):
        return of_title(stem, ending, mark)
    return of_title(stem, ending, mark if is_alone else f"~{sheet.artwork_id}{mark}")


def of_work(title: str, artwork_id: ArtworkId, ending: str, *, is_alone: bool = True) -> str:
    """Return the name of a file that holds a whole work; beside others it bears its number."""
    mark = "" if is_alone else f"~{artwork_id}"
    return of_title(title.strip() or f"artwork {artwork_id}", ending, mark)
