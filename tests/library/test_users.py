import pytest

from artkeep.errors import BadRequest, Conflict, NotFound
from artkeep.library import sessions, users
from artkeep.model.users import OWNER, Role


def test_a_new_library_has_an_owner_without_a_password(sqlite_library):
    from artkeep.clock import SystemClock  # noqa: PLC0415 - one test
    from artkeep.db.engine import Database  # noqa: PLC0415

    with Database(sqlite_library, SystemClock()) as database, database.read() as tx:
        (owner,) = users.everybody(tx)

        assert (1, OWNER, Role.OWNER, False) == (
            owner.id,
            owner.name,
            owner.role,
            owner.has_password,
        )
        assert not users.is_guarded(tx)


def test_the_first_name_is_the_owners_and_others_are_guests(database):
    with database.begin() as tx:
        owner = users.set_password(tx, "", "kept")
        guest = users.set_password(tx, " Mika ", "kept too")

        assert (OWNER, Role.OWNER) == (owner.name, owner.role)
        assert ("mika", Role.GUEST) == (guest.name, guest.role)
        assert users.is_guarded(tx)
        assert (guest, "kept too") == users.known(tx, "MIKA")
        assert None is users.known(tx, "nobody")


def test_a_guests_password_guards_nothing(database):
    with database.begin() as tx:
        users.set_password(tx, "mika", "kept")

        assert not users.is_guarded(tx)


@pytest.mark.parametrize("name", ["x" * 81, "a\nb", "a\u202eb"])
def test_what_is_no_name_is_refused(database, name):
    with database.begin() as tx, pytest.raises(BadRequest):
        users.set_password(tx, name, "kept")


def test_a_new_password_signs_out_everywhere(database):
    with database.begin() as tx:
        owner = users.set_password(tx, OWNER, "kept")
        token = sessions.begin(tx, owner.id)
        users.hash_again(tx, owner.id, "the same, hashed anew")
        assert owner == sessions.holder(tx, token)

        users.set_password(tx, OWNER, "another")

        assert None is sessions.holder(tx, token)


def test_a_guest_goes_as_a_whole_and_the_owner_stays_without_a_password(database):
    with database.begin() as tx:
        for name in (OWNER, "mika"):
            who = users.set_password(tx, name, "kept")
            sessions.begin(tx, who.id)
            users.remove(tx, name)

        (owner,) = users.everybody(tx)
        assert (OWNER, False) == (owner.name, owner.has_password)
        with pytest.raises(NotFound):
            users.remove(tx, "mika")


def test_a_session_ends_by_itself(database, clock):
    with database.begin() as tx:
        owner = users.set_password(tx, OWNER, "kept")
        token = sessions.begin(tx, owner.id)

    clock.forward(sessions.LASTS.total_seconds() - 1)
    with database.read() as tx:
        assert owner == sessions.holder(tx, token)
    clock.forward(1)
    with database.begin() as tx:
        assert None is sessions.holder(tx, token)
        sessions.begin(tx, owner.id)
        assert 1 == sessions.count(tx, owner.id)


def test_signing_out_ends_one_session_or_all(database):
    with database.begin() as tx:
        owner = users.set_password(tx, OWNER, "kept")
        here, there, elsewhere = (sessions.begin(tx, owner.id) for _ in range(3))

        sessions.end(tx, here)
        assert [None, owner] == [sessions.holder(tx, token) for token in (here, there)]
        assert 2 == sessions.count(tx, owner.id)
        sessions.end_all(tx, owner.id)
        assert [None, None] == [sessions.holder(tx, token) for token in (there, elsewhere)]


def test_tokens_are_the_owners_and_are_told_once(database):
    with database.begin() as tx:
        with pytest.raises(BadRequest):
            users.add_token(tx, "backup")
        users.set_password(tx, OWNER, "kept")
        token = users.add_token(tx, "backup")
        with pytest.raises(Conflict):
            users.add_token(tx, "backup")

        found = users.of_token(tx, token)
        assert found is not None
        assert Role.OWNER is found.role
        assert ["backup"] == [one.name for one in users.tokens(tx)]
        users.remove_token(tx, "backup")
        assert None is users.of_token(tx, token)
        with pytest.raises(NotFound):
            users.remove_token(tx, "backup")


def test_what_is_shown_to_us_is_nowhere_kept(database):
    with database.begin() as tx:
        owner = users.set_password(tx, OWNER, "kept")
        shown = [sessions.begin(tx, owner.id), users.add_token(tx, "backup")]
        kept = [
            bytes(row[0])
            for table in ("session", "api_token")
            for row in tx.connection.exec_driver_sql(f"select digest from {table}")
        ]

    assert [users.digest(token) for token in shown] == kept
