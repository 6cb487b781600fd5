"""`artkeep sync`: what it says before anything is followed."""


def test_with_nothing_followed_it_says_how_to_begin(artkeep):
    ended = artkeep("sync")

    assert 0 == ended.code
    assert "artkeep add ADDRESS follows one" in ended.err
