"""Filters of lists: which posts are kept, and what is asked for that."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from artkeep.db.tables import post
from artkeep.library import collections, filters, told
from artkeep.library.filters import Filter
from artkeep.model.found import AccountInfo, CollectionInfo, Listing, PageInfo, PostInfo
from artkeep.model.refs import AccountRef, CollectionRef, PostRef


def found(number, title="fox"):
    url = f"https://site.example/{number}"
    by = AccountInfo(AccountRef("pixiv", "1"), "ann", "Ann", "https://site.example/ann")
    return PostInfo(PostRef("pixiv", str(number)), url, title, (PageInfo(f"{url}/0"),), account=by)


def a_list(tx, name, words, *posts):
    """Follow a list that has a filter and names these posts."""
    info = CollectionInfo(CollectionRef("pixiv", name), name, f"https://site.example/{name}")
    held, _ = collections.follow(tx, info)
    filters.choose(tx, [held.id], Filter(words))
    held = collections.begin_reading(tx, collections.get(tx, held.id), full=True)
    collections.put(tx, held, posts, Listing((), None))
    return collections.get(tx, held.id)


def listed(tx, number):
    return told.listed(tx, PostRef("pixiv", str(number)), f"https://site.example/{number}").post_id


def stands(tx, post_id):
    """Return whether a post was passed over, whether it is asked for, and its title."""
    query = sa.select(post.c.passed_at, post.c.wanted_at, post.c.title).where(post.c.id == post_id)
    row = tx.execute(query).one()
    return row.passed_at is not None, row.wanted_at is not None, row.title


@contextmanager
def counted(tx):
    """Count the statements that are asked in the block."""
    said = []

    def listen(_connection, _cursor, statement, *_):
        said.append(statement)

    sa.event.listen(tx.connection, "before_cursor_execute", listen)
    yield said
    sa.event.remove(tx.connection, "before_cursor_execute", listen)


def test_what_was_told_of_meanwhile_is_not_passed_over(database):
    with database.begin() as tx:
        post_id = told.save(tx, found(1, "a cat")).post_id

        filters.pass_over(tx, found(1, "another"))

        assert not filters.pass_over_asked(tx, post_id, found(1, "another"))
        assert (False, False, "a cat") == stands(tx, post_id)


def test_what_another_list_named_meanwhile_is_not_passed_over(database):
    with database.begin() as tx:
        post_id = listed(tx, 1)

        filters.pass_over(tx, found(1, "a cat"))

        assert (False, True, "1") == stands(tx, post_id)


def test_what_was_passed_over_and_is_asked_for_again_stays_asked_for(database):
    with database.begin() as tx:
        passed = filters.pass_over(tx, found(1, "a cat"))
        other = a_list(tx, "other", "")
        filters.ask_again(tx, other, [passed.post_id])

        filters.pass_over(tx, found(1, "a cat"))

        assert (True, True, "a cat") == stands(tx, passed.post_id)


def test_what_is_known_by_its_address_is_passed_over_when_it_was_asked(database):
    with database.begin() as tx:
        post_id = listed(tx, 1)

        assert filters.pass_over_asked(tx, post_id, found(1, "a cat"))
        assert (True, False, "a cat") == stands(tx, post_id)


def test_nothing_is_asked_of_posts_that_are_known(database):
    posts = [found(number, "a cat") for number in range(600)]
    with database.begin() as tx:
        told.save_all(tx, posts)
        held = a_list(tx, "list", "fox")
        with counted(tx) as said:
            assert set() == filters.unwanted(tx, held, posts)
        new = [found(number, title) for number, title in [(601, "a cat"), (602, "fox")]]
        assert {new[0].ref} == filters.unwanted(tx, held, [*posts, *new])

    assert 2 == len(said)


@pytest.mark.parametrize(
    ("given_up", "followed", "is_unwanted"),
    [
        ("", "dog", True),
        ("cat", "dog", True),
        ("dog", "cat", False),
        ("dog", None, True),  # it alone asked for the post
        ("cat", None, False),
    ],
)
def test_lists_that_were_given_up_decide_nothing_for_others(
    database, given_up, followed, is_unwanted
):
    with database.begin() as tx:
        post_id = listed(tx, 1)
        collections.remove(tx, a_list(tx, "former", given_up, post_id).id)
        if followed is not None:
            a_list(tx, "followed", followed, post_id)

        assert is_unwanted == filters.is_unwanted(tx, post_id, found(1, "cat"))
