"""Of a list that is followed only what its filter wants is kept."""

import pytest
import sqlalchemy as sa

from artkeep.collect import filtering, follow, refresh
from artkeep.db.tables import page, post
from artkeep.errors import BadQuery, BadRequest
from artkeep.fakes.web import serving
from artkeep.library import collections, saved_searches, tallies
from artkeep.sites import parse
from tests.working import work

TOLD = "https://danbooru.donmai.us/posts?tags=original"  # a list that tells of its posts
NAMED = "https://www.imagefap.com/showfavorites.php?userid=77&folderid=501"  # one that names them


@pytest.fixture
def engine():
    """One of them: what differs between the two is tried with the numbers of lists."""
    return "sqlite"


@pytest.fixture
def world():
    with serving(works=24) as served:
        yield served


def followed(bench, url, only=""):
    done = follow.address(bench, url, only=only)
    work(bench)
    return done.collection.id


def filtered(bench, list_id, words):
    with bench.db.begin() as tx:
        held = collections.get(tx, list_id)
        chosen = filtering.choose(tx, [held], words)
        refresh.ask(tx, list_id)
    work(bench)
    return chosen


def read(bench, list_id):
    with bench.db.begin() as tx:
        refresh.ask(tx, list_id)
    work(bench)


def kept(bench):
    """Return the ids of the posts whose pictures are here."""
    query = sa.select(post.c.site_post_id).join(page, page.c.post_id == post.c.id)
    with bench.db.read() as tx:
        return set(tx.execute(query.where(page.c.image_id.is_not(None))).scalars())


def numbers(bench, list_id):
    with bench.db.begin() as tx:
        told = tallies.of_lists(tx)[list_id]
        tallies.recount(tx, list_id)
        assert told == tallies.of_lists(tx)[list_id]
    assert (0, 0, 0) == (told.asking, told.waiting, told.missing)
    return told.posts, told.passed


def there(bench, *tags):
    """Return the ids of the posts on the list that tells, which have one of these tags, or all."""
    (site, way), ref = bench.site("danbooru"), parse(TOLD)
    posts, cursor = [], None
    while not posts or cursor is not None:
        batch = site.list(way, ref, cursor)
        posts, cursor = [*posts, *batch.posts], batch.cursor
    return {one.ref.id for one in posts if not tags or {tag.name for tag in one.tags} & set(tags)}


def test_a_filter_keeps_what_it_wants_and_remembers_the_rest(bench, world):
    list_id = followed(bench, TOLD, "fox or landscape")
    wanted, others = numbers(bench, list_id)

    assert there(bench, "fox", "landscape") == kept(bench)
    assert len(there(bench)) == wanted + others
    assert others > wanted > 0
    world.log.clear()
    read(bench, list_id)
    assert (wanted, others) == numbers(bench, list_id)
    assert 1 == sum("tags=original" in seen.query for seen in world.log)
    assert [] == [seen for seen in world.log if seen.key == "pictures"]


@pytest.mark.parametrize("url", [TOLD, NAMED])
def test_another_filter_brings_what_it_wants_and_none_brings_the_rest(bench, url):
    list_id = followed(bench, url, "rating:general width:<0")
    assert set() == kept(bench)
    nothing, all_of_it = numbers(bench, list_id)
    assert 0 == nothing < all_of_it

    filtered(bench, list_id, "a* or *e*")
    some, others = numbers(bench, list_id)
    assert (len(kept(bench)), all_of_it) == (some, some + others)

    filtered(bench, list_id, "")
    assert (all_of_it, 0) == numbers(bench, list_id)
    assert all_of_it == len(kept(bench))
    with bench.db.read() as tx:
        counts = refresh.reading(tx, list_id).counts
    assert (others if url == TOLD else 0, 0) == (counts.get("new", 0), counts.get("changed", 0))


def test_what_was_passed_over_is_asked_for_once(bench, world):
    list_id = followed(bench, NAMED, "nobody_says_this")
    world.log.clear()

    with bench.db.begin() as tx:
        refresh.ask(tx, list_id, full=True)
    work(bench)

    assert [] == [seen.path for seen in world.log if "/photo/" in seen.path]
    assert 0 == numbers(bench, list_id)[0]


def test_what_is_here_stays_whatever_a_filter_says(bench):
    list_id = followed(bench, TOLD)
    before = kept(bench)

    filtered(bench, list_id, "nobody_says_this")

    assert before == kept(bench)
    assert (len(before), 0) == numbers(bench, list_id)


def test_another_list_and_a_person_have_what_a_filter_does_not_want(bench, world):
    list_id = followed(bench, TOLD, "nobody_says_this")
    follow.address(bench, "https://danbooru.donmai.us/posts/9000001")
    work(bench)
    assert {"9000001"} == kept(bench)

    followed(bench, "https://danbooru.donmai.us/posts?tags=landscape")

    landscapes = there(bench, "landscape")
    assert landscapes | {"9000001"} == kept(bench)
    assert (len(kept(bench)), len(there(bench) - kept(bench))) == numbers(bench, list_id)


def test_a_filter_that_is_a_kept_search_follows_it(bench):
    with bench.db.begin() as tx:
        one = saved_searches.save(tx, "Foxes", "fox")
    list_id = followed(bench, TOLD, "Foxes")
    assert {"9000001"} == kept(bench)

    with bench.db.begin() as tx:
        saved_searches.change(tx, one.id, "Foxes and more", "fox or landscape")
    read(bench, list_id)
    assert len(kept(bench)) > 1

    with bench.db.begin() as tx:
        saved_searches.forget(tx, one.id)
    with bench.db.read() as tx:
        held = collections.get(tx, list_id)
    assert ("fox or landscape", None) == (held.filter, held.filter_search_id)


def test_lists_inside_a_list_are_filtered_with_it(bench):
    done = follow.address(
        bench, "https://www.imagefap.com/showfavorites.php?userid=77", only="nobody_says_this"
    )
    work(bench)

    with bench.db.read() as tx:
        inner = collections.inside(tx, done.collection.id)
    assert ["nobody_says_this"] * len(inner) == [one.filter for one in inner]
    assert inner
    assert set() == kept(bench)
    filtered(bench, done.collection.id, "")
    with bench.db.read() as tx:
        assert {""} == {one.filter for one in collections.inside(tx, done.collection.id)}


def test_a_filter_that_changes_while_its_list_is_read_is_asked_about_all_of_it(bench, world):
    done = follow.address(bench, TOLD, only="nobody_says_this")
    with bench.db.read() as tx:
        held = collections.get(tx, done.collection.id)
    with bench.db.begin() as tx:
        collections.begin_reading(tx, held, full=True)
        filtering.choose(tx, [held], "")

    work(bench)
    read(bench, held.id)

    assert (len(there(bench)), 0) == numbers(bench, held.id)


@pytest.mark.parametrize(
    ("words", "place", "says"),
    [
        ("fox copies:>1", 4, "copies is not known before a picture is here"),
        ("(fox or -in:#3)", 9, "in is not known before a picture is here"),
        ("is:gone", 0, "is:gone is not known"),
        ("has:revisions", 0, "has:revisions is not known"),
        ("size:>1mb", 0, "size is not known"),
        ("fox frames:>1", 4, "frames is not known"),
        ("is:ai,gone", 0, "is:gone is not known"),
        ("fox   order:score", 6, "neither an order nor a limit"),
        ("order:added", 0, "neither an order nor a limit"),
        ("fox limit:100", 4, "neither an order nor a limit"),
        ("fox (", 4, "never closed"),
    ],
)
def test_what_nobody_knows_yet_is_no_filter(database, words, place, says):
    with database.read() as tx, pytest.raises(BadQuery, match=says) as refused:
        filtering.named(tx, words, ["danbooru"])

    assert place == refused.value.position


@pytest.mark.parametrize("words", ["width:>1000", "ratio:16:9", "type:png"])
def test_what_a_site_does_not_tell_is_no_filter_for_its_lists(database, words):
    with database.read() as tx:
        assert words == filtering.named(tx, words, ["danbooru"]).text
        with pytest.raises(BadQuery, match="Bluesky does not tell"):
            filtering.named(tx, words, ["danbooru", "bluesky"])


def test_a_post_has_no_filter(bench):
    with pytest.raises(BadRequest, match="a filter is for lists"):
        follow.address(bench, "https://danbooru.donmai.us/posts/9000001", only="fox")

    assert 0 == len(kept(bench))
    with bench.db.read() as tx:
        assert [] == tx.execute(sa.select(post.c.id)).all()


def test_a_filter_that_is_none_is_said_before_a_site_is_asked(bench, world):
    with pytest.raises(BadQuery):
        follow.address(bench, TOLD, only="copies:2")

    assert [] == world.log
    with bench.db.read() as tx:
        assert [] == collections.followed(tx)
