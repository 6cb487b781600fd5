import io
from dataclasses import replace
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from PIL import Image
from starlette.testclient import TestClient

from artkeep.db.tables import post
from artkeep.fakes import drawings
from artkeep.imaging import names
from artkeep.imaging.pool import Pool
from artkeep.model.records import Kept
from artkeep.settings import PictureLimits
from artkeep.web import files
from artkeep.web.app import create_app
from tests.web.browsing import HERE
from tests.working import add_all

YEAR = "private, max-age=31536000, immutable"


@pytest.fixture
def kept(bench, client, fox):
    """The digest of a picture in the library."""
    add_all(bench, fox)
    return client.get("/api/gallery").json()["works"][0]["sha256"]


def test_an_original_is_sent_as_it_is(client, kept, fox):
    answer = client.get(f"/image/{kept}")

    assert (200, fox.read_bytes()) == (answer.status_code, answer.content)
    assert ("image/png", YEAR, f'"{kept}"') == tuple(
        answer.headers[name] for name in ("content-type", "cache-control", "etag")
    )


def test_an_original_that_is_known_is_not_sent_again(client, kept):
    answer = client.get(f"/image/{kept}", headers={"if-none-match": f'W/"x", "{kept}"'})

    assert (304, b"") == (answer.status_code, answer.content)


def test_the_head_of_an_original_is_told_without_its_bytes(client, kept, fox):
    answer = client.head(f"/image/{kept}")

    assert (str(fox.stat().st_size), b"") == (answer.headers["content-length"], answer.content)


def test_a_part_of_an_original_is_sent(client, kept, fox):
    answer = client.get(f"/image/{kept}", headers={"range": "bytes=1-3"})

    assert (206, b"PNG") == (answer.status_code, answer.content)
    assert f"bytes 1-3/{fox.stat().st_size}" == answer.headers["content-range"]


def test_a_part_that_is_not_there_is_refused(client, kept, fox):
    answer = client.get(f"/image/{kept}", headers={"range": "bytes=9999999-"})

    assert 416 == answer.status_code
    assert f"bytes */{fox.stat().st_size}" == answer.headers["content-range"]


def test_an_original_is_saved_under_its_own_name(client, kept):
    answer = client.get(f"/image/{kept}?download")

    expected = "attachment; filename=\"fox.png\"; filename*=UTF-8''fox.png"
    assert expected == answer.headers["content-disposition"]


def test_an_original_could_do_nothing_if_it_were_opened_as_a_page(client, kept):
    policy = client.get(f"/image/{kept}").headers["content-security-policy"]

    assert "default-src 'none'; sandbox" == policy


@pytest.mark.parametrize("name", ["0" * 64, "..%2f..%2fweb.secret", "0" * 63, "G" * 64, "A" * 64])
@pytest.mark.parametrize(
    "place", ["/image/{}", "/screen/{}", "/thumb/{}/s.webp", "/thumb/{}/l.webp"]
)
def test_a_name_that_is_no_picture_of_ours_is_not_found(visitor, name, place):
    assert 404 == visitor.get(place.format(name)).status_code


def test_a_size_that_is_none_is_not_found(client, kept):
    assert 404 == client.get(f"/thumb/{kept}/xl.webp").status_code


def test_a_small_picture_is_a_webp(client, kept):
    answer = client.get(f"/thumb/{kept}/s.webp")

    assert (200, b"RIFF", YEAR) == (
        answer.status_code,
        answer.content[:4],
        answer.headers["cache-control"],
    )
    known = client.get(f"/thumb/{kept}/s.webp", headers={"if-none-match": answer.headers["etag"]})
    assert 304 == known.status_code


def test_a_small_picture_that_is_gone_is_made_again(bench, client, kept):
    for path in bench.thumbs.rglob("*.webp"):
        path.unlink()

    assert 200 == client.get(f"/thumb/{kept}/s.webp").status_code


def test_where_an_original_serves_it_is_the_screen_sized_one(client, kept, fox):
    answer = client.get(f"/thumb/{kept}/l.webp")

    assert ("image/png", fox.read_bytes()) == (answer.headers["content-type"], answer.content)


def test_what_browsers_cannot_show_is_shown_by_a_picture_made_of_it(bench, client, inbox):
    Image.new("RGB", (64, 48), "#884422").save(inbox / "scan.tif")
    add_all(bench, inbox / "scan.tif")
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    screen, original = client.get(f"/screen/{sha256}"), client.get(f"/image/{sha256}")

    assert ("image/webp", "image/tiff") == (
        screen.headers["content-type"],
        original.headers["content-type"],
    )
    assert original.headers["content-disposition"].startswith("attachment")


def test_colours_that_browsers_do_not_agree_on_are_shown_by_a_picture_made_of_it(
    bench, client, inbox
):
    Image.new("CMYK", (64, 48), (0, 200, 40, 10)).save(inbox / "print.jpg")
    add_all(bench, inbox / "print.jpg")
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    screen, original = client.get(f"/screen/{sha256}"), client.get(f"/image/{sha256}")

    assert ("image/webp", "image/jpeg") == (
        screen.headers["content-type"],
        original.headers["content-type"],
    )


def test_what_browsers_do_not_show_truly_is_zoomed_in_srgb_and_saved_as_it_is(bench, client, inbox):
    large = Image.effect_mandelbrot((2700, 60), (-2, -1, 1, 1), 20)
    large.convert("CMYK").save(inbox / "print.jpg", quality=95)
    large.convert("I;16").save(inbox / "deep.tif")
    large.convert("RGB").save(inbox / "plain.jpg")
    add_all(bench, inbox)

    for work in client.get("/api/gallery").json()["works"]:
        path = inbox / {"print": "print.jpg", "deep": "deep.tif"}.get(work["title"], "plain.jpg")
        screen = client.get(f"/screen/{work['sha256']}")
        saved = client.get(f"/image/{work['sha256']}?download")
        with Image.open(io.BytesIO(screen.content)) as shown:
            assert ("JPEG", "RGB", large.size) == (shown.format, shown.mode, shown.size)
        again = {"if-none-match": screen.headers["etag"]}
        assert 304 == client.get(f"/screen/{work['sha256']}", headers=again).status_code
        assert path.read_bytes() == saved.content
        assert (path.name == "plain.jpg") == (screen.content == saved.content)


def large(mode):
    return Image.effect_mandelbrot((2700, 60), (-2, -1, 1, 1), 20).convert(mode)


def test_what_browsers_show_truly_is_not_drawn_first(bench, client, inbox):
    large("RGB").save(inbox / "plain.jpg")
    add_all(bench, inbox)
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    assert (inbox / "plain.jpg").read_bytes() == client.get(f"/screen/{sha256}").content
    assert not list(bench.thumbs.rglob("*.jpg"))


def test_the_colours_of_print_are_seen_in_a_file_that_stays_where_it_lies(bench, client, inbox):
    large("CMYK").save(inbox / "print.jpg")
    add_all(bench, inbox, kept=Kept.REFERENCE)
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    with Image.open(io.BytesIO(client.get(f"/screen/{sha256}").content)) as shown:
        assert ("JPEG", "RGB") == (shown.format, shown.mode)


def test_what_may_not_be_drawn_any_more_is_sent_as_it_is_where_browsers_show_it(bench, inbox):
    large("CMYK").save(inbox / "print.jpg")
    large("RGB").save(inbox / "plain.jpg")
    large("I;16").save(inbox / "deep.tif")
    add_all(bench, inbox)

    with Pool(PictureLimits(max_bytes=1000), workers=1) as pool:
        client = TestClient(create_app(replace(bench, pool=pool), shown=()), base_url=HERE)
        works = {one["title"]: one["sha256"] for one in client.get("/api/gallery").json()["works"]}
        for title in ("print", "plain"):
            sent = client.get(f"/screen/{works[title]}")
            assert (200, (inbox / f"{title}.jpg").read_bytes()) == (sent.status_code, sent.content)
        assert "larger than" in client.get(f"/screen/{works['deep']}").text


def test_a_picture_that_stays_where_it_lies_is_asked_for_again(bench, client, fox):
    add_all(bench, fox, kept=Kept.REFERENCE)
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    answer = client.get(f"/image/{sha256}", headers={"range": "bytes=-4"})

    assert (206, fox.read_bytes()[-4:]) == (answer.status_code, answer.content)
    assert "private, no-cache" == answer.headers["cache-control"]


def test_a_picture_whose_file_is_gone_is_not_found(bench, client, fox):
    add_all(bench, fox, kept=Kept.REFERENCE)
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]
    fox.unlink()

    assert 404 == client.get(f"/image/{sha256}").status_code


def test_a_large_picture_has_one_for_the_screen(bench, client, inbox):
    drawings.write(3, inbox / "large.png", width=3200, height=200)
    add_all(bench, inbox / "large.png")
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    page = client.get("/artworks/1").text

    assert f'src="/thumb/{sha256}/l.webp"' in page
    assert "image/webp" == client.get(f"/thumb/{sha256}/l.webp").headers["content-type"]
    assert "image/png" == client.get(f"/screen/{sha256}").headers["content-type"]  # to zoom into


SAVED_AS = {
    "fox": "fox.png",
    "fox.jpeg": "fox.png",
    "conin$": "__conin$.png",
    "com\N{SUPERSCRIPT ONE}": "__com\N{SUPERSCRIPT ONE}.png",
    "fox \u202egpj.exe": "fox gpj.exe.png",
    'a"b': "ab.png",
    "雪の狐": "雪の狐.png",
    "": "artkeep-{sha256:.12}.png",
    " ": "artkeep-{sha256:.12}.png",
}


def test_a_picture_is_saved_under_its_title_as_every_disk_takes_it(bench, client, kept):
    for title, name in SAVED_AS.items():
        with bench.db.begin() as tx:
            tx.execute(sa.update(post).values(title=title))
        header = client.get(f"/image/{kept}?download").headers["content-disposition"]

        assert name.format(sha256=kept) == unquote(header.partition("filename*=UTF-8''")[2])


def test_what_is_only_handed_out_to_be_saved_has_its_own_ending(bench, client, inbox):
    Image.new("RGB", (64, 48), "#884422").save(inbox / "scan.tif")
    add_all(bench, inbox / "scan.tif")
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    header = client.get(f"/image/{sha256}").headers["content-disposition"]

    assert "attachment; filename=\"scan.tiff\"; filename*=UTF-8''scan.tiff" == header


def test_every_type_that_is_sent_has_its_ending():
    assert names.ENDINGS.keys() == files.SHOWN | files.SAVED
