"""v2 contracts: what they need, and the documents that promoters sign."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

HOSTED = {
    "name": "Terms",
    "checkbox_label": "I agree to the [terms]",
    "content_hosted": True,
    "content": "Be fair.\nAlways.",
}


@pytest.fixture
def talk(talk: Talk) -> Talk:
    talk.promoter("Ann")
    talk.promoter("Ben", campaign_id=102)
    return talk


def made(talk: Talk, **more: Any) -> Any:
    answer = talk.v2("POST", "/company/contracts", HOSTED | more)
    assert answer.status == 200, answer.text
    return answer.json


def documents(talk: Talk, **asked: Any) -> list[Any]:
    answer = talk.v2("GET", "/company/contract_documents", asked)
    assert answer.status == 200, answer.text
    found: list[Any] = answer.json
    return found


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"checkbox_label": "I agree"}, {"checkbox_label": ["is invalid"]}),
        ({"checkbox_label": "I agree to [ ]"}, {"checkbox_label": ["is invalid"]}),
        ({"content": " "}, {"content": ["can't be blank"]}),
        ({"content_hosted": False}, {"external_link": ["can't be blank"]}),
        ({"campaign_ids": [101, 9]}, {"campaign_ids": ["must exist"]}),
    ],
)
def test_a_contract_that_cannot_be_right_is_refused(talk: Talk, wrong: dict[str, Any], errors: Any) -> None:
    refused = talk.v2("POST", "/company/contracts", HOSTED | wrong)
    assert (refused.status, refused.json["errors"]) == (400, errors)


def test_a_contract_becomes_the_default_one_only_later(talk: Talk) -> None:
    contract = made(talk, default=True)
    assert contract["default"] is False
    one = f"/company/contracts/{contract['id']}"
    assert talk.v2("PUT", one, HOSTED, default=True).json["default"] is True


def test_every_promoter_of_its_campaigns_gets_a_document_once(talk: Talk) -> None:
    contract = made(talk, campaign_ids=[101])
    assert [one["promoter"] for one in documents(talk)] == [{"id": 1001, "email": "ann@example.com", "name": "Ann"}]
    talk.v2("PUT", f"/company/contracts/{contract['id']}", HOSTED, campaign_ids=[101, 102])
    assert sorted(one["promoter"]["email"] for one in documents(talk)) == ["ann@example.com", "ben@example.com"]
    assert {(one["status"], one["contract"]["name"]) for one in documents(talk)} == {("pending", "Terms")}


def test_a_contract_of_no_campaign_is_for_all(talk: Talk) -> None:
    made(talk)
    assert len(documents(talk)) == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ANN"}, 2),
        ({"q": "ben@"}, 1),
        ({"filters[promoter_id]": 1002}, 1),
        ({"filters[promoter_id]": 9}, 0),
        ({"filters[status]": "pending"}, 3),
        ({"filters[status]": "signed"}, 0),
    ],
)
def test_documents_are_searched_and_filtered(talk: Talk, asked: dict[str, Any], found: int) -> None:
    first = made(talk, campaign_ids=[101])
    made(talk, name="More terms")
    assert len(documents(talk, **asked)) == found
    assert len(documents(talk, **{"filters[contract_id]": first["id"]})) == 1


def test_documents_are_sorted_by_when_they_were_made(talk: Talk) -> None:
    made(talk, campaign_ids=[101])
    talk.clock.tick(60)
    made(talk, name="More terms", campaign_ids=[101])
    names = [
        [one["contract"]["name"] for one in documents(talk, **{"sorting[created_at]": way})] for way in ("asc", "desc")
    ]
    assert names == [["Terms", "More terms"], ["More terms", "Terms"]]


def test_a_document_is_shown_as_html_and_as_pdf(talk: Talk) -> None:
    made(talk)
    one = f"/company/contract_documents/{documents(talk)[0]['id']}"
    assert talk.v2("GET", one, content_type="html").json == {"data": {"content": "Be fair.\nAlways."}}
    shown = talk.v2("GET", one, content_type="pdf").response
    assert (shown.header("Content-Type"), shown.body[:5]) == ("application/pdf", b"%PDF-")
    assert b"(Terms) Tj T* (Be fair.) Tj T* (Always.) Tj" in shown.body


def test_a_document_behind_a_link_says_where(talk: Talk) -> None:
    made(talk, content_hosted=False, external_link="https://shop.example/terms")
    one = f"/company/contract_documents/{documents(talk)[0]['id']}"
    assert talk.v2("GET", one, content_type="html").json == {"data": {"content": "https://shop.example/terms"}}


def test_a_document_needs_a_form_that_there_is(talk: Talk) -> None:
    made(talk)
    one = f"/company/contract_documents/{documents(talk)[0]['id']}"
    assert talk.v2("GET", one).status == 422
    assert talk.v2("GET", one, content_type="docx").status == 400
    assert talk.v2("GET", "/company/contract_documents/9", content_type="pdf").status == 404


def test_documents_go_with_their_contract(talk: Talk) -> None:
    contract = made(talk)
    talk.v2("DELETE", f"/company/contracts/{contract['id']}")
    assert documents(talk) == []
