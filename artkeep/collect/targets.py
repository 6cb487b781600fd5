"""What a person means by a site, a user and a folder: `get`, `read` and `audit` ask alike.

artkeep get https://www.imagefap.com/showfavorites.php?userid=77&folderid=501
artkeep get imagefap --user SampleUser --folder "my pics"
artkeep get --id 77 --folder 501
artkeep get @mika@art.example
"""

import re
from dataclasses import dataclass

from artkeep import sites
from artkeep.errors import BadRequest, UnknownAddress
from artkeep.model.refs import Ref
from artkeep.sites import folder, imagefap
from artkeep.sites.imagefap import urls
from artkeep.texts import text

USUAL = imagefap.SITE.name  # without a site it is this one
_NUMBER = re.compile(r"[0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Target:
    """The words of a command: where, whose, and which folder by id or name, or by name alone."""

    where: str | None = None
    user: str | None = None
    id: int | None = None
    folder: str | None = None
    name: str | None = None

    @property
    def is_address(self) -> bool:
        """Say whether it says where by an address, not by the name of a site."""
        return self.where is not None and re.search(r"://|\..*/|/.*\.|^@", self.where) is not None

    @property
    def options(self) -> list[str]:
        """Return the options that are used, as they are written."""
        used = {name: getattr(self, name) for name in ("user", "id", "folder", "name")}
        return [f"--{name}" for name, value in used.items() if value is not None]


def ref_of(target: Target, *, needs_folder: bool) -> Ref:
    """Return the address that is meant. Raises BadRequest and UnknownAddress."""
    if target.is_address:
        return _address(target)
    site = sites.by_name(target.where or USUAL).name
    if site != USUAL:
        raise BadRequest(
            text("give the address of the list or post on {site}, not its name", site=site)
        )
    if target.user is None and target.id is None:
        raise BadRequest(text("say whose favourites: --user NAME, --id NUMBER, or an address"))
    if target.user is not None and target.id is not None:
        raise BadRequest(text("give --user or --id, not both"))
    if needs_folder and target.folder is None and target.name is None:
        raise BadRequest(text("say which folder: --folder, --name, or the address of all of them"))
    if target.folder is not None and target.name is not None:
        raise BadRequest(text("give --folder or --name, not both"))
    return urls.favourites(_user(target), _folder(target))


def _address(target: Target) -> Ref:
    if target.options:
        raise BadRequest(
            text("an address says everything; leave out {names}", names=", ".join(target.options))
        )
    assert target.where is not None
    ref = sites.parse(target.where)
    if ref.site == folder.NAME:
        raise UnknownAddress(
            text("{where} is a file, not the address of a post or list", where=target.where)
        )
    return ref


def _user(target: Target) -> str | int:
    return target.user if target.user is not None else target.id or 0


def _folder(target: Target) -> str | int | None:
    """Return a number as a number, unless it was said to be a name."""
    if target.folder is not None and _NUMBER.fullmatch(target.folder):
        return int(target.folder)
    return target.name if target.folder is None else target.folder
