"""Bulk actions and their batches, by the declarations: what is done at once, what later, and what fails."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from firstpromoter_async.sandbox import Sandbox
from firstpromoter_async.sandbox.handlers.bulk import actions
from firstpromoter_async.sandbox.routes import routes
from tests.sandbox.talking import Talk

routes()  # all that is declared
ACTIONS = sorted(one for one in actions if "{" not in one)
every_action = pytest.mark.parametrize("operation", ACTIONS)
NOT_THERE = 9
LATER = """
import sys, anyio
from firstpromoter_async.sandbox import Sandbox
sandbox = Sandbox(db=sys.argv[1], clock=lambda: float(sys.argv[2]))
print(anyio.run(sandbox.state)["promoters"], sandbox.store.value("SELECT status FROM batches"))
print(sandbox.store.value("SELECT count(archived_at) FROM promoters"))
"""
FIRST = {"promoters": 1001, "leads": 300_001, "rewards": 50_000_001, "payouts": 4_000_001, "assets": 7_000_000_001}
MEMBERS = ("Ann", "Ben", "Cyd", "Dan", "Eve", "Flo")


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """Six promoters, each with a sale, a payout and an asset; Zoe is in another campaign and has points."""
    for turn, name in enumerate(MEMBERS):
        talk.v2("POST", "/company/assets", name=name, asset_type="text")
        promoter = talk.promoter(name)
        talk.lead(f"joe{turn}", name.lower())
        talk.sale(f"order-{turn}", 1000, f"joe{turn}")
        talk.v1("POST", "/payouts/create", promoter_id=promoter["id"])
    talk.promoter("Zoe", campaign_id=102)
    for _ in MEMBERS:
        talk.v1("POST", "/rewards/create", ref_id="zoe", reward_type="points", amount=50)
    talk.v2("PUT", "/company/assets/categories", asset_categories=[{"name": "Banners", "position": 1}])
    return talk


def ids_of(operation: str, talk: Talk) -> list[int]:
    if "/invoices/" in operation:
        return invoices_of(operation, talk)
    first = FIRST[actions[operation].kind]
    if operation.endswith(("fulfilled", "generate_payouts")):
        first += len(MEMBERS)  # the points
    numbers = [*range(first, first + len(MEMBERS))]
    if operation.endswith("fulfilled"):
        for number in numbers:
            talk.v2("POST", "/company/commissions/generate_payouts", ids=[number])
    return numbers


def invoices_of(operation: str, talk: Talk) -> list[int]:
    """Pay everybody, which makes invoices; those that are to be voided are final."""
    for one in talk.v1("GET", "/payouts/list").json:
        talk.v2("POST", "/company/payouts/mark_as_paid", ids=[one["id"]])
    numbers = sorted(one["id"] for one in talk.v2("GET", "/company/invoices").json)
    if operation.endswith("void"):
        for number in numbers:
            talk.v2("POST", "/company/invoices/finalize", ids=[number])
    return numbers


def needed_by(operation: str, talk: Talk) -> dict[str, int]:
    """Say all that an action needs besides ids; everybody's parent and new promoter is Zoe."""
    here, elsewhere = 101, 102
    said = {
        "campaign_id": elsewhere if operation.endswith("/add_to_campaign") else here,
        "from_campaign_id": here,
        "to_campaign_id": elsewhere,
        "parent_promoter_id": 1001 + len(MEMBERS),
        "promoter_campaign_id": 20_001 + len(MEMBERS),
        "category_id": 7_000_000_001 + len(MEMBERS),
    }
    return {name: said[name] for name in actions[operation].needs}


def act(talk: Talk, operation: str, ids: list[Any], fault: str | None = None, **more: Any) -> Any:
    """Ask for a bulk action; returns the status and the batch."""
    method, _, path = operation.partition(" ")
    given = {"ids": ids, **needed_by(operation, talk), **more}
    below = path.removeprefix("/api/v2")
    answer = talk.v2(method, below, given) if fault is None else talk.with_fault(fault, method, below, given)
    data = answer.json
    return answer.status, data.get("data", data)


def batch_of(talk: Talk, number: int) -> Any:
    return talk.v2("GET", f"/company/batch_processes/{number}").json


@every_action
def test_five_are_done_at_once(operation: str, talk: Talk) -> None:
    status, batch = act(talk, operation, ids_of(operation, talk)[:5])
    assert (status, batch["status"], batch["progress"], batch["failed_count"]) == (200, "completed", 100, 0)
    assert (batch["total"], batch["selected_total"], batch["processed_count"]) == (5, 5, 5)
    assert batch["action_label"] == actions[operation].label
    assert (batch["created_at"], batch["updated_at"]) == (talk.sandbox.moment(),) * 2
    assert batch_of(talk, batch["id"]) == batch


@every_action
def test_six_are_done_while_the_clock_goes_on(operation: str, talk: Talk) -> None:
    status, batch = act(talk, operation, ids_of(operation, talk)[:6])
    assert (status, batch["status"], batch["progress"], batch["processed_count"]) == (202, "pending", 0, 0)
    seen = []
    for _ in range(5):
        talk.clock.tick(0.75)
        now = batch_of(talk, batch["id"])
        seen.append((now["status"], now["progress"]))
    assert seen == [("in_progress", 16), ("in_progress", 50), ("in_progress", 66), *[("completed", 100)] * 2]


@every_action
def test_records_that_are_not_there_fail_and_the_others_do_not(operation: str, talk: Talk) -> None:
    status, batch = act(talk, operation, [NOT_THERE, *ids_of(operation, talk)[:3]])
    assert (status, batch["status"], batch["processed_count"], batch["failed_count"]) == (200, "completed", 4, 1)
    [error] = batch["processing_errors"]
    as_object = actions[operation].totals is not None or actions[operation].tells_objects
    assert error == (
        {"id": NOT_THERE, "message": "Record not found"} if as_object else f"{NOT_THERE}: Record not found"
    )


@every_action
def test_every_second_record_fails_where_a_fault_asks_for_it(operation: str, talk: Talk) -> None:
    _, batch = act(talk, operation, ids_of(operation, talk)[:6], fault="items_fail")
    talk.clock.tick(3)
    ended = batch_of(talk, batch["id"])
    assert (ended["status"], ended["failed_count"], len(ended["processing_errors"])) == ("completed", 3, 3)


@every_action
@pytest.mark.parametrize(("fault", "status"), [("batch_fails", "failed"), ("batch_stops", "stopped")])
def test_a_batch_breaks_off_half_way_where_a_fault_asks_for_it(
    operation: str, fault: str, status: str, talk: Talk
) -> None:
    _, batch = act(talk, operation, ids_of(operation, talk)[:6], fault=fault)
    talk.clock.tick(60)
    ended = batch_of(talk, batch["id"])
    assert (ended["status"], ended["processed_count"], ended["progress"]) == (status, 3, 50)
    talk.clock.tick(60)
    assert batch_of(talk, batch["id"]) == ended


@every_action
def test_what_is_needed_is_asked_for(operation: str, talk: Talk) -> None:
    method, _, path = operation.partition(" ")
    for name in ("ids", *actions[operation].needs):
        given = {"ids": ids_of(operation, talk)[:1], **needed_by(operation, talk), name: None}
        if name in actions[operation].may_be_null:
            del given[name]
        answer = talk.v2(method, path.removeprefix("/api/v2"), given)
        assert (answer.status, answer.json["code"]) == (422, "invalid_params")
        assert answer.json["message"].endswith(f": {name}")
    for name in actions[operation].needs:
        given = {"ids": ids_of(operation, talk)[:1], **needed_by(operation, talk), name: 7}
        answer = talk.v2(method, path.removeprefix("/api/v2"), given)
        assert (answer.status, answer.json["message"]) == (
            422,
            f"Cannot find {name.removesuffix('_id').replace('_', ' ')} by id",
        )


@every_action
def test_an_id_counts_once(operation: str, talk: Talk) -> None:
    first = ids_of(operation, talk)[0]
    _, batch = act(talk, operation, [first] * 9)
    assert (batch["status"], batch["total"], batch["failed_count"]) == ("completed", 1, 0)


def test_batches_under_way_are_listed_and_others_on_demand(talk: Talk) -> None:
    promoters = ids_of("POST /api/v2/company/promoters/archive", talk)
    _, done = act(talk, "POST /api/v2/company/promoters/archive", promoters[:2])
    _, under_way = act(talk, "POST /api/v2/company/promoters/restore", promoters)

    def listed(**given: Any) -> list[int]:
        return [row["id"] for row in talk.v2("GET", "/company/batch_processes", given).json]

    assert listed() == [under_way["id"]]
    assert listed(**{"filters[status]": "completed"}) == [done["id"]]
    assert listed(**{"filters[status][]": ["completed", "pending"]}) == [under_way["id"], done["id"]]
    assert listed(**{"filters[status]": "failed"}) == []


def test_the_progress_of_batches_is_a_map(talk: Talk) -> None:
    promoters = ids_of("POST /api/v2/company/promoters/archive", talk)
    _, batch = act(talk, "POST /api/v2/company/promoters/archive", promoters)
    path = "/company/batch_processes/progress"
    assert talk.v2("GET", path).json == {str(batch["id"]): 0}
    talk.clock.tick(1.5)
    assert talk.v2("GET", path).json == {str(batch["id"]): 50}
    talk.clock.tick(1.5)
    assert talk.v2("GET", path).json == {}
    assert talk.v2("GET", path, {"filters[status]": "completed"}).json == {str(batch["id"]): 100}


def test_a_batch_that_is_not_there_is_not_found(talk: Talk) -> None:
    answer = talk.v2("GET", "/company/batch_processes/8")
    assert (answer.status, answer.json) == (404, {"message": "Record not found", "code": "not_found"})


def test_labels_name_the_noun_and_what_is_done() -> None:
    labels = {operation.partition("/company/")[2]: action.label for operation, action in actions.items()}
    assert labels["referrals"] == "referral/delete"
    assert labels["promoters/accept"] == "promoter/accept"
    assert labels["payouts/destroy"] == "payout/delete"


def test_archived_promoters_are_listed_on_demand_and_come_back(talk: Talk) -> None:
    ann = ids_of("POST /api/v2/company/promoters/archive", talk)[0]

    def listed(**given: Any) -> bool:
        return ann in [row["id"] for row in talk.v2("GET", "/company/promoters", given).json["data"]]

    act(talk, "POST /api/v2/company/promoters/archive", [ann])
    assert (listed(), listed(**{"filters[archived]": "yes"})) == (False, True)
    assert talk.v2("GET", f"/company/promoters/{ann}").json["archived_at"] == "2026-01-01T00:00:00Z"
    act(talk, "POST /api/v2/company/promoters/restore", [ann])
    assert (listed(), listed(**{"filters[archived]": "yes"})) == (True, False)


@pytest.mark.parametrize(("verb", "state"), [("accept", "accepted"), ("reject", "rejected"), ("block", "blocked")])
def test_a_state_is_that_of_the_promoter_in_one_campaign(verb: str, state: str, talk: Talk) -> None:
    made = talk.v2("POST", "/company/promoters", email="ivy@example.com", always_approve=False).json
    assert made["promoter_campaigns"][0]["state"] == "pending"
    talk.v1("POST", "/promoters/add_to_campaign", id=made["id"], campaign_id=102)
    operation = f"POST /api/v2/company/promoters/{verb}"
    act(talk, operation, [made["id"]])
    states = {
        one["campaign_id"]: one["state"]
        for one in talk.v2("GET", f"/company/promoters/{made['id']}").json["promoter_campaigns"]
    }
    assert states == {101: state, 102: "accepted"}
    _, batch = act(talk, operation, [1001], campaign_id=102)
    assert batch["processing_errors"] == ["1001: The promoter is not in this campaign"]


def promoter(talk: Talk, number: int, **more: Any) -> Any:
    return talk.v2("GET", f"/company/promoters/{number}", more).json


def test_promoters_are_added_to_a_campaign_and_moved_to_one(talk: Talk) -> None:
    def campaigns(number: int) -> list[int]:
        return [one["campaign_id"] for one in promoter(talk, number)["promoter_campaigns"]]

    act(talk, "POST /api/v2/company/promoters/add_to_campaign", [1001], campaign_id=102, drip_emails=True)
    assert campaigns(1001) == [101, 102]
    _, batch = act(talk, "POST /api/v2/company/promoters/move_to_campaign", [1001, 1002], soft_move_referrals=True)
    assert (campaigns(1001), campaigns(1002)) == ([101, 102], [102])
    assert batch["processing_errors"] == ["1001: The promoter is in this campaign already."]


def test_promoters_get_a_parent_who_is_somebody_else(talk: Talk) -> None:
    _, batch = act(talk, "POST /api/v2/company/promoters/assign_parent", [1001, 1007])
    assert batch["processing_errors"] == ["1007: A promoter cannot be their own parent"]
    assert promoter(talk, 1001, include_parent_promoter="true")["parent_promoter"]["id"] == 1007


@pytest.mark.parametrize(("together", "owner"), [(True, 1007), (False, 1001)])
def test_referrals_are_given_to_a_promoter_with_or_without_their_commissions(
    talk: Talk, together: bool, owner: int
) -> None:
    talk.sale("more", 500, "joe0")
    operation = "POST /api/v2/company/referrals/move_to_promoter"
    act(talk, operation, [300_001], move_associated_commissions=together)
    [referral] = talk.v2("GET", "/company/referrals", {"ids[]": 300_001}).json
    [commission] = talk.v2("GET", "/company/commissions", q="more").json
    assert referral["promoter_campaign"]["promoter_id"] == 1007
    assert commission["promoter_campaign"]["promoter_id"] == owner


def test_referrals_and_commissions_are_deleted(talk: Talk) -> None:
    act(talk, "DELETE /api/v2/company/referrals", [300_001])
    act(talk, "DELETE /api/v2/company/commissions/destroy", [50_000_002])
    assert talk.v2("GET", "/company/referrals", {"ids[]": 300_001}).json == []
    assert talk.v2("GET", "/company/commissions", {"ids[]": 50_000_002}).json == []


def test_only_approved_commissions_are_earned(talk: Talk) -> None:
    for verb, earned in (("deny", {"cash": 0}), ("approve", {"cash": 200})):
        act(talk, f"POST /api/v2/company/commissions/{verb}", [50_000_001])
        assert (talk.balances(1001)[0] or {"cash": 0}) == earned


def test_payouts_count_as_paid_and_the_answer_has_their_totals(talk: Talk) -> None:
    first, second, *_ = ids_of("POST /api/v2/company/payouts/mark_as_paid", talk)
    answer = talk.v2("POST", "/company/payouts/mark_as_paid", ids=[first, second]).json
    assert answer["meta"] == {"total": 400, "promoters_count": 2, "total_incl_tax": 400, "all_promoters_count": 6}
    assert talk.balances(1001) == ({"cash": 200}, {"cash": 200}, None)
    talk.v2("POST", "/company/payouts/mark_as_unpaid", ids=[first])
    assert talk.balances(1001)[2] == {"cash": 200}
    talk.v2("DELETE", "/company/payouts/destroy", ids=[second])
    assert second not in [row["id"] for row in talk.v1("GET", "/payouts/list").json]


def test_a_batch_goes_on_in_the_process_that_opens_its_file_again(tmp_path: Path) -> None:
    talk = Talk()
    talk.sandbox = Sandbox(db=tmp_path / "records.db", rate=None, clock=talk.clock)
    numbers = [talk.promoter(name)["id"] for name in MEMBERS]
    act(talk, "POST /api/v2/company/promoters/archive", numbers)
    talk.sandbox.store.close()
    arguments = [sys.executable, "-c", LATER, str(tmp_path / "records.db"), str(talk.clock() + 3)]
    told = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["6", "completed", "6"]
