"""v1 leads: what each operation sends, what it refuses, and what it makes of an answer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from firstpromoter_async.errors import InvalidRequest, NotFound, Unprocessable
from firstpromoter_async.v1.leads import DeleteLead, ListLeads, ShowLead, UpdateLead
from firstpromoter_async.v1.models import LeadState, Suspicion
from firstpromoter_async.wire.answers import Message
from firstpromoter_async.wire.request import Request

from .conversation import answer, sample, written


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (ListLeads(), "GET /api/v1/leads/list"),
        (
            ListLeads(promotion_id=8001, ref_id="ann", promoter_id=7001, campaign_id=501, page=3, per_page=50),
            "GET /api/v1/leads/list?page=3&per_page=50&promotion_id=8001&ref_id=ann&promoter_id=7001&campaign_id=501",
        ),
        (
            ShowLead(id=9001, uid="cus_carol", email="carol+1@example.com"),
            "GET /api/v1/leads/show?id=9001&uid=cus_carol&email=carol%2B1%40example.com",
        ),
        (
            UpdateLead(
                uid="cus_carol",
                new_uid="cus_new",
                new_email="new@example.com",
                new_ref_id="ben",
                soft_switch=True,
                state=LeadState.ACTIVE,
                customer_since=datetime(2024, 9, 11, 12, 0, tzinfo=UTC),
                plan_name="pro",
            ),
            "PUT /api/v1/leads/update uid=cus_carol&new_uid=cus_new&new_email=new%40example.com&new_ref_id=ben"
            "&soft_switch=true&state=active&customer_since=2024-09-11T12%3A00%3A00Z&plan_name=pro",
        ),
        (UpdateLead(id=9001, state="brand_new"), "PUT /api/v1/leads/update id=9001&state=brand_new"),
        (DeleteLead(email="carol@example.com"), "DELETE /api/v1/leads/delete?email=carol%40example.com"),
    ],
)
def test_a_call_is_written_as_the_reference_has_it(request_: Request[Any], line: str) -> None:
    assert written(request_) == line


def test_the_query_style_leaves_the_body_empty() -> None:
    assert (
        written(UpdateLead(id=9001, plan_name="pro"), in_query=True) == "PUT /api/v1/leads/update?id=9001&plan_name=pro"
    )


@pytest.mark.parametrize("kind", [ShowLead, UpdateLead, DeleteLead])
def test_a_lead_without_any_key_is_refused_and_the_keys_are_named(kind: Any) -> None:
    with pytest.raises(InvalidRequest, match=f"{kind.__name__} needs one of id, uid, email, and none was given"):
        kind()


def test_a_way_of_moving_needs_a_place_to_move_to() -> None:
    with pytest.raises(InvalidRequest, match="new_ref_id"):
        UpdateLead(id=9001, soft_switch=True)
    assert written(UpdateLead(id=9001, soft_switch=False)).endswith("soft_switch=false")


@pytest.mark.parametrize("request_", [ShowLead(id=9001), UpdateLead(id=9001)])
def test_a_lead_comes_with_its_promotion_and_promoter(request_: Request[Any]) -> None:
    carol = request_.read(answer(sample("lead")))
    assert (carol.id, carol.state, carol.suspicion) == (9001, LeadState.ACTIVE, Suspicion.NO_SUSPICION)
    assert carol.customer_since == datetime(2024, 9, 11, 14, 22, 12, 160_000, UTC)
    assert (carol.promotion.ref_id, carol.promoter.email) == ("ann", "ann@example.com")


def test_a_list_follows_its_link() -> None:
    link = '<https://fp.test/api/v1/leads/list?ref_id=ann&page=2>; rel="next"'
    page = ListLeads(ref_id="ann").read(answer(sample("leads"), headers={"Link": link, "Total": "120"}))
    assert [lead.id for lead in page.items] == [9001, 9002]
    assert page.next == ListLeads(ref_id="ann", page=2)
    assert page.total == 120


def test_an_address_that_is_none_is_read_all_the_same() -> None:
    _, dave = ListLeads().read(answer(sample("leads"))).items
    assert dave.email == "dave@example.com (moved)"


def test_a_deletion_answers_in_words() -> None:
    assert DeleteLead(id=9001).read(answer(sample("lead_removed"))) == Message(message="Lead removed.")


@pytest.mark.parametrize(
    ("request_", "status", "words", "error"),
    [
        (ShowLead(id=1), 404, "Lead not found.", NotFound),
        (ListLeads(promotion_id=1), 422, "Promotion not found.", Unprocessable),
    ],
)
def test_a_refusal_keeps_firstpromoters_words(
    request_: Request[Any], status: int, words: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=words):
        request_.read(answer({"error": words}, status))
