"""What gallery-dl reads from the fake is what our adapter reads from it.

It knows pictures, galleries, folders and users, and not favourites.
"""

import hashlib

import pytest

from artkeep.model.found import PostInfo
from artkeep.model.refs import CollectionRef
from artkeep.sites.imagefap import SITE
from tests.sites.playing_imagefap import all_ids, playing, ref, whole
from tests.witnesses.asking import told_by

WWW = "https://www.imagefap.com"
ALL, FEW = f"{WWW}/gallery/8091", f"{WWW}/gallery/9001000"


@pytest.fixture(scope="module")
def imagefap():
    with playing() as house:
        yield house


@pytest.fixture(scope="module")
def told(imagefap):
    """What gallery-dl says of some addresses, asked all at once: a process takes a second."""
    fox = imagefap.world.fox("imagefap").url
    folder, loose = f"{WWW}/organizer/691", f"{WWW}/usergallery.php?userid=91&folderid=-1"
    user = f"{WWW}/usergallery.php?userid=92"
    urls = (fox, ALL, FEW, folder, loose, user)
    return told_by("gallery_dl", imagefap.served, "-j", *urls)


def files(told, subcategory):
    return [
        (message[1], message[2])
        for message in told
        if message[0] == 3 and message[2]["subcategory"] == subcategory
    ]


def queued(told, subcategory):
    return [
        SITE.parse(message[1])
        for message in told
        if message[0] == 6 and message[2]["subcategory"] == subcategory
    ]


def path(address):
    return address.partition("?")[0]


def test_a_picture_is_the_same(imagefap, told):
    [(address, theirs)] = files(told, "image")
    ours = SITE.fetch(imagefap.way(), ref(imagefap.world.fox("imagefap").id))
    [page] = ours.pages

    assert (path(address), theirs["title"]) == (path(page.url), ours.title)
    assert (theirs["width"], theirs["height"]) == (page.width, page.height)
    assert (theirs["uploader"], theirs["date"]) == (
        ours.account.handle,
        f"{ours.published_at:%d/%m/%Y}",
    )
    assert (theirs["image_id"], theirs["gallery_id"]) == (int(ours.ref.id), int(ours.series.id))


@pytest.mark.parametrize("url", [ALL, FEW])
def test_a_gallery_has_the_same_pictures_at_the_same_addresses(imagefap, told, url):
    ours = whole(imagefap.way(), SITE.parse(url))
    found = [each for each in files(told, "gallery") if url.endswith(f"/{each[1]['gallery_id']}")]
    addresses = {each["image_id"]: path(address) for address, each in found}
    complete = [post for batch in ours for post in batch.posts if isinstance(post, PostInfo)]

    assert [each["image_id"] for _, each in found] == [int(own) for own in all_ids(ours)[::-1]]
    assert [addresses[int(post.ref.id)] for post in complete] == [
        path(post.pages[0].url) for post in complete
    ]
    assert {each["title"] for _, each in found} == {post.series.title for post in complete}


@pytest.mark.parametrize("text", ["organizer/691", "galleries/91/-1"])
def test_a_folder_has_the_same_galleries(imagefap, told, text):
    ours = whole(imagefap.way(), CollectionRef("imagefap", text))
    galleries = [inner.ref for batch in ours for inner in batch.collections]

    assert galleries
    assert [] == [own for own in galleries if own not in queued(told, "folder")]


def test_a_user_has_the_same_folders(imagefap, told):
    ours = whole(imagefap.way(), CollectionRef("imagefap", "galleries/92"))
    folders = {inner.ref for batch in ours for inner in batch.collections}
    by_name = {SITE.settle(imagefap.way(), own) for own in queued(told, "user")}

    assert folders == by_name


def test_the_files_are_the_same_bytes(imagefap, tmp_path):
    told_by("gallery_dl", imagefap.served, "-q", "-D", str(tmp_path), FEW)
    posts = [
        imagefap.world.post("imagefap", own)
        for own in imagefap.world.lists("imagefap")["gallery/9001000"]
    ]
    theirs = {hashlib.sha256(file.read_bytes()).hexdigest() for file in tmp_path.iterdir()}

    assert {post.pages[0].sha256 for post in posts} == theirs
