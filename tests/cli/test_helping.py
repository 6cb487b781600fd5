"""What is said behind an error's words."""

from artkeep.cli.helping import helped
from artkeep.errors import Blocked, Gone, LoginNeeded, SiteChanged, SiteDown, Withheld


def test_what_a_person_can_do_stands_behind_an_error():
    assert "pixiv: it is gone; look in a browser" in helped("pixiv: it is gone", Gone, "pixiv")
    assert "a newer Artkeep" in helped("pixiv: lacks 'id'", SiteChanged, "pixiv")
    assert "the same command tries again" in helped("pixiv: said 503", SiteDown, "pixiv")
    assert "artkeep login pixiv may help" in helped("pixiv: for friends", Withheld, "pixiv")


def test_what_says_it_already_stays_as_it_is():
    words = "pixiv: the login expired; run: artkeep login pixiv"

    assert words == helped(words, LoginNeeded, "pixiv")
    assert "pixiv: bars us" == helped("pixiv: bars us", Blocked, "pixiv")
