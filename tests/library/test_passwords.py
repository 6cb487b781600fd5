import pytest

from artkeep.errors import BadRequest
from artkeep.library.passwords import LONGEST, Passwords

QUICK = Passwords(memory_kib=64, passes=1)


def test_only_the_password_fits():
    kept = QUICK.hashed("correct horse")

    assert QUICK.fits(kept, "correct horse")
    assert not QUICK.fits(kept, "correct horse ")
    assert not QUICK.fits(kept, "")


def test_nobody_fits_nobodys_password():
    assert not QUICK.fits(None, "correct horse")


def test_what_is_kept_is_argon2id_and_each_time_another():
    kept = {QUICK.hashed("correct horse") for _ in range(2)}

    assert 2 == len(kept)
    assert all(one.startswith("$argon2id$v=19$") for one in kept)


def test_ours_takes_as_much_memory_as_the_standard_advises():
    assert "$m=65536,t=3,p=4$" in Passwords().hashed("correct horse")


def test_what_fitted_and_what_did_not_is_remembered_for_as_long_as_it_is_tried():
    passwords = Passwords(memory_kib=64, passes=1)
    kept, other = passwords.hashed("correct horse"), passwords.hashed("correct horse")
    passwords.fits(kept, "correct horse")
    passwords.fits(kept, "battery staple")
    right, wrong = (kept, "correct horse"), (kept, "battery staple")
    assert (True, False) == (passwords.fitted(*right), passwords.failed(*right))
    assert (False, True) == (passwords.fitted(*wrong), passwords.failed(*wrong))
    assert not any(said(other, "correct horse") for said in (passwords.fitted, passwords.failed))

    for number in range(64):
        passwords.fits(kept, f"guess {number}")

    assert passwords.fitted(*right)
    assert not passwords.failed(*wrong)


def test_letters_that_look_the_same_are_the_same():
    assert QUICK.fits(QUICK.hashed("cafe\u0301 noir"), "caf\u00e9 noir")


@pytest.mark.parametrize("password", ["", "seven77", "x" * (LONGEST + 1)])
def test_a_password_that_is_no_good_is_refused(password):
    with pytest.raises(BadRequest):
        QUICK.hashed(password)


def test_what_was_hashed_more_lightly_is_old():
    assert Passwords().is_old(QUICK.hashed("correct horse"))
    assert not QUICK.is_old(QUICK.hashed("correct horse"))


def test_what_is_no_hash_fits_nothing():
    assert not QUICK.fits("plain text", "plain text")
