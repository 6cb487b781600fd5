"""The small copy of Philomena: its query language."""

import pytest

from artkeep.fakes.moods import Moods
from artkeep.fakes.philomena.query import Reader, Unreadable
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import World
from tests.clocks import HandClock


@pytest.fixture(scope="module")
def stage():
    return Stage(World(60, quick=True), Moods(), lambda: "http://fakes.example", HandClock().now)


def found(stage, query, *, signed_in=False):
    wanted = Reader(stage, query, signed_in=signed_in).test()
    return {post.id for post in stage.world.on("philomena") if wanted(post)}


def test_a_comma_is_and(stage):
    assert found(stage, "fox, snow") == found(stage, "fox") & found(stage, "snow")
    assert found(stage, "fox && snow") == found(stage, "fox, snow")


def test_bars_are_or_and_bind_less(stage):
    either = found(stage, "landscape || waves, sea")

    assert either == found(stage, "landscape") | (found(stage, "waves") & found(stage, "sea"))
    assert found(stage, "(landscape || waves), sea") < either


def test_a_minus_leaves_out(stage):
    rest = found(stage, "original, -landscape")

    assert rest == found(stage, "original") - found(stage, "landscape")
    assert found(stage, "!(landscape || original)") == found(stage, "*") - found(stage, "original")


def test_numbers_are_compared(stage):
    older = found(stage, "id.lt:900001")

    assert "derpibooru.org/900001" not in older
    assert older | found(stage, "id.gte:900001") == found(stage, "*")
    assert found(stage, "id:900001") == {"derpibooru.org/900001"}


def test_a_gallery_is_of_one_home(stage):
    assert found(stage, "gallery_id:8801") == set(
        stage.world.lists("philomena")["derpibooru.org/8801"]
    )
    assert set() == found(stage, "gallery_id:5")


def test_ones_own_are_found_by_who_is_signed_in(stage):
    assert found(stage, "my:faves", signed_in=True)
    with pytest.raises(Unreadable, match="Unknown `my' value"):
        found(stage, "my:faves")


def test_a_sign_behind_a_backslash_is_part_of_a_name(stage):
    assert set() == found(stage, r"fox \(x\)")


@pytest.mark.parametrize("query", ["(fox", "fox)", "", "fox,", "|| fox", "fox |", "()"])
def test_what_makes_no_sense_is_refused(stage, query):
    with pytest.raises(Unreadable):
        found(stage, query)
