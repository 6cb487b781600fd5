"""Posts remember where pictures were found; replaced pages stay."""

from artkeep.library import posts
from artkeep.model.records import Kept
from tests.library.rows import add_file, add_image, found, sha256
from tests.showing import newest


def test_a_file_is_a_post_with_one_page(database):
    with database.begin() as tx:
        artwork_id = add_file(tx, "/fox.png", 1)

    with database.read() as tx:
        ((image_id, place),) = posts.of_artwork(tx, artwork_id)
        assert {image_id: [place]} == posts.places(tx, [image_id])
    assert ("folder", "/fox.png", "file:///fox.png", None) == (
        place.site,
        place.name,
        place.url,
        place.replaced_at,
    )


def test_the_same_bytes_twice_are_one_work_with_two_places(database):
    with database.begin() as tx:
        first = add_file(tx, "/fox.png", 1)
        second = add_file(tx, "/again/fox.png", 1)

    with database.read() as tx:
        names = [place.name for _, place in posts.of_artwork(tx, first)]
    assert first == second
    assert ["/fox.png", "/again/fox.png"] == names


def test_a_changed_file_is_a_new_work_and_the_old_one_stays(database):
    with database.begin() as tx:
        old = add_file(tx, "/fox.png", 1)
    with database.begin() as tx:
        new = add_file(tx, "/fox.png", 2, stamp="2-2")

    with database.read() as tx:
        ((_, replaced),) = posts.of_artwork(tx, old)
        ((_, current),) = posts.of_artwork(tx, new)
        shown = [tile.artwork_id for tile in newest(tx)]
    assert replaced.post_id == current.post_id
    assert replaced.replaced_at is not None
    assert current.replaced_at is None
    assert {old, new} == set(shown)


def test_what_was_at_a_place_before_and_after_is_found_from_each(database):
    works = []
    for number in (1, 2, 3):
        with database.begin() as tx:
            works.append(add_file(tx, "/fox.png", number, stamp=f"{number}-{number}"))
    with database.begin() as tx:
        add_file(tx, "/hare.png", 4)

    with database.read() as tx:
        others = [posts.versions(tx, work) for work in works]
    first, second, third = works
    told = [[(one.artwork_id, one.replaced_at is None) for one in some] for some in others]
    assert [
        [(second, False), (third, True)],
        [(first, False), (third, True)],
        [(first, False), (second, False)],
    ] == told
    assert [sha256(1), sha256(2)] == [one.sha256 for one in others[2]]
    assert {(640, 480)} == {(one.width, one.height) for one in others[2]}


def test_a_picture_that_came_back_to_its_place_is_no_version_of_itself(database):
    for number in (1, 2, 1):
        with database.begin() as tx:
            work = add_file(tx, "/fox.png", number, stamp=f"{number}-{tx.now}")

    with database.read() as tx:
        assert [sha256(2)] == [one.sha256 for one in posts.versions(tx, work)]


def test_a_file_that_was_only_touched_stays_the_same_page(database):
    with database.begin() as tx:
        first = add_file(tx, "/fox.png", 1)
    with database.begin() as tx:
        second = add_file(tx, "/fox.png", 1, stamp="2-2")

    with database.read() as tx:
        held = posts.held(tx, [found("/fox.png").ref])
        assert 1 == len(posts.of_artwork(tx, first))
    assert first == second
    assert ["2-2"] == [page.stamp for page in held.values()]


def test_held_tells_the_stamp_and_how_the_bytes_are_kept(database):
    with database.begin() as tx:
        image_id = add_image(tx, 1, kept=Kept.REFERENCE)
        posts.save(tx, found("/fox.png"), [image_id])

    with database.read() as tx:
        held = posts.held(tx, [found("/fox.png").ref, found("/unknown.png").ref])
    assert {
        posts.ref_key(found("/fox.png").ref): posts.HeldPage("1-1", image_id, Kept.REFERENCE)
    } == held


def test_a_path_of_any_length_has_an_address(database):
    name = "/" + "雪" * 4000
    with database.begin() as tx:
        first = add_file(tx, name, 1)
        assert first == add_file(tx, name, 1)
