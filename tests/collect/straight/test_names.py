"""What a site calls a picture and what its file is called."""

from artkeep.collect.straight import names
from artkeep.imaging import sniff
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import PostRef


def test_pages_are_numbered_where_there_are_several():
    pages = (PageInfo("https://i.example/1"), PageInfo("https://i.example/2"))
    found = PostInfo(PostRef("pixiv", "9"), "https://example.com", "Fox", pages)
    untitled = PostInfo(PostRef("mastodon", "art.example/9"), "", " ", pages[:1])

    assert "Fox_p1.png" == names.of_page(found, 1, sniff.PNG)
    assert "mastodon_art.example-9.zip" == names.of_page(untitled, 0, sniff.UGOIRA)
