"""The files and streams of `firstpromoter backfill`, with real processes: nothing is overwritten, cut short or lost."""

import gzip
import json
import os
import pty
import resource
import signal
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from firstpromoter_async.cli.app import run
from firstpromoter_async.cli.backfill import _signals  # pyright: ignore[reportPrivateUsage]
from tests.cli.command import COMMAND as FIRSTPROMOTER
from tests.cli.command import KEYLESS, MODULE, firstpromoter, firstpromoter_process
from tests.processes import started
from tests.serving import SandboxProcess

COMMAND = [*FIRSTPROMOTER, "backfill"]
SALES = ["--kind", "sale", "--amounts", "minor", "--rate", "off"]
HEADER = "event_id,uid,amount\n"


def rows(count: int, amount: str = "1234567") -> str:
    return HEADER + "".join(f"order-{n},customer-{n},{amount}\n" for n in range(count))


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess) -> SandboxProcess:
    sandbox_process.control("POST", "reset")
    return sandbox_process


@contextmanager
def running(sandbox: SandboxProcess, *arguments: str, **options: Any) -> Generator["subprocess.Popen[str]", None, None]:
    """Start a backfill that may send one row now and then, and wait until it has sent the first."""
    before = sandbox.control("GET", "requests")["total"]
    said = ("backfill", *arguments, *SALES[:-1], "10/3600", "--json")
    options = {"stderr": subprocess.PIPE} | options
    with hang_up_by_default(), started(MODULE, *said, env=sandbox.environment, **options) as process:
        while sandbox.control("GET", "requests")["total"] == before:
            assert process.poll() is None
            time.sleep(0.01)  # between two looks
        yield process


@contextmanager
def hang_up_by_default() -> Generator[None, None, None]:
    """Let programs be told that their terminal was closed, also where these tests run under `nohup`, which they would inherit."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


# Our own advice


def test_rejected_rows_that_were_mended_in_their_place_are_all_sent(sandbox: SandboxProcess, tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(rows(401, amount="1234567 cents"))
    report, ledger = tmp_path / "report", str(tmp_path / "sales.ledger")
    files = ["--report", str(report), "--ledger", ledger, "--json"]
    first = firstpromoter("backfill", str(tmp_path / "sales.csv"), *SALES, *files, env=sandbox.environment)
    assert (first.returncode, json.loads(first.stdout)["rejected"]) == (3, 401)

    rejected = report / "rejected-rows.csv"
    assert f" backfill {rejected} " in " ".join(first.stderr.split()), "the advice that is followed here"
    rejected.write_text(rejected.read_text().replace(" cents", ""))
    second = firstpromoter("backfill", str(rejected), *SALES, *files, env=sandbox.environment)
    assert second.returncode == 0, second.stderr
    numbers = json.loads(second.stdout)
    assert (numbers["rows"], numbers["not_referred"], numbers["requests"]) == (401, 401, 401)
    assert (report / "settled.csv").read_text().count("\n") == 402
    assert (report / "1" / "rejected-rows.csv").read_text() == rows(401), "what was mended is kept"
    assert (report / "1" / "rejected.csv").read_text().count("\n") == 402
    assert f"The earlier report was moved to {report / '1'}" in second.stderr


def test_a_report_in_use_is_left_alone_and_a_killed_run_goes_on(sandbox: SandboxProcess, tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.mkdir()
    source = report / "rejected-rows.csv"
    source.write_text(rows(60))
    line = [str(source), "--report", str(report), "--ledger", str(tmp_path / "x.ledger")]
    with running(sandbox, *line) as process:
        (tmp_path / "other.csv").write_text(rows(1))
        other = firstpromoter(
            "backfill", str(tmp_path / "other.csv"), "--report", str(report), *SALES, env=sandbox.environment
        )
        assert (other.returncode, "is in use by another run" in other.stderr) == (2, True)
        unfinished = str(report / "unfinished-1" / "rejected-rows.csv")
        other = firstpromoter("backfill", unfinished, *SALES, env=sandbox.environment)
        assert (other.returncode, "a run that has not ended yet" in other.stderr) == (2, True)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert source.read_text() == rows(60)

    again = firstpromoter("backfill", *line, *SALES, "--json", env=sandbox.environment)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["rows"] == 60
    assert f"{report / 'unfinished-1'} holds the report of a run that was killed" in again.stderr
    assert (report / "unfinished-1" / "settled.csv").exists()
    assert (report / "1" / "rejected-rows.csv").read_text() == rows(60)


def test_a_terminal_that_is_closed_ends_the_run_in_order(sandbox: SandboxProcess, tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.mkdir()
    source = report / "rejected-rows.csv"
    source.write_text(rows(200))
    terminal, its_end = pty.openpty()
    line = [str(source), "--report", str(report), "--ledger", str(tmp_path / "x.ledger")]
    with running(sandbox, *line, stderr=its_end) as process:
        os.close(its_end)
        os.close(terminal)  # from here on whatever is written to stderr fails
        process.send_signal(signal.SIGHUP)
        out, _ = process.communicate()
    assert process.returncode == 130
    numbers = json.loads(out)
    assert 0 < numbers["rows"] < 200
    assert source.read_text() == rows(200), "the same line finds the same file again"
    assert (report / "1" / "settled.csv").read_text().count("\n") == 1 + numbers["rows"] - numbers["unresolved"]


def test_nohup_is_respected() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        assert _signals() == [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        assert _signals() == [signal.SIGINT, signal.SIGTERM]
    finally:
        signal.signal(signal.SIGHUP, before)


# Streams


def shell(script: str, *arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run the command with redirections that only a shell can make."""
    command = ["sh", "-c", f'exec "$@" {script}', "sh", *COMMAND, *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True)


def test_output_into_the_file_that_is_read_is_refused(tmp_path: Path) -> None:
    sales = tmp_path / "sales.csv"
    sales.write_text(rows(2))
    for arguments in ([str(sales)], ["-", "--ledger", str(tmp_path / "x.ledger")]):
        script = f"< {sales} >> {sales}"
        process = shell(script, *arguments, *SALES, "--json", "--sandbox", env=KEYLESS)
        assert (process.returncode, "the standard output is redirected into" in process.stderr) == (2, True)
    assert sales.read_text() == rows(2)
    assert [file.name for file in tmp_path.iterdir()] == ["sales.csv"]


def test_without_any_stream_the_exit_code_still_tells_and_no_file_is_printed_into(tmp_path: Path) -> None:
    sales, ledger = tmp_path / "sales.csv", tmp_path / "x.ledger"
    sales.write_text(rows(2) + "order-9,customer-9,none\n")
    arguments = [str(sales), *SALES, "--json", "--sandbox", "--ledger", str(ledger), "--report", str(tmp_path / "r")]
    assert shell("<&- >&- 2>&-", *arguments, env=KEYLESS).returncode == 3
    assert (tmp_path / "r" / "settled.csv").read_text().count("\n") == 3
    assert ledger.read_bytes().startswith(b"SQLite format 3\0")
    assert shell("<&- >&- 2>&-", str(tmp_path / "nowhere.csv"), *SALES, "--sandbox", env=KEYLESS).returncode == 2


def test_a_closed_standard_input_is_no_file_of_rows(tmp_path: Path) -> None:
    process = shell("<&-", "-", *SALES, "--sandbox", env=KEYLESS)
    assert process.returncode == 2
    assert "the standard input cannot be read: it is closed" in process.stderr


def test_streams_on_a_full_disk(tmp_path: Path) -> None:
    sales = tmp_path / "sales.csv"
    sales.write_text(rows(1))
    process = shell("> /dev/full", str(sales), *SALES, "--json", "--sandbox", env=KEYLESS)
    assert process.returncode == 1, "a program that waits for the numbers must not take this for a success"
    assert "the numbers cannot be written to the standard output: No space left on device" in process.stderr
    assert "Traceback" not in process.stderr
    process = shell("2> /dev/full", str(sales), *SALES, "--json", "--sandbox", env=KEYLESS)
    assert (process.returncode, json.loads(process.stdout)["rows"]) == (0, 1)


# Disks and names


def test_a_report_on_a_full_disk_ends_the_run_with_a_summary(tmp_path: Path) -> None:
    sales, report = tmp_path / "sales.csv", tmp_path / "report"
    report.mkdir()
    (report / "settled.csv").write_text("an earlier report")
    sales.write_text(HEADER + "too few\n" * 5000)
    process = subprocess.run(
        [*COMMAND, str(sales), *SALES, "--sandbox", "--report", str(report), "--json"],
        env=KEYLESS,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)),
    )
    assert process.returncode == 3
    assert "Traceback" not in process.stderr
    assert f"The run ended early: the report in {report} cannot be written: File too large" in process.stderr
    assert 0 < json.loads(process.stdout)["rows"] < 5000
    unfinished = report / "unfinished-1"
    assert f"what there is of it is in {unfinished}" in process.stderr
    assert (unfinished / "rejected.csv").read_bytes().endswith(b",too few\r\n"), "no line is cut short"
    assert (report / "settled.csv").read_text() == "an earlier report"


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"odd-\xff")
    odd.mkdir()
    (odd / "sales.csv").write_text(rows(1))
    line = [str(odd / "sales.csv"), *SALES, "--sandbox", "--report", str(odd / "report")]
    process = firstpromoter_process("backfill", *line, "--ledger", str(odd / "x.ledger"))
    assert process.returncode == 0, process.stderr
    assert sorted(file.name for file in odd.iterdir()) == ["report", "sales.csv", "x.ledger"]
    assert r"odd-\udcff/report" in process.stderr
    process = firstpromoter_process("backfill", str(odd / "nowhere.csv"), *SALES, "--sandbox")
    assert (process.returncode, r"nowhere.csv cannot be read" in process.stderr) == (2, True)


# Formats


MAJOR = ["--kind", "sale", "--amounts", "major", "--set", "currency=USD"]


@pytest.mark.parametrize(
    ("name", "content", "options", "told"),
    [
        (
            "a.csv.gz",
            gzip.compress(b"event_id;uid;amount\n1;a;29,33\n"),
            ["--decimal", ","],
            "columns are separated by ';'",
        ),
        ("a.tsv", b"event_id\tuid\tamount;x\n1\ta\t29.33\n", ["--delimiter", r"\t", "--map", "amount=amount;x"], ""),
        ("a.json", b'[{"event_id": 1, "uid": "a", "amount": 29.33}]', [], ""),
        ("a.jsonl.gz", gzip.compress(b'{"event_id": 1, "uid": "a", "amount": 29.33}\n'), [], ""),
        ("a.csv", b"event_id,uid,amount\n1,a,29.33", ["--last-line", "complete"], ""),
    ],
    ids=["gzip, semicolons, decimal comma", "tabs", "JSON array", "JSONL in gzip", "no line end"],
)
def test_files_as_people_have_them(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes,
    options: list[str],
    told: str,
) -> None:
    (tmp_path / name).write_bytes(content)
    assert run(["backfill", str(tmp_path / name), *MAJOR, *options, "--dry-run", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["to_send"] == {"sale": 1}
    assert told in err


def test_a_last_line_without_an_end_is_held_back_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sales, report = tmp_path / "sales.csv", tmp_path / "report"
    sales.write_text("event_id,uid,amount\n1,a,129")
    assert run(["backfill", str(sales), *SALES, "--sandbox", "--report", str(report), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["unresolved"] == 1
    assert "1,a,129" in (report / "unresolved.csv").read_text()
    assert "--last-line complete" in (report / "unresolved.csv").read_text()
