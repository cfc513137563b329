"""Link headers: what RFC 8288 allows, and links that lead away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.errors import RefusedLink
from firstpromoter_async.wire.link import Link, find_link, page_in, parse_links

BASE = "https://fp.test/api/v1/leads/list?page=2"


def relations(header: str) -> list[tuple[str, list[str]]]:
    return [(link.target, sorted(link.relations)) for link in parse_links(header)]


@pytest.mark.parametrize(
    ("header", "links"),
    [
        ("", []),
        ("no link", []),
        ("<https://a/x>; rel=next", [("https://a/x", ["next"])]),
        ('<https://a/x>; rel="next"', [("https://a/x", ["next"])]),
        ('  < https://a/x > ; REL = "NEXT" ', [("https://a/x", ["next"])]),
        ('<a>; rel="next last"', [("a", ["last", "next"])]),
        ("<a>; rel=next, <b>; rel=last", [("a", ["next"]), ("b", ["last"])]),
        ("<a>; rel=next,<b>; rel=last", [("a", ["next"]), ("b", ["last"])]),
        ('<a,b;c>; rel="next"', [("a,b;c", ["next"])]),
        ('<a>; title="say \\"hi\\", <b>; rel=last"; rel=next', [("a", ["next"])]),
        ("<a>; rel=next; rel=last", [("a", ["next"])]),
        ("<a>; crossorigin; rel=next", [("a", ["next"])]),
        (r'<a>; rel="n\ex\t last"', [("a", ["last", "next"])]),
        ("<a>", [("a", [])]),
        ("<>; rel=next", [("", ["next"])]),
        ("<a>; rel=next junk, <b>; rel=last", [("a", ["next"])]),
        ("<a>; rel=", [("a", [])]),
    ],
)
def test_headers_are_read(header: str, links: list[tuple[str, list[str]]]) -> None:
    assert relations(header) == links


@given(st.text())
def test_no_header_can_break_reading(header: str) -> None:
    assert all(isinstance(link, Link) for link in parse_links(header))


PIECES = st.lists(st.sampled_from([*'<>;,="\\ [@', "rel", "next", "https://fp.test/x?page=3", "//other.test"]))


@given(PIECES.map("".join))
def test_no_piece_of_a_header_can_break_following(header: str) -> None:
    """Whatever comes is either no link, one within the API, or refused."""
    try:
        target = find_link(header, "next", BASE)
    except RefusedLink:
        return
    assert target is None or target.startswith("https://fp.test")


NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="<> \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f", max_codepoint=126)), NAMES
        )
    )
)
def test_what_was_written_is_read(links: list[tuple[str, str]]) -> None:
    header = ", ".join(f'<{target}>; rel="{relation}"' for target, relation in links)
    assert relations(header) == [(target, [relation]) for target, relation in links]


@pytest.mark.parametrize(
    ("target", "absolute"),
    [
        ("https://fp.test/api/v1/leads/list?page=3", "https://fp.test/api/v1/leads/list?page=3"),
        ("https://fp.test:443/x?page=3", "https://fp.test:443/x?page=3"),
        ("HTTPS://FP.TEST/x?page=3", "https://FP.TEST/x?page=3"),
        ("?page=3", "https://fp.test/api/v1/leads/list?page=3"),
        ("/x?page=3", "https://fp.test/x?page=3"),
        ("//fp.test/x", "https://fp.test/x"),
    ],
)
def test_links_within_the_api_are_followed(target: str, absolute: str) -> None:
    assert find_link(f"<{target}>; rel=next", "next", BASE) == absolute


@pytest.mark.parametrize(
    "target",
    [
        "https://other.test/x?page=3",
        "https://fp.test.other.test/x?page=3",
        "//other.test/x?page=3",
        "http://fp.test/x?page=3",
        "https://fp.test:8443/x?page=3",
        "https://fp.test:0/x",
        "https://user@fp.test/x?page=3",
        "https://user:word@fp.test/x?page=3",
        "https://:word@fp.test/x?page=3",
        "https://@fp.test/x?page=3",
        "https://fp.test\\@other.test/x",
        "https://fp.test@other.test/x",
        "ftp://fp.test/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://fp.test:port/x",
        "https://fp.test:99999/x",
        "https://[fp.test/x",
    ],
)
def test_links_that_lead_away_are_refused(target: str) -> None:
    with pytest.raises(RefusedLink):
        find_link(f"<{target}>; rel=next", "next", BASE)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("https://other.test/x?page=3", "leads to another origin (https://other.test)"),
        ("https://user@fp.test/x?page=3", "carries user info"),
        ("https://fp.test:99999/x", "is not a URL (Port out of range"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_the_link(target: str, why: str) -> None:
    with pytest.raises(RefusedLink) as caught:
        find_link(f"<{target}>; rel=next", "next", BASE)
    assert f"the link to the next page {why}" in str(caught.value)


def test_a_refusal_shows_no_credential() -> None:
    with pytest.raises(RefusedLink) as caught:
        find_link("<https://user:s3cret@fp.test/x?token=s3cret>; rel=next", "next", BASE)
    assert "s3cret" not in str(caught.value)


def test_a_port_that_is_the_usual_one_is_the_same_origin() -> None:
    assert find_link("<https://fp.test/x>; rel=next", "next", "https://fp.test:443/y") == "https://fp.test/x"


def test_another_relation_is_not_followed() -> None:
    assert find_link("<https://other.test/x>; rel=prev", "next", BASE) is None


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://fp.test/x?page=3", 3),
        ("https://fp.test/x?per_page=50&page=12&q=a", 12),
        ("https://fp.test/x?page=03", 3),
        ("https://fp.test/x", None),
        ("https://fp.test/x?page=", None),
        ("https://fp.test/x?page=0", None),
        ("https://fp.test/x?page=-1", None),
        ("https://fp.test/x?page=two", None),
        ("https://fp.test/x?page=²", None),
        ("https://fp.test/x?page=" + "9" * 5000, None),
    ],
)
def test_the_page_of_a_link(url: str, page: int | None) -> None:
    assert page_in(url) == page
