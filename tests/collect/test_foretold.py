"""What is foretold of posts by what their sites tell is what searches find once they are here."""

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from artkeep.collect import follow, signing_in
from artkeep.db.tables import artwork, page, post, term
from artkeep.fakes.pixiv.memory import REFRESH_TOKEN
from artkeep.fakes.web import serving
from artkeep.intake import ways
from artkeep.library import foretold, query
from artkeep.library.query import matching, written
from artkeep.library.query.qualifiers import QUALIFIERS, Kind
from artkeep.model.found import PostInfo
from artkeep.model.refs import PostRef
from artkeep.model.viewing import EVERYTHING
from artkeep.sites import parse
from tests.collect.conftest import led
from tests.working import work

LISTS = (
    "https://danbooru.donmai.us/posts?tags=landscape",
    "https://derpibooru.org/search?q=artist%3Amaren+vogt",
    "https://sketch.example/@yuki",
    "https://bsky.app/profile/mika.example",
    "https://x.com/mika_draws/media",
    "https://www.deviantart.com/ann/favourites",
    "https://www.pixiv.net/users/4242/artworks",
    "https://www.imagefap.com/showfavorites.php?userid=77&folderid=501",
)
CHOICES = (
    *("is:animated", "is:ai", "is:many", "has:caption", "has:tags", "has:series", "has:source"),
    *("rating:s,q", "rating:explicit", "rating:none", "rating:>=sensitive", "pages:1", "pages:2.."),
    *("type:png", "type:jpg,gif", "type:ugoira", "score:any", "score:none", "date:none"),
    *("width:>500", "height:<=400", "ratio:1:1", "ratio:>1", "pixels:<1mp", "age:<1y", "age:>2w"),
    *('"in the snow"', '"fox"', '"a 狐"', "a*", "*a*b*", "?ox", "character:*o*", "general:*a*"),
    *("artist:*mika*", "account:*:*", "account:sample*", "source:*.example", "site:x*"),
)
ASKED = {one.space.value for one in QUALIFIERS.values() if one.kind is Kind.TERM}


class Library:
    """What was told of posts, the work each became, and what there is to ask for."""

    def __init__(self, bench, facts, became, words):
        self.bench, self.facts, self.became, self.words = bench, facts, became, words

    def __repr__(self):
        return "Library"


@pytest.fixture(scope="module")
def library(sqlite_library, tmp_path_factory):
    home = tmp_path_factory.mktemp("foretold") / "home"
    with serving(works=36) as world, led(world, home) as bench:
        signing_in.with_key(bench, "pixiv", {"refresh_token": REFRESH_TOKEN})
        for each in LISTS:
            follow.address(bench, each)
        work(bench)
        with bench.db.read() as tx:
            became, words = works_of(tx), [*asked(tx), *CHOICES * 4]
        posts = dict(told(bench, became))
        with bench.db.read() as tx:
            facts = {ref: foretold.facts(tx, one) for ref, one in posts.items()}
        yield Library(bench, facts, became, words)


def works_of(tx):
    """Return the work of each post that is the only one to show it, and shows nothing else."""
    query = (
        sa.select(post.c.site, post.c.site_post_id, page.c.artwork_id)
        .join(page, page.c.post_id == post.c.id)
        .join(artwork, artwork.c.id == page.c.artwork_id)
        .where(page.c.replaced_at.is_(None), artwork.c.cover_id.is_not(None))
        .where(artwork.c.copies == 1, page.c.position == 0)
    )
    return {PostRef(row.site, row.site_post_id): row.artwork_id for row in tx.execute(query)}


def told(bench, became):
    """Yield the posts of the lists that became works, as their sites tell them."""
    for each in LISTS:
        site, way = ways.to(bench, parse(each).site, None, None)
        listed = follow.known(bench, parse(each), reads=False).collection
        cursor, is_first = None, True
        while is_first or cursor is not None:
            batch = site.list(way, listed.ref, cursor)
            cursor, is_first = batch.cursor, False
            for one in batch.posts:
                ref = one.ref if isinstance(one, PostInfo) else one
                if ref in became:
                    yield ref, one if isinstance(one, PostInfo) else site.fetch(way, one)


def asked(tx):
    """Yield a query for every term and number that the library knows and a filter may ask for."""
    for key in tx.execute(sa.select(term.c.key).where(term.c.n > 0).order_by(term.c.id)).scalars():
        space, _, text = key.partition(":")
        if not space:
            yield written.bare(text)
        elif space in ASKED:
            yield f"{space}:{written.valued(text, Kind.TERM)}"
    for row in tx.execute(sa.select(artwork.c.posted_at, artwork.c.score).order_by(artwork.c.id)):
        if row.score is not None:
            yield f"score:>={row.score}"
        if row.posted_at is not None:
            yield f"date:{row.posted_at:%Y-%m-%d}"
            yield f"date:..{row.posted_at:%Y-%m}"


def joined(inner):
    some, joints = st.lists(inner, min_size=2, max_size=4), st.sampled_from([" ", " or "])
    return st.tuples(SIGNS, joints, some)


SIGNS = st.sampled_from(["", "-"])
TREES = st.recursive(st.tuples(SIGNS, st.integers(0, 10_000)), joined, max_leaves=6)


def text(tree, words):
    """Return a query; its leaves are numbers of words."""
    if isinstance(tree[1], int):
        return tree[0] + words[tree[1] % len(words)].removeprefix("-")
    sign, joint, parts = tree
    return f"{sign}({joint.join(text(part, words) for part in parts)})"


def test_every_site_of_the_lists_has_posts_to_compare(library):
    assert {parse(each).site for each in LISTS} == {ref.site for ref in library.facts}
    assert len(library.facts) > 30
    assert len(library.words) > 200


@settings(deadline=None)
@given(tree=TREES)
def test_a_query_finds_what_was_foretold(library, tree):
    asked = query.parse(text(tree, library.words))

    with library.bench.db.read() as tx:
        found = set(query.ids(tx, asked, None, 10_000, EVERYTHING))
        says = {ref: matching.matches(asked, one, tx.now) for ref, one in library.facts.items()}
    wrong = {
        ref: holds
        for ref, holds in says.items()
        if holds is not None and holds != (library.became[ref] in found)
    }
    assert (str(asked), {}) == (str(asked), wrong)


def test_an_animation_that_is_a_zip_of_frames_is_found_as_what_it_is(library):
    with library.bench.db.read() as tx:
        found = query.ids(tx, query.parse("type:ugoira is:animated"), None, 9, EVERYTHING)

    assert {"pixiv"} == {ref.site for ref, work_id in library.became.items() if work_id in found}
