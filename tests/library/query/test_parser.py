"""The gallery's language: what is understood, how it is written, what is said of slips."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from artkeep.errors import BadQuery
from artkeep.library.query.parser import DEEPEST, LONGEST, MOST, Query, parse
from artkeep.library.query.tree import All, Bounds, Either, Leaf, Not


def tag(text):
    return Leaf("", (text,))


UNDERSTOOD = [
    ("", All(())),
    ("fox", tag("fox")),
    ("Fox_Girl", tag("fox_girl")),
    ("fox -cat", All((tag("fox"), Not(tag("cat"))))),
    ("fox or cat dog", Either((tag("fox"), All((tag("cat"), tag("dog")))))),
    ("(fox or cat) dog", All((Either((tag("fox"), tag("cat"))), tag("dog")))),
    ("fox AND cat", All((tag("fox"), tag("cat")))),
    ("~fox ~cat dog", All((tag("dog"), Either((tag("fox"), tag("cat")))))),
    ("-(fox cat)", Not(All((tag("fox"), tag("cat"))))),
    ("--fox", tag("fox")),
    ("fox, cat", All((tag("fox"), tag("cat")))),
    ("fox_(animal)", tag("fox_(animal)")),
    ("(fox_(animal))", tag("fox_(animal)")),
    (":3", tag(":3")),
    ("\\-fox", tag("-fox")),
    ("re\\:zero", tag("re:zero")),
    ("\\or", tag("or")),
    ("狐　\uff08猫　or　犬\uff09", All((tag("狐"), Either((tag("猫"), tag("犬")))))),
    ('"In the  Snow"', Leaf("caption", ("In the Snow",))),
    ("“in the snow”", Leaf("caption", ("in the snow",))),
    ("site:pixiv,danbooru", Leaf("site", ("pixiv", "danbooru"))),
    ('creator:"Mika Aoyama"', Leaf("artist", ("mika_aoyama",))),
    ("account:pixiv:4242", Leaf("account", ("pixiv:4242",))),
    ("char:fox_girl", Leaf("character", ("fox_girl",))),
    ("source:https://www.pixiv.net/artworks/1", Leaf("source", ("pixiv.net",))),
    ('in:#3,"A & B"', Leaf("in", ("#3", "a_&_b"))),
    ("filetype:jpeg", Leaf("type", ("jpg",))),
    ("is:png", Leaf("type", ("png",))),
    ("is:safe", Leaf("rating", (), (Bounds("=", "general"), Bounds("=", "sensitive")))),
    ("rating:(s, q)", Leaf("rating", (), (Bounds("=", "sensitive"), Bounds("=", "questionable")))),
    ("safety:sketchy", Leaf("rating", (), (Bounds("=", "questionable"),))),
    ("rating:none", Leaf("rating", (), (Bounds("none"),))),
    ("width:>=1920", Leaf("width", (), (Bounds(">=", "1920"),))),
    ("width-min:1920", Leaf("width", (), (Bounds(">=", "1920"),))),
    ("image-width:..800", Leaf("width", (), (Bounds("<=", "800"),))),
    ("pages:2..8", Leaf("pages", (), (Bounds("..", "2", "8"),))),
    ("id:1,5,9", Leaf("id", (), (Bounds("=", "1"), Bounds("=", "5"), Bounds("=", "9")))),
    ("mpixels:2..8", Leaf("pixels", (), (Bounds("..", "2mp", "8mp"),))),
    ("ratio:16:9", Leaf("ratio", (), (Bounds("=", "16:9"),))),
    ("size:<5MB", Leaf("size", (), (Bounds("<", "5mb"),))),
    ("age:<2w", Leaf("age", (), (Bounds("<", "2w"),))),
    ("date:2024-01..2024-06", Leaf("date", (), (Bounds("..", "2024-01", "2024-06"),))),
    ("md5:D34E4CF0A437A5D65F8E82B7BCD02606", Leaf("md5", ("d34e4cf0a437a5d65f8e82b7bcd02606",))),
    ("system:width > 1000", Leaf("width", (), (Bounds(">", "1000"),))),
    ("system:filesize < 200 kilobytes", Leaf("size", (), (Bounds("<", "200kb"),))),
    ("system:ratio = 16:9", Leaf("ratio", (), (Bounds("=", "16:9"),))),
    ("system:has duration", Leaf("is", ("animated",))),
    ("system:import time < 7 days", Leaf("added", (), (Bounds("<", "7d"),))),
]


@pytest.mark.parametrize(("text", "tree"), UNDERSTOOD)
def test_it_is_understood(text, tree):
    assert tree == parse(text).tree


WRITTEN = [
    ("  FOX   -Cat ", "fox -cat"),
    ("a or (b c)", "a or b c"),
    ("(a or b) c", "(a or b) c"),
    ("order:score a or b", "(a or b) order:score"),
    ("sort:score,asc", "order:score_asc"),
    ("order:filesize", "order:size"),
    ("order:id", "order:id"),
    ("order:id_desc", "order:id_desc"),
    ("order:added", ""),
    ("order:portrait", "order:ratio_asc"),
    ("order:random:42 limit:5", "order:random:42 limit:5"),
    ("order:random", "order:random"),
    ("limit:5 fox", "fox limit:5"),
    ("rating:safe", "rating:general,sensitive"),
    ('artist:"a,b"', "artist:a\\,b"),
    ("what\\?", "what\\?"),
    (r"a\)b\(", r"a\)b\("),
    ("fo?*", "fo?*"),
    (r"\(o\)_\(o\)", r"\(o\)_\(o\)"),
    ("~a ~b", "a or b"),
    ('caption:fox,"red fox"', '"fox" or "red fox"'),
]


@pytest.mark.parametrize(("text", "written"), WRITTEN)
def test_there_is_one_way_to_write_it(text, written):
    assert written == str(parse(text))


WRONG = [
    ("fox widht:>100", 4, 10, "width:>100"),
    ("re:zero", 0, 7, "re\\:zero"),
    ("https://example.org/1", 0, 21, "source:example.org"),
    ("order:scroe", 6, 5, "order:score"),
    ("order:random:x", 6, 8, "order:random"),
    ("order:random:99999999999", 6, 18, None),
    (f'"{"word " * 51}"', 0, 257, None),
    ("rating:s,explict", 9, 7, "rating:explicit"),
    ("is:animatd", 3, 7, "is:animated"),
    ("date:yesterdy", 5, 8, "date:yesterday"),
    ("site:", 0, 5, "site:pixiv"),
    ("a (b", 2, 1, None),
    ("a b)", 3, 1, None),
    ("a or", 2, 2, None),
    ("or a", 0, 2, None),
    ("a and", 2, 3, None),
    ("a (and b)", 3, 3, None),
    ("a -", 2, 1, None),
    ("- a", 0, 1, None),
    ("()", 0, 1, None),
    ('fox "in the', 4, 7, None),
    ('"!!!"', 0, 5, None),
    ("***", 0, 3, None),
    ("a*b*c*d*e*f", 0, 11, None),
    ("width:big", 6, 3, None),
    ("width:1..b", 6, 4, None),
    ("ratio:1:0", 6, 3, None),
    ("size:1.5", 5, 3, None),
    ("pixels:1.5", 7, 3, None),
    ("size:999999999999999gb", 5, 17, None),
    ("date:2024-13", 5, 7, None),
    ("date:0000", 5, 4, None),
    ("date:9999_years_ago", 5, 14, None),
    ("age:2024", 4, 4, None),
    ("age:999999y", 4, 7, None),
    ("date:2024..2w", 5, 8, None),
    ("hash:xyz", 5, 3, None),
    ("limit:0", 0, 7, "limit:100"),
    ("-order:score", 0, 1, None),
    ("system:archive", 0, 14, "system\\:archive"),
    ("tag_min:3", 0, 9, "tag_min\\:3"),
]


@pytest.mark.parametrize(("text", "position", "length", "suggestion"), WRONG)
def test_a_slip_is_shown_where_it_is(text, position, length, suggestion):
    with pytest.raises(BadQuery) as caught:
        parse(text)

    assert (position, length) == (caught.value.position, caught.value.length)
    assert suggestion == caught.value.suggestion


def test_an_error_says_what_may_have_been_meant():
    with pytest.raises(BadQuery, match="there is no widht:; did you mean width:>100"):
        parse("widht:>100")


def test_long_deep_and_many_are_refused():
    for text in (
        "a" * (LONGEST + 1),
        "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1),
        " ".join("a" * (MOST + 1)),
        f"id:{','.join('1' * 101)}",
    ):
        with pytest.raises(BadQuery):
            parse(text)


# ---- whatever is typed -------------------------------------------------------------------------

SCRAPS = st.sampled_from(
    [
        *"()-~\"\\:*?,<>=.# \t\u3000_'",
        *(
            "or",
            "and",
            " ",
            "fox",
            "狐",
            "\uff08",
            "\uff01",
            "“",
            "width:",
            "rating:",
            "order:",
            "in:",
        ),
        *("date:", "is:", "system:", "size:", "..", "5mb", "2024", "2w", ">=", "none", "artist:"),
        *("\x00", "\ud800", "\ufdd0", "İ", "ﬀ", "1e9", "9" * 20, "limit:", "random:", "%", "²"),
    ]
)
TYPED = st.lists(st.one_of(SCRAPS, st.text(max_size=3)), max_size=25).map("".join)


def read(text):
    try:
        return parse(text), None
    except BadQuery as error:
        return None, error


@given(TYPED)
@example("\\")
@example('artist:"')
@example("((((")
def test_whatever_is_typed_is_read_or_refused_with_a_place_in_it(text):
    query, error = read(text)

    if error is not None:
        assert 0 <= error.position <= error.position + error.length <= len(text)
    else:
        assert query == parse(str(query))


@given(TYPED)
def test_chips_are_where_they_say(text):
    query, _ = read(text)
    assume(query is not None)

    assert [chip.text for chip in query.chips] == [
        query.text[chip.start : chip.start + chip.length] for chip in query.chips
    ]


@given(TYPED, st.data())
def test_a_chip_is_taken_out_and_nothing_else(text, data):
    query, _ = read(text)
    assume(query is not None and query.chips)
    index = data.draw(st.integers(0, len(query.chips) - 1))

    left = parse(query.without(index))

    texts = [chip.text for chip in query.chips]
    assert [*texts[:index], *texts[index + 1 :]] == [chip.text for chip in left.chips]


def chips(text):
    return [(chip.text, chip.kind, chip.is_negated) for chip in parse(text).chips]


def test_chips_say_what_they_are():
    assert [
        ("fox", "tag", False),
        ("-artist:mika", "artist", True),
        ('"in snow"', "phrase", False),
        ("width:>100", "width", False),
        ("order:score", "order", False),
        ("limit:5", "limit", False),
    ] == chips('fox -artist:mika "in snow" width:>100 order:score limit:5')


CHANGED = [
    ("fox cat", 0, "", "cat"),
    ("fox or cat", 1, "", "fox"),
    ("-(fox cat)", 0, "", "-cat"),
    ("-(fox)", 0, "", ""),
    ("(a b) or c", 0, "", "b or c"),
    ("fox -cat", 1, "-dog", "fox -dog"),
    ("fox cat", 1, "dog or bird", "fox (dog or bird)"),
    ("fox order:score", 1, "", "fox"),
    ("fox order:score", 1, "order:date", "fox order:date"),
    ("fox limit:5", 1, "limit:9", "fox limit:9"),
    ("fox limit:5", 0, "order:date", "order:date limit:5"),
]


@pytest.mark.parametrize(("text", "index", "new", "expected"), CHANGED)
def test_a_chip_is_exchanged(text, index, new, expected):
    assert expected == parse(text).with_instead(index, new)


def test_nothing_asks_for_everything():
    assert parse("order:score").asks_nothing
    assert not parse("fox").asks_nothing
    assert Query("") == parse("   ")
