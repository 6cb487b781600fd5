"""Artists: by name and by works, under all their names, and one made of two."""

from dataclasses import replace

import pytest

from artkeep.errors import Conflict, NotFound
from artkeep.library import artists, joining, namesakes, query
from artkeep.library.artists import By
from artkeep.model.found import AccountInfo
from artkeep.model.refs import AccountRef, PostRef
from artkeep.model.viewing import EVERYTHING
from tests.library.test_projection import FOX, keep

SAKI = AccountInfo(AccountRef("pixiv", "77"), "saki", "田中さき", "https://pixiv.me/saki")
ON_BLUESKY = AccountInfo(
    AccountRef("bluesky", "did:1"), "mika.example", "mika", "https://b.example"
)
MIKA_ID, SAKI_ID, OTHER_ID = 1, 2, 3


@pytest.fixture
def three(database):
    """Two works of Mika at pixiv, one of Saki, one of Mika's on Bluesky as yet another person."""
    keep(database, number=1)
    keep(database, of(FOX.account, "pixiv", "2"), number=2)
    keep(database, of(SAKI, "pixiv", "3"), number=3)
    keep(database, of(ON_BLUESKY, "bluesky", "4"), number=4)
    return database


def of(account, site, number):
    return replace(FOX, ref=PostRef(site, number), account=account, tags=())


def names(database, by, **asked):
    with database.read() as tx:
        return [one.name for one, _ in artists.some(tx, by, None, 9, **asked)]


def works(database, person_id):
    with database.read() as tx:
        return query.count(tx, query.parse(f"artist:#{person_id}"), 99, EVERYTHING)


def test_artists_are_listed_by_works_and_by_name(three):
    assert ["Mika Aoyama", "mika", "田中さき"] == names(three, By.WORKS)
    assert ["mika", "Mika Aoyama", "田中さき"] == names(three, By.NAME)


@pytest.mark.parametrize("name", ["#1 Fan", "#2", "#", "#007", "#kawaii", "#99999999999999999999"])
@pytest.mark.parametrize("by", list(By))
def test_a_name_that_looks_like_a_number_of_ours_is_a_name(three, by, name):
    odd = AccountInfo(AccountRef("pixiv", "78"), "odd", name, "https://pixiv.me/odd")
    keep(three, of(odd, "pixiv", "5"), number=5)

    assert sorted([name, "Mika Aoyama", "mika", "田中さき"]) == sorted(names(three, by))


@pytest.mark.parametrize("by", list(By))
def test_the_list_goes_on_behind_each_of_them(three, by):
    found, after = [], None
    with three.read() as tx:
        while some := artists.some(tx, by, after, 1):
            ((one, after),) = some
            found.append(one.name)

    assert names(three, by) == found


@pytest.mark.parametrize("called", ["AOYAMA", "mika_", "saki", "さき", "mika.ex"])
def test_artists_are_found_by_parts_of_their_names(three, called):
    expected = {
        "AOYAMA": ["Mika Aoyama"],
        "mika_": [],  # a sign of its own, not one for any letter
        "saki": ["田中さき"],
        "さき": ["田中さき"],
        "mika.ex": ["mika"],
    }
    assert expected[called] == names(three, By.WORKS, called=called)


@pytest.mark.parametrize("called", ["мика", "МИКА", "Мика", "яма"])
def test_capitals_of_other_letters_are_known_too(database, called):
    cyrillic = AccountInfo(AccountRef("pixiv", "5"), "mika5", "Мика Аояма", "https://p.example/5")
    keep(database, of(cyrillic, "pixiv", "5"))

    assert ["Мика Аояма"] == names(database, By.NAME, called=called)


def test_a_former_name_finds_an_artist_and_is_told(three):
    renamed = replace(SAKI, name="Saki T", handle="saki_t")
    keep(three, of(renamed, "pixiv", "5"), number=5)

    assert ["田中さき"] == names(three, By.NAME, called="saki_t")
    assert ["田中さき"] == names(three, By.NAME, called="田中")
    with three.read() as tx:
        (account,) = artists.accounts(tx, [SAKI_ID])[SAKI_ID]
    assert ("Saki T", "田中さき") == (account.name, account.former[0].name)


def test_an_account_knows_how_many_works_it_has(three):
    with three.read() as tx:
        (account,) = artists.accounts(tx, [MIKA_ID])[MIKA_ID]
        assert {account.id: 2} == artists.works_of_accounts(tx, MIKA_ID)


def test_those_with_the_same_name_are_told(three):
    elsewhere = AccountInfo(AccountRef("deviantart", "u1"), "mika-aoyama", "", "https://d.example")
    keep(three, of(elsewhere, "deviantart", "6"), number=6)

    with three.read() as tx:
        alike = [one.name for one in namesakes.of(tx, MIKA_ID, 5)]
        assert ["mika", "mika-aoyama"] == alike
        assert [] == namesakes.of(tx, SAKI_ID, 5)


def test_two_persons_become_one_and_their_works_are_found_together(three):
    with three.begin() as tx:
        joining.join(tx, MIKA_ID, OTHER_ID)

    assert (3, 0) == (works(three, MIKA_ID), works(three, OTHER_ID))
    assert ["Mika Aoyama", "田中さき"] == names(three, By.WORKS)
    with three.read() as tx:
        assert MIKA_ID == artists.stands_for(tx, OTHER_ID)


def test_an_account_is_taken_out_again_under_its_old_address(three):
    with three.begin() as tx:
        joining.join(tx, MIKA_ID, OTHER_ID)
    with three.begin() as tx:
        account = artists.accounts(tx, [MIKA_ID])[MIKA_ID][1]
        assert OTHER_ID == joining.take_out(tx, MIKA_ID, account.id)

    assert (2, 1) == (works(three, MIKA_ID), works(three, OTHER_ID))
    with three.read() as tx:
        assert OTHER_ID == artists.stands_for(tx, OTHER_ID)


def test_an_account_that_was_nobody_elses_becomes_a_new_persons(three):
    with three.begin() as tx:
        joining.join(tx, OTHER_ID, MIKA_ID)
    with three.begin() as tx:
        account = artists.accounts(tx, [OTHER_ID])[OTHER_ID][1]
        new = joining.take_out(tx, OTHER_ID, account.id)

    assert OTHER_ID < new
    assert 1 == works(three, new)


def test_who_turned_out_to_be_another_can_turn_out_to_be_themselves(three):
    with three.begin() as tx:
        joining.join(tx, MIKA_ID, OTHER_ID)
        joining.join(tx, OTHER_ID, MIKA_ID)

        assert OTHER_ID == artists.stands_for(tx, MIKA_ID)
        assert OTHER_ID == artists.stands_for(tx, OTHER_ID)


@pytest.mark.parametrize(
    ("person", "other", "error"), [(1, 1, Conflict), (1, 99, NotFound), (99, 1, NotFound)]
)
def test_what_cannot_be_joined_is_refused(three, person, other, error):
    with pytest.raises(error), three.begin() as tx:
        joining.join(tx, person, other)


def test_a_person_without_accounts_is_not_joined_again(three):
    with three.begin() as tx:
        joining.join(tx, MIKA_ID, OTHER_ID)
    with pytest.raises(Conflict), three.begin() as tx:
        joining.join(tx, SAKI_ID, OTHER_ID)


def test_the_only_account_cannot_be_taken_out_nor_one_of_others(three):
    with three.read() as tx:
        held = artists.accounts(tx, [MIKA_ID, SAKI_ID])
    with pytest.raises(Conflict), three.begin() as tx:
        joining.take_out(tx, MIKA_ID, held[MIKA_ID][0].id)
    with pytest.raises(NotFound), three.begin() as tx:
        joining.take_out(tx, MIKA_ID, held[SAKI_ID][0].id)


def test_whose_a_post_is_is_known(three):
    with three.read() as tx:
        assert {1: MIKA_ID, 3: SAKI_ID, 4: OTHER_ID} == artists.of_posts(tx, [1, 3, 4, 99])
