"""`artkeep sync`: what it says before anything is followed."""


def test_with_nothing_followed_it_says_how_to_begin(artkeep):
    ended = artkeep("sync")

    assert 0 == ended.code
    assert "artkeep add ADDRESS follows one" in ended.err


def test_a_list_is_filtered_from_the_beginning_and_otherwise_later(artkeep):
    url = "https://danbooru.donmai.us/posts?tags=aoyama_mika"

    added = artkeep("add", url, "--filter", "fox")
    assert 0 == added.code
    assert "not wanted by the filter" in added.err

    ended = artkeep("sync", "danbooru", "--filter", "fox or waves", "--quiet")
    assert 0 == ended.code
    assert "keeping what fox or waves finds of" in ended.err

    ended = artkeep("sync", "danbooru", "--filter", "")
    assert 0 == ended.code
    assert "keeping everything of" in ended.err


def test_a_filter_needs_lists_and_words_that_can_be_asked(artkeep):
    artkeep("add", "https://danbooru.donmai.us/posts?tags=aoyama_mika", "--filter", "fox")

    assert 2 == artkeep("sync", "--filter", "fox").code
    refused = artkeep("sync", "danbooru", "--filter", "copies:>1")
    assert 2 == refused.code
    assert "no filter can ask it" in refused.err
