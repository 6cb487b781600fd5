"""What gallery-dl itself had fetched from the fakes is known, and not fetched again."""

import pytest
import sqlalchemy as sa

from artkeep.collect import follow
from artkeep.db.tables import post_revision
from artkeep.fakes.pixiv import memory
from artkeep.library import logins, wanted
from artkeep.model.records import Kept
from tests.collect.moving import move_in, pictures, rows, statuses
from tests.showing import tiles_of
from tests.witnesses.asking import told_by
from tests.working import work

SEARCH = "https://danbooru.donmai.us/posts?tags=aoyama_mika"
ART = "https://www.pixiv.net/users/4242/artworks"
WITNESSED = {
    "danbooru": (SEARCH, "danbooru"),
    "philomena": ("https://derpibooru.org/search?q=artist%3Amika+aoyama", "philomena"),
    "pixiv": (ART, "pixiv"),
    "bluesky": ("https://bsky.app/profile/mika.example", "bluesky"),
    "mastodon": ("https://art.example/@mika", "mastodon"),
    "imagefap": ("https://www.imagefap.com/gallery/8091", "imagefap"),
}


@pytest.fixture
def fetched(world, tmp_path):
    """`fetched(url)`: the folder that gallery-dl itself fills with it."""

    def fetch(*urls):
        folder = tmp_path / "fetched"
        words = ("-q", "--write-metadata", "-d", str(folder))
        ours = (f"refresh-token={memory.REFRESH_TOKEN}", "sanity=false")
        options = [word for one in ours for word in ("-o", f"extractor.pixiv.{one}")]
        told_by("gallery_dl", world, *options, *words, *urls)
        return folder

    return fetch


def sign_in(bench, site):
    if site == "pixiv":
        adapter, way = bench.site(site)
        login = adapter.sign_in(way, {"refresh_token": memory.REFRESH_TOKEN})
        with bench.db.begin() as tx:
            logins.save(tx, bench.seal, site, login)


@pytest.mark.parametrize("name", WITNESSED)
def test_what_gallery_dl_fetched_is_not_fetched_again(bench, world, fetched, name):
    url, site = WITNESSED[name]
    folder = fetched(f"mastodon:{url}" if site == "mastodon" else url)
    sign_in(bench, site)
    asked_before = [seen for seen in world.log if seen.key == "pictures"]

    run = move_in(bench, "gallery-dl", folder)
    known = pictures(bench, site)
    assert known
    assert all(known.values())
    refused = {path for path, status in statuses(bench, run).items() if status == "refused"}
    assert all(path.endswith(".webm") for path in refused), refused  # made of what moves
    with bench.db.read() as tx:
        assert wanted.Left(0, 0, None) == wanted.left(tx, site)

    follow.address(bench, url)
    work(bench)

    assert known.items() <= pictures(bench, site).items()
    asked = [seen.path for seen in world.log if seen.key == "pictures"][len(asked_before) :]
    new = [where for where in pictures(bench, site) if where not in known]
    assert len(new) == len(asked), asked
    with bench.db.read() as tx:
        revisions = tx.execute(sa.select(post_revision.c.said)).scalars().all()
    assert [] == revisions


def test_the_same_import_twice_adds_nothing_and_touches_nothing(bench, fetched):
    folder = fetched(SEARCH)
    move_in(bench, "gallery-dl", folder)
    before, files = rows(bench), listed(folder)

    run = move_in(bench, "gallery-dl", folder)

    assert before == rows(bench)
    assert files == listed(folder)
    assert "new" not in statuses(bench, run).values()


def listed(folder):
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path, path.stat().st_mtime_ns, path.stat().st_size) for path in found]


def test_pictures_are_referred_to_where_they_lie(bench, fetched):
    move_in(bench, "gallery-dl", fetched(SEARCH), kept=Kept.REFERENCE)

    assert all(pictures(bench, "danbooru").values())
    assert [] == list(bench.blobs.list())


def test_a_work_of_several_pictures_is_one_tile_with_its_title(bench, fetched):
    move_in(bench, "gallery-dl", fetched("https://www.pixiv.net/artworks/90000001"))

    assert ["Fox in the Snow"] == [tile.title for tile in tiles_of(bench)]
