"""Reading requests as Rails does: query, form, multipart form and JSON."""

import contextlib
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.sandbox.forms import UnknownForm, Unreadable, nested, read
from firstpromoter_async.sandbox.parameters import Uploaded
from firstpromoter_async.wire.message import HttpRequest

FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
JSON = (("Content-Type", "application/json; charset=utf-8"),)


@pytest.mark.parametrize(
    ("pairs", "values"),
    [
        ([("a", "1")], {"a": "1"}),
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("a[b]", "1"), ("a[c]", "2")], {"a": {"b": "1", "c": "2"}}),
        ([("a[b][c]", "1")], {"a": {"b": {"c": "1"}}}),
        ([("ids[]", "1"), ("ids[]", "2")], {"ids": ["1", "2"]}),
        ([("f[ids][]", "1"), ("f[ids][]", "2")], {"f": {"ids": ["1", "2"]}}),
        ([("a[][b]", "1"), ("a[][c]", "2"), ("a[][b]", "3")], {"a": [{"b": "1", "c": "2"}, {"b": "3"}]}),
        ([("a[b", "1")], {"a[b": "1"}),
        ([("[b]", "1")], {"[b]": "1"}),
        ([("a]b", "1")], {"a]b": "1"}),
        ([("3m_epc", "")], {"3m_epc": ""}),
    ],
)
def test_brackets_become_nested_values(pairs: list[tuple[str, str]], values: dict[str, Any]) -> None:
    assert nested(pairs) == values


@pytest.mark.parametrize("names", [("a", "a[b]"), ("a[]", "a[b]"), ("a[b]", "a[]"), ("a[b]", "a[b][c]")])
def test_names_that_contradict_each_other_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(Unreadable):
        nested([(names[0], "1"), (names[1], "2")])


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(Unreadable):
        nested([("a" + "[b]" * 200, "1")])


@given(st.lists(st.tuples(st.text("ab[]", max_size=12), st.text(max_size=3)), max_size=6))
def test_any_names_give_values_or_a_refusal(pairs: list[tuple[str, str]]) -> None:
    with contextlib.suppress(Unreadable):
        nested(pairs)


def test_query_form_and_path_are_merged_and_the_path_wins() -> None:
    request = HttpRequest("POST", "https://fp.test/x?a=query&b=query&c=query", FORM, b"a=body&b=body")
    assert read(request, {"a": "path"}).values == {"a": "path", "b": "body", "c": "query"}


def test_json_is_merged_as_well() -> None:
    request = HttpRequest("DELETE", "https://fp.test/x?a=query", JSON, b'{"ids": [1, 2], "profile": {"website": null}}')
    assert read(request, {}).values == {"a": "query", "ids": [1, 2], "profile": {"website": None}}


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b'{"a": "\\u0000"}', b'{"a": "\\ud800"}', b"[" * 5000])
def test_a_body_that_cannot_be_read_or_stored_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(HttpRequest("POST", "https://fp.test/x", JSON, body), {})


def test_json_that_nests_without_end_is_refused() -> None:
    body = b'{"a":' * 500 + b"1" + b"}" * 500
    with pytest.raises(Unreadable):
        read(HttpRequest("POST", "https://fp.test/x", JSON, body), {})


def multipart(fields: dict[str, str], **files: Any) -> HttpRequest:
    """A multipart form, as httpx writes it."""
    parts = {name: (None, value) for name, value in fields.items()} | files
    written = httpx.Request("POST", "https://fp.test/x", files=parts)
    return HttpRequest("POST", "https://fp.test/x", tuple(written.headers.items()), written.read())


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


@given(st.dictionaries(st.sampled_from(["email", "note", "filters[a]", "ids[]"]), TEXT, min_size=1))
def test_a_multipart_form_says_what_a_form_says(fields: dict[str, str]) -> None:
    assert read(multipart(fields), {}).values == nested(fields.items())


def test_a_multipart_form_that_is_cut_short_is_refused_wherever_it_ends() -> None:
    whole = multipart({"amount": "1000", "event_id": "order-1"})
    for length in range(1, len(whole.body) - 4):
        with pytest.raises(Unreadable):
            read(HttpRequest("POST", whole.url, whole.headers, whole.body[:length]), {})


def test_a_boundary_that_was_not_announced_is_refused() -> None:
    whole = multipart({"amount": "1000"})
    for kind in ("multipart/form-data", "multipart/form-data; boundary=other"):
        with pytest.raises(Unreadable, match="boundary"):
            read(HttpRequest("POST", whole.url, (("Content-Type", kind),), whole.body), {})


def test_a_file_is_read_with_its_name_and_its_bytes() -> None:
    content = bytes(range(256))
    found = read(multipart({"name": "Me"}, avatar=("me.png", content)), {})
    assert found.values == {"name": "Me", "avatar": Uploaded("me.png", content)}
    assert found.upload("avatar") == Uploaded("me.png", content)
    assert found.text("avatar") is None


@pytest.mark.parametrize("name", ["profile[avatar]", "files[]"])
def test_a_file_inside_of_something_else_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="is a file"):
        read(multipart({}, **{name: ("me.png", b"...")}), {})


def test_a_file_whose_name_cannot_be_stored_is_refused() -> None:
    part = b'Content-Disposition: form-data; name="avatar"; filename="\x00.png"\r\n\r\n1'
    kind = ("Content-Type", "multipart/form-data; boundary=b")
    with pytest.raises(Unreadable, match="cannot be stored"):
        read(HttpRequest("POST", "https://fp.test/x", (kind,), b"--b\r\n" + part + b"\r\n--b--\r\n"), {})


@pytest.mark.parametrize(
    "part",
    [
        b"\r\n\r\n1",
        b"Content-Disposition: form-data\r\n\r\n1",
        b'Content-Disposition: form-data; name="amount"\r\nthis is no header\r\n\r\n1',
        b'Content-Disposition: form-data; name="amount"\r\nContent-Transfer-Encoding: base64\r\n\r\nMTA',
        b'Content-Disposition: form-data; name="amount"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n1\r\n--c--',  # noqa: E501
    ],
)
def test_a_part_that_is_not_a_named_text_is_refused(part: bytes) -> None:
    kind = ("Content-Type", "multipart/form-data; boundary=b")
    body = b"--b\r\n" + part + b"\r\n--b--\r\n"
    with pytest.raises(Unreadable, match="part"):
        read(HttpRequest("POST", "https://fp.test/x", (kind,), body), {})


@given(st.binary(max_size=60))
def test_any_bytes_are_a_form_or_a_refusal(body: bytes) -> None:
    kind = ("Content-Type", "multipart/form-data; boundary=b")
    for written in (body, b"--b\r\n" + body + b"\r\n--b--\r\n"):
        with contextlib.suppress(Unreadable):
            read(HttpRequest("POST", "https://fp.test/x", (kind,), written), {})


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/jsonlines", ""])
def test_a_body_of_another_kind_is_415_and_is_not_read_as_a_form(kind: str) -> None:
    with pytest.raises(UnknownForm) as refused:
        read(HttpRequest("POST", "https://fp.test/x", (("Content-Type", kind),), b"amount=1"), {})
    assert refused.value.status == 415


def test_a_body_that_does_not_say_what_it_is_is_a_form() -> None:
    assert read(HttpRequest("POST", "https://fp.test/x", (), b"amount=1"), {}).values == {"amount": "1"}
