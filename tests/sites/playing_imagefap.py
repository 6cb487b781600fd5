"""imagefap as it is played for the tests of its adapter: a world of its own, whose clock stands."""

from artkeep.fakes.imagefap import memory
from artkeep.model.found import PostInfo
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.base import Reply
from artkeep.sites.imagefap import SITE
from tests.clocks import HandClock
from tests.sites.playing import Playing as Alike
from tests.sites.playing import alone

WORKS = 120
WWW = "https://www.imagefap.com"


class Playing(Alike):
    """imagefap, and what its tests ask of it."""

    @property
    def memory(self):
        return memory.of(self.served.stage)

    def well(self):
        """Forget the moods, the quirks and what was asked."""
        self.served.moods.clear()
        self.served.log.clear()
        self.memory.__init__()

    def post(self, index):
        """Return the picture of a work."""
        return next(post for post in self.world.on("imagefap") if post.work.index == index)


def playing(works=WORKS):
    """Serve imagefap alone."""
    return alone(Playing, SITE, works)


class Canned:
    """A way that brings the pages it was given, by path, and remembers what it was asked.

    A page is text, or a status and a text, or a text and the path it was found at in the end.
    """

    def __init__(self, pages):
        self.pages = pages
        self.asked = []
        self.clock = HandClock()

    def now(self):
        return self.clock.now()

    def ask(self, _method, target, **query):
        query.pop("headers")
        asked = {name: value for name, value in query.items() if value is not None}
        self.asked.append((target, asked))
        known = self.pages if isinstance(self.pages, str | tuple) else self.page(target, asked)
        status, text, path = known if isinstance(known, tuple) else (200, known, target)
        return Reply(status, {}, text.encode(), f"{WWW}{path}")

    def page(self, target, asked):
        at = asked.get("page", 0)
        return (
            self.pages[f"{target} {at}"] if f"{target} {at}" in self.pages else self.pages[target]
        )


def ref(number):
    return PostRef("imagefap", str(number))


def list_ref(text):
    return CollectionRef("imagefap", text)


def ids(posts):
    return [post.ref.id if isinstance(post, PostInfo) else post.id for post in posts]


def whole(http, collection, cursor=None):
    """Return the batches of a list."""
    found = []
    while True:
        batch = SITE.list(http, collection, cursor)
        found.append(batch)
        cursor = batch.cursor
        if cursor is None:
            return found


def all_ids(batches):
    return [own for batch in batches for own in ids(batch.posts)]


# ---- pages of our own writing ------------------------------------------------------------------

CDN = "https://cdnc.imagefap.com/images"
OWNER = (
    '<td class="blk_header"><a class="blk_header" href="/profile.php?user=SampleUser" '
    'style="text-decoration:none;">SampleUser</a> <a href="/usergallery.php?userid=77">g</a></td>'
)
NAMED = f"<td><a class='blk_favorites' href='{WWW}/showfavorites.php?userid=77&folderid=501'>A</a>"
PHOTO_HEAD = (
    "<title>lake.jpg Porn Pic From Sample Set</title>"
    '<meta name="description" content="View this hot lake.jpg porn pic uploaded by Ann to see">'
)
NUMBERS = '<input id="imageid_input" value="111222333"><input id="galleryid_input" value="9001">'


def page(body):
    return f"<html><body><table><tr>{OWNER}</tr></table>{body}</body></html>"


def folder(body=""):
    return page(f"<table><tr>{NAMED}</tr></table><table>{body}</table>")


def entry(**attributes):
    told = {
        "href": f"{CDN}/full/7/111/111222333.jpg?secure=h,1",
        "original": f"{CDN}/full/7/111/111222333.jpg?secure=o,1",
        "imageid": "111222333",
        "dimension": "800x600",
        **attributes,
    }
    words = " ".join(f'{name}="{value}"' for name, value in told.items() if value is not None)
    return f"<div id='_navi_cavi'><ul class='thumbs'><li><a {words}></a></li></ul></div>"


def photo(body, head=PHOTO_HEAD):
    return f"<html><head>{head}</head><body>{body}{NUMBERS}</body></html>"
