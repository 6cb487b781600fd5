"""imagefap: a user's favourites, galleries and single pictures, read from its pages.

What is special here: nothing tells whether a page is the right one but the page itself (`html`);
lists grow at their end (`walk`); and the address of a picture expires, so a folder only says
which pictures are in it, and `fetch` asks for the address just before the picture is. A gallery
tells the addresses of 24 pictures at once; then those are given, and are as short-lived.
"""

from collections.abc import Mapping
from types import MappingProxyType

from artkeep.errors import LoginNeeded
from artkeep.model.found import CollectionInfo, Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import About, Address, Login, Pace, SiteHttp, Told, Window
from artkeep.sites.imagefap import lists, photo, urls
from artkeep.sites.imagefap.asking import page_of
from artkeep.sites.imagefap.html import text_of
from artkeep.sites.imagefap.urls import HOME, NAME
from artkeep.texts import text

# What users have found the site to allow; over a long time that is a page every 3.6 s.
PAGES = Pace(gap=1.0, windows=(Window(100, 60), Window(200, 300), Window(1000, 3600)))
PICTURES = Pace(gap=0.2, at_once=2)


class ImageFap:
    """The site. Its favourites are open to anybody; a login shows what is for members."""

    name = NAME
    about = About(
        title="imagefap",
        home=HOME,
        tells=frozenset(Told),
        addresses=MappingProxyType(
            {
                "base_url": Address(HOME, PAGES, more_hosts=("imagefap.com", "beta.imagefap.com")),
                "pictures_url": Address(
                    "https://cdnc.imagefap.com",
                    PICTURES,
                    pictures=True,
                    more_hosts=("cdn.imagefap.com", "cdnh.imagefap.com"),
                ),
            }
        ),
        login=(
            text(
                "Only for what members see, and after a human check that you answered in your "
                "browser: your name, and the cookies of www.imagefap.com in that browser."
            )
        ),
        examples={
            text("somebody's favourites"): f"{HOME}/showfavorites.php?userid=12345",
            text("one gallery"): f"{HOME}/gallery/12345",
            text("one picture"): f"{HOME}/photo/12345/",
        },
    )

    def parse(self, url: str) -> Ref | None:
        """Read an address."""
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        """Write an address."""
        return urls.url(ref)

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        """Ask for one picture; its address is fresh, and good for minutes to hours."""
        what = text("the page of picture {id}", id=ref.id)
        return photo.photo(page_of(http, what, f"/photo/{ref.id}/"), ref)

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask what a list is called and whose it is."""
        return lists.describe(http, lists.settle(http, ref))

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for one batch of a list; `Listing.again` makes the next reading a short one."""
        return lists.batch(http, lists.settle(http, ref), cursor)

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Put the numbers of users and folders where only their names are known."""
        return lists.settle(http, ref) if isinstance(ref, CollectionRef) else ref

    @property
    def fields(self) -> Mapping[str, str]:
        """What has to be pasted to sign in."""
        return {
            "name": text("Your user name on imagefap."),
            "cookie": text(
                "The Cookie header that your browser sends to www.imagefap.com: open the "
                "developer tools there, Network, any page, Request Headers."
            ),
        }

    def sign_in(self, http: SiteHttp, pasted: Mapping[str, str]) -> Login:
        """Try the cookies: a page that knows us offers to sign out."""
        cookie = " ".join(pasted.get("cookie", "").removeprefix("Cookie:").split())
        if not pasted.get("name", "").strip(". \t"):
            raise LoginNeeded(NAME, text("your user name is needed besides the cookies"))
        named = lists.settle(http, urls.favourites(pasted["name"]))
        what = "the page of your favourites"
        asked = {"userid": named.id.removeprefix("favourites/")}
        page = page_of(http, what, "/showfavorites.php", asked, headers={"cookie": cookie})
        if not cookie or not any("logout" in link.path for link in page.links()):
            raise LoginNeeded(NAME, text("these cookies do not sign you in; copy them once more"))
        own = [link for link in page.links("a.blk_header[href]") if link.query.get("user")]
        name = text_of(own[0].node) if own else pasted["name"]
        return Login(asked["userid"], name, {"cookie": cookie})

    def headers(self, login: Login, at: str) -> Mapping[str, str]:  # noqa: ARG002  (one address)
        """Return the cookies; picture hosts never see them."""
        return {"cookie": login.secrets["cookie"]}


SITE = ImageFap()
