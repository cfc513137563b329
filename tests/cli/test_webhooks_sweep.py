"""`firstpromoter webhooks sweep` against a sandbox whose webhooks were dropped."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from firstpromoter_async import FirstPromoter
from tests.cli.command import Told, firstpromoter
from tests.clocks import PATIENT
from tests.serving import SandboxProcess

SERVICE = """
import sqlite3
import sys
from firstpromoter_async.webhooks import Delivery, Event, Inbox, PromoterCreated, Router, WebhookApp, WebhookSecrets

router = Router()

@router.on(PromoterCreated)
def keep(event, delivery: Delivery) -> None:
    if event.data.email == "bad@example.com":
        raise RuntimeError("not her")
    delivery.in_transaction(lambda database: database.execute("INSERT INTO effects VALUES (?)", (event.data.email,)))

inbox = Inbox("inbox.db", router, secrets=WebhookSecrets(headers={"X-Secret": "hush"}))
app = WebhookApp(inbox)
nothing = 1
"""


async def happen(sandbox: SandboxProcess, *emails: str) -> None:
    """Let promoters be made, of whom nobody is told in time."""
    async with FirstPromoter(
        api_key=sandbox.api_key,
        account_id=sandbox.account_id,
        base_url=sandbox.base_url,
        rate=None,
        timeout=PATIENT,
        deadline=None,
    ) as fp:
        await fp.v2.webhooks.create(url="http://127.0.0.1:9/", event_types=["promoter.created"], max_retries=0)
        for email in emails:
            await fp.v2.promoters.create(email=email)
        [webhook] = await fp.v2.webhooks.list().collect()
        statuses = set[str | None]()
        while statuses != {"failed"}:
            statuses = {one.status for one in await fp.v2.webhook_deliveries.list(webhook.id).collect()}


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox_process: SandboxProcess) -> Iterator[Path]:
    sandbox_process.control("POST", "reset")
    (tmp_path / "hooks.py").write_text(SERVICE)
    with sqlite3.connect(tmp_path / "inbox.db") as database:
        database.execute("CREATE TABLE effects (email TEXT)")
    database.close()
    with monkeypatch.context() as patch:
        patch.delitem(sys.modules, "hooks", raising=False)
        patch.setattr(sys, "path", [str(tmp_path), *sys.path])
        yield tmp_path
    sys.modules.pop("hooks", None)


def effects(service: Path) -> list[str]:
    database = sqlite3.connect(service / "inbox.db")
    rows = database.execute("SELECT email FROM effects ORDER BY email").fetchall()
    database.close()
    return [email for (email,) in rows]


def swept(service: Path, sandbox: SandboxProcess, *arguments: str) -> Told:
    sys.modules.pop("hooks", None)
    return firstpromoter("webhooks", "sweep", *arguments, env=sandbox.environment, directory=service)


def test_what_never_arrived_is_handled_once_however_often_it_is_swept(
    service: Path, sandbox_process: SandboxProcess
) -> None:
    anyio.run(happen, sandbox_process, "ann@example.com", "bob@example.com")
    first = swept(service, sandbox_process, "--app", "hooks:inbox")
    assert (first.returncode, effects(service)) == (0, ["ann@example.com", "bob@example.com"]), first.stderr
    assert [line.split("\t")[:2] for line in first.stdout.splitlines()] == [["204", "promoter.created"]] * 2
    assert "2 of the deliveries since" in first.stderr
    again = swept(service, sandbox_process, "--app", "hooks:app", "--json")
    assert (again.returncode, len(effects(service))) == (0, 2)
    assert {one["reason"] for one in json.loads(again.stdout)["events"]} == {"it was handled already"}


def test_a_handler_that_fails_makes_the_sweep_fail_and_keeps_the_others(
    service: Path, sandbox_process: SandboxProcess
) -> None:
    anyio.run(happen, sandbox_process, "bad@example.com", "bob@example.com")
    told = swept(service, sandbox_process, "--app", "hooks:inbox", "--since", "7d")
    assert (told.returncode, effects(service)) == (1, ["bob@example.com"])
    assert sorted(line.split("\t")[0] for line in told.stdout.splitlines()) == ["204", "500"]


def test_what_is_older_is_left_out(service: Path, sandbox_process: SandboxProcess) -> None:
    anyio.run(happen, sandbox_process, "ann@example.com")
    told = swept(service, sandbox_process, "--app", "hooks:inbox", "--since", "2999-01-01T00:00:00Z")
    assert (told.returncode, told.stdout, effects(service)) == (0, "", [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--app", "hooks"), "module:name"),
        (("--app", "absent:inbox"), "there is no module absent"),
        (("--app", "hooks:nothing"), "is no Inbox"),
        (
            ("--app", "hooks:inbux"),
            "there is no inbux in the module hooks; --app hooks:inbox or --app hooks:app would do",
        ),
        (("--app", "json:app"), "there is no app in the module json, and no other inbox"),
        (("--app", "hooks:inbox", "--since", "yesterday"), "--since is 90m"),
        (("--app", "hooks:inbox", "--since", "2026-01-01"), "with a time zone"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    service: Path, sandbox_process: SandboxProcess, arguments: tuple[str, ...], said: str
) -> None:
    told = swept(service, sandbox_process, *arguments)
    assert told.returncode == 2
    assert said in told.stderr
