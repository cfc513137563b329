"""`firstpromoter ledger` as a user meets it."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import anyio
import pytest

from firstpromoter_async.backfill import Ledger
from firstpromoter_async.backfill.results import LOOK_IT_UP
from tests.cli.command import Told, firstpromoter, firstpromoter_process
from tests.cli.test_cli import signed_up
from tests.serving import SandboxProcess

HEADER = "kind,event_id,uid,email,amount,sale_event_id\n"
ROWS = HEADER + (
    "sale,a-1,ann,,ten,\nrefund,a-2,ann,,1.00,a-1\n"
    "sale,b-1,bob,,5.00,\nrefund,b-1,bob,,zero,b-1\n"
    "cancellation,,,ann@example.com,,\n"
)
OPTIONS = ["--amounts", "major", "--set", "currency=USD", "--rate", "off", "--json"]


Command = Callable[..., Told]


@pytest.fixture(scope="module")
def file(sandbox_process: SandboxProcess, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose backfill has left rows unsettled."""
    sandbox_process.control("POST", "reset")
    for customer in ("ann", "bob"):
        signed_up(sandbox_process, customer, f"of-{customer}")
    file = tmp_path_factory.mktemp("left") / "rows.csv"
    file.write_text(ROWS)
    assert firstpromoter("backfill", str(file), *OPTIONS, env=sandbox_process.environment).returncode == 3
    return file


@pytest.fixture
def left(file: Path, tmp_path: Path) -> str:
    """The name of a ledger as that backfill has left it."""
    return str(shutil.copy(f"{file}.ledger", tmp_path / "rows.ledger"))


@pytest.fixture
def ledger() -> Command:
    return partial(firstpromoter, "ledger")


def listed(ledger: Command, left: str, *more: str) -> list[list[str]]:
    told = ledger("list", "--ledger", left, *more)
    assert told.returncode == 0, told.stderr
    return [line.split("\t") for line in told.stdout.splitlines()]


def test_what_is_not_settled_is_listed_for_people_and_pipes(ledger: Command, left: str, file: Path) -> None:
    rows = listed(ledger, left)
    assert [row[:4] for row in rows] == [
        ["rejected", "sale", "a-1", "2"],
        ["unsent", "refund", "a-2", "3"],
        ["rejected", "refund", "b-1", "5"],
    ]
    assert rows[0][5] == str(file)
    assert [row[2] for row in listed(ledger, left, "--kind", "sale")] == ["a-1"]
    assert len(listed(ledger, left, "--all")) == 5
    told = ledger("list", "--ledger", left)
    assert "has 5 entries" in told.stderr
    assert "2 rejected (cannot be sent as it is, or was refused: mend the row)" in told.stderr


@pytest.mark.parametrize("look", [("list",), ("show", "a-1")])
def test_a_look_leaves_nothing_beside_the_ledger(ledger: Command, left: str, look: tuple[str, ...]) -> None:
    before = Path(left).read_bytes()
    assert ledger(*look, "--ledger", left).returncode == 0
    assert [file.name for file in Path(left).parent.iterdir()] == ["rows.ledger"]
    assert Path(left).read_bytes() == before


def test_the_list_as_json_names_the_account_and_counts(
    ledger: Command, left: str, sandbox_process: SandboxProcess
) -> None:
    told = json.loads(ledger("list", "--ledger", left, "--json").stdout)
    assert told["account"].startswith(f"{sandbox_process.account_id}@")
    assert sum(told["counts"].values()) == 5
    assert {entry["key"] for entry in told["entries"]} == {"a-1", "a-2", "b-1"}
    assert not any(entry["settled"] for entry in told["entries"])


def test_a_key_is_shown_with_its_row(ledger: Command, left: str, file: Path) -> None:
    told = ledger("show", "a-1", "--ledger", left).stdout
    assert f"line 2 of {file}, run 1" in told
    assert "rejected" in told
    assert [row["kind"] for row in json.loads(ledger("show", "b-1", "--ledger", left, "--json").stdout)] == [
        "refund",
        "sale",
    ]


def test_with_a_persons_word_exit_code_0_is_reached(
    ledger: Command, sandbox_process: SandboxProcess, file: Path, left: str
) -> None:
    settled = ledger("settle", "a-1", "--as", "rejected", "--ledger", left)
    assert settled.stderr == "sale a-1: settled as rejected by hand (it was rejected)\n"
    ours = ledger("settle", "b-1", "--kind", "refund", "--as", "recorded", "--ledger", left)
    assert ours.returncode == 0
    done = firstpromoter("backfill", str(file), *OPTIONS, "--ledger", left, env=sandbox_process.environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["skipped"] == 2
    assert listed(ledger, left) == []


def test_what_firstpromoter_has_answered_is_settled_otherwise_only_with_yes(ledger: Command, left: str) -> None:
    so = ledger("settle", "b-1", "--kind", "sale", "--as", "recorded", "--ledger", left)
    assert (so.returncode, so.stderr) == (
        0,
        "sale b-1: it is recorded already, as FirstPromoter has answered; nothing was changed\n",
    )
    otherwise = ("settle", "a-1", "b-1", "--kind", "sale", "--as", "rejected", "--ledger", left)
    refused = ledger(*otherwise)
    assert refused.returncode == 2
    assert "sale b-1: it is recorded, as FirstPromoter has answered; if that is wrong, say --yes" in refused.stderr
    assert "by hand" not in ledger("list", "--all", "--ledger", left).stdout
    told = ledger(*otherwise, "--yes")
    assert (told.returncode, "sale b-1: settled as rejected by hand (it was recorded)" in told.stderr) == (0, True)
    taken_back = ledger("settle", "b-1", "--kind", "sale", "--as", "recorded", "--ledger", left)
    assert taken_back.stderr == "sale b-1: settled as recorded by hand (it was rejected by hand)\n"


def test_keys_can_be_taken_from_the_list(ledger: Command, left: str) -> None:
    keys = "".join(f"{row[2]}\n" for row in listed(ledger, left, "--kind", "refund"))
    settled = firstpromoter_process(
        "ledger", "settle", "-", "--kind", "refund", "--as", "rejected", "--ledger", left, stdin=keys
    )
    assert settled.returncode == 0, settled.stderr
    assert [row[2] for row in listed(ledger, left)] == ["a-1"]


def test_a_key_of_several_kinds_needs_the_kind(ledger: Command, left: str) -> None:
    told = ledger("settle", "b-1", "--as", "recorded", "--ledger", left)
    assert told.returncode == 2
    assert "say which, --kind refund and --kind sale" in told.stderr


def test_a_cancellation_is_forgotten_only_with_yes_and_then_sent_again(
    ledger: Command, sandbox_process: SandboxProcess, file: Path, left: str
) -> None:
    warned = ledger("forget", "a-2", "ann@example.com", "--ledger", left)
    assert warned.returncode == 2
    assert "a second copy of a cancellation would be stored" in warned.stderr
    assert len(listed(ledger, left, "--all")) == 5, "nothing was forgotten"
    assert ledger("forget", "ann@example.com", "--yes", "--ledger", left).returncode == 0
    assert len(listed(ledger, left, "--all")) == 4
    sent_again = firstpromoter("backfill", str(file), *OPTIONS, "--ledger", left, env=sandbox_process.environment)
    assert json.loads(sent_again.stdout)["requests"] == 1


def test_the_advice_about_a_row_that_no_machine_can_find_out_can_be_followed_word_for_word(
    ledger: Command, left: str
) -> None:
    with closing(sqlite3.connect(left)) as database, database:
        database.execute("UPDATE entries SET state = 'intended' WHERE kind = 'cancellation'")
    advice = re.findall("`firstpromoter ledger ([^`]+)`", LOOK_IT_UP)
    assert len(advice) == 2
    for command in advice:
        words = [{"KEY": "ann@example.com", "LEDGER": left}.get(word, word) for word in command.split()]
        told = ledger(*words)
        assert told.returncode == 0, told.stderr


def test_a_key_that_is_not_there_is_told_with_the_account(
    ledger: Command, left: str, sandbox_process: SandboxProcess
) -> None:
    told = ledger("settle", "a-9", "--as", "recorded", "--ledger", left)
    assert told.returncode == 2
    assert f"(of account {sandbox_process.account_id}@" in told.stderr
    assert "has no entry 'a-9'" in told.stderr


def test_a_file_that_is_no_ledger_is_refused_and_none_is_made(ledger: Command, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("no database at all, but long enough for one. " * 20)
    assert "is not a ledger" in ledger("list", "--ledger", str(notes)).stderr
    missing = ledger("list", "--ledger", str(tmp_path / "none"))
    assert (missing.returncode, "there is no ledger" in missing.stderr) == (2, True)
    assert not (tmp_path / "none").exists()


def test_a_ledger_that_a_backfill_uses_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger"

    async def use() -> tuple[int, str]:
        async with Ledger(path, account="acc_1"):
            told = await anyio.to_thread.run_sync(
                lambda: firstpromoter_process("ledger", "list", "--ledger", str(path))
            )
            return told.returncode, told.stderr

    code, told = anyio.run(use)
    assert (code, "in use by another backfill" in told) == (2, True)
