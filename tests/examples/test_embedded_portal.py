"""The embedded portal: a server of its own before a sandbox, asked by a plain client and by a real browser."""

import os
import re
import subprocess
from collections.abc import Callable, Generator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from firstpromoter_async import NotFound
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from tests.browsers import document_at, needs_a_browser
from tests.clocks import PATIENT
from tests.processes import started
from tests.scripted import ScriptedTransport, client_of, json_answer
from tests.serving import SandboxProcess, plain, serve_sandbox

pytest.importorskip("fastapi", reason="the portal needs FastAPI, which is in the test group")

EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = "<script>document.title='taken over'</script>@example.com"


@pytest.fixture(scope="module")
def programme() -> Generator[SandboxProcess]:
    """A sandbox in which Ann has brought two, one of whom has bought twice, and was paid for the first sale."""
    with serve_sandbox("--rate", "off") as sandbox:
        for path, given in (
            ("promoters/create", {"email": "ann@example.com", "first_name": "Ann", "cust_id": "cust-ann"}),
            ("promoters/create", {"email": "ben@example.com", "first_name": "Ben", "cust_id": "cust-ben"}),
            ("track/signup", {"email": "joe@example.com", "ref_id": "ann"}),
            ("track/signup", {"email": HOSTILE, "ref_id": "ann"}),
            ("track/sale", {"email": "joe@example.com", "event_id": "order-1", "amount": "4900"}),
            ("payouts/create", {"promoter_id": "1001", "status": "completed"}),
            ("track/sale", {"email": "joe@example.com", "event_id": "order-2", "amount": "12000"}),
        ):
            key = {"X-API-KEY": sandbox.v1_api_key}
            assert plain("POST", f"{sandbox.base_url}/api/v1/{path}", headers=key, data=given).status_code == 200
        yield sandbox


@pytest.fixture(scope="module")
def portal(programme: SandboxProcess) -> Generator[str]:
    """Serve the example for this sandbox; returns its address."""
    yield from serve(programme.environment)


def serve(environment: dict[str, str]) -> Generator[str]:
    arguments = ("embedded_portal:app", "--port", "0", "--app-dir", str(EXAMPLES))
    with started("uvicorn", *arguments, env=environment, stdout=None, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        yield next(found[0] for line in lines if (found := re.search(r"http://127.0.0.1:\d+", line)))


Visit = Callable[..., tuple[httpx.Client, httpx.Response]]


@pytest.fixture
def visit(portal: str) -> Generator[Visit]:
    """Return a function that opens a path with a browser of its own; they are closed in the end."""
    with ExitStack() as stack:

        def opened(path: str, portal: str = portal) -> tuple[httpx.Client, httpx.Response]:
            told: dict[str, Any] = {"base_url": portal, "follow_redirects": True, "timeout": PATIENT, "verify": False}
            client = stack.enter_context(httpx.Client(**told))
            return client, client.get(path)

        yield opened


ANN, BEN = "/sign-in/cust-ann", "/sign-in/cust-ben"


def test_a_promoter_sees_their_links_referrals_earnings_and_payouts(visit: Visit) -> None:
    _, seen = visit(ANN)
    assert seen.status_code == 200
    for text in (
        "Hello, Ann",
        "https://shop.example?fpr=ann",
        "joe@example.com",
        "9.80",
        "24.00",
        "completed",
        "33.80",
    ):
        assert text in seen.text


def test_another_promoter_sees_nothing_of_that(visit: Visit) -> None:
    _, seen = visit(BEN)
    assert "Hello, Ben" in seen.text
    assert "joe" not in seen.text
    assert seen.text.count("Nothing yet.") == 3


def test_who_is_not_signed_in_sees_nobody_and_who_has_signed_out_neither(visit: Visit) -> None:
    assert "Who are you?" in visit("/")[1].text
    assert visit("/sign-in/somebody")[1].status_code == 404
    client, _ = visit(ANN)
    assert "Who are you?" in client.get("/sign-out").text


def test_what_a_customer_is_called_is_shown_and_not_run(visit: Visit) -> None:
    _, seen = visit(ANN)
    assert "&lt;script&gt;" in seen.text
    assert "<script>" not in seen.text


def test_a_session_that_is_over_is_renewed_without_the_promoter_noticing(
    programme: SandboxProcess, visit: Visit
) -> None:
    client, _ = visit(ANN)
    opened = {"Authorization": f"Bearer {programme.api_key}", "Account-ID": programme.account_id}
    plain("POST", f"{programme.base_url}/api/v2/promoters/iframe_logout?cust_id=cust-ann", headers=opened)
    assert "Hello, Ann" in client.get("/").text


def test_a_promoter_who_is_there_no_more_is_asked_to_sign_in(programme: SandboxProcess, visit: Visit) -> None:
    client, _ = visit(BEN)
    programme.control("POST", "promoters", {"id": 1002, "archived_at": "2026-01-01T00:00:00Z"})
    try:
        seen = client.get("/")
    finally:
        programme.control("POST", "promoters", {"id": 1002, "archived_at": None})
    assert (seen.status_code, "Please sign in again" in seen.text) == (401, True)


def test_no_key_and_no_token_reaches_the_browser(programme: SandboxProcess, visit: Visit) -> None:
    client, seen = visit(ANN)
    told = seen.text + str(seen.headers) + str(dict(client.cookies))
    assert programme.api_key not in told
    assert "Bearer" not in told


@pytest.mark.anyio
async def test_one_list_that_cannot_be_read_is_a_failure_that_the_page_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        if "payouts" in request.url:
            return json_answer(404)
        return json_answer(body=b'{"id": 7}' if "current" in request.url else b"[]")

    monkeypatch.syspath_prepend(EXAMPLES)
    promoter = client_of(ScriptedTransport(answer)).as_promoter("a-token")
    with pytest.raises(NotFound):
        await import_module("embedded_portal").look(promoter)


def test_without_keys_it_runs_on_a_sandbox_of_its_own(visit: Visit) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTPROMOTER_")}
    for portal in serve(environment):
        assert "Hello, ann" in visit(ANN, portal)[1].text


@needs_a_browser
@pytest.mark.slow
def test_a_browser_shows_it(portal: str, tmp_path: Path) -> None:
    shown = document_at(f"{portal}/sign-in/cust-ann", tmp_path)
    assert "<title>Hello, Ann</title>" in shown
    assert '<b id="earned">33.80</b>' in shown
    assert "joe@example.com" in shown
    assert shown.count("<table>") == 4
