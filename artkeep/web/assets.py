"""Our own files and the vendors', under an address that changes when any of them does.

What scripts say is one more file for each language but English, which stands in the scripts.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from artkeep.errors import LibraryError
from artkeep.texts.catalogue import Catalogue
from artkeep.texts.languages import ENGLISH, Languages, po_of

FOLDER = Path(__file__).with_name("static")
FOREVER = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """Serves `static/` below `/static/<build>/`; browsers may keep what they got for a year."""

    def __init__(self, languages: Languages) -> None:
        if not (FOLDER / "vendor" / ".stamp").is_file():
            raise LibraryError(
                "The pages' files from the npm registry are missing, so this installation is not "
                "whole. Install Artkeep again; in a checkout, run: python3 run.py up"
            )
        super().__init__(directory=FOLDER)
        self.languages = languages
        self.spoken = {f"texts/{code}.js": code for code in languages.codes if code != ENGLISH}
        self.build = build_of(FOLDER, *(po_of(code).parent for code in self.spoken.values()))

    @property
    def path(self) -> str:
        """Where to mount this."""
        return f"/static/{self.build}"

    def url(self, name: str) -> str:
        """Return the address of one file."""
        return f"{self.path}/{name}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        name = path.replace(os.sep, "/")
        if name in self.spoken:
            response: Response = script(self.languages.catalogue(self.spoken[name]))
        else:
            response = await super().get_response(path, scope)
        response.headers["cache-control"] = FOREVER
        return response


def script(catalogue: Catalogue) -> Response:
    """Return what the scripts say in a language, as a script that `texts.js` finds."""
    said = json.dumps(catalogue.for_scripts(), ensure_ascii=False, separators=(",", ":"))
    return Response(f"globalThis.artkeepTexts={said};", media_type="text/javascript")


def build_of(*folders: Path) -> str:
    """Return a short name for exactly these files."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(files_in(folder)):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def files_in(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder."""
    return (path for path in folder.rglob("*") if path.is_file())
