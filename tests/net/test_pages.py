"""Pages under the name of a picture are told from pictures, and from one another."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.net import pages
from artkeep.net.pages import PageKind

PICTURES = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "gif": b"GIF89a\x01\0\x01\0\x80\0\0",
    "webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "avif": b"\0\0\0\x1cftypavif\0\0\0\0",
    "zip": b"PK\x03\x04\x14\0\0\0\0\0",
    "jxl": b"\xff\x0a\xfa\x1f\x41\x90\x08\x06\x01\0",
    "mp4": b"\0\0\0\x18ftypmp42\0\0\0\0",
}
CHECKS = {
    "cloudflare": b"<!DOCTYPE html><html><head><title>Just a moment...</title>",
    "cloudflare's script": b"<html><script src='/cdn-cgi/challenge-platform/h/b'></script>",
    "recaptcha": b"<html><div class='g-recaptcha' data-sitekey='x'></div>",
    "hcaptcha": b"\xef\xbb\xbf  <!doctype html><script src=https://js.hcaptcha.com/1/api.js>",
    "in words": b"<HTML><BODY>Please verify you are a human</BODY></HTML>",
    "are you": b"<html><h1>Are you a robot?</h1>",
    "ddos-guard": b"<html><title>DDoS-Guard</title>",
}
LOGINS = {
    "a form": b"<html><form action=/login><input type=password name=p></form>",
    "in quotes": b'<?xml version="1.0"?><html><input id="p" type="password"/></html>',
}
OTHERS = {
    "html": b"<!DOCTYPE html><html><body>removed</body></html>",
    "a part of it": b"<div>This image was deleted</div>",
}
TEXTS = {
    "json": b'{"error": "no"}',
    "words": b"Not found",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize("content", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_no_page(content: bytes) -> None:
    assert pages.kind_of(content) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        *((each, PageKind.CHECK) for each in CHECKS.values()),
        *((each, PageKind.LOGIN) for each in LOGINS.values()),
        *((each, PageKind.OTHER) for each in OTHERS.values()),
        *((each, PageKind.TEXT) for each in TEXTS.values()),
    ],
    ids=[*CHECKS, *LOGINS, *OTHERS, *TEXTS],
)
def test_a_page_is_known_for_what_it_is(content: bytes, kind: PageKind, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(content)

    assert kind == pages.kind_of(content)
    assert kind == pages.in_file(tmp_path / "a.jpg")


def test_a_page_is_known_by_what_stands_far_down() -> None:
    assert PageKind.CHECK is pages.kind_of(b"<html>" + b" " * 50_000 + b"<div class=h-captcha>")


@given(st.binary(max_size=2000))
def test_any_bytes_can_be_looked_at(content: bytes) -> None:
    assert pages.kind_of(content) in {None, *PageKind}
