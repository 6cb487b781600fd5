"""One post: what its site answers becomes what is known of it."""

import pytest

from artkeep.fakes.danbooru import records
from artkeep.intake import posts
from artkeep.library.wanted import WantedPost
from artkeep.model.records import CheckState
from artkeep.model.refs import PostId
from artkeep.sites.danbooru import SITE
from tests.sites.playing_boorus import as_it_was, playing


@pytest.fixture(scope="module")
def one_danbooru():
    with playing(SITE, works=12) as booru:
        yield booru


@pytest.fixture
def danbooru(one_danbooru):
    as_it_was(one_danbooru, records.memory(one_danbooru.stage), records.Memory())
    return one_danbooru


def asked(danbooru):
    """Ask for the fox; return what is known then, in words."""
    fox = SITE.parse(danbooru.world.fox("danbooru").url)
    found = posts.ask(SITE, danbooru.way(), WantedPost(PostId(1), fox))
    return found.found is not None, found.state, found.words.partition(": ")[2] or found.words


def test_a_post_that_is_shown_is_alive(danbooru):
    assert (True, CheckState.ALIVE, "") == asked(danbooru)


@pytest.mark.parametrize(
    ("event", "state"), [("deleted", CheckState.REMOVED), ("private", CheckState.PRIVATE)]
)
def test_a_post_that_is_not_shown_says_why(danbooru, event, state):
    danbooru.happen("9000001", event)

    assert (False, state) == asked(danbooru)[:2]


def test_a_post_whose_answer_we_do_not_understand_may_be_there(danbooru):
    danbooru.mood("changed")

    assert (False, CheckState.UNSURE, "the post lacks 'rating'") == asked(danbooru)


def test_a_post_that_is_a_video_is_there_and_brings_nothing(danbooru):
    records.memory(danbooru.stage).videos.add("9000001")

    assert (False, CheckState.ALIVE, "a video, not a picture") == asked(danbooru)
