"""`get` when something is in the way: nothing wrong is saved, and nothing is lost."""

from datetime import timedelta

import pytest

from artkeep.collect.straight import getting, shelf
from artkeep.collect.straight.outcomes import Status, Wanted
from artkeep.errors import BadAnswer, Blocked, Conflict, LoginNeeded, NotFound, RateLimited
from artkeep.fakes.imagefap import memory
from artkeep.model.refs import PostRef
from artkeep.sites import parse
from tests.collect.straight.told import A_AND_B, MY_PICS, Told, digests, expected, pictures


def test_a_picture_that_is_gone_is_said_and_asked_for_again_when_it_is_due(get, world, clock):
    world.moods.set("imagefap", "pictures:missing")

    first = get()
    world.moods.clear()
    again = get()
    clock.ahead = timedelta(days=4)
    due = get(force=True)

    missing = sorted(each.id for each in first.outcomes if each.status is Status.FAILED)
    assert 0 < len(missing) == len(first.outcomes)
    assert [] == again.outcomes
    assert missing == sorted(each.id for each in due.outcomes if each.status is Status.SAVED)


def test_a_page_in_the_place_of_a_picture_is_never_saved(get, world, to):
    world.moods.set("imagefap", "pictures:page")

    for _ in range(2):  # the list was not noted as read
        with pytest.raises(BadAnswer, match="instead of a picture"):
            get()
    assert {} == pictures(to)


def test_pictures_that_break_off_are_never_saved(get, world, to):
    world.moods.set("imagefap", "pictures:truncated", times=1)
    get()

    assert expected(world, "502") == digests(to)


@pytest.mark.parametrize(("mood", "error"), [("blocked", Blocked), ("busy", RateLimited)])
def test_a_block_ends_it_at_once_and_the_next_run_completes_it(
    outside, world, to, get, mood, error
):
    class Turning(Told):
        def outcome(self, outcome):
            super().outcome(outcome)
            world.moods.set("imagefap", mood)

    memory.of(world.stage).per_page = 4
    with pytest.raises(error):
        getting.get(outside, Wanted(A_AND_B, to), Turning())
    before = len(pictures(to))
    world.moods.clear()

    told = get(A_AND_B)

    assert 0 < before < len(pictures(to))
    assert [] == told.said  # it was not noted as read
    assert expected(world, "501") == digests(to)


def test_an_address_that_expired_meanwhile_is_asked_for_again(get, world):
    world.moods.set("imagefap", "pictures:missing", times=1)  # what a gallery told
    told = get(parse("https://www.imagefap.com/gallery/9001000"))

    assert 0 == told.count(Status.FAILED)
    assert 0 < told.count(Status.SAVED)


def test_two_at_once_in_one_folder_are_refused(outside, to, get):
    to.mkdir()

    with shelf.held(to), pytest.raises(Conflict, match="another artkeep get works in"):
        get()


def test_a_missing_parent_is_a_typing_mistake(outside, tmp_path):
    wanted = Wanted(MY_PICS, tmp_path / "pitcures" / "mine")

    with pytest.raises(NotFound, match="pitcures is not there"):
        getting.get(outside, wanted, Told())


def test_a_post_that_only_members_see_asks_for_a_login(get):
    with pytest.raises(LoginNeeded, match="artkeep login pixiv"):
        get(PostRef("pixiv", "90000001"))
