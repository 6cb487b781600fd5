"""`artkeep recheck`: what it says when there is nothing to look at."""


def test_an_empty_library_says_that_there_is_nothing_and_how_to_begin(artkeep):
    ended = artkeep("recheck")
    of_site = artkeep("recheck", "pixiv")
    quietly = artkeep("recheck", "--json")

    assert 0 == ended.code == of_site.code
    assert "nothing to look at" in ended.err
    assert "artkeep add ADDRESS" in ended.err
    assert "pixiv: nothing to look at" in of_site.err
    assert "" == quietly.out
