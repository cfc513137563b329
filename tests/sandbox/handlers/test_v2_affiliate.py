"""The affiliate's side: who is signed in, that nobody reaches what is another's, and what the company sees of it."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from firstpromoter_async.sandbox.dispatch import handle
from firstpromoter_async.sandbox.routes import routes
from firstpromoter_async.wire.message import HttpRequest
from tests.contract.documents import read_digest
from tests.contract.nouns import collected, each
from tests.sandbox.talking import HOST, Answer, Promoter, Talk

LEAST: dict[str, dict[str, Any]] = collected("LEAST")
PREFIX = "/api/v2/affiliate"


@pytest.fixture
def ann(talk: Talk) -> Promoter:
    """Ann, who brought Joe; Ben is another promoter."""
    talk.promoter("Ann", cust_id="c-ann")
    talk.promoter("Ben")
    talk.lead("joe", "ann", uid="7")
    talk.sale("order-1", 10_000)
    return talk.signed_in()


# Sessions


def test_a_session_ends_by_the_sandboxs_clock(talk: Talk) -> None:
    talk.promoter()
    ann = talk.signed_in(seconds=60)
    talk.clock.tick(59)
    assert ann.call("GET", "/promoters/current").status == 200
    talk.clock.tick(1)
    answer = ann.call("GET", "/promoters/current")
    assert (answer.status, answer.text) == (401, "")


def test_a_day_is_what_a_session_has_if_nothing_is_said(talk: Talk) -> None:
    talk.promoter()
    begun = talk.control("POST", "/sessions", {"promoter_id": 1001})
    assert begun.keys() == {"access_token", "expires_in"}
    assert begun["expires_in"] == 86_400


@pytest.mark.parametrize("given", [{}, {"promoter_id": 7}, {"promoter_id": 1001, "seconds": 0}, {"promoter_id": "x"}])
def test_nobody_can_sign_in_who_is_not_there(talk: Talk, given: dict[str, Any]) -> None:
    talk.promoter()
    assert set(talk.control("POST", "/sessions", given)) == {"message"}


def test_keys_of_the_company_open_nothing_here_and_a_session_opens_nothing_there(talk: Talk, ann: Promoter) -> None:
    assert talk.send("GET", f"{PREFIX}/promoters/current", talk.opened).status == 401
    opened = (("Authorization", f"Bearer {ann.token}"), ("Account-ID", "sandbox1"))
    assert talk.send("GET", "/api/v2/company/promoters", opened).status == 401


@pytest.mark.parametrize("generation", ["v1", "v2"])
def test_logging_in_for_an_iframe_gives_a_session_and_v2s_logging_out_ends_it(
    talk: Talk, ann: Promoter, generation: str
) -> None:
    call = talk.v1 if generation == "v1" else talk.v2
    given = {"cust_id": "c-ann"}
    token = call("POST", "/promoters/iframe_login", given).json["access_token"]
    session = Promoter(talk, token)
    assert session.call("GET", "/promoters/current").json["email"] == "ann@example.com"
    assert talk.v2("POST", "/promoters/iframe_logout", given).status == 200
    assert session.call("GET", "/promoters/current").status == 401


def test_a_promoter_who_archives_their_account_is_signed_out_and_cannot_come_back(talk: Talk, ann: Promoter) -> None:
    assert ann.call("POST", "/promoters/archive").status == 200
    assert ann.call("GET", "/promoters/current").status == 401
    assert talk.v2("GET", "/company/promoters/1001").json["archived_at"]
    assert talk.v2("POST", "/promoters/iframe_login", promoter_id=1001).status == 404


def test_whom_the_company_archives_has_no_session_any_more_until_they_are_restored(talk: Talk, ann: Promoter) -> None:
    talk.v2("POST", "/company/promoters/archive", ids=[1001])
    assert ann.call("GET", "/promoters/current").status == 401
    talk.v2("POST", "/company/promoters/restore", ids=[1001])
    assert ann.call("GET", "/promoters/current").status == 200


def test_without_a_session_a_promoter_can_choose_a_password_by_their_link(talk: Talk, ann: Promoter) -> None:
    encrypted = talk.v2("GET", "/company/promoters/1001").json["password_setup_url"].rpartition("=")[2]
    nobody = Promoter(talk, "")
    found = nobody.call("GET", "/promoters/email_from_encrypted_id", id=encrypted)
    assert found.json == {"email": "ann@example.com"}
    user = {"new_password": "correct horse", "new_password_confirmation": "correct horse"}
    assert nobody.call("PUT", "/promoters/set_password", id=encrypted, user=user).status == 200
    assert talk.v1("GET", "/promoters/show", id=1001).json["temp_password"] is None


@pytest.mark.parametrize(
    ("encrypted", "first", "second"),
    [("wrong", "secret-1", "secret-1"), (None, "short", "short"), (None, "secret-1", "2")],
)
def test_a_password_that_will_not_do_is_refused(
    talk: Talk, ann: Promoter, encrypted: str | None, first: str, second: str
) -> None:
    true = talk.v2("GET", "/company/promoters/1001").json["password_setup_url"].rpartition("=")[2]
    user = {"new_password": first, "new_password_confirmation": second}
    assert ann.call("PUT", "/promoters/set_password", id=encrypted or true, user=user).status == 422


# Only what is theirs


def operations() -> Iterator[str]:
    for operation in sorted({fact.operation for fact in read_digest()}):
        found = routes().find(*operation.split(" "))
        if operation.split(" ")[1].startswith(PREFIX) and found is not None and found[0].handler is not None:
            yield operation


@pytest.fixture(scope="module")
def busy() -> tuple[Talk, dict[str, dict[str, Any]]]:
    """Let Ann (1001) have one of everything, and Ben (1002) nothing but a place in her campaign (20002)."""
    talk, least = Talk(), dict(LEAST)
    talk.promoter("Ann", cust_id="c-ann", promo_code="ANN10")
    talk.promoter("Ben")
    talk.lead("joe", "ann", uid="7")
    talk.sale("order-0", 1000)
    talk.v1("POST", "/payouts/create", promoter_id=1001)
    talk.sale("order-1", 1000)
    for prepare in each("prepare"):
        least |= prepare(talk)
    return talk, least


OPEN_TO_ALL = {
    f"GET {PREFIX}/promoters/email_from_encrypted_id",  # whoever has the link
    f"PUT {PREFIX}/promoters/set_password",
    f"POST {PREFIX}/contract_documents/draft",  # a text for whoever is about to join
}


@pytest.mark.parametrize("operation", [one for one in operations() if "{id}" in one])
def test_no_operation_finds_another_promoters_record(
    busy: tuple[Talk, dict[str, dict[str, Any]]], operation: str
) -> None:
    talk, least = busy
    before = talk.control("GET", "/state")
    given = dict(least[operation if operation in least else same_record(operation, least)])
    method, path = operation.split(" ")
    shown = path.removeprefix(PREFIX).replace("{id}", str(given.pop("id")))
    answer = talk.signed_in(1002).call(method, shown, given | {"ref_token": "stolen", "content_type": "html"})
    assert (answer.status, answer.json["code"]) == (404, "not_found"), answer.text
    assert talk.control("GET", "/state") == before


def same_record(operation: str, least: dict[str, dict[str, Any]]) -> str:
    """Return an operation on the same record whose id is known: for GET and DELETE that of PUT."""
    path = operation.split(" ")[1]
    return next(one for one in least if one.split(" ")[1:] == [path] and "id" in least[one])


@pytest.mark.parametrize("operation", [one for one in operations() if "promoter_campaign_id" in LEAST.get(one, {})])
def test_nothing_is_made_in_another_promoters_name(
    busy: tuple[Talk, dict[str, dict[str, Any]]], operation: str
) -> None:
    talk, least = busy
    given = least[operation]
    before = talk.control("GET", "/state")
    answer = talk.signed_in(1002).call("POST", operation.removeprefix(f"POST {PREFIX}"), given | {"code": "STOLEN"})
    assert answer.status in (400, 422), answer.text
    assert "promoter_campaign" in answer.text.lower().replace(" ", "_")
    assert talk.control("GET", "/state") == before


@pytest.mark.parametrize(
    "operation", [one for one in operations() if one.startswith("GET") and "{id}" not in one and one not in OPEN_TO_ALL]
)
def test_no_list_and_no_file_shows_anything_of_another_promoters(
    busy: tuple[Talk, dict[str, dict[str, Any]]], operation: str
) -> None:
    talk, least = busy
    path, given = operation.removeprefix(f"GET {PREFIX}"), least.get(operation, {})
    for more in ({}, {"filters[promoter_id]": 1001}, {"promoter_campaign_id": 20_001}, {"promoter_id": 1001}):
        answer = talk.signed_in(1002).call("GET", path, given | more)
        assert answer.status == 200 or "promoter_campaign_id" in more, answer.text
        assert not [mark for mark in ("ann", "joe", "1001", "20001", "300001") if mark in words(answer)], answer.text


def words(answer: Answer) -> set[str]:
    return set(
        answer.text.lower()
        .replace("@", " ")
        .replace("?fpr=", " ")
        .translate(str.maketrans('",:{}[]=/&', " " * 10))
        .split()
    )


# What each operation does


def test_the_current_promoter_is_the_one_who_is_signed_in(ann: Promoter) -> None:
    shown = ann.call("GET", "/promoters/current").json
    assert (shown["email"], shown["stats"]["revenue_amount"], shown["balances"]["cash"]) == (
        "ann@example.com",
        10_000,
        2000,
    )
    (place,) = shown["promoter_campaigns"]
    assert (place["ref_token"], place["stats"]["sales_count"]) == ("ann", 1)
    assert "password_setup_url" not in shown
    assert "note" not in shown


def test_sub_affiliates_are_those_whom_the_promoter_recruited(talk: Talk, ann: Promoter) -> None:
    talk.v2("POST", "/company/promoters/assign_parent", ids=[1002], parent_promoter_id=1001)
    assert [one["email"] for one in ann.call("GET", "/promoters/sub_affiliates").json] == ["ben@example.com"]


def test_a_referral_that_a_promoter_enters_is_the_companys_too(talk: Talk, ann: Promoter) -> None:
    made = ann.call("POST", "/referrals", email="zoe@example.com", promoter_campaign_id=20_001).json
    found = talk.v2("GET", f"/company/referrals/{made['id']}").json
    assert (found["email"], found["entry_source"], found["created_by_user_email"]) == (
        "zoe@example.com",
        "manual_affiliate",
        None,
    )
    assert ann.call("PUT", f"/referrals/{made['id']}", uid="z").json["uid"] == "z"
    assert talk.v1("GET", "/leads/show", uid="z").json["email"] == "zoe@example.com"
    assert ann.call("DELETE", f"/referrals/{made['id']}").status == 204
    assert talk.v2("GET", f"/company/referrals/{made['id']}").status == 404


def test_a_referral_shows_nothing_that_is_the_companys(ann: Promoter) -> None:
    (joe,) = ann.call("GET", "/referrals").json
    assert not joe.keys() & {"fraud_check", "split_details", "custom_status", "entry_source", "comment"}
    assert joe["promoter_campaign"].keys() == {"id", "campaign_id", "created_at", "campaign"}


def test_a_commission_shows_the_companys_note_for_the_promoter_and_not_its_own(talk: Talk, ann: Promoter) -> None:
    (own,) = ann.call("GET", "/commissions", {"q": "order-1"}).json
    talk.v2("PUT", f"/company/commissions/{own['id']}", external_note="Well done", internal_note="Watch her")
    (own,) = ann.call("GET", "/commissions").json
    assert own["external_note"] == "Well done"
    assert "internal_note" not in own
    assert (own["amount"], own["status"], own["is_paid"]) == (2000, "approved", False)


def test_commissions_are_filtered_and_sorted_as_the_documents_say(talk: Talk, ann: Promoter) -> None:
    talk.sale("order-2", 500)
    listed = ann.call("GET", "/commissions", {"sorting[amount]": "asc"}).json
    assert [one["amount"] for one in listed] == [100, 2000]
    found = ann.call("GET", "/commissions", {"filters[sale_amount][from]": 1000, "filters[paid]": "no"}).json
    assert [one["amount"] for one in found] == [2000]


def rows(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_exports_have_a_line_for_each_and_keep_to_their_filters(talk: Talk, ann: Promoter) -> None:
    talk.lead("kim", "ann")
    assert [one["email"] for one in rows(ann.call("GET", "/referrals/export"))] == [
        "kim@example.com",
        "joe@example.com",
    ]
    active = ann.call("GET", "/referrals/export", {"filters[state]": "active"})
    assert [one["email"] for one in rows(active)] == ["joe@example.com"]
    assert [one["amount"] for one in rows(ann.call("GET", "/commissions/export", {"filters[paid]": "no"}))] == ["2000"]
    assert rows(ann.call("GET", "/commissions/export", {"filters[paid]": "yes"})) == []


def test_an_export_that_is_prepared_later_says_so(talk: Talk, ann: Promoter) -> None:
    headers = (
        ("Authorization", f"Bearer {ann.token}"),
        ("Account-ID", "sandbox1"),
        ("X-Sandbox-Fault", "prepared_later"),
    )
    for path in ("referrals", "commissions"):
        request = HttpRequest("GET", f"{HOST}{PREFIX}/{path}/export", headers, b"")
        answer = Answer(anyio.run(handle, talk.sandbox, request).http)
        assert (answer.status, answer.json.keys()) == (202, {"message"})


def test_a_new_ref_token_is_in_the_promoters_links_and_brings_referrals(talk: Talk, ann: Promoter) -> None:
    changed = ann.call("PUT", "/promoter_campaigns/20001", ref_token="ann-lee").json
    assert changed["ref_link"].endswith("?fpr=ann-lee")
    talk.lead("max", "ann-lee")
    assert {one["email"] for one in ann.call("GET", "/referrals").json} == {"joe@example.com", "max@example.com"}


def test_a_ref_token_that_is_anothers_is_refused(ann: Promoter) -> None:
    assert ann.call("PUT", "/promoter_campaigns/20001", ref_token="ben").status in (400, 422)
    assert ann.call("PUT", "/promoter_campaigns/20001").status == 422


def test_a_link_of_the_promoters_own_is_listed_here_and_by_the_company(talk: Talk, ann: Promoter) -> None:
    given = {"promoter_campaign_id": 20_001, "sub_id": "pod", "name": "Podcast", "url": "https://shop.example/pod?a=1"}
    made = ann.call("POST", "/referral_links", given).json
    assert made["url"] == "https://shop.example/pod?a=1&fpr=ann&fp_sid=pod"
    for listed in (
        ann.call("GET", "/referral_links"),
        talk.v2("GET", "/company/promoter_campaigns/20001/referral_links"),
    ):
        assert [(one["source"], one["is_default"]) for one in listed.json] == [("campaign", True), ("promoter", False)]
        assert listed.json[1] == made
    assert ann.call("PUT", f"/referral_links/{made['id']}", name="Talks").json["name"] == "Talks"
    assert ann.call("DELETE", f"/referral_links/{made['id']}").status == 200
    assert len(ann.call("GET", "/referral_links").json) == 1


def test_a_code_that_a_promoter_makes_counts_for_them(talk: Talk, ann: Promoter) -> None:
    code = ann.call("POST", "/promo_codes", code="MINE", reward_id=7020, promoter_campaign_id=20_001).json
    assert talk.v2("GET", f"/company/promo_codes/{code['id']}").json["code"] == "MINE"
    assert ann.call("DELETE", f"/promo_codes/{code['id']}").status == 200
    assert talk.v2("GET", f"/company/promo_codes/{code['id']}").json["archived_at"]


def test_a_code_that_the_company_made_is_not_the_promoters_to_archive(talk: Talk, ann: Promoter) -> None:
    code = talk.v2("POST", "/company/promo_codes", code="HERS", reward_id=7020, promoter_campaign_id=20_001).json
    answer = ann.call("DELETE", f"/promo_codes/{code['id']}")
    assert (answer.status, answer.json["code"]) == (403, "forbidden")


def test_what_a_promoter_does_not_want_to_get_is_kept_and_the_company_sees_the_consent(
    talk: Talk, ann: Promoter
) -> None:
    assert all(
        ann.call("GET", "/email_settings").json["data"][0][name] for name in ("marketing_consent", "emails_opt_payout")
    )
    ann.call("PUT", "/email_settings/1001", emails_opt_payout=False)
    changed = ann.call("PUT", "/email_settings/1001", marketing_consent=False).json
    assert (changed["marketing_consent"], changed["emails_opt_payout"], changed["emails_opt_drip"]) == (
        False,
        False,
        True,
    )
    gone = talk.v2("GET", "/company/promoters", {"filters[subscribed_to_email]": "no"}).json["data"]
    assert [one["email"] for one in gone] == ["ann@example.com"]


def test_material_is_for_those_who_are_in_its_campaign(talk: Talk, ann: Promoter) -> None:
    for name, campaigns in (("For all", []), ("For friends", [101]), ("For partners", [102])):
        given = {"name": name, "asset_type": "text", "content": "Hello", "allowed_campaign_ids": campaigns}
        assert talk.v2("POST", "/company/assets", given).status == 200
    assert {one["name"] for one in ann.call("GET", "/assets").json} == {"For all", "For friends"}


JANUARY = {"group_by": "month", "start_date": "2026-01-01", "end_date": "2026-01-31"}


def test_the_overview_counts_what_the_promoter_did_and_nothing_else(talk: Talk, ann: Promoter) -> None:
    talk.lead("kim", "ben")
    talk.sale("order-9", 700, "kim")
    (month,) = ann.call("GET", "/reports/overview", {"columns[]": ["revenue_amount", "sales_count"]} | JANUARY).json
    assert month["data"] == {"revenue_amount": 10_000, "sales_count": 1}


def test_figures_are_told_apart_by_the_sub_id_of_the_link(talk: Talk, ann: Promoter) -> None:
    talk.lead("pod", "ann", sub_id="podcast")
    talk.sale("order-2", 500, "pod")
    talk.lead("kim", "ben", sub_id="bens")
    (row,) = ann.call("GET", "/reports/sub_ids", {"columns[]": ["revenue_amount", "referrals_count"]} | JANUARY).json
    assert (row["sub_id"], row["data"]) == ("podcast", {"revenue_amount": 500, "referrals_count": 1})
    file = ann.call("GET", "/reports/download", {"report_type": "sub_ids", "columns": "sales_count"} | JANUARY)
    assert [(one["name"], one["sales_count"]) for one in rows(file)] == [("podcast", "1")]


@pytest.mark.parametrize("kind", ["promoters", "campaigns", "nothing"])
def test_a_promoter_gets_no_report_on_promoters_or_campaigns(ann: Promoter, kind: str) -> None:
    answer = ann.call("GET", "/reports/download", {"report_type": kind, "columns": "sales_count"} | JANUARY)
    assert answer.status == 422


@pytest.mark.parametrize(
    ("selection", "number"), [("revenue", 10_000), ("commissions", 2000), ("referrals", 1), ("clicks", 0)]
)
def test_a_chart_shows_what_the_promoter_did_by_day(ann: Promoter, selection: str, number: int) -> None:
    given = {
        "selection": selection,
        "period_from": "2026-01-01",
        "period_to": "2026-01-02",
        "promoter_campaign_id": 20_001,
    }
    chart = ann.call("GET", "/promoters/chart_data", given).json
    assert [value for _, value in chart["selection_items"]] == [number, 0]
    assert ann.call("GET", "/promoters/chart_data").json["selection"] == "revenue"


def test_a_contract_is_read_and_signed_and_the_company_sees_it(talk: Talk, ann: Promoter) -> None:
    terms = {
        "name": "Terms",
        "checkbox_label": "[Yes]",
        "content_hosted": True,
        "content": "<p>Be fair, {{first_name}}</p>",
    }
    contract = talk.v2("POST", "/company/contracts", terms).json["id"]
    assert ann.call("GET", "/promoters/current").json["pending_contract_documents"] == ["Terms"]
    (document,) = ann.call("GET", "/contract_documents").json
    one = f"/contract_documents/{document['id']}"
    assert ann.call("GET", one, content_type="html").json == {"data": {"content": terms["content"]}}
    assert ann.call("GET", one, content_type="pdf").response.body.startswith(b"%PDF")
    assert ann.call("POST", f"{one}/sign", ip="my house").status == 400
    signed = ann.call("POST", f"{one}/sign", ip="203.0.113.7").json
    assert (signed["status"], signed["signed_ip"]) == ("signed", "203.0.113.7")
    talk.clock.tick(60)
    assert ann.call("POST", f"{one}/sign", ip="203.0.113.8").json == signed
    listed = talk.v2("GET", "/company/contract_documents", {"filters[status]": "signed"}).json
    assert [row["promoter"]["email"] for row in listed] == ["ann@example.com"]
    assert ann.call("GET", "/promoters/current").json["pending_contract_documents"] == []
    draft = {"contract_id": contract, "details": {"profile": {"first_name": "Eve"}}}
    assert Promoter(talk, "").call("POST", "/contract_documents/draft", draft).json == {
        "content": "<p>Be fair, Eve</p>"
    }
    assert Promoter(talk, "").call("POST", "/contract_documents/draft", contract_id=7).status == 404


def test_a_promoter_sees_their_payouts_with_days_and_what_is_due(talk: Talk, ann: Promoter) -> None:
    talk.v1("POST", "/payouts/create", promoter_id=1001)
    (payout,) = ann.call("GET", "/payouts").json["data"]
    assert (payout["amount"], payout["period_start"], payout["period_end"]) == (2000, "2026-01-01", "2026-01-31")
    due = ann.call("GET", "/payouts/due_stats").json
    assert due["data"]["next"]["amounts"] == {"cash": 2000}
    assert due["data"]["overdue"]["amounts"] == {}
    assert due["meta"]["payout_cycle"] == "monthly"
    assert [one["amount"] for one in rows(ann.call("GET", "/payouts/export"))] == ["2000"]


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({"filters[status]": "pending"}, 1),
        ({"filters[status]": "completed"}, 0),
        ({"filters[period_start]": "2026-01-01"}, 1),
        ({"filters[period_start]": "2026-01-02"}, 0),
        ({"filters[period_end]": "not_set"}, 0),
        ({"filters[payout_method]": "not_set"}, 1),
        ({"filters[group_ref]": "2026-01-31"}, 1),
        ({"filters[due_period]": "overdue"}, 0),
        ({"q": "ann@"}, 1),
        ({"q": "ben@"}, 0),
    ],
)
def test_payouts_are_filtered_as_the_documents_say(
    talk: Talk, ann: Promoter, given: dict[str, str], number: int
) -> None:
    talk.v1("POST", "/payouts/create", promoter_id=1001)
    assert len(ann.call("GET", "/payouts", given).json["data"]) == number
    assert len(rows(ann.call("GET", "/payouts/export", given))) == number


def test_how_a_promoter_wants_to_be_paid_is_what_the_company_sees(talk: Talk, ann: Promoter) -> None:
    first = ann.call("POST", "/payout_methods", method="paypal", details={"paypal_email": "ann@example.com"}).json
    assert first["is_selected"]
    changed = ann.call("PUT", f"/payout_methods/{first['id']}", details={"paypal_email": "lee@example.com"}).json
    assert (changed["method"], changed["details"]) == ("paypal", {"paypal_email": "lee@example.com"})
    listed = ann.call("GET", "/payout_methods").json
    assert [one["id"] for one in listed["data"]] == [first["id"]]
    assert "paypal" in listed["meta"]["selected_payout_methods"]
    seen = talk.v2("GET", "/company/payout_methods", {"filters[promoter_id]": 1001}).json
    assert [one["details"] for one in seen] == [{"paypal_email": "lee@example.com"}]
    assert ann.call("GET", "/promoters/current").json["selected_payout_method"] == "paypal"
    assert ann.call("DELETE", f"/payout_methods/{first['id']}").status == 200
    assert ann.call("GET", "/payout_methods").json["data"] == []


def test_details_that_do_not_fit_the_method_are_refused(ann: Promoter) -> None:
    assert ann.call("POST", "/payout_methods", method="paypal", details={"iban": "DE"}).status == 400
    assert ann.call("POST", "/payout_methods", method="shells", details={}).status == 422
    assert ann.call("POST", "/payout_methods", details={}).status == 422
