"""`get`: the pictures of a list lie in a folder, each once, whatever they are called."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import timedelta
from zipfile import ZipFile

import pytest

from artkeep.clock import SystemClock
from artkeep.collect.straight import getting, shelf
from artkeep.collect.straight.outcomes import Status, Wanted
from artkeep.errors import BadAnswer, Blocked, Conflict, NotFound, RateLimited
from artkeep.fakes.imagefap import memory
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.settings import Settings, load_settings
from artkeep.sites import SITES, parse
from artkeep.workbench.outside import open_outside

A_AND_B = CollectionRef("imagefap", "favourites/77/501")
MY_PICS = CollectionRef("imagefap", "favourites/77/502")
EVERYTHING = CollectionRef("imagefap", "favourites/77")


@dataclass
class Told:
    """Remembers what a report is told."""

    outcomes: list = field(default_factory=list)
    lists: list = field(default_factory=list)
    said: list = field(default_factory=list)

    def outcome(self, outcome):
        self.outcomes.append(outcome)

    def say(self, words):
        self.said.append(words)

    def reading(self, title):
        self.lists.append(title)

    def waiting(self, words):
        pass

    def count(self, status):
        return sum(each.status is status for each in self.outcomes)


class Later(SystemClock):
    """A clock that is ahead by as much as a test says."""

    def __init__(self):
        self.ahead = timedelta(0)

    def now(self):
        return super().now() + self.ahead


@pytest.fixture
def clock():
    return Later()


@pytest.fixture
def outside(world, clock, tmp_path):
    """What works without a library, led to the fakes."""
    environ = {**world.settings(), **world.without_pauses(), "ARTKEEP_HOME": str(tmp_path / "home")}
    told = load_settings(environ, tmp_path).sites
    sites = {name: keys for name, keys in told.items() if name in SITES}
    with open_outside(Settings(home=tmp_path / "home", workers=2, sites=sites), clock) as opened:
        yield opened


@pytest.fixture
def to(tmp_path):
    return tmp_path / "pictures"


@pytest.fixture
def get(outside, world, to):
    """Get a list anew, with an empty log; return what was told."""

    def got(ref=MY_PICS, **options):
        world.log.clear()
        told = Told()
        getting.get(outside, Wanted(ref, to, **options), told)
        return told

    return got


def pictures(to):
    return {each.name: each.read_bytes() for each in to.iterdir() if each.suffix != ".database"}


def digests(to):
    return sorted(hashlib.sha256(each).hexdigest() for each in pictures(to).values())


def expected(world, *folders):
    """Return the hashes of what is in these folders, each once."""
    found = set()
    for folder in folders:
        for post_id in world.world.lists("imagefap")[folder]:
            found.add(world.world.post("imagefap", post_id).pages[0].sha256)
    return sorted(found)


def asked(world, key="pictures"):
    return [seen for seen in world.log if seen.site == "imagefap" and seen.key == key]


def test_a_folder_of_favourites_lies_in_a_folder(get, world, to, tmp_path):
    told = get()

    assert expected(world, "502") == digests(to)
    assert len(expected(world, "502")) == told.count(Status.SAVED)
    assert ["pictures"] == [each.name for each in tmp_path.iterdir()]  # no library was made
    assert [] == [each.name for each in to.iterdir() if each.name.startswith(".")]


def test_all_folders_and_the_galleries_in_them_lie_in_one_folder(get, world, to):
    told = get(EVERYTHING)

    assert set(expected(world, "501", "502")) <= set(digests(to))
    assert len(set(digests(to))) == len(digests(to))
    assert {"A & B", "my pics", "Galleries I like"} < set(told.lists)
    assert 0 == told.count(Status.FAILED)


def test_within_three_days_nothing_is_asked(get, world):
    get(EVERYTHING)

    told = get(EVERYTHING)

    assert [] == world.log
    assert 1 == len(told.said)
    assert "--force reads it again" in told.said[0]


def test_after_three_days_an_unchanged_folder_costs_two_pages_and_no_picture(get, world, clock):
    get(A_AND_B)
    clock.ahead = timedelta(days=3, minutes=1)

    told = get(A_AND_B)

    assert [] == asked(world)
    assert len(asked(world, "base")) <= 2
    assert 0 == told.count(Status.SAVED)


def test_force_reads_to_the_end_and_fetches_nothing_twice(get, world):
    get(A_AND_B)

    told = get(A_AND_B, force=True)

    assert [] == asked(world)
    assert len(world.world.lists("imagefap")["501"]) == told.count(Status.KNOWN)
    assert all(each.path.is_file() for each in told.outcomes)


def test_different_pictures_of_one_name_are_both_kept(get, world, to):
    get(A_AND_B)
    same = [name for name in pictures(to) if name.startswith("same")]

    assert len(same) > 1
    assert "same.jpg" in same
    for name in set(same) - {"same.jpg"}:
        digest = hashlib.sha256(pictures(to)[name]).hexdigest()
        assert f"same-{digest[:10]}.jpg" == name


def test_what_a_person_has_under_any_name_is_not_saved_again(get, world, to):
    first = world.world.post("imagefap", world.world.lists("imagefap")["502"][0])
    to.mkdir()
    (to / "mine.txt").write_bytes(first.pages[0].bytes())

    told = get()

    assert expected(world, "502") == digests(to)
    there = [each for each in told.outcomes if each.status is Status.THERE]
    assert [(first.id, to / "mine.txt")] == [(each.id, each.path) for each in there]


def test_a_file_of_a_person_is_never_written_over(get, world, to):
    to.mkdir()
    first = world.world.post("imagefap", world.world.lists("imagefap")["502"][0])
    loud = memory.file_name(first).rpartition(".")[0].upper() + ".JPG"
    (to / loud).write_bytes(b"mine")

    get()

    assert b"mine" == (to / loud).read_bytes()
    assert set(expected(world, "502")) < set(digests(to))


def test_links_and_folders_are_left_alone(get, world, to, tmp_path):
    to.mkdir()
    first = world.world.post("imagefap", world.world.lists("imagefap")["502"][0])
    (tmp_path / "elsewhere").write_bytes(first.pages[0].bytes())
    (to / "link.jpg").symlink_to(tmp_path / "elsewhere")
    (to / memory.file_name(first)).mkdir()

    told = get()

    assert len(expected(world, "502")) == told.count(Status.SAVED)
    assert [] == list((to / memory.file_name(first)).iterdir())


def test_a_file_that_was_deleted_comes_back_and_a_renamed_one_stays(get, world, to):
    get()
    deleted, renamed = sorted(pictures(to))[:2]
    (to / deleted).unlink()
    (to / renamed).rename(to / "my favourite.jpg")

    told = get()

    assert 1 == len(asked(world)) == told.count(Status.SAVED)
    assert expected(world, "502") == digests(to)
    assert {deleted, "my favourite.jpg"} < set(pictures(to))


def test_a_folder_that_was_copied_elsewhere_is_still_known(get, world, to):
    get()
    for each in to.iterdir():
        os.utime(each, (1_000_000_000, 1_000_000_000))

    told = get(force=True)

    assert [] == asked(world)
    assert len(world.world.lists("imagefap")["502"]) == told.count(Status.KNOWN)


def test_without_memory_the_same_bytes_are_found_all_the_same(get, world, to):
    get(has_memory=False)
    told = get(has_memory=False)

    assert [] == list(to.glob("*.database"))
    assert expected(world, "502") == digests(to)
    assert (0, len(world.world.lists("imagefap")["502"])) == (
        told.count(Status.SAVED),
        told.count(Status.THERE),
    )


def test_a_damaged_memory_is_rebuilt_and_nothing_is_there_twice(get, world, to):
    get()
    (to / "imagefap.database").write_bytes(b"ARTKGET1 and then nonsense")

    told = get()

    assert 0 == told.count(Status.SAVED)
    assert "was damaged and begins anew" in told.said[0]
    (to / "imagefap.database.damaged").unlink()
    assert expected(world, "502") == digests(to)
    assert [] == get().outcomes


def test_a_picture_that_is_gone_is_said_and_asked_for_again_when_it_is_due(get, world, clock):
    world.moods.set("imagefap", "pictures:missing", times=6)

    first = get()
    again = get()
    clock.ahead = timedelta(days=4)
    due = get(force=True)

    missing = sorted(each.id for each in first.outcomes if each.status is Status.FAILED)
    assert 0 < len(missing) < len(first.outcomes)
    assert [] == again.outcomes
    assert missing == sorted(each.id for each in due.outcomes if each.status is Status.SAVED)


def test_a_page_in_the_place_of_a_picture_is_never_saved(get, world, to):
    world.moods.set("imagefap", "pictures:page")

    for _ in range(2):  # the list was not noted as read
        with pytest.raises(BadAnswer, match="instead of a picture"):
            get()
    assert {} == pictures(to)


def test_pictures_that_break_off_are_never_saved(get, world, to):
    world.moods.set("imagefap", "pictures:truncated", times=3)
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
        getting.get(outside, Wanted(MY_PICS, to), Turning())
    before = len(pictures(to))
    world.moods.clear()

    told = get()

    assert 0 < before < len(pictures(to))
    assert [] == told.said  # it was not noted as read
    assert expected(world, "502") == digests(to)


def test_an_address_that_expired_meanwhile_is_asked_for_again(get, world):
    world.moods.set("imagefap", "pictures:missing", times=2)  # what a gallery told
    told = get(parse("https://www.imagefap.com/gallery/9001000"))

    assert 0 == told.count(Status.FAILED)
    assert 0 < told.count(Status.SAVED)


def test_one_post_by_its_address(get, world, to):
    fox = world.world.fox("imagefap")
    get(PostRef("imagefap", fox.id))

    assert {"Fox in the Snow.jpg": fox.pages[0].bytes()} == pictures(to)


def test_names_are_asked_for_once(get, world):
    named = CollectionRef("imagefap", "favourites/@sampleuser/@MYPICS")
    get(named)
    get(named)

    assert [] == world.log


def test_two_at_once_in_one_folder_are_refused(outside, to, get):
    to.mkdir()

    with shelf.held(to), pytest.raises(Conflict, match="another artkeep get works in"):
        get()


def test_a_missing_parent_is_a_typing_mistake(outside, tmp_path):
    wanted = Wanted(MY_PICS, tmp_path / "pitcures" / "mine")

    with pytest.raises(NotFound, match="pitcures is not there"):
        getting.get(outside, wanted, Told())


def test_frames_keep_their_timing(get, world, to):
    moving = next(each for each in world.world.on("danbooru") if each.kind == "moving")
    told = get(PostRef("danbooru", moving.id))

    assert [Status.SAVED] == [each.status for each in told.outcomes]
    [path] = to.glob("*.zip")
    with ZipFile(path) as archive:
        frames = json.loads(archive.read("animation.json"))["frames"]
        assert [each["file"] for each in frames] == archive.namelist()[:-1]
    assert all(each["delay"] > 0 for each in frames)
    assert [] == get(PostRef("danbooru", moving.id), force=True).said
    assert [path] == [*to.glob("*.zip")]
