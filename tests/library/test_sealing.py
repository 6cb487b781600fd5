"""What is sealed can be opened with the same key, for the same account, and not otherwise."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from artkeep.errors import LoginNeeded
from artkeep.library.sealing import FILE_NAME, Seal

WORDS = {"access": "t-1", "refresh": "r-ü"}
LONG = "a secret of many letters"


def test_what_is_sealed_can_be_opened(tmp_path: Path) -> None:
    sealed = Seal(tmp_path).closed(WORDS, "pixiv", "7001")

    assert WORDS == Seal(tmp_path).opened(sealed, "pixiv", "7001")


def test_nothing_of_it_can_be_read(tmp_path: Path) -> None:
    seal = Seal(tmp_path)
    sealed = [seal.closed(WORDS, "pixiv", "7001") for _ in range(2)]

    assert sealed[0] != sealed[1]
    assert [] == [word for word in (b"access", b"t-1", b"r-") if word in b"".join(sealed)]


@pytest.mark.skipif(sys.platform == "win32", reason="folders there have other permissions")
def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    Seal(tmp_path / "home").closed(WORDS, "pixiv", "7001")

    [key] = (tmp_path / "home").iterdir()
    assert (FILE_NAME, 0o600) == (key.name, stat.S_IMODE(key.stat().st_mode))


def test_no_key_is_made_to_open(tmp_path: Path) -> None:
    sealed = Seal(tmp_path / "a").closed(WORDS, "pixiv", "7001")

    with pytest.raises(LoginNeeded, match=r"secret\.key back as it was, or run: artkeep login"):
        Seal(tmp_path / "b").opened(sealed, "pixiv", "7001")
    assert not (tmp_path / "b").exists()


def test_a_secret_of_the_settings_needs_no_file(tmp_path: Path) -> None:
    sealed = Seal(tmp_path / "a", LONG).closed(WORDS, "pixiv", "7001")

    assert WORDS == Seal(tmp_path / "b", LONG).opened(sealed, "pixiv", "7001")
    assert [] == list(tmp_path.iterdir())
    with pytest.raises(LoginNeeded, match="another key; put the setting `secret` back"):
        Seal(tmp_path, LONG + "!").opened(sealed, "pixiv", "7001")


def test_what_is_another_accounts_cannot_be_passed_off_as_ours(tmp_path: Path) -> None:
    seal = Seal(tmp_path)
    sealed = seal.closed(WORDS, "pixiv", "7001")

    for site, account in (("pixiv", "7002"), ("danbooru", "7001")):
        with pytest.raises(LoginNeeded):
            seal.opened(sealed, site, account)


@pytest.mark.parametrize("place", [0, 1, 6, 20, -1])
def test_what_was_changed_cannot_be_opened(tmp_path: Path, place: int) -> None:
    sealed = bytearray(Seal(tmp_path).closed(WORDS, "pixiv", "7001"))
    sealed[place] ^= 1

    with pytest.raises(LoginNeeded):
        Seal(tmp_path).opened(bytes(sealed), "pixiv", "7001")


def test_all_who_need_a_key_at_once_get_the_same(tmp_path: Path) -> None:
    def close(_: int) -> bytes:
        return Seal(tmp_path).closed(WORDS, "pixiv", "7001")

    with ThreadPoolExecutor(8) as threads:
        sealed = list(threads.map(close, range(16)))

    last = Seal(tmp_path)
    assert [WORDS] * 16 == [last.opened(each, "pixiv", "7001") for each in sealed]
    assert [FILE_NAME] == [path.name for path in tmp_path.iterdir()]
