"""The pages of imagefap, in the markup of its day: tables, mixed quotes, tags in a tangle."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from artkeep.fakes.artists import Handle
from artkeep.fakes.imagefap import memory
from artkeep.fakes.imagefap.lists import Gallery
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Folder, Publication

HOME = "https://www.imagefap.com"
NAME_LETTERS = 20  # a file name in a list is cut after so many
PAGES_LINKED = 10
STRIP = 24
HUMAN = (
    '<html><body><div class="mt-4 text-center">Your IP made too many requests to our servers and '
    "we need to check that you are a real human being</div><form method=post>"
    '<img src="/captcha"><input name="captcha"><input type=submit></form></body></html>'
)
MISSING = "<html><body><p>The image you are looking for does not exist.</p></body></html>"
MEMBERS = "<html><body><p>This image is for members only. Please log in.</p></body></html>"
NO_GALLERY = "<html><body><h1>Could not find gallery</h1></body></html>"


def whole(title: str, body: str, head: str = "", *, signed_in: bool = False) -> str:
    """Put a page together."""
    way_out = '<a href="/logout.php">Logout</a>' if signed_in else '<a href="/login.php">Login</a>'
    return (
        f"<!DOCTYPE html>\n<html><head>{head}<title>{title}</title></head><body>"
        f"<table><tr><td>{way_out}</td></tr></table>\n{body}\n</body></html>"
    )


def profile(owner: Handle) -> str:
    """Return the page of a user."""
    favourites = f"/showfavorites.php?userid={owner.id}"
    return whole(
        f"{escape(owner.handle)} Profile",
        f'<table><tr><td class="blk_profile_hdr" colspan="2">{escape(owner.handle)} Profile </td>'
        f'</tr><tr><td class="blk_header"><a class="blk_header" href="/usergallery.php?userid='
        f'{owner.id}">Galleries</a></td><td class="blk_header"><a class="blk_header" '
        f'href="{favourites}" style="text-decoration:none;">Favorites</a></td></tr></table>',
    )


def header(owner: Handle) -> str:
    """Return the line that says whose lists these are."""
    return (
        '<table><tr><td class="blk_header"><a class="blk_header" '
        f'href="/profile.php?user={quote(owner.handle)}" style="text-decoration:none;">'
        f'{escape(owner.handle)}</a>\n<a href="/usergallery.php?userid={owner.id}">galleries</a>'
        "</td></tr></table>"
    )


def folders(owner: Handle, shown: Sequence[Folder], at: int, pages: int, *, signed_in: bool) -> str:
    """Return a page of the folders of favourites; two share a line."""
    cells = "".join(
        f"<td class='blk_favorites'><a class='blk_galleries' href=\"{_folder(owner, folder)}\" "
        f'style="text-decoration:none;">{escape(folder.name)}</a></td>'
        for folder in shown
    )
    ids = "".join(f"{folder.id}|" for folder in shown)
    return whole(
        f"{escape(owner.handle)}'s favorites",
        f'{header(owner)}<input type="hidden" id="tgl_all" value="{ids}">\n'
        f"<table><tr>{cells}</tr></table>{pager(at, pages)}",
        signed_in=signed_in,
    )


def pictures(
    stage: Stage, owner: Handle, folder: Folder, shown: Iterable[Publication], pager_html: str
) -> str:
    """Return a page of pictures in a folder of favourites."""
    address = _folder(owner, folder)
    cells = "".join(_favourite(stage, post) for post in shown)
    return whole(
        escape(folder.name),
        f"{header(owner)}<table><tr><td><a class='blk_favorites' href=\"{address}\" "
        f'style="text-decoration:none;">{escape(folder.name)}</a></td></tr>\n</table>\n<table><tr>'
        f"<td><a href=\"{address}\" class'blk_galleries'><b>{escape(folder.name)}</b></a></td></tr>"
        f'<tr>{cells}</tr></table><table><tr><td><font class="blk_favorites">{pager_html}</font>'
        "</td></tr></table>",
    )


def liked(owner: Handle, folder: Folder, shown: Iterable[Gallery], pager_html: str) -> str:
    """Return a page of galleries in a folder of favourites."""
    rows = "".join(
        f'<tr id="gid-{own.id}"><td><a href="{HOME}/gallery.php?gid={own.id}&gen=1">'
        f"<b>{escape(own.title)}</b></a></td></tr>"
        for own in shown
    )
    return whole(
        escape(folder.name),
        f"{header(owner)}<table><tr><td><a class='blk_favorites' href=\"{_folder(owner, folder)}\" "
        f'style="text-decoration:none;">{escape(folder.name)}</a></td></tr></table><table><tr>'
        "<td class='blk_favorites_hdr' width=\"60%\"><span><b>Gallery Name</span></b></td></tr>"
        f'{rows}<tr><td><font class="blk_favorites">{pager_html}</font></td></tr></table>',
    )


def locked(owner: Handle, folder: Folder) -> str:
    """Return the page that asks for a folder's password."""
    return whole(
        escape(folder.name),
        f"{header(owner)}<form method=post>This folder is protected: "
        '<input type="password" name="pass"><input type="submit"></form>',
    )


def organizer(owner: Handle, folder_id: str, title: str, shown: Iterable[Gallery], at: int) -> str:
    """Return a page of a user's folder of galleries."""
    rows = "".join(
        f'<tr id="gid-{own.id}"><td><a href="/gallery/{own.id}"><b>{escape(own.title)}</b></a></td>'
        "</tr>"
        for own in shown
    )
    at_folder = f"{HOME}/usergallery.php?userid={owner.id}&folderid={folder_id}"
    return whole(
        escape(title),
        f"{header(owner)}<table><tr><td><a href=\"{at_folder}\" class'blk_galleries'>"
        f"<b>{escape(title)}</b></a></td></tr></table><table>{rows}</table><!-- page {at} -->",
    )


def own_folders(owner: Handle, shown: Sequence[tuple[str, str]]) -> str:
    """Return the page of a user's folders of galleries: number and name each."""
    ids = "".join(f"{folder}|" for folder, _ in shown)
    links = "".join(
        f'<tr><td><a href="{HOME}/usergallery.php?userid={owner.id}&folderid={folder}" '
        f"class'blk_galleries'>{escape(name)}</a></td></tr>"
        for folder, name in shown
    )
    return whole(
        f"{escape(owner.handle)}'s galleries",
        f'{header(owner)}<input type="hidden" id="tgl_all" value="{ids}"><table>{links}</table>',
    )


def gallery(stage: Stage, own: Gallery, shown: Sequence[Publication], at: int, pages: int) -> str:
    """Return a page of a gallery."""
    cells = "".join(_in_gallery(stage, own, post, at) for post in shown)
    first = f'<span id="img_ed_{shown[0].id}"></span>' if shown else ""
    who = escape(own.owner.handle, quote=True)
    return whole(
        escape(own.title),
        f'<input type="hidden" id="galleryid_input" name="galleryid_input" value="{own.id}">'
        f'<div id="menubar"><table><tr><td><font size="4" color="#CC0000">{escape(own.title)}'
        f'</font> <font size="3" color="#CC0000">Uploaded by {who}</font></td>{by(own.owner)}'
        '</tr></table></div><span id="gdesc_text">Scanned at home &amp; cleaned.</span>'
        '<div id="cnt_cats"><b>Categories:</b> <a href="#">Art</a></div>'
        '<div id="cnt_tags"><b>Tags:</b> <a href="#">ink</a></div>'
        f'<img src="/g.gif" alt="picture 1 of {len(own.posts)} pics">{first}<div id="gallery">'
        f'<table><tr>{cells}</tr></table><font class="link3">'
        f"{_gallery_pager(own, at, pages)}</font>"
        "</div>",
        f'<meta name="description" content="Watch this porn picture gallery by {who} to see '
        'hottest pictures">',
    )


def by(owner: Handle) -> str:
    """Return the cell that says who put something online."""
    return (
        f'<td class="mnu0"><a href="{HOME}/profile.php?user={quote(owner.handle)}">'
        f'{escape(owner.handle)}</a> <a href="{HOME}/usergallery.php?userid={owner.id}">galleries'
        "</a></td>"
    )


def pager(at: int, pages: int, query: str = "") -> str:
    """Return the numbers of some pages around this one, and the way to the next."""
    if pages <= 1:
        return ""
    first = max(0, min(at - PAGES_LINKED // 2, pages - PAGES_LINKED))
    numbers = [
        f"<b>{there + 1}</b>" if there == at else f'<a href="?{query}page={there}">{there + 1}</a>'
        for there in range(first, min(pages, first + PAGES_LINKED))
    ]
    following = f' <a class="link3" href="?{query}page={at + 1}">:: next ::</a>'
    return " ".join(numbers) + (following if at + 1 < pages else "")


def _folder(owner: Handle, folder: Folder) -> str:
    return f"{HOME}/showfavorites.php?userid={owner.id}&folderid={folder.id}"


def _favourite(stage: Stage, post: Publication) -> str:
    changed = stage.moods.of(memory.SITE) == "changed"
    mark = f"pic-{post.id}" if changed else f"img-{post.id}"
    name = "" if changed else f'name="{post.id}" '
    link = f'<a {name}href="{HOME}/photo/{post.id}/?pgid=&gid=0&page=0">'
    return f"<td class='blk_favorites' id=\"{mark}\" align='center'>{_cell(stage, post, link)}</td>"


def _in_gallery(stage: Stage, own: Gallery, post: Publication, at: int) -> str:
    changed = stage.moods.of(memory.SITE) == "changed"
    name = "" if changed else f'name="{post.id}" '
    link = f'<a {name}href="/photo/{post.id}/?pgid=&gid={own.id}&page={at}">'
    return f'<td id="{post.id}" align="center">{_cell(stage, post, link)}</td>'


def _cell(stage: Stage, post: Publication, link: str) -> str:
    picture = post.pages[0]
    full = memory.file_name(post)
    cut = f"{full[:NAME_LETTERS]}..." if len(full) > NAME_LETTERS else full
    thumb = escape(memory.address(stage, post, "thumb", "thumb"))
    return (
        f'<table>\n<tr><td>{link}<img src="{thumb}"></a></td></tr>\n<tr><td><font></font><font><i>'
        f"{escape(cut)}</i></font><font>{picture.width}x{picture.height}</font>"
        f"<font>{post.counts.views}</font></td></tr></table>"
    )


def _gallery_pager(own: Gallery, at: int, pages: int) -> str:
    return pager(at, pages, f"gid={own.id}&view=0&")


def photo(stage: Stage, own: Gallery, post: Publication) -> str:
    """Return the page of a picture, with the strip of those that follow it in its gallery."""
    told = memory.of(stage)
    name = escape(memory.file_name(post), quote=True)
    who = escape(post.account.handle, quote=True)
    main = memory.address(stage, post, "full" if told.old_page else "frame-thumb", "main")
    shown = [] if told.old_page else list(own.posts[own.posts.index(post) :][:STRIP])
    if told.strip_lacks_own:
        shown = [other for other in own.posts if other is not post][:STRIP]
    start = own.posts.index(post)
    return whole(
        f"{escape(memory.file_name(post))} Porn Pic From {escape(own.title)}",
        f"<table><tr>{by(post.account)}</tr></table>"
        f'<div id="_navi_cavi" class="_navi_cavi" data-total="{len(own.posts)}" data-idx="{start}">'
        f"{strip(stage, shown)}</div>"
        '<div itemscope itemtype="http://schema.org/ImageObject"><input type="hidden" '
        f'id="imageid_input" value="{post.id}"><input type="hidden" id="galleryid_input" '
        f'value="{own.id}"><img id="mainPhoto" data-src="{escape(main)}"></div>'
        f"{_linked(stage, post)}",
        f'<meta name="description" content="View this hot {name} porn pic uploaded by {who} to see '
        'hottest porn pics">',
    )


def strip(stage: Stage, shown: Iterable[Publication]) -> str:
    """Return the strip of pictures, which the site's own script asks for by itself too."""
    entries = "".join(_entry(stage, post) for post in shown)
    nothing = '<input type="hidden" id="is_empty" value="1">'
    return f'<ul class="thumbs">{entries or nothing}</ul>'


def _entry(stage: Stage, post: Publication) -> str:
    kind = "frame-thumb" if stage.moods.of(memory.SITE) == "changed" else "full"
    picture = post.pages[0]
    href, framed, original = (
        escape(memory.address(stage, post, what, element))
        for what, element in ((kind, "href"), ("frame-thumb", "framed"), (kind, "original"))
    )
    return (
        f'<li><a href="{href}" framed="{framed}" original="{original}" imageid="{post.id}" '
        f'views="{post.counts.views}" added="{post.published_at:%d/%m/%Y}" '
        f'dimension="{picture.width}x{picture.height}" votes="{post.counts.score % 6}|'
        f'{post.counts.favourites}"><img></a></li>'
    )


def _linked(stage: Stage, post: Publication) -> str:
    picture = post.pages[0]
    told = {
        "@context": "http://schema.org",
        "@type": "ImageObject",
        "name": memory.file_name(post),
        "author": post.account.handle,
        "datePublished": f"{post.published_at:%d/%m/%Y}",
        "width": str(picture.width),
        "height": str(picture.height),
        "contentUrl": memory.address(stage, post, "frame-thumb", "linked"),
    }
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
