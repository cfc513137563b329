"""Contracts and their documents: what is refused before anything is sent, and both forms of a document."""

from typing import Any

import pytest

from firstpromoter_async import File, InvalidRequest, UnreadableAnswer
from firstpromoter_async.v2.company.contract_documents import GetContractDocument
from firstpromoter_async.v2.company.contracts import CreateContract, ListContracts, UpdateContract
from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpResponse

HOSTED: dict[str, Any] = {
    "name": "Terms",
    "checkbox_label": "I agree to the [terms]",
    "content_hosted": True,
    "content": "...",
}


def updating(**given: Any) -> UpdateContract:
    return UpdateContract(3, **given)


@pytest.mark.parametrize("kind", [CreateContract, updating])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"checkbox_label": "I agree"}, "square brackets"),
        ({"checkbox_label": "I agree to [ ]"}, "square brackets"),
        ({"content": ""}, "content_hosted=True needs content"),
        ({"content_hosted": False}, "content_hosted=False needs external_link"),
        ({"name": " "}, "not empty"),
    ],
)
def test_a_contract_that_cannot_be_right_is_refused(kind: Any, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidRequest, match=words):
        kind(**HOSTED | wrong)


@pytest.mark.parametrize("given", [{"page": 0}, {"per_page": 101}, {"per_page": 0}])
def test_a_page_that_there_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match="is an integer from"):
        ListContracts(**given)


def read(content_type: str | None, body: bytes) -> Any:
    headers = {} if content_type is None else {"Content-Type": content_type}
    return GetContractDocument(9, content_type="pdf").read(HttpResponse.of(200, headers, body))


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "application/vnd.api+json", None])
def test_json_is_given_as_plain_data(content_type: str | None) -> None:
    assert read(content_type, b'{"data": {"content": "<p>"}}') == {"data": {"content": "<p>"}}
    assert read(content_type, b"") is None


def test_all_else_is_a_file() -> None:
    assert read("application/pdf", b"%PDF-") == File(content=b"%PDF-", media_type="application/pdf")
    html = read("text/html; charset=latin-1", "<p>Grüße".encode("latin-1"))
    assert (html.text, html.media_type) == ("<p>Grüße", "text/html")


def test_what_is_called_json_and_is_none_is_no_answer() -> None:
    with pytest.raises(UnreadableAnswer):
        read("application/json", b"%PDF-")


def test_any_form_is_asked_for() -> None:
    sent = encode(GetContractDocument(9, content_type="html"), "https://fp.test")
    assert dict(sent.headers)["Accept"] == "*/*"
