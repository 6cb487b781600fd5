"""A site, a user and a folder are an address; what cannot be meant is refused in a sentence."""

import pytest

from artkeep.collect.targets import Target, ref_of
from artkeep.errors import BadRequest, UnknownAddress
from artkeep.model.refs import CollectionRef, PostRef

FOLDER = "https://www.imagefap.com/showfavorites.php?userid=77&folderid=501"


@pytest.mark.parametrize(
    ("target", "ref"),
    [
        (Target(FOLDER), CollectionRef("imagefap", "favourites/77/501")),
        (Target("imagefap.com/photo/5/"), PostRef("imagefap", "5")),
        (Target(id=77, folder="501"), CollectionRef("imagefap", "favourites/77/501")),
        (
            Target("imagefap", "SampleUser", folder="A & B"),
            CollectionRef("imagefap", "favourites/@SampleUser/@A%20%26%20B"),
        ),
        (Target(user="77", name="501"), CollectionRef("imagefap", "favourites/@77/@501")),
        (Target(id=77, folder="\uff10"), CollectionRef("imagefap", "favourites/77/@%EF%BC%90")),
    ],
)
def test_words_become_an_address(target, ref):
    assert ref == ref_of(target, needs_folder=True)


def test_all_folders_are_meant_where_none_is_named():
    assert CollectionRef("imagefap", "favourites/77") == ref_of(Target(id=77), needs_folder=False)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target(FOLDER, id=77, folder="501"), "leave out --id, --folder"),
        (Target("pixiv", user="mika"), "give the address of the list or post on pixiv"),
        (Target(), "say whose favourites"),
        (Target(user="a", id=1, folder="b", name="c"), "--user or --id, not both"),
        (Target(user="a"), "say which folder"),
        (Target(user="a", folder="b", name="c"), "--folder or --name, not both"),
        (Target(user="..", folder="b"), "neither an id nor a name"),
        (Target(id=1, folder="0"), "neither an id nor a name"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_this_order(target, said):
    with pytest.raises(BadRequest, match=said):
        ref_of(target, needs_folder=True)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("imagefab", "did you mean imagefap"),
        ("https://example.com/a", "is not the address of a post"),
        ("file:///etc/passwd", "is a file"),
    ],
)
def test_what_is_no_site_is_said(where, said):
    with pytest.raises(UnknownAddress, match=said):
        ref_of(Target(where), needs_folder=True)
