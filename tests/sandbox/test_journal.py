"""What arrived, without keys and secrets."""

import httpx

from firstpromoter_async.sandbox.faults import Fault
from firstpromoter_async.sandbox.journal import Journal
from firstpromoter_async.wire.message import HttpRequest

FORM = ("Content-Type", "application/x-www-form-urlencoded")
SALE = HttpRequest("POST", "https://fp.test/api/v1/track/sale?a=1", (("X-API-KEY", "key-1"), FORM), b"event_id=7")


def test_an_arrival_is_told_with_its_parameters_and_its_end() -> None:
    journal = Journal()
    journal.note(1.5, SALE, 200, Fault.SLOW)
    assert [one.as_json() for one in journal.arrivals()] == [
        {
            "number": 1,
            "at": 1.5,
            "method": "POST",
            "path": "/api/v1/track/sale",
            "params": {"a": "1", "event_id": "7"},
            "status": 200,
            "fault": "slow",
        }
    ]


def test_statuses_are_counted_and_none_stands_for_no_answer() -> None:
    journal = Journal()
    for status in (200, 200, 429, None):
        journal.note(0, SALE, status, None)
    assert (journal.total, dict(journal.statuses)) == (4, {"200": 2, "429": 1, "none": 1})


def test_arrivals_can_be_chosen_by_path() -> None:
    journal = Journal()
    journal.note(0, SALE, 200, None)
    journal.note(0, HttpRequest("GET", "https://fp.test/api/v1/leads/list"), 200, None)
    assert [one.number for one in journal.arrivals("leads")] == [2]


def test_only_the_latest_ten_thousand_are_kept() -> None:
    journal = Journal()
    for _ in range(10_005):
        journal.note(0, SALE, 200, None)
    kept = journal.arrivals()
    assert (journal.total, len(kept), kept[0].number) == (10_005, 10_000, 6)


def test_keys_and_secret_parameters_are_hidden() -> None:
    journal = Journal()
    journal.note(0, SALE, 200, None)
    journal.note(0, HttpRequest("GET", "https://fp.test/x?auth_token=hush&a[temp_password]=hush&l[]=1"), 200, None)
    told = repr([one.as_json() for one in journal.arrivals()]) + repr(journal.arrivals())
    assert "hush" not in told
    assert "key-1" not in told
    assert journal.arrivals()[1].params == {
        "auth_token": "[hidden]",
        "a": {"temp_password": "[hidden]"},
        "l": ["1"],
    }


def test_what_cannot_be_read_has_no_parameters() -> None:
    journal = Journal()
    journal.note(0, HttpRequest("POST", "https://fp.test/x", (("content-type", "application/json"),), b"{"), 400, None)
    assert journal.arrivals()[0].params == {}


def test_a_file_is_told_by_its_name_and_size() -> None:
    form = httpx.Request("POST", "https://fp.test/api/v2/company/assets", files={"file": ("a.png", bytes(2_000))})
    journal = Journal()
    journal.note(0, HttpRequest("POST", str(form.url), tuple(form.headers.items()), form.read()), 200, None)
    assert journal.arrivals()[0].as_json()["params"] == {"file": "(a.png: 2,000 bytes)"}


def test_what_opens_a_webhooks_receiver_is_hidden() -> None:
    body = b'{"basic_auth_password": "planted", "headers": {"Authorization": "planted"}, "timeout": 30}'
    journal = Journal()
    journal.note(0, HttpRequest("POST", "https://fp.test/a", (("Content-Type", "application/json"),), body), 200, None)
    told = {"basic_auth_password": "[hidden]", "headers": "[hidden]", "timeout": 30}
    assert journal.arrivals()[0].params == told


def test_what_lets_somebody_choose_a_password_and_the_password_are_hidden() -> None:
    journal, json = Journal(), ("Content-Type", "application/json")
    path = "https://fp.test/api/v2/affiliate/promoters"
    body = b'{"id": "planted", "user": {"new_password": "planted", "new_password_confirmation": "planted"}}'
    journal.note(0, HttpRequest("GET", f"{path}/email_from_encrypted_id?id=planted"), 200, None)
    journal.note(0, HttpRequest("PUT", f"{path}/set_password", (json,), body), 200, None)
    journal.note(0, HttpRequest("GET", "https://fp.test/api/v2/affiliate/email_settings?e=planted"), 200, None)
    assert "planted" not in str([one.as_json() for one in journal.arrivals()])
    assert len(journal.arrivals()) == 3
