"""One small world: artists, their works, and every site's copy of them; the same each time.

Nothing is drawn before its bytes are asked for, so a world of any size is made at once. Whatever
becomes of a post later is told with `happen`, and every fake sees it.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PIL import Image

from artkeep.fakes import world_lists
from artkeep.fakes.artists import ARTISTS, COLLECTOR
from artkeep.fakes.world_lists import FOLDERS, Folder
from artkeep.fakes.world_pictures import Picture, Studio
from artkeep.fakes.world_posts import SITES, Publication, publications
from artkeep.fakes.world_works import DELETED, REPLACED, Work

__all__ = ["EVENTS", "SITES", "Folder", "Picture", "Publication", "Work", "World"]

EVENTS = frozenset({"deleted", "private", "replaced", "edited", "restored"})
LARGE = 1000  # from so many works on drawings are quick ones
LONGEST_PX, LONGEST_QUICK_PX = 1200, 480
AFTER = timedelta(days=3)  # how long after publishing a post is edited or replaced


class World:
    """Artists, works, and every site's copy of them.

    `works` is how many there are, at least 1. `quick` drawings are small and simple; large worlds
    have them unless told otherwise. `folder` keeps what was drawn for the next time.
    """

    artists = ARTISTS
    collector = COLLECTOR

    def __init__(
        self,
        works: int = 300,
        *,
        quick: bool | None = None,
        longest_px: int | None = None,
        folder: Path | None = None,
    ) -> None:
        is_quick = works > LARGE if quick is None else quick
        size = longest_px or (LONGEST_QUICK_PX if is_quick else LONGEST_PX)
        self.studio = Studio(quick=is_quick, longest_px=size, folder=folder)
        self.works = tuple(Work(index) for index in range(works))
        self._lock = threading.RLock()
        self._first: dict[str, tuple[Publication, ...]] = {}
        self._now: dict[str, tuple[Publication, ...]] = {}
        self._by_id: dict[str, dict[str, Publication]] = {}
        self._by_account: dict[str, dict[str, list[Publication]]] = {}
        self._lists: dict[str, dict[str, tuple[str, ...]]] = {}
        self._fates: dict[tuple[str, str], str] = {}
        self._left: set[tuple[str, str]] = set()
        self._begin()

    def on(self, site: str) -> Sequence[Publication]:
        """Return everything ever published on a site as it is now, newest first.

        What was deleted is among it: `fate` says so, and the fake answers accordingly.
        """
        with self._lock:
            if site not in self._now:
                self._now[site] = tuple(self._as_it_is(post) for post in self._published(site))
            return self._now[site]

    def post(self, site: str, post_id: str) -> Publication | None:
        """Return one post as it is now; None: there never was such a one."""
        with self._lock:
            if site not in self._by_id:
                self._by_id[site] = {post.id: post for post in self.on(site)}
            return self._by_id[site].get(post_id)

    def of(self, site: str, account_id: str) -> Sequence[Publication]:
        """Return the posts of one account, newest first."""
        with self._lock:
            if site not in self._by_account:
                self._by_account[site] = _grouped(self.on(site))
            return self._by_account[site].get(account_id, ())

    def fate(self, site: str, post_id: str) -> str:
        """Return what became of a post: "", deleted, private, replaced or edited."""
        with self._lock:
            return self._fates.get((site, post_id), "")

    def happen(self, site: str, post_id: str, event: str) -> None:
        """Let something become of a post; `restored` undoes it.

        Raises ValueError for an unknown event, KeyError for an unknown post.
        """
        if event not in EVENTS:
            raise ValueError(f"{event} does not happen; known are {', '.join(sorted(EVENTS))}")
        with self._lock:
            if self.post(site, post_id) is None:
                raise KeyError(f"{site} has no post {post_id}")
            self._fates[site, post_id] = "" if event == "restored" else event
            for known in (self._now, self._by_id, self._by_account):
                known.pop(site, None)

    def leave(self, site: str, account_id: str) -> None:
        """Let an account disappear with all its posts. Raises KeyError for an unknown one."""
        with self._lock:
            posts = self.of(site, account_id)
            if not posts:
                raise KeyError(f"{site} has no account {account_id}")
            for post in posts:
                self.happen(site, post.id, "deleted")
            self._left.add((site, account_id))

    def has_left(self, site: str, account_id: str) -> bool:
        """Say whether an account has disappeared."""
        with self._lock:
            return (site, account_id) in self._left

    def folders(self, site: str) -> tuple[Folder, ...]:
        """Return the lists of the collector and a few others, with their names and owners."""
        return FOLDERS.get(site, ())

    def lists(self, site: str) -> Mapping[str, tuple[str, ...]]:
        """Return which posts are in which list (`Folder.id`), the newest addition first."""
        with self._lock:
            if site not in self._lists:
                self._lists[site] = world_lists.lists(site, self._published(site))
            return self._lists[site]

    def fox(self, site: str) -> Publication:
        """Return the Fox in the Snow as it is on a site."""
        return next(
            post for post in self.on(site) if post.work.is_fox and "STEAL" not in post.title
        )

    def drawing(self, index: int) -> Image.Image:
        """Return what a work shows, as its artist drew it; not to be changed."""
        work = self.works[index]
        number = work.numbers[work.main]
        return self.studio.drawing(number, *self.studio.size_of(number))

    def close(self) -> None:
        """Draw no more: whoever waits for a picture goes without."""
        self.studio.close()

    def _begin(self) -> None:
        """Let happen what has happened already: one deletion, and a work drawn anew."""
        for event, index in (("deleted", DELETED), ("replaced", REPLACED)):
            if index < len(self.works):
                post = next(post for post in self._published("pixiv") if post.work.index == index)
                self._fates["pixiv", post.id] = event

    def _published(self, site: str) -> tuple[Publication, ...]:
        with self._lock:
            if site not in self._first:
                made = publications(site, self.works, self.studio)
                self._first[site] = tuple(
                    replace(post, position=position) for position, post in enumerate(made)
                )
            return self._first[site]

    def _as_it_is(self, post: Publication) -> Publication:
        event = self._fates.get((post.site, post.id), "")
        if event == "edited":
            return _edited(post)
        return _replaced(post) if event == "replaced" else post


def _grouped(posts: Sequence[Publication]) -> dict[str, list[Publication]]:
    found: dict[str, list[Publication]] = {}
    for post in posts:
        found.setdefault(post.account.id, []).append(post)
    return found


def _edited(post: Publication) -> Publication:
    return replace(
        post,
        title=f"{post.title} (edited)",
        caption_html=f"{post.caption_html}<br />Edit: thank you all!",
        words=f"{post.words} (edited)",
        edited_at=post.published_at + AFTER,
    )


def _replaced(post: Publication) -> Publication:
    """Draw the first picture anew; what moves gets a still in its place."""
    if not post.pages:
        return post
    first, *others = post.pages
    still = "jpeg" if first.is_moving else first.format
    anew = replace(first, change="replaced", format=still)
    kind = "still" if post.kind == "moving" else post.kind
    pages = (anew, *others)
    return replace(post, pages=pages, kind=kind, edited_at=post.published_at + AFTER)
