import pytest

from artkeep.web.captions import cleaned, linked, straight

HERE = "https://www.deviantart.com/mika/art/Fox-1"


def clean(html):
    return str(cleaned(html, is_html=True, base=HERE))


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<p style="position:fixed" onclick="alert(1)" class="rail">x</p>',
        "<iframe src=https://evil.example></iframe>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        '<form action="https://evil.example"><input name=csrf></form>',
        "<style>body{display:none}</style>",
        "<base href=https://evil.example>",
        '<meta http-equiv=refresh content="0;url=https://evil.example">',
    ],
)
def test_nothing_that_could_act_gets_through(html):
    left = clean(html)

    for bad in ("script", "onerror", "onload", "javascript", "data:", "style", "onclick", "class"):
        assert bad not in left.lower()
    for tag in ("<img", "<iframe", "<form", "<input", "<base", "<meta", "<svg"):
        assert tag not in left


def test_marks_of_text_stay():
    html = "<b>Fox</b> in <i>snow</i><br>\n<ul><li>ink</li></ul>"

    assert "<b>Fox</b> in <i>snow</i><br>\n<ul><li>ink</li></ul>" == clean(html)


def test_links_lead_out_and_tell_nobody_where_from():
    left = clean('<a href="/users/1" title="x">me</a>')

    assert 'href="https://www.deviantart.com/users/1"' in left
    assert 'rel="noopener noreferrer nofollow"' in left
    assert 'target="_blank"' in left
    assert "title" not in left


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://www.pixiv.net/jump.php?https%3A%2F%2Fa.example%2F", "https://a.example/"),
        ("/users/outgoing?https://a.example/?b=c", "https://a.example/?b=c"),
        (
            "/jump.php?javascript:alert(1)",
            "https://www.deviantart.com/jump.php?javascript:alert(1)",
        ),
        ("mailto:x@a.example", None),
        ("https://[broken", None),
    ],
)
def test_links_through_a_page_of_the_site_lead_straight_on(href, expected):
    assert expected == straight(href, HERE)


def test_plain_text_stays_plain_but_for_its_addresses():
    left = str(linked('<b>no</b> see https://a.example/x?y=1&z="2". Bye'))

    assert left.startswith("&lt;b&gt;no&lt;/b&gt; see <a href=")
    assert 'href="https://a.example/x?y=1&amp;z="' in left
    assert left.endswith("Bye")


def test_a_caption_that_is_no_html_is_not_read_as_such():
    assert "&lt;b&gt;" in cleaned("<b>", is_html=False, base=HERE)
