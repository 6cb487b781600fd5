"""Images are held once, by their bytes."""

import pytest

from artkeep.errors import NotFound
from artkeep.library import images
from artkeep.model.records import Kept
from tests.library.rows import add_image, look, sha256


def test_an_image_comes_back_as_it_was_seen(database):
    with database.begin() as tx:
        image_id, is_new = images.add(tx, sha256(1), 1001, look(1), Kept.REFERENCE)

    with database.read() as tx:
        held = images.get(tx, sha256(1))
    assert is_new
    assert image_id == held.id
    assert look(1).fingerprint == held.fingerprint
    assert (1001, "image/png", 640, 480, Kept.REFERENCE) == (
        held.size_bytes,
        held.media_type,
        held.width,
        held.height,
        held.kept,
    )


def test_the_same_bytes_are_one_image(database):
    with database.begin() as tx:
        first = images.add(tx, sha256(1), 1001, look(1), Kept.BLOB)
        second = images.add(tx, sha256(1), 1001, look(1), Kept.BLOB)

    assert (first[0], False) == second


@pytest.mark.parametrize("name", ["", "no digest", "00", "f" * 64, "../../etc/passwd"])
def test_a_picture_we_do_not_have_is_not_found(database, name):
    with database.read() as tx, pytest.raises(NotFound):
        images.get(tx, name)


def test_all_images_are_walked_by_id(database):
    with database.begin() as tx:
        ids = [add_image(tx, number) for number in range(5)]

    with database.read() as tx:
        first = [image.id for image in images.after(tx, 0, 3)]
        rest = [image.id for image in images.after(tx, first[-1], 3)]
    assert ids == first + rest


def test_known_names_the_digests_that_are_ours(database):
    with database.begin() as tx:
        add_image(tx, 1)

    with database.read() as tx:
        assert {sha256(1)} == images.known(tx, [sha256(1), sha256(2)])


def test_an_image_is_compared_once(database):
    with database.begin() as tx:
        ids = [add_image(tx, number) for number in range(3)]
        images.mark_compared(tx, ids[:2])

    with database.read() as tx:
        assert [ids[2]] == [image.id for image in images.not_compared(tx, 10)]
        assert 1 == images.count_not_compared(tx)
        assert 3 == images.count(tx)


def test_an_image_seen_anew_is_compared_anew(database):
    with database.begin() as tx:
        image_id = add_image(tx, 1)
        images.mark_compared(tx, [image_id])
        images.looked_again(tx, image_id, look(2))

    with database.read() as tx:
        (held,) = images.not_compared(tx, 10)
    assert look(2).fingerprint == held.fingerprint


def test_a_reference_becomes_a_copy(database):
    with database.begin() as tx:
        image_id = add_image(tx, 1, kept=Kept.REFERENCE)
        before = images.any_kept(tx)
        images.keep_as(tx, image_id, Kept.BLOB)

    with database.read() as tx:
        assert (False, True) == (before, images.any_kept(tx))
