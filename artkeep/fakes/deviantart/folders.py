"""Folders of galleries and favourites, and what is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from artkeep.fakes import world_ids
from artkeep.fakes.artists import Handle
from artkeep.fakes.deviantart.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

PARTS = {"gallery": "gallery", "folder": "favourites"}  # a folder's kind in the world → its part
MIKAS = "mika-aoyama"  # who sorts winters into a folder of a folder


@dataclass(frozen=True)
class Folder:
    """A folder. `parent` is the id of the one it lies in."""

    id: str
    name: str
    owner: Handle
    part: str
    parent: str = ""


def all_of(stage: Stage, part: str, owner: Handle) -> list[Folder]:
    """Return somebody's folders; whoever makes pictures has one at least."""
    known = [
        Folder(one.id, one.name, owner, part)
        for one in stage.world.folders(SITE)
        if one.owner == owner and PARTS[one.kind] == part
    ]
    if known or part != "gallery":
        return known
    own = _named(owner, "Featured")
    return [own, _named(owner, "Winters", own.id)] if owner.handle == MIKAS else [own]


def _named(owner: Handle, name: str, parent: str = "") -> Folder:
    folder = world_ids.uuid(f"{owner.handle} gallery {name}")
    return Folder(folder, name, owner, "gallery", parent)


def within(stage: Stage, folder: Folder) -> Sequence[Publication]:
    """Return the works in a folder, the newest addition first."""
    ids = stage.world.lists(SITE).get(folder.id)
    if ids is not None:
        found = (stage.world.post(SITE, own) for own in ids)
        return [post for post in found if post is not None]
    own = stage.world.of(SITE, folder.owner.id)
    return own[::4] if folder.parent else own


def everything(stage: Stage, part: str, owner: Handle) -> Sequence[Publication]:
    """Return all that somebody made, or likes."""
    if part == "gallery":
        return stage.world.of(SITE, owner.id)
    known = all_of(stage, part, owner)
    return within(stage, known[0]) if known else []  # the first one has what the others have


def told(stage: Stage, folder: Folder) -> dict[str, Any]:
    """Return a folder as the API tells of it, with those inside of it."""
    known = all_of(stage, folder.part, folder.owner)
    inside = [told(stage, one) for one in known if one.parent == folder.id]
    return {
        "folderid": folder.id,
        "parent": folder.parent or None,
        "name": folder.name,
        "description": "",
        "size": len(within(stage, folder)),
        "thumb": None,
        "has_subfolders": bool(inside),
        "subfolders": inside,
        "premium_folder_data": None,
    }
