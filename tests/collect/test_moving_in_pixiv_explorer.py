"""What pixiv-bookmarks-explorer had kept moves in, in the order of its bookmarks."""

import json

import pytest
import sqlalchemy as sa

from artkeep.collect import follow, moving_in, signing_in
from artkeep.collect.moving_in import Asked
from artkeep.collect.moving_in.pixiv_explorer import config
from artkeep.db.tables import collection, collection_item, page, post, post_revision
from artkeep.errors import BadRequest, LoginNeeded, UnknownAddress
from artkeep.fakes.pixiv import memory
from artkeep.library import collections, wanted
from artkeep.model.records import Kept
from tests.collect.moving import draw, held, move_in, outcomes, pictures, raw, rows, write
from tests.showing import tiles_of
from tests.working import work as work_all

KIND = "pixiv-explorer"
OLD = ("illust_ai_type", "series")  # what the answers of its day did not have
ENDING = {"original": "png", "large": "jpg", "square_medium": "jpg"}


@pytest.fixture
def token(bench):
    """Be signed in to pixiv as the collector."""
    return signing_in.with_key(bench, "pixiv", {"refresh_token": memory.REFRESH_TOKEN})


@pytest.fixture
def works(bench, token):
    """The collector's bookmarks as the site itself tells them, newest first; no ugoira."""
    site, way = bench.site("pixiv", account=token.account)
    listing = site.list(
        way, site.parse(f"https://www.pixiv.net/users/{token.account}/bookmarks/artworks"), None
    )
    told = [json.loads(each.raw) for each in listing.posts if hasattr(each, "raw")]
    assert len(told) > 2
    return told[:3]


def kept_by_explorer(folder, works, *, qualities=("original", "large"), at="data"):
    """Lay out what the program keeps, the oldest bookmark first."""
    told = {str(work["id"]): work for work in reversed(works)}
    write(folder / "artworks.json", told)
    write(
        folder / "config.json",
        {
            "pixiv": {"access": "SECRET-A", "refresh": memory.REFRESH_TOKEN},
            "display": {"home": {"order": "default"}},
            "app_key": "SECRET-K",
            "filesystem_options": {"path": f"./{at}", "token": "SECRET-T"},
        },
    )
    number = 0
    for work in works:
        for position in range(work["page_count"]):
            for quality in qualities:
                number += 1
                name = f"{work['id']}_p{position}_{quality}.{ENDING[quality]}"
                draw(folder / at / str(work["id"]) / name, number)
    return folder


def order(bench):
    """Return the posts of all lists, the first on the list first."""
    query = (
        sa.select(post.c.site_post_id)
        .join(collection_item, collection_item.c.post_id == post.c.id)
        .order_by(collection_item.c.position.desc())
    )
    with bench.db.read() as tx:
        return list(tx.execute(query).scalars())


def titles(bench):
    with bench.db.read() as tx:
        return [
            (row.site_collection_id, row.removed_at is None)
            for row in tx.execute(sa.select(collection))
        ]


def test_works_come_with_all_their_words_in_the_order_of_the_bookmarks(
    bench, works, tmp_path, token
):
    folder = kept_by_explorer(tmp_path / "in", works)

    run = move_in(bench, KIND, folder)

    assert {"new"} == {status for status, _ in outcomes(bench, run).values()}
    assert [str(work["id"]) for work in works] == order(bench)
    assert [(f"bookmarks/{token.account}/public", True)] == titles(bench)
    known = held(bench, "pixiv")
    assert {str(work["id"]): work["title"] for work in works} == {
        number: row.title for number, row in known.items()
    }
    assert works[0] == raw(bench, known[str(works[0]["id"])].id)
    assert sum(work["page_count"] for work in works) == sum(pictures(bench, "pixiv").values())
    assert len(works) == len(tiles_of(bench))


def test_a_later_sync_fetches_none_of_it_again(bench, world, works, tmp_path):
    move_in(bench, KIND, kept_by_explorer(tmp_path / "in", works))
    known = pictures(bench, "pixiv")
    before = len(world.log)
    follow.address(bench, "https://www.pixiv.net/bookmark.php")
    work_all(bench)

    asked = [seen.path for seen in list(world.log)[before:] if seen.key == "pictures"]
    ours = {str(work["id"]) for work in works}
    assert [] == [path for path in asked if path.rpartition("/")[2].partition("_")[0] in ours]
    assert known.items() <= pictures(bench, "pixiv").items()
    assert 1 == len([name for name, _ in titles(bench) if name.endswith("/public")])
    with bench.db.read() as tx:
        assert [] == tx.execute(sa.select(post_revision.c.id)).scalars().all()


def test_smaller_sizes_are_kept_until_the_original_comes(bench, works, tmp_path):
    move_in(
        bench, KIND, kept_by_explorer(tmp_path / "in", works, qualities=("large", "square_medium"))
    )
    before = pictures(bench, "pixiv")
    follow.address(bench, "https://www.pixiv.net/bookmark.php")
    work_all(bench)

    assert all(before.values())
    query = sa.select(sa.func.count()).select_from(page).where(page.c.replaced_at.is_not(None))
    with bench.db.read() as tx:
        assert len(before) == tx.execute(query).scalar_one()
    assert all(pictures(bench, "pixiv").values())


def test_what_is_missing_is_named_and_wanted(bench, works, tmp_path):
    folder = kept_by_explorer(tmp_path / "in", works)
    lost = folder / "data" / str(works[0]["id"]) / f"{works[0]['id']}_p0_original.png"
    lost.unlink()
    lost.with_name(f"{works[0]['id']}_p0_large.jpg").unlink()

    run = move_in(bench, KIND, folder)

    assert ("refused", "its file is missing; the next sync asks pixiv for it") in outcomes(
        bench, run
    ).values()
    assert [str(work["id"]) for work in works] == order(bench)
    with bench.db.read() as tx:
        assert 1 == wanted.left(tx, "pixiv").pages


def test_pictures_may_lie_as_php_fs_lays_them_out(bench, works, tmp_path):
    folder = kept_by_explorer(tmp_path / "in", works, at="storage/www")
    (folder / "storage" / "www" / "upload.php").write_text("<?php", "utf-8")
    elsewhere = folder.rename(tmp_path / "other") / "storage" / "www"
    write(
        tmp_path / "in" / "artworks.json",
        json.loads((tmp_path / "other/artworks.json").read_text()),
    )

    run = move_in(bench, KIND, tmp_path / "in", pictures=str(elsewhere))

    assert {"new"} == {status for status, _ in outcomes(bench, run).values()}


def test_pictures_may_lie_beside_artworks_json(bench, works, tmp_path):
    run = move_in(bench, KIND, kept_by_explorer(tmp_path / "in", works, at="."))

    assert {"new"} == {status for status, _ in outcomes(bench, run).values()}


def test_answers_of_its_day_are_read(bench, works, tmp_path):
    older = [{name: value for name, value in work.items() if name not in OLD} for work in works]
    for each in older:
        each["tags"] = [{"name": tag["name"]} for tag in each["tags"]]

    move_in(bench, KIND, kept_by_explorer(tmp_path / "in", older))

    assert {None} == {row.is_ai for row in held(bench, "pixiv").values()}


def test_the_same_twice_adds_nothing(bench, works, tmp_path):
    folder = kept_by_explorer(tmp_path / "in", works)
    move_in(bench, KIND, folder)
    before, listed = rows(bench), order(bench)

    move_in(bench, KIND, folder)

    assert (before, listed) == (rows(bench), order(bench))


def test_hostile_works_are_named_and_the_others_come(bench, works, tmp_path):
    folder = kept_by_explorer(tmp_path / "in", works[:1])
    good = works[0]
    stub = {"url": "https://s.pximg.net/common/images/limit_unknown_360.png"}
    hostile = {
        "1": 7,
        "2": {**good, "id": "../../etc"},
        "3": {**good, "id": 3, "create_date": "0001-01-01T00:00:00+23:59"},
        "4": {**good, "id": 4, "tags": {"name": 1}},
        "../5\u0000": None,
        "6": {
            **good,
            "id": 6,
            "meta_pages": [],
            "meta_single_page": {"original_image_url": stub["url"]},
        },
        "7": {**good, "id": 10**400},
        "8": {**good, "id": 8, "user": {**good["user"], "id": 10**300}},
    }
    write(folder / "artworks.json", {**hostile, str(good["id"]): good})

    run = move_in(bench, KIND, folder)

    assert "new" in {status for status, _ in outcomes(bench, run).values()}
    assert {str(good["id"])} <= set(held(bench, "pixiv"))
    assert "6" not in held(bench, "pixiv")


def test_links_and_paths_that_lead_out_are_not_followed(bench, works, tmp_path):
    folder = kept_by_explorer(tmp_path / "in", works[:1])
    secret = draw(tmp_path / "secret" / "mine.png", 99)
    for path in (folder / "data" / str(works[0]["id"])).iterdir():
        path.unlink()
        path.symlink_to(secret)
    write(folder / "config.json", {"filesystem_options": {"path": str(secret.parent)}})

    run = move_in(bench, KIND, folder)

    assert {"refused"} == {status for status, _ in outcomes(bench, run).values()}
    assert [] == list(bench.blobs.list())


def test_its_settings_are_shown_without_its_secrets(bench, works, tmp_path):
    folder = kept_by_explorer(tmp_path / "in", works[:1])

    source = moving_in.KINDS[KIND](bench, Asked(KIND, folder, Kept.BLOB))
    words = "\n".join(source.words())

    assert 'display.home.order: "default"' in words
    assert "SECRET" not in words
    assert memory.REFRESH_TOKEN not in words
    assert memory.REFRESH_TOKEN == config.refresh_token(folder)


def test_without_a_login_the_list_only_keeps_its_order(bench, world, tmp_path, works):
    signing_in.forget(bench, "pixiv", "7001")
    folder = kept_by_explorer(tmp_path / "in", works)

    move_in(bench, KIND, folder, user="7001")

    assert [("bookmarks/7001/public", False)] == titles(bench)
    with bench.db.read() as tx:
        assert [] == collections.followed(tx)
    assert [str(work["id"]) for work in works] == order(bench)


def test_what_is_not_there_is_said_at_once(bench, tmp_path):
    kind = moving_in.KINDS[KIND]
    (tmp_path / "in").mkdir()
    with pytest.raises(UnknownAddress, match="no artworks"):
        kind(bench, Asked(KIND, tmp_path / "in", Kept.BLOB))
    write(tmp_path / "in" / "artworks.json", [1])
    with pytest.raises(BadRequest, match="not a record of works"):
        kind(bench, Asked(KIND, tmp_path / "in", Kept.BLOB)).count()
    with pytest.raises(BadRequest, match="--user"):
        kind(bench, Asked(KIND, tmp_path / "in", Kept.BLOB, {"user": "mika"}))
    with pytest.raises(UnknownAddress, match="no folder"):
        kind(bench, Asked(KIND, tmp_path / "in", Kept.BLOB, {"pictures": str(tmp_path / "x")}))
    with pytest.raises(LoginNeeded, match="refresh token"):
        config.refresh_token(tmp_path / "in")
