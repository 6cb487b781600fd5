import stat
from collections import defaultdict

import pytest
from starlette.testclient import TestClient

from artkeep.web import security
from artkeep.web.app import create_app
from artkeep.web.routes import ROUTES
from tests.web.browsing import HERE, Browser, said

FOR_SCRIPTS = ("/api/", "/admin")
# what stands in an address that a route asks for; most are numbers
PARTS = defaultdict(
    lambda: 1,
    image="large",
    ipp=50,
    mode="enable",
    name="large",
    order="default",
    quality="large",
    sha256="0" * 64,
    site="pixiv",
    size="s",
)
CHANGING = [route.path.format_map(PARTS) for route in ROUTES if route.method == "POST"]
READING = [
    route.path.format_map(PARTS)
    for route in ROUTES
    if route.method == "GET" and not route.path.endswith("/stream")
]


@pytest.fixture(scope="module")
def exposed_app(empty_bench):
    """The pages when they are open to the network."""
    return create_app(empty_bench, "0.0.0.0", shown=())


@pytest.fixture
def exposed(exposed_app):
    """A script elsewhere in the network."""
    return TestClient(exposed_app, base_url="http://192.168.1.7:8600")


@pytest.mark.parametrize(
    ("header", "bound", "expected"),
    [
        ("127.0.0.1:8600", "127.0.0.1", True),
        ("localhost", "127.0.0.1", True),
        ("LOCALHOST:1", "127.0.0.1", True),
        ("localhost.", "127.0.0.1", True),
        ("[::1]:8600", "127.0.0.1", True),
        ("evil.example", "127.0.0.1", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("localhost.evil.example", "127.0.0.1", False),
        ("192.168.1.7:8600", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("[::1", "127.0.0.1", False),
        ("user@localhost", "127.0.0.1", True),
        ("localhost@evil.example", "127.0.0.1", False),
        ("192.168.1.7:8600", "0.0.0.0", True),
        ("[fd00::7]:8600", "::", True),
        ("evil.example", "0.0.0.0", False),
        ("art.home", "art.home", True),
        ("other.home", "art.home", False),
    ],
)
def test_only_names_of_this_machine_are_answered(header, bound, expected):
    assert expected == security.Names(bound).are_ours(header)


@pytest.mark.parametrize(
    ("bound", "public_url", "expected"),
    [
        ("127.0.0.1", None, False),
        ("127.0.0.1", "http://localhost:9000", False),
        ("127.0.0.1", "https://art.example", True),
        ("0.0.0.0", None, True),
    ],
)
def test_a_library_with_a_public_address_is_open_to_the_network(bound, public_url, expected):
    assert expected == security.Names(bound, public_url).exposed


def test_a_public_address_is_ours():
    names = security.Names("127.0.0.1", "https://Art.example:8443/")

    assert names.are_ours("art.example:8443")
    assert names.are_ours("127.0.0.1:8600")
    assert not names.are_ours("other.example")
    assert not names.are_ours("192.168.1.7")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.8.8.8", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.7", False),
        ("art.home", False),
    ],
)
def test_what_can_be_reached_from_elsewhere_is_known(host, expected):
    assert expected == security.on_loopback(host)


@pytest.mark.parametrize("path", ["/", "/settings", "/api/gallery", "/static/x/y.css"])
def test_a_name_that_is_not_ours_gets_no_page(visitor, path):
    answer = visitor.get(path, headers={"host": "rebound.example"})

    assert 400 == answer.status_code
    assert "ARTKEEP_HOST" in answer.text


@pytest.mark.parametrize("path", CHANGING)
def test_nothing_is_changed_without_a_token(newcomer, path):
    newcomer.get("/settings")

    answer = newcomer.post(path, data={"path": "/tmp", "keep": "copy", "theme": "dark"})

    assert 403 == answer.status_code


@pytest.mark.parametrize("path", CHANGING)
def test_nothing_is_changed_with_the_token_of_another_browser(empty_app, newcomer, path):
    token = Browser(empty_app, HERE).token

    answer = newcomer.post(path, data={"csrf": token})

    assert 403 == answer.status_code


@pytest.mark.parametrize("path", CHANGING)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_nothing_is_changed_for_the_page_of_another_site(visitor, path, headers):
    answer = visitor.post(path, content=b"x", headers=headers)

    assert 403 == answer.status_code


@pytest.mark.parametrize("path", [path for path in CHANGING if path.startswith("/api/")])
def test_a_script_on_this_machine_needs_no_token(visitor, path):
    answer = visitor.post(path, content=b"no picture", params={"name": "x"})

    assert 403 != answer.status_code


@pytest.mark.parametrize("path", [path for path in CHANGING if not path.startswith(FOR_SCRIPTS)])
def test_forms_always_need_a_token(visitor, path):
    assert 403 == visitor.post(path, content=b"x").status_code


@pytest.mark.parametrize("path", CHANGING)
def test_a_library_open_to_the_network_is_read_only(exposed, path):
    answer = exposed.post(path, content=b"no picture", params={"name": "x"})

    # questions of scripts, asked without a token
    expected = {"/api/similar": 400, "/admin": 200}
    assert expected.get(path, 403) == answer.status_code


def test_pages_say_that_they_are_read_only(exposed):
    words = said(exposed.get("/add").text)

    assert "without a password" in words
    assert "Choose pictures" not in words


def test_a_library_open_to_the_network_fetches_nothing_for_strangers(exposed):
    answer = exposed.post("/api/similar", json={"url": "https://art.example/fox.png"})

    assert 403 == answer.status_code


@pytest.mark.parametrize("path", [*READING, "/nothing/here"])
def test_every_answer_has_the_security_headers(visitor, path):
    headers = visitor.get(path).headers

    assert "nosniff" == headers["x-content-type-options"]
    assert "DENY" == headers["x-frame-options"]
    assert "same-origin" == headers["cross-origin-resource-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]


def test_two_pages_never_share_a_nonce(visitor):
    policies = {visitor.get("/").headers["content-security-policy"] for _ in range(2)}

    assert 2 == len(policies)


def test_a_browser_is_known_by_a_cookie_that_scripts_cannot_read(visitor):
    first = visitor.get("/settings")
    again = visitor.get("/settings")

    assert "HttpOnly; SameSite=Lax" in first.headers["set-cookie"]
    assert "set-cookie" not in again.headers


def test_a_cookie_that_is_none_of_ours_is_replaced(visitor):
    visitor.cookies.set("artkeep_browser", "<script>")

    assert "artkeep_browser=" in visitor.get("/").headers["set-cookie"]


def test_files_and_json_get_no_cookie(visitor):
    assert "set-cookie" not in visitor.get("/api/gallery").headers


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = security.secret_of(tmp_path)

    assert first == security.secret_of(tmp_path)
    assert 32 == len(first)
    assert 0o600 == stat.S_IMODE((tmp_path / "web.secret").stat().st_mode)


def test_a_form_that_is_too_large_is_refused(newcomer):
    answer = newcomer.post("/add", data={"csrf": newcomer.token, "path": "x" * 70_000})

    assert 400 == answer.status_code
