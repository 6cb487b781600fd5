"""A post is gone when two looks on different days did not find it, and not before."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep.db.tables import post
from artkeep.library import checks, posts, told
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.records import CheckState
from artkeep.model.refs import PostRef

DAY = timedelta(days=1)


def save(database, name="1"):
    ref = PostRef("pixiv", name)
    url = f"https://www.pixiv.net/artworks/{name}"
    with database.begin() as tx:
        return told.save(tx, PostInfo(ref, url, "Fox", (PageInfo(f"{url}.png"),))).post_id


def look(database, post_id, state):
    with database.begin() as tx:
        return checks.note(tx, post_id, state, "it said so")


def due(database):
    with database.read() as tx:
        return [post.ref.id for post in checks.due(tx, "pixiv", 9, tx.now - 30 * DAY)]


def news(database):
    with database.read() as tx:
        return [each.state for each in checks.news(tx, tx.now - 99 * DAY, 9)]


@pytest.mark.parametrize("state", [CheckState.REMOVED, CheckState.PRIVATE, CheckState.ACCOUNT_GONE])
def test_two_looks_on_different_days_make_it_gone(database, clock, state):
    post_id = save(database)

    assert not look(database, post_id, state)
    clock.forward((DAY).total_seconds())
    assert look(database, post_id, state)


def test_two_looks_on_one_day_do_not(database, clock):
    post_id = save(database)

    for _ in range(5):
        assert not look(database, post_id, CheckState.REMOVED)
        clock.forward((timedelta(hours=3)).total_seconds())


def test_many_looks_on_one_day_do_not_put_off_the_second_day(database, clock):
    post_id = save(database)
    look(database, post_id, CheckState.REMOVED)
    clock.forward((timedelta(hours=10)).total_seconds())
    look(database, post_id, CheckState.REMOVED)
    clock.forward((timedelta(hours=14)).total_seconds())

    assert look(database, post_id, CheckState.REMOVED)


def test_found_again_in_between_it_is_not_gone(database, clock):
    post_id = save(database)
    look(database, post_id, CheckState.REMOVED)
    clock.forward((DAY).total_seconds())
    look(database, post_id, CheckState.ALIVE)
    clock.forward((DAY).total_seconds())

    assert not look(database, post_id, CheckState.REMOVED)


def test_what_comes_back_is_no_longer_gone_and_that_is_news(database, clock):
    post_id = save(database)
    look(database, post_id, CheckState.REMOVED)
    clock.forward((DAY).total_seconds())
    look(database, post_id, CheckState.REMOVED)
    clock.forward((DAY).total_seconds())
    look(database, post_id, CheckState.ALIVE)

    assert [CheckState.ALIVE, CheckState.REMOVED, CheckState.REMOVED] == news(database)
    assert [] == due(database)  # it was just looked at


def test_a_site_that_is_down_says_nothing_about_a_post(database, clock):
    post_id = save(database)

    for _ in range(3):
        assert not look(database, post_id, CheckState.SITE_DOWN)
        clock.forward((DAY).total_seconds())
    assert [] == news(database)


def test_what_was_not_seen_for_longest_comes_first(database, clock):
    first, _ = save(database, "1"), save(database, "2")
    clock.forward(DAY.total_seconds())
    look(database, first, CheckState.ALIVE)
    clock.forward((40 * DAY).total_seconds())

    assert ["2", "1"] == due(database)


def test_a_list_that_tells_of_a_post_has_seen_it(database, clock):
    save(database, "1")
    save(database, "2")
    clock.forward((40 * DAY).total_seconds())
    save(database, "1")  # told of again

    assert ["2"] == due(database)


def test_what_only_another_program_had_seen_comes_before_all(database, clock):
    save(database, "1")
    moved = save(database, "2")
    with database.begin() as tx:
        tx.execute(sa.update(post).where(post.c.id == moved).values(looked_at=None))
    assert ["2"] == due(database)
    clock.forward((40 * DAY).total_seconds())

    assert ["2", "1"] == due(database)


def test_a_list_that_tells_of_a_post_settles_a_doubt(database, clock):
    post_id = save(database)
    look(database, post_id, CheckState.REMOVED)
    clock.forward(DAY.total_seconds())
    save(database)  # a list tells of it
    with database.read() as tx:
        assert [] == checks.doubtful(tx, "pixiv", 9)
    clock.forward(DAY.total_seconds())

    assert not look(database, post_id, CheckState.REMOVED)  # a new doubt, not a second one
    clock.forward(DAY.total_seconds())
    assert look(database, post_id, CheckState.REMOVED)


def test_the_controls_are_what_was_seen_last(database, clock):
    for name in ("1", "2", "3", "4"):
        post_id = save(database, name)
        clock.forward(60)
    look(database, post_id, CheckState.REMOVED)

    with database.read() as tx:
        assert ["3", "2", "1"] == [ref.id for ref in checks.healthy(tx, "pixiv")]


def test_what_is_gone_or_in_doubt_is_looked_at_longest_ago_first(database, clock):
    for name in ("1", "2", "3"):
        look(database, save(database, name), CheckState.REMOVED)
        clock.forward(DAY.total_seconds())
    with database.begin() as tx:
        second = post.c.site_post_id == "2"
        tx.execute(sa.update(post).where(second).values(gone_at=tx.now))

    with database.read() as tx:
        assert ["1", "2", "3"] == [each.ref.id for each in checks.missed(tx, "pixiv", 9)]
        assert ["1", "2"] == [each.ref.id for each in checks.missed(tx, "pixiv", 2)]


def test_a_doubt_is_looked_at_again_the_next_day(database, clock):
    post_id = save(database)
    look(database, post_id, CheckState.REMOVED)

    with database.read() as tx:
        assert [] == checks.doubtful(tx, "pixiv", 9)
    clock.forward((DAY).total_seconds())
    with database.read() as tx:
        assert [post_id] == [post.id for post in checks.doubtful(tx, "pixiv", 9)]


def test_what_a_person_wants_never_again_is_not_looked_at(database):
    save(database)
    with database.begin() as tx:
        tx.execute(sa.update(post).values(shunned_at=tx.now))

    assert [] == due(database)


def test_the_sites_of_our_posts_are_those_that_told_us_of_one(database):
    save(database)
    with database.begin() as tx:
        told.listed(tx, PostRef("danbooru", "7"), "https://danbooru.donmai.us/posts/7")

    with database.read() as tx:
        assert ["pixiv"] == posts.sites(tx, ["pixiv", "danbooru", "imagefap"])
