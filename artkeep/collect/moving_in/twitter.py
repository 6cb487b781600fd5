"""The archive that X sends who asks for their own data, unpacked: one's posts and their pictures.

`data/account.js` says whose it is, `data/tweets.js` (and `tweets-part1.js` and so on) has the
posts, `data/tweets_media/<post>-<picture>` the files. Reposts are somebody else's and are left
out, as are posts without a picture.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.asked import Asked
from artkeep.collect.moving_in.fields import number, text
from artkeep.collect.moving_in.piece import Moved, OnList, Place, Step
from artkeep.errors import BadRequest, PictureRefused, SiteError, UnknownAddress
from artkeep.intake import pictures
from artkeep.intake.pictures import Taken
from artkeep.library.moved_in import WORDS, Shown
from artkeep.model.found import AccountInfo, CollectionInfo, Counts
from artkeep.sites import folder
from artkeep.sites.twitter import posts, urls
from artkeep.texts import text as sentence
from artkeep.workbench import Workbench

_ACCOUNT = "account.js"
_POSTS = re.compile(r"tweets?(-part[0-9]+)?\.js")  # `tweet.js` until 2022
_FILES = ("tweets_media", "tweet_media")
_MOST = 512 * files.MEBIBYTE
_REPOST = "RT @"
_MISSING = sentence("its file is missing; a sync of the account asks X for it")

Said = Mapping[str, Any]


class TwitterArchive:
    """The unpacked archive. Raises UnknownAddress: it is none, BadRequest: it is damaged."""

    def __init__(self, bench: Workbench, asked: Asked) -> None:
        asked.only()
        self._bench, self._asked = bench, asked
        root = asked.folder()
        self._data = root / "data" if (root / "data").is_dir() else root
        self._parts = sorted(
            path for path in self._data.iterdir() if _POSTS.fullmatch(path.name) and path.is_file()
        )
        whose = files.inside(root, self._data / _ACCOUNT)
        if whose is None or not self._parts:
            raise UnknownAddress(
                sentence(
                    "there is no data/{account} with data/tweets.js in {shown}; unpack the "
                    "archive that X sent",
                    account=_ACCOUNT,
                    shown=folder.shown(root),
                )
            )
        self._owner = _owner(whose)

    def words(self) -> Iterator[str]:
        yield f"the archive of @{self._owner.handle}"

    def count(self) -> int:
        """Count the pictures."""
        return sum(len(_photos(said)) for said in self._own())

    def pieces(self) -> Iterator[Moved]:
        # the oldest first: the highest place on a list is its first
        own = sorted(self._own(), key=lambda said: int(said["id_str"]))
        for place, said in enumerate(own):
            on = OnList(self._list(), place, is_followed=False)
            try:
                with posts.reading("a post"):
                    found = posts.post(_told(said, self._owner))
            except SiteError as error:
                lost = self._data / f"{self._parts[0].name}: {said['id_str']}"
                yield Moved(lost, trouble=f"not a post as X tells it: {error}")
                continue
            for position, page in enumerate(found.pages):
                shown = Shown(found, position, page, WORDS - {"is_ai"})
                yield self._picture(said, position, Place(shown, (on,)))

    def take(self, piece: Moved) -> Taken:
        return pictures.take(self._bench, piece.path, self._asked.kept)

    def steps(self) -> Iterator[Step]:
        return iter(())

    def _list(self) -> CollectionInfo:
        ref = urls.media(self._owner.ref.id)
        return CollectionInfo(ref, f"{self._owner.name}: pictures", urls.url(ref), self._owner)

    def _own(self) -> Iterator[Said]:
        """Yield the owner's posts that have pictures."""
        for part in self._parts:
            for each in _read(part):
                said = each.get("tweet", each) if isinstance(each, dict) else {}
                is_post = re.fullmatch(r"[1-9][0-9]{0,18}", text(said, "id_str"))
                is_own = not text(said, "full_text").startswith(_REPOST)
                if is_post and is_own and _photos(said):
                    yield said

    def _picture(self, said: Said, position: int, place: Place) -> Moved:
        photo = _photos(said)[position]
        name = f"{said['id_str']}-{text(photo, 'media_url_https').rpartition('/')[2]}"
        there = (files.inside(self._data, self._data / each / name) for each in _FILES)
        path = next((path for path in there if path is not None), None)
        if path is None:
            return Moved(self._data / _FILES[0] / name, (place,), trouble=_MISSING)
        return Moved(path, (place,))


def _read(path: Path) -> list[Any]:
    """Read a file of the archive: JSON behind `window.YTD.… = `. Raises BadRequest."""
    try:
        content = files.read(path, _MOST).decode("utf-8-sig")
        found = files.clean(json.loads(content[content.index("=") + 1 :]))
    except PictureRefused as refused:
        raise BadRequest(
            sentence("{name}: {reason}", name=path.name, reason=refused.reason)
        ) from refused
    except (ValueError, RecursionError) as error:
        raise BadRequest(sentence("{path} is not as X writes it", path=path.name)) from error
    if not isinstance(found, list):
        raise BadRequest(sentence("{path} is not a list", path=path.name))
    return found


def _owner(path: Path) -> AccountInfo:
    told = _read(path)
    said = told[0].get("account") if told and isinstance(told[0], dict) else None
    own, name = text(said, "accountId"), text(said, "username")
    if not own or not name:
        raise BadRequest(sentence("{path} does not say whose archive it is", path=path.name))
    return posts.account(own, name, text(said, "accountDisplayName") or name)


def _photos(said: Said) -> list[Said]:
    media = (said.get("extended_entities") or said.get("entities") or {}).get("media") or ()
    return [one for one in media if isinstance(one, dict) and one.get("type") == "photo"]


def _told(said: Said, owner: AccountInfo) -> posts.Told:
    photos = _photos(said)
    return posts.Told(
        id=said["id_str"],
        text=_text(said),
        account=owner,
        pages=tuple(posts.page(one["media_url_https"], None, None, None) for one in photos),
        videos=0,
        counts=Counts(
            favourites=number(said, "favorite_count"), reposts=number(said, "retweet_count")
        ),
        is_sensitive=said.get("possibly_sensitive"),
        at=datetime.strptime(said["created_at"], "%a %b %d %H:%M:%S %z %Y"),
        raw=json.dumps(said, ensure_ascii=False),
    )


def _text(said: Said) -> str:
    """Return the text, its short links written out and those to its own pictures left out."""
    written, entities = said["full_text"], said["entities"]
    for link in entities.get("urls", ()):
        written = written.replace(link["url"], link["expanded_url"])
    for one in (*entities.get("media", ()), *_photos(said)):
        written = written.replace(one["url"], "")
    return unescape(written).strip()
