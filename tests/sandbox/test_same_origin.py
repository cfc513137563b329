"""Who may use the sandbox's own side: the rules, without a socket."""

import pytest

from firstpromoter_async.sandbox.same_origin import BadHost, Hosts, host_of, is_foreign
from firstpromoter_async.wire.message import HttpRequest
from tests.sandbox.talking import Talk

EVERYWHERE = "0.0.0.0"  # noqa: S104  nothing listens there


@pytest.mark.parametrize(
    ("authority", "host"),
    [
        ("localhost", "localhost"),
        ("LOCALHOST.:8080", "localhost"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("[::1]:80", "::1"),
        ("a_b-c.example:", "a_b-c.example"),
    ],
)
def test_a_host_is_read_without_its_port(authority: str, host: str) -> None:
    assert host_of(authority) == host


@pytest.mark.parametrize(
    "authority", ["[", "", "[]", "[::1", "[1::2::3]", "a b", "a/b", "a?b", "a#b", "me@a", "a:b", ":80", "\x7f", "é"]
)
def test_what_is_no_host_is_refused(authority: str) -> None:
    with pytest.raises(BadHost):
        host_of(authority)


@pytest.mark.parametrize(
    "host", ["localhost", "my.localhost", "127.0.0.1", "127.9.9.9", "::1", "box", "box.example", "fe80::1"]
)
def test_loopback_and_given_names_are_known(host: str) -> None:
    assert Hosts(["Box", "box.EXAMPLE", "[fe80::1]"]).know(host)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "notlocalhost", "10.0.0.1", EVERYWHERE, "::"]
)
def test_other_names_are_not_even_where_the_server_listens_everywhere(host: str) -> None:
    assert not Hosts([EVERYWHERE, "::"]).know(host)
    assert Hosts(["*"]).know(host)


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://LOCALHOST:8080"}, False),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"sec-fetch-site": "Cross-Site"}, True),
        ({"Sec-Fetch-Site": "something-new"}, True),
        ({"Origin": "http://localhost:8080"}, False),
        ({"Origin": "http://localhost:3000"}, True),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": ""}, True),
    ],
)
def test_a_browser_tells_on_pages_of_other_sites(headers: dict[str, str], foreign: bool) -> None:
    request = HttpRequest("POST", "http://localhost:8080/_sandbox/reset", tuple(headers.items()))
    assert is_foreign(request) is foreign


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/reset"), ("GET", "/state"), ("OPTIONS", "/reset"), ("HEAD", "/state")]
)
def test_a_page_of_another_site_gets_nothing_in_process_either(talk: Talk, method: str, path: str) -> None:
    talk.promoter()
    answer = talk.send(method, f"/_sandbox{path}", (("Origin", "https://evil.example"),))
    assert answer.status == 403
    assert talk.control("GET", "/state")["promoters"] == 1
