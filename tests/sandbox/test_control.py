"""The sandbox's own side."""

import pytest

from firstpromoter_async.sandbox import Fault
from tests.sandbox.talking import FORM, Talk


def test_it_says_that_it_is_a_model_and_not_the_service(talk: Talk) -> None:
    for path in ("/", "/_sandbox"):
        assert "not the service" in talk.send("GET", path).json["what"]


def test_the_state_counts_records_and_adds_up_money(talk: Talk) -> None:
    ann = talk.promoter()
    talk.lead()
    talk.sale("order-1", 1000)
    talk.v1("POST", "/track/refund", email="joe@example.com", event_id="1", amount=500)
    talk.v1("POST", "/payouts/create", promoter_id=ann["id"], status="completed")
    assert talk.control("GET", "/state") == {
        "campaigns": 2,
        "promoters": 1,
        "promotions": 1,
        "leads": 1,
        "visits": 0,
        "rewards": 2,
        "payouts": 1,
        "batches": 0,
        "v2_rewards": 2,
        "customers": 1,
        "events": {"refund": 1, "sale": 1, "signup": 1},
        "sale_cents": 1000,
        "refund_cents": -500,
        "commission_cents": 100,
        "payout_cents": 100,
        "balances": {"cash": {"earnings": 100, "paid": 100, "current": 0}},
        "ignored_parameters": {},
    }


def test_a_visit_makes_a_tracking_id_for_a_promoter(talk: Talk) -> None:
    ann = talk.promoter()
    for named in ({"ref_id": "ann"}, {"promoter_id": ann["id"]}):
        tid = talk.control("POST", "/visits", named)["tid"]
        assert talk.v1("POST", "/track/signup", uid=tid, tid=tid).status == 200
    assert talk.v1("GET", "/promoters/show", ref_id="ann").json["promotions"][0]["visitors_count"] == 2


@pytest.mark.parametrize("named", [{}, {"ref_id": "nobody"}, {"promoter_id": 7}])
def test_nobody_can_be_visited_who_is_not_there(talk: Talk, named: dict[str, object]) -> None:
    assert set(talk.control("POST", "/visits", named)) == {"message"}


@pytest.mark.parametrize("header", [(), (FORM,)], ids=["none", "as curl -d"])
def test_json_is_read_as_such_also_where_it_is_sent_as_a_form(talk: Talk, header: tuple[tuple[str, str], ...]) -> None:
    body = f'\n{{"promoter_id": {talk.promoter()["id"]}, "seconds": 60}}'.encode()
    assert talk.send("POST", "/_sandbox/sessions", header, body).json["expires_in"] == 60
    assert talk.send("POST", "/_sandbox/faults", header, b'{"shares": {"slow": 1}}').json["shares"] == {"slow": 1}
    refused = talk.send("POST", "/_sandbox/sessions", header, b'{"promoter_id": ')
    assert (refused.status, "the body is not JSON" in refused.text) == (400, True)


def test_a_form_is_read_as_a_form(talk: Talk) -> None:
    talk.promoter()
    assert talk.send("POST", "/_sandbox/sessions", (FORM,), b"promoter_id=1001").status == 200


def test_it_names_the_faults_that_the_header_may_ask_for(talk: Talk) -> None:
    assert talk.send("GET", "/_sandbox").json["faults"] == [*Fault]


def test_a_fault_plan_is_kept_shown_and_cleared(talk: Talk) -> None:
    plan = {"seed": 7, "shares": {"unavailable": 0.5}, "slow_seconds": 0.1, "retry_after": 3}
    assert talk.control("POST", "/faults", plan) == plan
    assert talk.control("GET", "/faults") == plan
    assert talk.control("DELETE", "/faults")["shares"] == {}


def test_a_fault_plan_that_cannot_be_is_refused_and_the_old_one_stays(talk: Talk) -> None:
    talk.control("POST", "/faults", {"seed": 7})
    assert "no fault 'earthquake'" in talk.control("POST", "/faults", {"shares": {"earthquake": 1}})["message"]
    assert talk.control("GET", "/faults")["seed"] == 7


@pytest.mark.parametrize(
    ("table", "told", "reason"),
    [
        ("promoters", {"id": 7, "archived_at": None}, "there is no such id among the promoters: 7"),
        ("promoters", {"archived_at": None}, "there is no such id"),
        ("promoters", {"id": 1001, "email": "b@example.com"}, "there is no email to set"),
        ("promoters", {"id": 1001, "last_login_at": "yesterday"}, "a date and time such as"),
        ("promoters", {"id": 1001, "subscribed_to_email": "yes"}, "true or false"),
        ("promoters", {"id": 1001, "custom_fields": []}, "an object"),
        ("promoters", {"id": 1001, "invoice_details_status": "rejected"}, "one of approved, pending, denied, not_set"),
        ("referrals", {"id": 300_001, "fraud_check": "guilty"}, "one of no_suspicion"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_with_the_reason(
    talk: Talk, table: str, told: dict[str, object], reason: str
) -> None:
    talk.promoter()
    talk.lead()
    assert reason in talk.control("POST", f"/{table}", told)["message"]


@pytest.mark.parametrize(("method", "path"), [("POST", "/reset"), ("GET", "/state"), ("DELETE", "/faults")])
def test_a_parameter_that_is_none_is_refused_before_anything_happens(talk: Talk, method: str, path: str) -> None:
    talk.promoter()
    assert talk.send(method, f"/_sandbox{path}?all=1").status == 422
    assert talk.control("GET", "/state")["promoters"] == 1


def test_a_reset_forgets_everything(talk: Talk) -> None:
    talk.promoter()
    talk.control("POST", "/faults", {"seed": 7})
    talk.control("POST", "/reset")
    assert talk.control("GET", "/state")["promoters"] == 0
    assert talk.control("GET", "/faults")["seed"] == 0
    assert talk.promoter()["id"] == 1001


def test_anything_else_is_404(talk: Talk) -> None:
    assert talk.send("GET", "/_sandbox/luck").status == 404
    assert talk.send("POST", "/_sandbox/state").status == 404
