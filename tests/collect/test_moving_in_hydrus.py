"""What hydrus exported moves in: tags, addresses and notes in any of its forms."""

import json

from artkeep.collect.moving_in.hydrus import words
from artkeep.collect.moving_in.hydrus.words import Known
from artkeep.library import site_tags
from artkeep.model.found import Rating, TagKind
from tests.collect.moving import (
    draw,
    held,
    home_alone,
    move_in,
    outcomes,
    pictures,
    raw,
    rows,
    statuses,
    write,
)
from tests.showing import tiles_of

bench = home_alone

DANBOORU = "https://danbooru.donmai.us/posts/9000001"
ORIGINAL = "https://i.pximg.net/img-original/img/2025/03/01/12/00/05/90000001_p1.png"
TAGS = ["creator:mika aoyama", "title:Fox in the Snow", "rating:questionable", "fox", "page:2"]


def test_tags_of_a_text_stay_with_the_file(bench, tmp_path):
    draw(tmp_path / "in" / "ab12.png")
    (tmp_path / "in" / "ab12.png.txt").write_text("\r\n".join([*TAGS, "fox", ""]), "utf-8")

    run = move_in(bench, "hydrus", tmp_path / "in")

    assert {"ab12.png": "new"} == statuses(bench, run)
    [row] = held(bench, "folder").values()
    assert ("Fox in the Snow", Rating.QUESTIONABLE.value) == (row.title, row.rating)
    with bench.db.read() as tx:
        tags = {tag.name: tag.kind for tag in site_tags.of_post(tx, row.id)}
    assert TAGS == list(tags)
    assert (TagKind.ARTIST, TagKind.GENERAL) == (tags["creator:mika aoyama"], tags["fox"])


def test_addresses_become_posts_and_sources(bench, tmp_path):
    draw(tmp_path / "in" / "ab12.png")
    strange = "https://example.org/fox"
    said = {
        "tags": {"my tags": TAGS, "all": ["snow"]},
        "urls": [DANBOORU, ORIGINAL, "https://www.pixiv.net/artworks/90000001", strange],
        "notes": {"artist says": "cold"},
        "odd": {"kept": [1]},
    }
    write(tmp_path / "in" / "ab12.json", said)

    move_in(bench, "hydrus", tmp_path / "in")

    assert {("9000001", 0): True} == pictures(bench, "danbooru")
    assert {("90000001", 1): True} == pictures(bench, "pixiv")
    [row] = held(bench, "folder").values()
    assert "cold" == row.caption
    assert said["urls"] == row.facts["sources"]
    assert {"ab12.json": said} == raw(bench, row.id)
    assert ["Fox in the Snow"] == [tile.title for tile in tiles_of(bench)]


def test_a_post_of_several_pictures_is_no_guess(bench, tmp_path):
    draw(tmp_path / "in" / "a.png")
    write(tmp_path / "in" / "a.png.json", {"urls": ["https://www.pixiv.net/artworks/90000001"]})

    move_in(bench, "hydrus", tmp_path / "in")

    assert {} == held(bench, "pixiv")


def test_the_same_twice_adds_nothing(bench, tmp_path):
    draw(tmp_path / "in" / "a.png")
    write(tmp_path / "in" / "a.png.json", {"tags": TAGS, "urls": [DANBOORU]})
    move_in(bench, "hydrus", tmp_path / "in")
    before = rows(bench)

    run = move_in(bench, "hydrus", tmp_path / "in")

    assert before == rows(bench)
    assert {"a.png": ("known", "unchanged")} == outcomes(bench, run)


def test_forms_of_json_that_hydrus_writes():
    service = {"storage_tags": {"0": ["fox"], "2": ["deleted"]}, "display_tags": {"0": ["Fox!"]}}
    forms = [
        ["fox", DANBOORU],
        {"tags": ["fox"], "known_urls": [DANBOORU]},
        {"file_data": {"tags": {"my tags": ["fox"]}}, "urls": DANBOORU},
        {"metadata": {"tags": {"6c6f63616c": service}, "known_urls": [DANBOORU]}, "size": 7},
    ]

    expected = Known(("fox",), (DANBOORU,))
    assert [expected] * len(forms) == [words.of_json(form) for form in forms]


def test_hostile_sidecars_are_named_and_the_pictures_kept(bench, tmp_path):
    hostile = {
        "deep": b'{"tags":' * 900 + b'"fox"' + b"}" * 900,
        "deeper": b"[" * 200_000,
        "no text": b"\xff\xfe\x00",
        "half": b'{"tags": ["\\ud83d", "\\u0000"], "urls": ["file:///etc/passwd", 7, null]}',
        "wrong": b'{"tags": 7, "urls": {"a": {"b": 1}}, "notes": [[]]}',
    }
    for number, (name, content) in enumerate(hostile.items()):
        draw(tmp_path / "in" / f"{name}.png", number)
        (tmp_path / "in" / f"{name}.png.json").write_bytes(content)
    (tmp_path / "in" / "wrong.png.txt").write_bytes(b"\xff\xff")

    run = move_in(bench, "hydrus", tmp_path / "in")

    told = statuses(bench, run)
    assert dict.fromkeys((f"{name}.png" for name in hostile), "new").items() <= told.items()
    assert {"deeper.png.json", "no text.png.json", "wrong.png.txt"} <= {
        name for name, status in told.items() if status == "refused"
    }
    assert "passwd" not in json.dumps([row.facts for row in held(bench, "folder").values()])
