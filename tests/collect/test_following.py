"""Lists are followed and posts kept, from the address to the picture in the gallery."""

import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import fetch, follow, refresh
from artkeep.collect.follow import Followed, KeptPost
from artkeep.db.tables import collection, collection_item, page, post, post_revision
from artkeep.fakes.web import serving
from artkeep.library import collections
from artkeep.model.records import RunState
from tests.collect.conftest import led
from tests.showing import tiles_of
from tests.working import work

SEARCH = "https://danbooru.donmai.us/posts?tags=aoyama_mika"
FOX = "https://danbooru.donmai.us/posts/9000001"


def followed(bench, url=SEARCH):
    done = follow.address(bench, url)
    assert isinstance(done, Followed)
    work(bench)
    return done


def read_again(bench, collection_id, *, full=False):
    with bench.db.begin() as tx:
        refresh.ask(tx, collection_id, full=full)
    work(bench)
    with bench.db.read() as tx:
        return refresh.reading(tx, collection_id)


def number(bench, query):
    with bench.db.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()


def fetched(bench, site="danbooru"):
    with bench.db.read() as tx:
        return jobs.find(tx, fetch.KIND, site)


def asked(world, key):
    return [seen.path for seen in world.log if seen.key == key]


def test_a_list_is_read_to_its_end_with_all_its_pictures(bench):
    held = followed(bench)

    with bench.db.read() as tx:
        listed = collections.count(tx, held.collection.id)
    assert listed > 0
    assert listed == number(bench, sa.select(post.c.id))
    assert 0 == number(bench, sa.select(page.c.id).where(page.c.image_id.is_(None)))
    assert (RunState.DONE, None) == (fetched(bench).state, fetched(bench).error)
    assert {"Fox in the Snow"} <= {tile.title for tile in tiles_of(bench)}


def test_the_order_of_a_list_is_kept(bench, world):
    held = followed(bench)

    query = (
        sa.select(post.c.site_post_id)
        .join(collection_item, collection_item.c.post_id == post.c.id)
        .where(collection_item.c.collection_id == held.collection.id)
        .order_by(collection_item.c.position.desc())
    )
    with bench.db.read() as tx:
        kept = tx.execute(query).scalars().all()
    artist = [each.id for each in world.world.on("danbooru") if "aoyama_mika" in _artists(each)]
    assert artist == kept


def _artists(publication):
    return {tag.name for tag in publication.tags if tag.kind == "artist"}


def test_an_unchanged_list_costs_one_page_and_no_picture(bench, world):
    held = followed(bench)
    world.log.clear()

    run = read_again(bench, held.collection.id)

    assert RunState.DONE is run.state
    assert [] == asked(world, "pictures")
    assert 1 == sum("tags=aoyama_mika" in seen.query for seen in world.log)


def test_an_unchanged_list_that_grows_at_its_end_costs_two_pages(bench, world):
    held = followed(bench, "https://www.imagefap.com/showfavorites.php?userid=77&folderid=501")
    before = on_list(bench, held.collection.id)
    world.log.clear()

    read_again(bench, held.collection.id)

    assert 2 == sum("folderid=501" in seen.query for seen in world.log)
    assert before == on_list(bench, held.collection.id)


def on_list(bench, collection_id):
    """Return the posts on a list, from its top."""
    query = (
        sa.select(post.c.site_post_id)
        .join(collection_item, collection_item.c.post_id == post.c.id)
        .where(collection_item.c.collection_id == collection_id)
        .order_by(collection_item.c.position.desc())
    )
    with bench.db.read() as tx:
        return tx.execute(query).scalars().all()


def test_what_is_added_deep_in_a_list_is_found_by_the_number_the_site_tells(tmp_path):
    with serving(works=150) as world, led(world, tmp_path / "home") as bench:
        oldest = [each.id for each in world.world.on("philomena") if "derpi" in each.id][-1]
        world.world.happen("philomena", oldest, "deleted")
        held = followed(bench, "https://derpibooru.org/search?q=safe")
        before = on_list(bench, held.collection.id)
        world.world.happen("philomena", oldest, "restored")

        read_again(bench, held.collection.id)

        assert len(before) > 50  # more than one batch
        assert [*before, oldest] == on_list(bench, held.collection.id)


def test_a_number_that_never_agrees_is_looked_into_once(tmp_path):
    with serving(works=150) as world, led(world, tmp_path / "home") as bench:
        held = followed(bench, "https://derpibooru.org/search?q=safe")
        shown = on_list(bench, held.collection.id)
        with bench.db.begin() as tx:
            of_list = collection_item.c.collection_id == held.collection.id
            one = sa.select(post.c.id).where(post.c.site_post_id == shown[0]).scalar_subquery()
            tx.execute(sa.delete(collection_item).where(of_list, collection_item.c.post_id == one))
            tx.execute(
                sa.update(post).where(post.c.site_post_id == shown[0]).values(shunned_at=tx.now)
            )
            tx.execute(sa.update(collection).values(total=1))
        pages = []
        for _ in range(3):
            world.log.clear()
            read_again(bench, held.collection.id)
            pages.append(sum("safe" in seen.query for seen in world.log))

    assert [2, 1, 1] == pages


def test_a_post_is_kept_by_its_address(bench):
    done = follow.address(bench, FOX)
    work(bench)

    assert isinstance(done, KeptPost)
    assert done.is_new
    assert ["Fox in the Snow"] == [tile.title for tile in tiles_of(bench)]


def test_a_replaced_picture_stays_beside_the_new_one(bench, world):
    follow.address(bench, FOX)
    work(bench)
    world.world.happen("danbooru", "9000001", "replaced")

    follow.address(bench, FOX)
    work(bench)

    pages = sa.select(page.c.image_id, page.c.replaced_at).order_by(page.c.id)
    with bench.db.read() as tx:
        before, now = tx.execute(pages).all()
    assert before.replaced_at is not None
    assert now.replaced_at is None
    assert None not in {before.image_id, now.image_id}
    assert before.image_id != now.image_id


def test_an_edited_text_leaves_a_revision(bench, world):
    follow.address(bench, FOX)
    work(bench)
    world.world.happen("danbooru", "9000001", "edited")

    follow.address(bench, FOX)

    assert 1 == number(bench, sa.select(post_revision.c.id))


def test_what_a_full_reading_does_not_see_is_no_longer_on_the_list(bench, world):
    held = followed(bench, "https://derpibooru.org/search?q=artist:mika+aoyama")
    with bench.db.read() as tx:
        before = collections.count(tx, held.collection.id)
        gone = tx.execute(sa.select(post.c.site_post_id).limit(1)).scalar_one()
    world.world.happen("philomena", gone, "deleted")

    read_again(bench, held.collection.id, full=True)

    with bench.db.read() as tx:
        assert before - 1 == collections.count(tx, held.collection.id)
    assert before == number(bench, sa.select(post.c.id))


def test_a_page_in_the_place_of_a_picture_is_never_kept(bench, world):
    world.moods.set("danbooru", "pictures:page")
    follow.address(bench, FOX)
    work(bench)

    assert 0 == number(bench, sa.select(page.c.id).where(page.c.image_id.is_not(None)))
    assert [] == tiles_of(bench)


def test_a_busy_site_is_left_alone_until_it_says_so(bench, world):
    held = followed(bench)
    world.moods.set("danbooru", "busy")

    run = read_again(bench, held.collection.id)

    assert RunState.QUEUED is run.state
    assert run.not_before is not None
    assert "danbooru" in str(run.waiting_for)
    assert 0 == run.failures
