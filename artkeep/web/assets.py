"""Our own files and the vendors', under an address that changes when any of them does.

They are read once, when the program starts, and sent from memory: a page needs some thirty of
them at once. What scripts say is one more file for each language but English, which stands in the
scripts; it is made when somebody first wants it.
"""

import hashlib
import json
import mimetypes
import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from artkeep.errors import LibraryError
from artkeep.texts import text
from artkeep.texts.catalogue import Catalogue
from artkeep.texts.languages import ENGLISH, Languages, po_of

FOLDER = Path(__file__).with_name("static")
FOREVER = "public, max-age=31536000, immutable"
READS = ("GET", "HEAD")
SCRIPT = "text/javascript"
KINDS = {".js": SCRIPT, ".css": "text/css"}  # systems differ in what they say of them
SHEETS, JOINED = "sheets/", "+"  # sheets/base.css+grid.css
BETWEEN = b"\n"  # of two sheets
# of a gzip (RFC 1952): packed well, at no moment, on no system in particular; a last block, empty
GZIP_HEAD, GZIP_END = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff", b"\x03\0"
# import { look } from './lightbox.js', export … from, import './words.js'
IMPORT = re.compile(r"""^\s*(?:import|export)\b[^'"`;]*['"](\.[^'"]+)['"]""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    media_type: str


class Assets:
    """Serves `static/` below `/static/<build>/`; browsers may keep what they got for a year."""

    def __init__(self, languages: Languages) -> None:
        if not (FOLDER / "vendor" / ".stamp").is_file():
            raise LibraryError(
                text(
                    "The pages' files from the npm registry are missing, so this installation is "
                    "not whole. Install Artkeep again; in a checkout, run: python3 run.py up"
                )
            )
        self.languages = languages
        self.spoken = {f"texts/{code}.js": code for code in languages.codes if code != ENGLISH}
        self.files = read(FOLDER)
        said = [read(po_of(code).parent) for code in self.spoken.values()]
        self.build = build_of(self.files, *said)
        self._needed: dict[str, list[str]] = {}
        self.parts: dict[bytes, bytes] = {}  # of gzips

    @property
    def path(self) -> str:
        """Where to mount this."""
        return f"/static/{self.build}"

    def url(self, name: str) -> str:
        """Return the address of one file."""
        return f"{self.path}/{name}"

    def needed(self, name: str, *beside: str) -> list[str]:
        """Return the addresses of the scripts that a script imports, and that those import.

        A browser that is told of them asks for all at once, not for each when it meets its name.
        What scripts `beside` it are told to need is left out.
        """
        told = {each for other in beside for each in (other, *self._needed_by(other))}
        return [self.url(each) for each in self._needed_by(name) if each not in told]

    def _needed_by(self, name: str) -> list[str]:
        if name not in self._needed:
            self._needed[name] = needed_by(self.files, name)
        return self._needed[name]

    def sheet(self, *names: str) -> str:
        """Return the address of several style sheets in one, in this order."""
        return self.url(SHEETS + JOINED.join(names))

    def find(self, name: str) -> list[Asset] | None:
        """Return a file, or the several style sheets that are sent as one."""
        if name in self.spoken and name not in self.files:  # a translation is read when wanted
            said = script(self.languages.catalogue(self.spoken[name]))
            self.files[name] = Asset(said.encode(), SCRIPT)
        names = [name]
        if name.startswith(SHEETS):
            names = name.removeprefix(SHEETS).split(JOINED)
            if len(set(names)) < len(names) or not all(each.endswith(".css") for each in names):
                return None
        found = [self.files[each] for each in names if each in self.files]
        return found if len(found) == len(names) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in READS:
            raise HTTPException(405)
        name = scope["path"].removeprefix(scope["root_path"]).lstrip("/")
        found = self.find(name)
        if found is None:
            raise HTTPException(404)
        response = self.answer(found, Headers(scope=scope))
        await response(scope, receive, send)

    def answer(self, found: Sequence[Asset], asked: Headers) -> Response:
        """Send files as one, packed to those who take it so."""
        said = asked.get("accept-encoding", "").split(",")
        headers = {"cache-control": FOREVER, "vary": "accept-encoding"}
        bodies, kind = [asset.body for asset in found], found[0].media_type
        if "gzip" not in {each.partition(";")[0].strip() for each in said}:
            return Response(BETWEEN.join(bodies), headers=headers, media_type=kind)
        headers["content-encoding"] = "gzip"
        return Response(self.packed(bodies), headers=headers, media_type=kind)

    def packed(self, bodies: Sequence[bytes]) -> bytes:
        """Pack files as one; each is packed once, in whatever company it is asked for."""
        return gzipped(BETWEEN.join(bodies), self.part(BETWEEN).join(map(self.part, bodies)))

    def part(self, body: bytes) -> bytes:
        """Return a body as it stands in any gzip."""
        if body not in self.parts:
            self.parts[body] = deflated(body)
        return self.parts[body]


def deflated(body: bytes) -> bytes:
    """Pack a part of a gzip: it ends with a byte, is not the last and refers to no other part."""
    packer = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush(zlib.Z_SYNC_FLUSH)


def gzipped(body: bytes, parts: bytes) -> bytes:
    """Make one gzip of the parts of a body: browsers read the first of several and no more."""
    check = struct.pack("<LL", zlib.crc32(body), len(body))
    return GZIP_HEAD + parts + GZIP_END + check


def read(folder: Path) -> dict[str, Asset]:
    """Return the files below a folder by their names."""
    return {
        path.relative_to(folder).as_posix(): Asset(path.read_bytes(), media_type(path))
        for path in files_in(folder)
        if path.name[0] != "."
    }


def media_type(path: Path) -> str:
    """Return what a file is."""
    return KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"


def needed_by(files: Mapping[str, Asset], name: str) -> list[str]:
    """Return the scripts that a script imports, directly or not, in the order they are met."""
    found: list[str] = []
    waiting = [name] if name.endswith(".js") else []
    while waiting:
        here = waiting.pop(0)
        imported = [one for one in imports(files[here].body, here) if one in files]
        new = [one for one in imported if one not in {name, *found}]
        found += new
        waiting += new
    return found


def imports(body: bytes, name: str) -> list[str]:
    """Return the names of the files that a script imports."""
    folder = posixpath.dirname(name)
    said = IMPORT.findall(body.decode())
    return list(dict.fromkeys(posixpath.normpath(posixpath.join(folder, each)) for each in said))


def script(catalogue: Catalogue) -> str:
    """Return what the scripts say in a language, as a script that `texts.js` finds."""
    said = json.dumps(catalogue.for_scripts(), ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.artkeepTexts={said};"


def build_of(*folders: Mapping[str, Asset]) -> str:
    """Return a short name for exactly these files."""
    digest = hashlib.sha256()
    for files in folders:
        for name, asset in sorted(files.items()):
            digest.update(f"{name}\0{len(asset.body)}\0".encode())
            digest.update(asset.body)
    return digest.hexdigest()[:12]


def files_in(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder."""
    return (path for path in folder.rglob("*") if path.is_file())
