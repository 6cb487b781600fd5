"""Two looks on different days, each beside a healthy post: only then is a post gone."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import follow, recheck
from artkeep.collect.looking import Looking
from artkeep.db.tables import post
from artkeep.errors import Gone, LoginNeeded, SiteChanged, SiteDown, Unreachable, Withheld
from artkeep.library import checks
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.records import CheckState, RunState
from artkeep.model.refs import PostRef
from tests.working import work

LIST = "https://derpibooru.org/search?q=artist:mika+aoyama"
SITE = "philomena"
LOST, CONTROL, OTHER = (PostRef(SITE, f"derpibooru.org/{number}") for number in (1, 2, 3))


# ---- one look ----------------------------------------------------------------------------------


class Way:
    """A way that heeds nothing."""

    @contextmanager
    def heeding(self):
        yield


class Site:
    """A site that answers for some posts with an error."""

    def __init__(self, **answers):
        self._answers, self.asked = answers, []

    def fetch(self, _way, ref):
        self.asked.append(ref)
        error = self._answers.get(f"n{ref.id[-1]}")
        if error is not None:
            raise error
        url = f"https://{ref.id}"
        return PostInfo(ref, url, "Fox", (PageInfo(f"{url}.png"),))


def states(site, *, controls=(CONTROL, OTHER), refs=(LOST,)):
    looking = Looking(site, Way(), controls)
    return [looking.look(ref)[1] for ref in refs]


ERRORS = {
    "removed": (Gone(SITE, "it is gone"), CheckState.REMOVED),
    "private": (Withheld(SITE, "only friends see it"), CheckState.PRIVATE),
    "wants a login": (LoginNeeded(SITE, "who are you?"), CheckState.PRIVATE),
    "not understood": (SiteChanged(SITE, "no url"), CheckState.UNSURE),
}


@pytest.mark.parametrize(("error", "state"), ERRORS.values(), ids=ERRORS)
def test_a_look_that_finds_nothing_beside_a_healthy_post_has_a_state(error, state):
    assert [state] == states(Site(n1=error))


@pytest.mark.parametrize("error", [SiteDown(SITE, "in trouble"), Unreachable(SITE, "no such name")])
def test_a_control_that_does_not_answer_is_a_site_that_is_down(error):
    assert [CheckState.SITE_DOWN] == states(Site(n1=Gone(SITE, "it is gone"), n2=error))


def test_the_post_itself_is_never_its_own_control():
    site = Site(n1=Gone(SITE, "it is gone"))

    assert [CheckState.REMOVED] == states(site, controls=(LOST, CONTROL))
    assert [LOST, CONTROL] == site.asked


def test_alone_of_its_site_a_post_is_only_in_doubt():
    assert [CheckState.UNSURE] == states(Site(n1=Gone(SITE, "it is gone")), controls=(LOST,))


def test_a_control_that_is_gone_as_well_leaves_its_place_to_the_next():
    site = Site(n1=Gone(SITE, "it is gone"), n2=Gone(SITE, "so is this"))

    assert [CheckState.REMOVED, CheckState.REMOVED] == states(site, refs=(LOST, LOST))
    assert [LOST, CONTROL, OTHER, LOST, OTHER] == site.asked


def test_where_all_controls_are_gone_it_is_the_site_that_is_doubted():
    site = Site(n1=Gone(SITE, "it is gone"), n2=Gone(SITE, "so is this"), n3=Gone(SITE, "and this"))

    assert [CheckState.UNSURE] == states(site)


def test_what_was_just_found_is_a_control():
    site = Site(n1=Gone(SITE, "it is gone"))

    assert [CheckState.ALIVE, CheckState.REMOVED] == states(site, controls=(), refs=(OTHER, LOST))


# ---- in the library ----------------------------------------------------------------------------


@pytest.fixture
def kept(bench):
    """The posts of a list, seen long ago."""
    follow.address(bench, LIST)
    work(bench)
    pass_by(bench, timedelta(days=40))
    return bench


def pass_by(bench, time):
    """Let time go by: all that was seen was seen so much earlier."""
    with bench.db.begin() as tx:
        columns = ("told_at", "looked_at", "checked_at")
        for row in tx.execute(sa.select(post.c.id, *(post.c[name] for name in columns))).all():
            news = {name: at - time for name in columns if (at := getattr(row, name)) is not None}
            tx.execute(sa.update(post).where(post.c.id == row.id).values(news))


def look(bench, **asked):
    """Look at what is due; return how the run stands."""
    with bench.db.begin() as tx:
        run_id = recheck.ask(tx, SITE, **asked)
    work(bench)
    with bench.db.read() as tx:
        return jobs.get(tx, run_id)


def rows(bench):
    with bench.db.read() as tx:
        return tx.execute(sa.select(post).order_by(post.c.id)).all()


def test_two_looks_on_two_days_make_a_post_gone(kept, world):
    lost = rows(kept)[0].site_post_id
    world.world.happen(SITE, lost, "deleted")

    first = look(kept)
    assert 1 == first.counts["removed"]
    assert None is rows(kept)[0].gone_at
    pass_by(kept, timedelta(days=1))
    second = look(kept)

    assert 1 == second.counts["removed"]
    assert [lost] == [row.site_post_id for row in rows(kept) if row.gone_at is not None]


def test_what_says_something_else_is_edited(kept, world):
    world.world.happen(SITE, rows(kept)[0].site_post_id, "edited")

    run = look(kept)

    assert {"edited": 1, "alive": len(rows(kept)) - 1} == run.counts


def test_the_budget_of_a_day_is_kept_and_the_next_day_goes_on(kept):
    number = len(rows(kept))
    assert {"alive": 2} == look(kept, at_most=2).counts

    seen = {row.site_post_id for row in rows(kept) if row.checked_at is not None}
    assert 2 == len(seen)
    look(kept, at_most=2)

    assert min(4, number) == sum(row.checked_at is not None for row in rows(kept))


def test_what_a_list_told_of_needs_no_look(kept):
    with kept.db.begin() as tx:
        fresh = rows(kept)[0].id
        tx.execute(sa.update(post).where(post.c.id == fresh).values(looked_at=tx.now))

    assert {"alive": len(rows(kept)) - 1} == look(kept).counts


def test_a_site_that_is_down_ends_the_run_and_nothing_is_gone(kept, world):
    world.moods.set(SITE, "down")

    run = look(kept)

    assert (RunState.QUEUED, "SiteDown") == (run.state, run.error_kind)
    with kept.db.read() as tx:
        assert [] == checks.gone(tx, None, 9)
