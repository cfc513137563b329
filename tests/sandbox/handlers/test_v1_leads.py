"""v1 leads, as plain calls."""

import pytest

from tests.sandbox.talking import Talk

ONE_OF = {"error": "You need to find the lead/customer either by id, uid or email."}


@pytest.mark.parametrize("key", ["id", "uid", "email"])
def test_a_lead_is_found_by_any_key_with_promotion_and_promoter(talk: Talk, key: str) -> None:
    ann = talk.promoter()
    lead = talk.lead(uid="7")
    shown = talk.v1("GET", "/leads/show", {key: lead[key]}).json
    assert (shown["id"], shown["promoter"]["id"], shown["promotion"]["ref_id"]) == (lead["id"], ann["id"], "ann")
    assert shown["promotion"]["leads_count"] == 1


@pytest.mark.parametrize(("method", "call"), [("GET", "show"), ("PUT", "update"), ("DELETE", "delete")])
def test_a_lead_must_be_named_and_exist(talk: Talk, method: str, call: str) -> None:
    unnamed, unknown = talk.v1(method, f"/leads/{call}"), talk.v1(method, f"/leads/{call}", uid="7")
    assert (unnamed.status, unnamed.json) == (422, ONE_OF)
    assert (unknown.status, unknown.json) == (404, {"error": "Lead not found."})


def test_an_update_changes_what_is_mentioned(talk: Talk) -> None:
    talk.promoter()
    talk.lead(uid="7")
    changed = talk.v1(
        "PUT", "/leads/update", uid="7", new_uid="8", new_email="jo@example.com", state="active", plan_name="gold",
        customer_since="2025-12-24T00:00:00Z",
    ).json  # fmt: skip
    assert (changed["uid"], changed["email"], changed["state"]) == ("8", "jo@example.com", "active")
    assert (changed["plan_name"], changed["customer_since"]) == ("gold", "2025-12-24T00:00:00.000Z")


def test_a_lead_cannot_take_somebody_elses_uid_or_email(talk: Talk) -> None:
    talk.promoter()
    talk.lead("joe", uid="7")
    talk.lead("eve", uid="8")
    for change in ({"new_uid": "8"}, {"new_email": "eve@example.com"}):
        answer = talk.v1("PUT", "/leads/update", change, uid="7")
        assert (answer.status, list(answer.json)) == (422, ["error"])
    assert talk.v1("PUT", "/leads/update", uid="7", new_uid="7", new_email="JOE@example.com").status == 200


def test_a_state_must_be_one(talk: Talk) -> None:
    talk.promoter()
    talk.lead(uid="7")
    assert talk.v1("PUT", "/leads/update", uid="7", state="happy").status == 422
    cancelled = talk.v1("PUT", "/leads/update", uid="7", state="cancelled").json
    assert cancelled["cancelled_at"] == "2026-01-01T00:00:00.000Z"


def test_a_moved_lead_takes_its_rewards_along(talk: Talk) -> None:
    ann, ben = talk.promoter("Ann"), talk.promoter("Ben")
    talk.lead()
    talk.sale("1", 1000)
    moved = talk.v1("PUT", "/leads/update", email="joe@example.com", new_ref_id="ben").json
    assert moved["promoter"]["id"] == ben["id"]
    assert talk.balances(ann["id"])[0] is None
    assert talk.balances(ben["id"])[0] == {"cash": 200}


def test_a_softly_moved_lead_leaves_its_rewards_behind(talk: Talk) -> None:
    ann, ben = talk.promoter("Ann"), talk.promoter("Ben")
    talk.lead()
    talk.sale("1", 1000)
    talk.v1("PUT", "/leads/update", email="joe@example.com", new_ref_id="ben", soft_switch="true")
    assert talk.balances(ann["id"])[0] == {"cash": 200}
    assert talk.sale("2", 1000)["promoter"]["id"] == ben["id"]


def test_rewards_that_were_paid_out_do_not_move(talk: Talk) -> None:
    ann, ben = talk.promoter("Ann"), talk.promoter("Ben")
    talk.lead()
    talk.sale("1", 1000)
    talk.v1("POST", "/payouts/create", promoter_id=ann["id"], status="completed")
    talk.sale("2", 500)
    talk.v1("PUT", "/leads/update", email="joe@example.com", new_ref_id="ben")
    assert talk.balances(ann["id"]) == ({"cash": 200}, {"cash": 200}, None)
    assert talk.balances(ben["id"]) == ({"cash": 100}, None, {"cash": 100})


def test_a_move_to_nobody_changes_nothing(talk: Talk) -> None:
    talk.promoter()
    lead = talk.lead()
    answer = talk.v1("PUT", "/leads/update", email="joe@example.com", new_email="jo@example.com", new_ref_id="nobody")
    assert (answer.status, answer.json) == (422, {"error": "Promotion not found."})
    assert talk.v1("GET", "/leads/show", id=lead["id"]).json["email"] == "joe@example.com"


def test_a_removed_lead_leaves_its_money_and_event_ids(talk: Talk) -> None:
    ann = talk.promoter()
    talk.lead()
    talk.sale("1", 1000)
    answer = talk.v1("DELETE", "/leads/delete", email="joe@example.com")
    assert (answer.status, answer.json) == (200, {"message": "Lead removed."})
    assert talk.balances(ann["id"])[0] == {"cash": 200}
    assert talk.v1("GET", "/rewards/list").json[0]["lead"] is None
    assert talk.v1("POST", "/track/sale", email="joe@example.com", event_id="1", amount=1000).status == 409


@pytest.mark.parametrize("noun", ["leads", "rewards"])
def test_lists_are_of_a_promotion_promoter_or_campaign(talk: Talk, noun: str) -> None:
    ann, ben = talk.promoter("Ann"), talk.promoter("Ben", campaign_id=102)
    for name, ref_id in (("joe", "ann"), ("eve", "ben")):
        talk.lead(name, ref_id)
        talk.sale(name, 1000, name)
    filters = (
        {"promotion_id": ben["default_promotion_id"]},
        {"ref_id": "ben"},
        {"promoter_id": ben["id"]},
        {"campaign_id": 102},
    )
    for one in filters:
        rows = talk.v1("GET", f"/{noun}/list", one).json
        assert [row["promoter"]["email"] for row in rows] == ["ben@example.com"]
    assert len(talk.v1("GET", f"/{noun}/list").json) == 2
    assert talk.v1("GET", f"/{noun}/list", promoter_id=ann["id"], campaign_id=102).json == []


@pytest.mark.parametrize("noun", ["leads", "rewards"])
@pytest.mark.parametrize(
    ("one", "error"),
    [
        ({"promotion_id": "7"}, "Promotion not found."),
        ({"ref_id": "nobody"}, "Promotion not found."),
        ({"promoter_id": "x"}, "Promoter not found."),
        ({"campaign_id": "7"}, "Campaign not found."),
    ],
)
def test_a_list_of_something_unknown_is_422(talk: Talk, noun: str, one: dict[str, str], error: str) -> None:
    answer = talk.v1("GET", f"/{noun}/list", one)
    assert (answer.status, answer.json) == (422, {"error": error})
