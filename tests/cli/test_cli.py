"""The command as a user meets it: its output, its exit code."""

import json
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, KEYLESS, MODULE, firstpromoter, firstpromoter_process
from tests.processes import started
from tests.serving import SandboxProcess, plain, serve_sandbox

HEADER = "order_id,customer_id,amount_usd\n"
MAPPED = ["--kind", "sale", "--amounts", "major", "--account-currency", "USD", "--rate", "off"]
MAPPED += ["--map", "event_id=order_id", "--map", "uid=customer_id", "--map", "amount=amount_usd"]


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    file = tmp_path / "sales.csv"
    file.write_text(HEADER + "order-1,ann,29.33\norder-2,ben,0.00\norder-3,cleo,5.00\n", "utf-8")
    return file


def signed_up(sandbox: SandboxProcess, uid: str, ref_id: str) -> None:
    """Make a promoter and a signup with plain HTTP."""
    key = {"X-API-KEY": sandbox.v1_api_key}
    for path, form in (
        ("promoters/create", {"email": f"{ref_id}@example.com", "ref_id": ref_id}),
        ("track/signup", {"uid": uid, "ref_id": ref_id}),
    ):
        plain("POST", f"{sandbox.base_url}/api/v1/{path}", data=form, headers=key).raise_for_status()


# Help and usage


def test_help_names_every_command_and_where_keys_come_from() -> None:
    told = firstpromoter("--help").stdout
    for word in (
        "backfill",
        "sandbox",
        "demo",
        "operations",
        "FIRSTPROMOTER_API_KEY",
        "Serve a stateful sandbox",
        "List every",
    ):
        assert word in told


@pytest.mark.parametrize("arguments", [["ledger", "list", "--ledger", "none"], ["webhooks", "list", "--inbox", "none"]])
def test_a_command_loads_nothing_of_the_others(arguments: list[str]) -> None:
    code = f"""
        import sys
        from firstpromoter_async.cli.app import run
        code = run({arguments})
        loaded = {{name.split(".")[1] for name in sys.modules if name.startswith("firstpromoter_async.")}}
        print(code, sorted(loaded & {{"client", "sandbox", "catalogue", "v1", "v2"}}))
    """
    process = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], env=KEYLESS, capture_output=True, text=True)
    assert process.stdout == "2 []\n", process.stderr


@pytest.mark.parametrize("command", ["backfill", "sandbox", "demo", "operations"])
def test_every_command_explains_itself(command: str) -> None:
    process = firstpromoter(command, "--help")
    assert process.returncode == 0
    assert "Usage: firstpromoter" in process.stdout


def test_the_help_of_backfill_explains_every_exit_code() -> None:
    told = " ".join(firstpromoter("backfill", "--help").stdout.split())
    for code in ("0: every row", "1: the rows are settled, but", "2: wrong usage", "3: some are", "130: interrupted"):
        assert code in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["backfill"],
        ["backfill", "x.csv", "--colour", "red"],
        ["backfill", "x.csv", "--kind", "gift"],
        ["backfill", "x.csv", "--kind", "sale", "--amounts", "about"],
        ["sandbox", "--port", "many"],
        ["sandbox", "--port", "99999"],
    ],
    ids=" ".join,
)
def test_wrong_words_are_wrong_usage_and_are_told_on_stderr(arguments: list[str]) -> None:
    process = firstpromoter(*arguments)
    assert process.returncode == 2
    assert process.stdout == ""
    assert process.stderr != ""


def test_the_version_is_told() -> None:
    assert firstpromoter_process("--version").stdout.strip() == "0.1.0"


def test_ctrl_c_while_the_command_loads_leaves_no_traceback() -> None:
    impatient = """
        import sys
        class Interrupted:
            def find_spec(self, name, *_):
                if name == "cyclopts":
                    raise KeyboardInterrupt
        sys.meta_path.insert(0, Interrupted())
        from firstpromoter_async.cli import main
        main()
    """
    process = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(impatient)], env=KEYLESS, capture_output=True, text=True
    )
    assert (process.returncode, process.stderr) == (130, "")


# operations


def test_operations_as_json_has_a_row_for_each() -> None:
    rows = json.loads(firstpromoter("operations", "--json").stdout)
    names = ["api", "method", "path", "call", "replay", "paginated", "documented"]
    assert {frozenset(row) for row in rows} == {frozenset(names)}
    assert sum(row["api"] == "v1" for row in rows) == 27
    assert sum(not row["documented"] for row in rows) == 4
    assert {
        "api": "v2",
        "method": "POST",
        "path": "/api/v2/track/sale",
        "call": "v2.track.sale",
        "replay": "keyed",
        "paginated": False,
        "documented": True,
    } in rows


def test_a_reader_that_closes_the_pipe_early_gets_no_traceback() -> None:
    command = [*COMMAND, "operations", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=KEYLESS) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_operations_for_people_is_a_table() -> None:
    told = firstpromoter("operations").stdout
    assert "v1.leads.list" in told
    assert "In no document of the API." in " ".join(told.split())


def test_operations_in_a_file_are_cut_by_no_width(tmp_path: Path) -> None:
    file = tmp_path / "operations.txt"
    command = [*COMMAND, "operations"]
    with file.open("wb") as output:
        subprocess.run(command, env=KEYLESS | {"COLUMNS": "40"}, stdout=output, check=True)
    lines = file.read_text("utf-8").splitlines()
    rows = json.loads(firstpromoter("operations", "--json").stdout)
    assert len(lines) == 1 + len(rows), "one line a row"
    for row, line in zip(rows, lines[1:], strict=True):
        assert line.split()[:3] == [row["call"], row["method"], row["path"]]


# completion


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_completion_is_installed_and_completes(tmp_path: Path) -> None:
    env = KEYLESS | {"HOME": str(tmp_path)}
    assert firstpromoter_process("--install-completion", "--shell", "bash", env=env).returncode == 0
    script = """
        . ~/.bashrc
        COMP_WORDS=(firstpromoter back); COMP_CWORD=1; _firstpromoter; echo "${COMPREPLY[@]}"
        COMP_WORDS=(firstpromoter backfill --amou); COMP_CWORD=2; _firstpromoter; echo "${COMPREPLY[@]}"
    """
    told = subprocess.run(
        ["bash", "-c", script], env=env, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert told == ["backfill", "--amounts"]


# sandbox


def test_the_sandbox_announces_itself_in_one_json_line_and_stops_on_sigterm() -> None:
    with serve_sandbox() as sandbox:
        assert sandbox.base_url.startswith("http://127.0.0.1:")
        sandbox.process.send_signal(signal.SIGTERM)
        assert sandbox.process.wait() == 0


def test_a_sandbox_on_a_file_that_is_none_of_its_own_says_so(tmp_path: Path) -> None:
    stranger = tmp_path / "notes.txt"
    stranger.write_text("not a database, but long enough to be taken for one " * 40, "utf-8")
    process = firstpromoter("sandbox", "--port", "0", "--db", str(stranger))
    assert process.returncode == 2
    assert "notes.txt" in process.stderr


def test_a_rate_that_is_none_is_wrong_usage() -> None:
    process = firstpromoter("sandbox", "--rate", "fast")
    assert (process.returncode, "fast" in process.stderr) == (2, True)


# demo


def test_the_demo_runs_the_whole_job_without_an_account(tmp_path: Path) -> None:
    process = subprocess.run(
        [*COMMAND, "demo"],
        env=KEYLESS | {"TMPDIR": str(tmp_path), "COLUMNS": "20"},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0
    assert "recorded            83" in process.stdout, "whoever keeps the output has all of it"
    assert "ann@example.com   ann" in process.stdout
    assert process.stderr == ""
    assert list(tmp_path.iterdir()) == []


# backfill


def test_a_backfill_prints_its_numbers_as_json_last(sandbox_process: SandboxProcess, sales: Path) -> None:
    sandbox_process.control("POST", "reset")
    signed_up(sandbox_process, "ann", "p1")
    process = firstpromoter("backfill", str(sales), *MAPPED, "--json", env=sandbox_process.environment)
    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout.splitlines()[-1]) == {
        "rows": 3,
        "recorded": 1,
        "already_recorded": 0,
        "not_referred": 1,
        "skipped": 1,
        "rejected": 0,
        "conflicts": 0,
        "unresolved": 0,
        "requests": 2,
    }


def test_run_again_it_sends_nothing(sandbox_process: SandboxProcess, sales: Path) -> None:
    first = firstpromoter("backfill", str(sales), *MAPPED, "--json", env=sandbox_process.environment)
    again = firstpromoter("backfill", str(sales), *MAPPED, "--json", env=sandbox_process.environment)
    assert json.loads(first.stdout) | {"requests": 0} == json.loads(again.stdout)


def test_the_ledger_is_called_after_the_file_unless_it_is_named(sandbox_process: SandboxProcess, sales: Path) -> None:
    firstpromoter("backfill", str(sales), *MAPPED, env=sandbox_process.environment)
    assert (sales.parent / "sales.csv.ledger").exists()


def test_rows_from_the_standard_input_need_a_ledger(sandbox_process: SandboxProcess, tmp_path: Path) -> None:
    rows = HEADER + "order-9,dan,1.00\n"
    without = firstpromoter("backfill", "-", *MAPPED, env=sandbox_process.environment)
    assert (without.returncode, "--ledger" in without.stderr) == (2, True)
    ledger = ["--ledger", str(tmp_path / "x.ledger")]
    env = sandbox_process.environment
    assert firstpromoter_process("backfill", "-", *MAPPED, *ledger, env=env, stdin=rows).returncode == 0


def test_jsonl_is_known_by_its_name(sandbox_process: SandboxProcess, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text('{"kind": "sale", "event_id": "j-1", "uid": "dan", "amount": 12.5}\n', "utf-8")
    process = firstpromoter(
        "backfill",
        str(file),
        "--amounts",
        "major",
        "--set",
        "currency=USD",
        "--rate",
        "off",
        "--json",
        env=sandbox_process.environment,
    )
    assert json.loads(process.stdout)["not_referred"] == 1


def test_rejected_rows_make_exit_code_3_and_a_report_that_keeps_the_row(
    sandbox_process: SandboxProcess, tmp_path: Path
) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(HEADER + "order-1,ann,twelve\n", "utf-8")
    report = tmp_path / "report"
    process = firstpromoter("backfill", str(file), *MAPPED, "--report", str(report), env=sandbox_process.environment)
    assert process.returncode == 3
    assert "order-1,ann,twelve" in (report / "rejected.csv").read_text("utf-8")


def test_a_dry_run_needs_no_keys_sends_nothing_and_leaves_nothing(sales: Path) -> None:
    process = firstpromoter("backfill", str(sales), *MAPPED, "--dry-run", "--json")
    assert process.returncode == 0, process.stderr
    plan = json.loads(process.stdout)
    assert (plan["to_send"], plan["skipped"]) == ({"sale": 2}, 1)
    assert [file.name for file in sales.parent.iterdir()] == ["sales.csv"]


def test_a_dry_run_shows_the_columns_and_reports_every_reason_apart_from_real_reports(sales: Path) -> None:
    sales.write_text(
        "order_id,customer_id,amount_usd,emial,notes\norder-1,ann,twelve,,\norder-2,ann,12.00,,\n", "utf-8"
    )
    report = sales.parent / "report"
    process = firstpromoter("backfill", str(sales), *MAPPED, "--dry-run", "--report", str(report), "--json")
    assert process.returncode == 3
    assert "event_id <- the column 'order_id'" in process.stderr
    assert process.stderr.count("emial: not used; it resembles email: --map email=emial uses it") == 1
    assert "left alone: notes" in process.stderr
    assert "order-1,ann,twelve" in (report / "dry-run" / "rejected.csv").read_text("utf-8")
    assert [file.name for file in report.iterdir()] == ["dry-run"]
    uses = json.loads(process.stdout)["uses"]
    assert uses["parameters"]["amount"] == "the column 'amount_usd'"
    assert [column["column"] for column in uses["unused"]] == ["emial", "notes"]


def test_a_dry_run_that_cannot_read_on_prints_what_it_found_and_why(sales: Path) -> None:
    with sales.open("a") as file:
        file.write("x" * (1 << 21))
    process = firstpromoter("backfill", str(sales), *MAPPED, "--dry-run", "--json")
    assert process.returncode == 3
    assert "line 5 is longer than 1 MiB" in process.stderr
    assert "line 5 is longer than 1 MiB" in json.loads(process.stdout)["stopped"]


def test_a_run_tells_of_columns_that_may_be_missed_and_asks_about_dates(sales: Path) -> None:
    sales.write_text("order_id,customer_id,amount_usd,E-Mail,created_at\norder-1,ann,12.00,a@b.c,2024-01-01\n", "utf-8")
    asked = firstpromoter("backfill", str(sales), *MAPPED, "--sandbox")
    assert asked.returncode == 2
    assert asked.stderr.count("created_at: v2 takes no date; --api v1 does") == 1
    agreed = firstpromoter("backfill", str(sales), *MAPPED, "--sandbox", "--without", "created_at")
    assert agreed.returncode == 0
    assert agreed.stderr.startswith("E-Mail: not used; it resembles email: --map email=E-Mail uses it")


def test_a_larger_amount_is_sent_where_that_is_said(sales: Path) -> None:
    sales.write_text(HEADER + "order-1,ann,2000000.00\n", "utf-8")
    limits = [[], ["--largest-amount", "2000000"], ["--largest-amount", "USD=2000000"]]
    codes = [firstpromoter("backfill", str(sales), *MAPPED, "--sandbox", *limit).returncode for limit in limits]
    assert codes == [3, 0, 0]


def test_amounts_are_never_guessed(sales: Path) -> None:
    process = firstpromoter("backfill", str(sales), "--kind", "sale", "--map", "event_id=order_id", "--sandbox")
    assert (process.returncode, "--amounts" in process.stderr or "major" in process.stderr) == (2, True)


def test_without_keys_it_says_which_variables_to_set(sales: Path) -> None:
    process = firstpromoter("backfill", str(sales), *MAPPED)
    assert (process.returncode, "FIRSTPROMOTER_API_KEY" in process.stderr) == (2, True)


def test_keys_that_are_not_accepted_end_the_run_and_lose_nothing(sandbox_process: SandboxProcess, sales: Path) -> None:
    wrong = sandbox_process.environment | {"FIRSTPROMOTER_API_KEY": "not-a-key"}
    process = firstpromoter("backfill", str(sales), *MAPPED, "--json", env=wrong)
    assert process.returncode == 3
    assert process.stderr.count("401 Unauthorized") == 1, "one message once"
    assert "FIRSTPROMOTER_API_KEY is likely wrong, or FIRSTPROMOTER_ACCOUNT_ID" in process.stderr
    assert f"Calls go to FIRSTPROMOTER_BASE_URL, {sandbox_process.base_url}" in process.stderr
    assert "not-a-key" not in process.stderr
    assert json.loads(process.stdout)["rejected"] == 0


def test_a_wrong_v1_key_names_its_own_variable(sandbox_process: SandboxProcess, sales: Path) -> None:
    wrong = sandbox_process.environment | {"FIRSTPROMOTER_V1_API_KEY": "not-a-key"}
    process = firstpromoter("backfill", str(sales), *MAPPED, "--api", "v1", env=wrong)
    assert process.returncode == 3
    assert "FIRSTPROMOTER_V1_API_KEY is likely wrong; v1 has a key of its own" in process.stderr


def test_the_embedded_sandbox_needs_no_keys_and_forgets(sales: Path) -> None:
    for _ in range(2):
        process = firstpromoter("backfill", str(sales), *MAPPED, "--sandbox", "--json")
        assert json.loads(process.stdout)["requests"] == 2
    assert [file.name for file in sales.parent.iterdir()] == ["sales.csv"]


def test_the_embedded_sandbox_leaves_nothing_behind(sales: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = KEYLESS | {"TMPDIR": str(temporary)}
    assert firstpromoter_process("backfill", str(sales), *MAPPED, "--sandbox", env=env).returncode == 0
    assert list(temporary.iterdir()) == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["sales.csv", "temporary"]


def test_a_backfill_leaves_a_fifth_of_the_rate_to_the_live_services_and_says_so(
    sandbox_process: SandboxProcess, sales: Path
) -> None:
    told = "keeps to 320/60, 80 % of the account's 400/60"
    ours = ["--kind", "sale", "--amounts", "major", "--account-currency", "USD", *MAPPED[8:], "--dry-run"]
    assert told in firstpromoter("backfill", str(sales), *ours).stderr
    assert told not in firstpromoter("backfill", str(sales), *ours, "--rate", "400/60").stderr
    assert "80 % of what an account has" in " ".join(firstpromoter("backfill", "--help").stdout.split())


def test_a_pause_is_told_and_ctrl_c_ends_it_at_once(sandbox_process: SandboxProcess, sales: Path) -> None:
    sandbox_process.control("POST", "reset")
    sandbox_process.control("POST", "faults", {"shares": {"rate_limited_retry_after": 1.0}, "retry_after": 999_999_999})
    arguments = ["backfill", str(sales), *MAPPED, "--patience", "1e10"]
    try:
        with started(MODULE, *arguments, env=sandbox_process.environment, stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            assert process.stderr.readline().startswith("paused by FirstPromoter (429) for ")
            process.send_signal(signal.SIGINT)
            process.communicate()
        assert process.returncode == 130
        impatient = firstpromoter("backfill", str(sales), *MAPPED, "--patience", "50", env=sandbox_process.environment)
        assert impatient.returncode == 3
        assert "has paused this account for" in impatient.stderr
    finally:
        sandbox_process.control("DELETE", "faults")


def test_ctrl_c_ends_in_order_keeps_the_state_and_says_130(sandbox_process: SandboxProcess, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text(HEADER + "".join(f"c-{n},customer-{n},1.00\n" for n in range(300)), "utf-8")
    slowly = [
        "300/600" if word == "off" else word for word in MAPPED
    ]  # the end is ten minutes away when it is interrupted
    arguments = ["backfill", str(file), *slowly, "--json"]
    with started(MODULE, *arguments, env=sandbox_process.environment, stderr=subprocess.PIPE) as process:
        before = sandbox_process.control("GET", "requests")["total"]
        while sandbox_process.control("GET", "requests")["total"] < before + 2:
            assert process.poll() is None
            time.sleep(0.01)  # between two looks
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate()
    assert process.returncode == 130
    numbers = json.loads(out)
    assert 0 < numbers["rows"] < 300
    assert numbers["unresolved"] == 0
    again = firstpromoter("backfill", str(file), *MAPPED, "--json", env=sandbox_process.environment)
    told = json.loads(again.stdout)
    assert (told["not_referred"], told["requests"]) == (300, 300 - numbers["rows"])
