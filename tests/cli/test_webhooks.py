"""`firstpromoter webhooks` as a user meets it."""

import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from firstpromoter_async.webhooks import CommissionUpdated, Event, Inbox, LeadSignedUp, Router
from tests.cli.command import Told, firstpromoter
from tests.webhooks.making import PROOF, SECRETS, body, v1, v2

router = Router()


@router.on(CommissionUpdated)
def break_down(event: CommissionUpdated) -> None:
    raise RuntimeError("no stock")


@router.on(LeadSignedUp, Event)
def note(event: object) -> None: ...


async def fill(place: str) -> None:
    async with Inbox(place, router, secrets=SECRETS, attempts=1) as inbox:
        await inbox.receive(body(v2()), PROOF)
        await inbox.receive(body(v1()), PROOF)
        await inbox.receive(b"half an ev", PROOF)


@pytest.fixture
def filled(place: str) -> str:
    anyio.run(fill, place)
    return place


Command = Callable[..., Told]


@pytest.fixture
def webhooks(filled: str) -> Command:
    return lambda *arguments: firstpromoter("webhooks", *arguments, "--inbox", filled)


def test_the_list_shows_what_is_there_and_says_how_many_of_each_state(webhooks: Command) -> None:
    told = webhooks("list")
    assert sorted(line.split("\t")[:2] for line in told.stdout.splitlines()) == [
        ["dead", "commission.updated"],
        ["dead", "unreadable"],
        ["done", "lead_signup"],
    ]
    assert "the inbox has 3 events\n  1 done\n  2 dead (given up; `webhooks replay KEY`" in told.stderr
    assert len(webhooks("list", "--state", "done").stdout.splitlines()) == 1
    assert len(webhooks("list", "--limit", "2").stdout.splitlines()) == 2


def test_an_event_that_was_handled_in_the_end_failed_earlier(place: str) -> None:
    fails_once, problems = Router(), [RuntimeError("no stock")]

    @fails_once.on(Event)
    def fail_once(event: Event) -> None:
        if problems:
            raise problems.pop()

    async def receive_twice() -> None:
        now = time.time()
        async with Inbox(place, fails_once, secrets=SECRETS, clock=lambda: now) as inbox:
            assert (await inbox.receive(body(v2()), PROOF)).status == 500
            now += 3600
            assert (await inbox.receive(body(v2()), PROOF)).status == 204

    anyio.run(receive_twice)
    (line,) = firstpromoter("webhooks", "list", "--inbox", place).stdout.splitlines()
    assert (line.split("\t")[0], line.split("\t")[4]) == ("done", "earlier: RuntimeError: no stock")


def test_the_list_as_json(webhooks: Command) -> None:
    told = json.loads(webhooks("list", "--json").stdout)
    assert told["counts"] == {"dead": 2, "done": 1}
    assert {event["reason"] for event in told["events"]} >= {None, "RuntimeError: no stock"}


def test_an_event_is_shown_with_its_body(webhooks: Command) -> None:
    shown = json.loads(webhooks("show", "v2:event-1").stdout)
    assert (shown["event"], shown["state"], shown["entity"]) == ("commission.updated", "dead", "commission:88901")
    assert shown["body"]["data"]["amount"] == 2500
    key = next(line.split("\t")[2] for line in webhooks("list").stdout.splitlines() if "unreadable" in line)
    assert json.loads(webhooks("show", key).stdout)["body"] == "half an ev"


def test_what_is_replayed_waits_to_be_handled(webhooks: Command) -> None:
    told = webhooks("replay", "v2:event-1")
    assert (told.returncode, told.stderr) == (0, "v2:event-1: waits to be handled (it was dead)\n")
    assert json.loads(webhooks("show", "v2:event-1").stdout)["state"] == "waiting"


def test_nothing_is_replayed_unless_all_keys_are_known(webhooks: Command) -> None:
    told = webhooks("replay", "v2:event-1", "v2:nobody")
    assert told.returncode == 2
    assert "no event 'v2:nobody'" in told.stderr
    assert json.loads(webhooks("show", "v2:event-1").stdout)["state"] == "dead"
    assert webhooks("replay").returncode == 2


def test_a_file_that_is_no_inbox_is_told_and_none_is_made(tmp_path: Path) -> None:
    absent = firstpromoter("webhooks", "list", "--inbox", str(tmp_path / "absent.db"))
    assert absent.returncode == 2
    assert "there is no inbox" in absent.stderr
    assert list(tmp_path.iterdir()) == []
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (a)")
    (tmp_path / "text.db").write_text("no database")
    for name in ("other.db", "text.db"):
        other = firstpromoter("webhooks", "list", "--inbox", str(tmp_path / name))
        assert other.returncode == 2
        assert "no inbox of webhooks" in other.stderr


def test_a_database_that_cannot_be_reached_is_told_without_its_password() -> None:
    told = firstpromoter("webhooks", "list", "--inbox", "postgresql://me:hush@127.0.0.1:1/none")
    assert told.returncode == 2
    assert "cannot be reached" in told.stderr
    assert "hush" not in told.stderr
