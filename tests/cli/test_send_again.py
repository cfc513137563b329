"""Following the advice after a run: mend, run the command that was printed, and everything is settled."""

import json
import shlex
from pathlib import Path

import pytest

from tests.cli.command import Told, firstpromoter
from tests.cli.test_cli import signed_up
from tests.serving import SandboxProcess

HEADER = "kind,event_id,uid,amount,ref_id,sale_event_id\n"
CHAIN = HEADER + (
    "sale,a-1,ann,10.00,,\n"
    "cancellation,,ben,,,\n"  # above all of ben's rows: it waits for his signup
    "signup,,ben,,,\n"  # nobody says who referred him
    "sale,b-1,ben,20.00,,\n"
    "refund,b-2,ben,5.00,,b-1\n"
    "refund,b-3,ben,1.00,,\n"
    "sale,c-1,cleo,twelve,,\n"
    "refund,c-2,cleo,1.00,,\n"
    "sale,c-3,cleo,3.00,,\n"
    "cancellation,,cleo,,,\n"
)
USUAL = ["--amounts", "major", "--set", "currency=USD", "--rate", "off", "--json"]


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess) -> SandboxProcess:
    sandbox_process.control("POST", "reset")
    for customer in ("ann", "cleo"):
        signed_up(sandbox_process, customer, f"of-{customer}")
    return sandbox_process


def numbers(told: Told) -> dict[str, int]:
    return json.loads(told.stdout.splitlines()[-1])


def advised(told: Told) -> list[str]:
    """The command that the run has printed for its user, without the program's name."""
    (line,) = [line for line in told.stderr.splitlines() if line.startswith("    firstpromoter ")]
    return shlex.split(line)[1:]


def in_directory(directory: Path, sandbox: SandboxProcess, arguments: list[str]) -> Told:
    return firstpromoter(*arguments, env=sandbox.environment, directory=directory)


def test_a_chain_of_rejected_rows_comes_to_a_complete_end(sandbox: SandboxProcess, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(CHAIN)
    first = in_directory(tmp_path, sandbox, ["backfill", "rows.csv", *USUAL, "--report", "report"])
    assert first.returncode == 3
    assert numbers(first) | {"requests": 0} == {
        "rows": 10,
        "recorded": 2,
        "already_recorded": 0,
        "not_referred": 0,
        "skipped": 0,
        "rejected": 2,
        "conflicts": 0,
        "unresolved": 6,
        "requests": 0,
    }
    to_mend = tmp_path / "report" / "rejected-rows.csv"
    settled = {"sale,a-1,ann,10.00,,", "sale,c-3,cleo,3.00,,"}
    assert to_mend.read_text() == "".join(f"{line}\n" for line in CHAIN.splitlines() if line not in settled)

    to_mend.write_text(to_mend.read_text().replace("signup,,ben,,,", "signup,,ben,,of-ann,").replace("twelve", "12"))
    second = in_directory(tmp_path, sandbox, advised(first))
    assert second.returncode == 0, second.stderr
    assert (numbers(second)["rows"], numbers(second)["recorded"]) == (8, 8)
    assert sandbox.control("GET", "state")["events"] == {"signup": 3, "sale": 4, "refund": 3, "cancellation": 2}

    whole = in_directory(tmp_path, sandbox, ["backfill", "rows.csv", *USUAL])
    told = numbers(whole)
    assert (whole.returncode, told["requests"], told["rejected"], told["unresolved"]) == (3, 0, 2, 0), (
        "two are not mended there"
    )
    listed = firstpromoter("ledger", "list", "--ledger", str(tmp_path / "rows.csv.ledger"))
    assert (listed.returncode, listed.stdout) == (0, "")


def test_without_a_report_the_advice_is_to_ask_for_one(sandbox: SandboxProcess, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(CHAIN)
    first = in_directory(tmp_path, sandbox, ["backfill", "rows.csv", *USUAL])
    assert "Run the same line again with --report DIRECTORY" in first.stderr
    for command in ("list --ledger rows.csv.ledger", "settle b-2 --as recorded --ledger rows.csv.ledger"):
        assert f"firstpromoter ledger {command}".replace("b-2", "KEY") in first.stderr
        assert in_directory(tmp_path, sandbox, ["ledger", *command.split()]).returncode == 0


def test_what_only_has_to_be_sent_again_needs_no_mending(sandbox: SandboxProcess, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"event_id": "a-1", "uid": "ann", "amount": "5.00", "currency": "USD"}\n')
    sandbox.control("POST", "faults", {"shares": {"unavailable": 1.0}})
    usual = ["--format=jsonl", "--kind", "sale", "--amounts", "major", "--rate", "off", "--patience", "0.5", "--json"]
    try:
        first = in_directory(
            tmp_path, sandbox, ["backfill", *usual, "rows.jsonl", "--ledger=x.ledger", "--report=report"]
        )
    finally:
        sandbox.control("DELETE", "faults")
    assert first.returncode == 3
    assert "Run the same line again: what is settled costs no calls." in first.stderr
    again = in_directory(tmp_path, sandbox, ["backfill", *usual, "rows.jsonl", "--ledger=x.ledger", "--report=report"])
    assert (again.returncode, numbers(again)["recorded"]) == (0, 1)


def test_a_last_row_that_may_be_cut_short_is_in_no_ledger_and_the_advice_does_not_lead_there(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text(HEADER + "sale,cut-1,ann,129,,")
    first = in_directory(tmp_path, sandbox, ["backfill", "rows.csv", *USUAL])
    assert (first.returncode, numbers(first)["unresolved"]) == (3, 1)
    assert "The last row has no end, and was held back" in first.stderr
    assert "ledger list" not in first.stderr
    again = in_directory(tmp_path, sandbox, ["backfill", "rows.csv", *USUAL, "--last-line", "complete"])
    assert (again.returncode, numbers(again)["rows"]) == (0, 1)


def test_a_refund_is_released_by_a_sale_that_another_file_has_settled(sandbox: SandboxProcess, tmp_path: Path) -> None:
    usual = [*USUAL, "--ledger", "one.ledger"]
    (tmp_path / "first.csv").write_text(HEADER + "sale,a-1,ann,ten,,\nrefund,a-2,ann,1.00,,\n")
    (tmp_path / "refunds.csv").write_text(HEADER + "refund,a-2,ann,1.00,,\n")
    (tmp_path / "mended.csv").write_text(HEADER + "sale,a-1,ann,10,,\n")

    def unresolved_in(file: str) -> int:
        return numbers(in_directory(tmp_path, sandbox, ["backfill", file, *usual]))["unresolved"]

    assert (unresolved_in("first.csv"), unresolved_in("refunds.csv")) == (1, 1)
    assert (unresolved_in("mended.csv"), unresolved_in("refunds.csv")) == (0, 0)
    assert sandbox.control("GET", "state")["events"]["refund"] == 1


def test_a_signup_that_could_not_be_read_brings_its_sales_along(sandbox: SandboxProcess, tmp_path: Path) -> None:
    """Whose row it is nobody can tell, so whatever was nobody's referral may have waited for it."""
    (tmp_path / "rows.csv").write_text(HEADER + "sale,d-1,dan,9.00,,\nsignup,,dan,,of-ann,,,\nsale,a-1,ann,1.00,,\n")
    first = in_directory(tmp_path, sandbox, ["backfill", "rows.csv", *USUAL, "--report", "report"])
    assert (numbers(first)["rejected"], numbers(first)["not_referred"]) == (1, 1)
    to_mend = tmp_path / "report" / "rejected-rows.csv"
    assert to_mend.read_text() == HEADER + "sale,d-1,dan,9.00,,\nsignup,,dan,,of-ann,,,\n"
    to_mend.write_text(to_mend.read_text().replace(",,,\n", ",\n"))
    second = in_directory(tmp_path, sandbox, advised(first))
    assert (second.returncode, numbers(second)["recorded"], numbers(second)["not_referred"]) == (0, 2, 0)
