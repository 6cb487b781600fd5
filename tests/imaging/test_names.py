"""Whatever a picture is called, its file has a name that every disk takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.imaging import names

FORBIDDEN = set('/\\:*?"<>|') | {chr(code) for code in range(32)}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("lake.jpg", "lake.jpg"),
        ("lake.JPEG", "lake.jpg"),
        ("lake", "lake.jpg"),
        ("a PNG that is none.png", "a PNG that is none.jpg"),
        ("Vol. 2", "Vol. 2.jpg"),
        ("a/b.jpg", "a-b.jpg"),
        ("../../.bashrc", "__..-..-.bashrc.jpg"),
        ("..", "__.jpg"),
        ("", "__.jpg"),
        ("CON.jpg", "__CON.jpg"),
        ("nul", "__nul.jpg"),
        ("com1.tar.png", "__com1.tar.jpg"),
        ("console.jpg", "console.jpg"),
        ("trailing dot. .jpg", "trailing dot.jpg"),
        (".hidden.jpg", "__.hidden.jpg"),
        ('what? "now" <b>|*:\\.jpg', "what now b.jpg"),
        ("gpj.\u202eexe", "gpj.exe.jpg"),
        ("line\nbreak\0\u2028.jpg", "linebreak.jpg"),
        ("e\u0301te\u0301.jpg", "été.jpg"),
        ("狐 🦊.jpg", "狐 🦊.jpg"),
        ("half \ud83e letter.jpg", "half  letter.jpg"),
    ],
)
def test_a_title_becomes_a_name(title, name):
    assert name == names.of_title(title, "jpg")


def test_a_long_name_is_cut_between_two_letters_and_keeps_its_ending():
    name = names.of_title("狐" * 300 + ".png", "png")

    assert 253 == len(name.encode())
    assert "狐" * 83 + ".png" == name


@given(st.text(max_size=400), st.sampled_from(sorted(set(names.ENDINGS.values()))))
def test_every_title_gives_a_name_that_is_one(title, ending):
    name = names.of_title(title, ending)
    marked = names.with_mark(name, "0123456789")

    for each in (name, marked):
        assert len(each.encode()) <= names.LONGEST_BYTES
        assert each.endswith(f".{ending}")
        assert not FORBIDDEN & set(each)
        assert each.strip() == each
        assert not each.startswith(".")
    assert name != marked


def test_names_that_are_one_on_some_disk_are_known_to_be():
    assert names.folded("LAKE.jpg") == names.folded("lake.JPG")
    assert names.folded("e\u0301.jpg") == names.folded("É.jpg")
