"""What a person wants moved in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from artkeep.errors import BadRequest, UnknownAddress
from artkeep.model.records import Kept
from artkeep.model.refs import PostRef
from artkeep.sites import folder
from artkeep.texts import text


@dataclass(frozen=True, slots=True)
class Asked:
    """An import: what kind of thing lies at which absolute path, and what else was said.

    `options` are words of the kinds: `archive` and `pictures` are paths as `folder.shown` writes
    them, `user` is an id, `sealed` a key that only this library opens.
    """

    kind: str
    path: Path
    kept: Kept
    options: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> dict[str, object]:
        """Return the arguments of a run."""
        return {
            "kind": self.kind,
            "path": folder.shown(self.path),
            "kept": self.kept.value,
            "options": dict(self.options),
        }

    @classmethod
    def read(cls, arguments: Mapping[str, object]) -> Self:
        """Read the arguments of a run."""
        options = arguments["options"]
        assert isinstance(options, dict)
        path = _path(str(arguments["path"]))
        return cls(str(arguments["kind"]), path, Kept(str(arguments["kept"])), options)

    def option_path(self, name: str) -> Path | None:
        """Return a path that was said; None: it was not."""
        shown = self.options.get(name)
        return _path(shown) if shown else None

    def folder(self) -> Path:
        """Return the path, a folder. Raises UnknownAddress when it is none."""
        if not self.path.is_dir():
            raise UnknownAddress(text("there is no folder {shown}", shown=folder.shown(self.path)))
        return self.path

    def only(self, *names: str) -> None:
        """Raise BadRequest for what was said and means nothing for this kind."""
        odd = sorted(set(self.options) - set(names))
        if odd:
            raise BadRequest(text("--{odd} says nothing about {kind}", odd=odd[0], kind=self.kind))


def _path(shown: str) -> Path:
    return folder.path_of(PostRef(folder.NAME, shown))
