"""`artkeep similar`: what it says of each match."""

POST = "https://danbooru.donmai.us/posts/9000001"


def test_a_post_is_told_with_title_artist_site_and_address(artkeep, world, tmp_path):
    (tmp_path / "fox.png").write_bytes(world.world.fox("danbooru").pages[0].bytes())
    artkeep("add", POST, "-q")
    of_post = artkeep("similar", "fox.png")
    artkeep("add", "fox.png", "-q")
    of_both = artkeep("similar", "fox.png", "--json")

    assert "the same file, byte for byte" in of_post.out
    assert f"\tFox in the Snow by lanternfish (Danbooru) {POST}\n" in of_post.out
    assert f'"posts": ["{POST}"]' in of_both.out
