"""No error that a user can provoke shows a key: not in its text, not in its frames' variables, not in those of its causes.

Each is looked at as a reporter of errors would: `traceback` with `capture_locals`, and `rich` with `show_locals`.
"""

import asyncio
import inspect
import io
import pydoc
import socket
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import httpx
import pytest

from firstpromoter_async import FirstPromoter, FirstPromoterError, Lane, Rate, RetryPolicy
from firstpromoter_async.transport import HttpxTransport
from firstpromoter_async.v1.promoters import CreatePromoter
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from tests.clocks import PATIENT
from tests.scripted import ScriptedTransport, client_of, json_answer
from tests.serving import SandboxProcess

pytestmark = pytest.mark.anyio

KEY: Final = "planted-key-of-v2"
OLD_KEY: Final = "planted-key-of-v1"
TOKEN: Final = "planted-auth-token"
PASSWORD: Final = "planted-password"
KEYS: Final[dict[str, Any]] = {"api_key": KEY, "account_id": "acc_1", "v1_api_key": OLD_KEY}
ONCE: Final = RetryPolicy(attempts=1)

NOBODY: Final = json_answer(200, b'{"data": []}')


def shown_by_reporters(error: BaseException) -> str:
    """Everything that a reporter could print, but for the frames of this test itself, which plant the secrets."""
    seen = traceback.TracebackException.from_exception(error, capture_locals=True)
    _leave_out_this_file(seen)
    return "".join(seen.format()) + _shown_by_rich(error)


def _leave_out_this_file(seen: traceback.TracebackException) -> None:
    ours = (__file__, asyncio.__file__.rpartition("/")[0])
    seen.stack = traceback.StackSummary.from_list([one for one in seen.stack if not one.filename.startswith(ours)])
    for inner in (seen.__cause__, seen.__context__, *(seen.exceptions or ())):
        if inner is not None:
            _leave_out_this_file(inner)


def _shown_by_rich(error: BaseException) -> str:
    from rich.console import Console
    from rich.traceback import Traceback

    written = io.StringIO()
    trace = Traceback.from_exception(
        type(error), error, _without_first_frames(error), show_locals=True, locals_max_string=None
    )
    Console(file=written, width=400).print(trace)
    return written.getvalue()


def _without_first_frames(error: BaseException) -> Any:
    """Return the traceback from the first frame on that is not of this test."""
    tb = error.__traceback__
    while tb is not None and tb.tb_frame.f_code.co_filename == __file__:
        tb = tb.tb_next
    return tb


def assert_nothing_shows(error: BaseException) -> None:
    shown = shown_by_reporters(error)
    assert "planted" not in shown, shown[max(0, shown.index("planted") - 300) :][:600]


# What is refused before anything is sent


REFUSED_ARGUMENTS: Final[dict[str, dict[str, Any]]] = {
    "a key with a space": {"api_key": f"{KEY} "},
    "an account that is a number": {"account_id": 7},
    "a base URL with user info": {"base_url": f"https://user:{PASSWORD}@fp.test"},
    "a base URL in the clear": {"base_url": "http://api.firstpromoter.com"},
    "a rate that is none": {"rate": 5},
    "a timeout that is text": {"timeout": "5"},
    "a deadline in the past": {"deadline": -1},
    "a share of nothing": {"bulk_share": 0},
    "a lane that is none": {"lane": "fast"},
    "retries that are a number": {"retries": 3},
}


@pytest.mark.parametrize("given", REFUSED_ARGUMENTS.values(), ids=REFUSED_ARGUMENTS)
def test_a_refused_constructor_shows_no_key(given: dict[str, Any]) -> None:
    with pytest.raises(FirstPromoterError) as caught:
        FirstPromoter(**KEYS | given)
    assert_nothing_shows(caught.value)


def test_a_refused_environment_shows_no_key() -> None:
    environ = {"FIRSTPROMOTER_API_KEY": f"{KEY}\n", "FIRSTPROMOTER_ACCOUNT_ID": "acc_1", "OTHER": PASSWORD}
    with pytest.raises(FirstPromoterError) as caught:
        FirstPromoter.from_env(environ)
    assert_nothing_shows(caught.value)


def test_an_environment_without_keys_shows_nothing_else_of_it() -> None:
    with pytest.raises(FirstPromoterError) as caught:
        FirstPromoter.from_env({"DATABASE_PASSWORD": PASSWORD})
    assert_nothing_shows(caught.value)


def test_a_refused_second_account_shows_no_key() -> None:
    fp = client_of(ScriptedTransport(json_answer()))
    with pytest.raises(FirstPromoterError) as caught:
        fp.with_account(api_key=f"{KEY} ", account_id="acc_2")
    assert_nothing_shows(caught.value)


def test_a_proxy_that_is_none_shows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"nonsense://user:{PASSWORD}@proxy.test:99999")
    with pytest.raises(FirstPromoterError) as caught:
        FirstPromoter(**KEYS)
    assert_nothing_shows(caught.value)


REFUSED_CALLS: Final[dict[str, Callable[[FirstPromoter], Awaitable[object]]]] = {
    "a token of another type": lambda fp: fp.v1.promoters.show(auth_token=[TOKEN]),  # type: ignore[arg-type]
    "a password of another type": lambda fp: fp.v1.promoters.create(email="a@b.c", temp_password={1: PASSWORD}),  # type: ignore[arg-type]
    "a token beside an unknown parameter": lambda fp: fp.v1.promoters.show(auth_token=TOKEN, nope=1),  # type: ignore[call-arg]
    "a token as an id": lambda fp: fp.v2.promoters.get(TOKEN),
    "an amount beside it": lambda fp: fp.v2.track.sale(uid="u", event_id="o", amount=1.5),  # type: ignore[arg-type]
    "a token beside a path that is none": lambda fp: fp.request("GET", "/nope", query={"auth_token": TOKEN}),
    "a token beside a method that is none": lambda fp: fp.request("\n", "/api/v1/x", body={"auth_token": TOKEN}),
    "a value that JSON cannot say": lambda fp: fp.request(
        "POST", "/api/v2/x", body={"auth_token": TOKEN, "odd": object()}
    ),
}


@pytest.mark.parametrize("provoke", REFUSED_CALLS.values(), ids=REFUSED_CALLS)
async def test_a_refused_call_shows_no_secret(provoke: Callable[[FirstPromoter], Awaitable[object]]) -> None:
    with pytest.raises((FirstPromoterError, TypeError)) as caught:
        await provoke(FirstPromoter(**KEYS, transport=ScriptedTransport(json_answer())))
    assert_nothing_shows(caught.value)


# A promoter's session


async def fails() -> str:
    secret = TOKEN
    raise LookupError(f"no session but {secret}")


async def nothing() -> Any:
    return None


SESSIONS: Final[dict[str, Any]] = {
    "text that is refused": TOKEN,
    "text with a space": f"{TOKEN} ",
    "a number": 7,
    "nobody": None,
    "a function that gives nothing": nothing,
    "a function that is not async": lambda: TOKEN,
}


@pytest.mark.parametrize("token", SESSIONS.values(), ids=SESSIONS)
async def test_a_session_that_opens_nothing_is_not_shown(token: Any) -> None:
    fp = FirstPromoter(**KEYS, transport=ScriptedTransport(json_answer(401, TOKEN.encode())), retries=ONCE)
    with pytest.raises(FirstPromoterError) as caught:
        await fp.as_promoter(token).v2.affiliate.promoters.set_password(TOKEN, new_password=PASSWORD)
        await fp.as_promoter(token).v2.affiliate.promoters.current()
    assert_nothing_shows(caught.value)


async def test_a_session_that_was_renewed_in_vain_is_not_shown() -> None:
    async def supply() -> str:
        return f"{TOKEN}-{len(transport.sent)}"

    transport = ScriptedTransport(json_answer(401, f"not {TOKEN}-0 nor {TOKEN}-1".encode()))
    fp = FirstPromoter(**KEYS, affiliate_token=supply, transport=transport)
    with pytest.raises(FirstPromoterError) as caught:
        await fp.v2.affiliate.promoters.current()
    assert len(transport.sent) == 2
    assert_nothing_shows(caught.value)


# Answers that echo


ECHOES: Final[dict[str, HttpResponse]] = {
    "an unauthorized key": json_answer(401, f'{{"message": "no such key {KEY}"}}'.encode()),
    "a key at the end of a long text": json_answer(422, (b'{"message": "' + b"x" * 290 + f'{KEY}"}}'.encode())),
    "a key in a field": json_answer(400, f'{{"errors": {{"{OLD_KEY}": ["{KEY}"]}}}}'.encode()),
    "a key as a code": json_answer(404, f'{{"code": "{KEY}"}}'.encode()),
    "a token by its name": json_answer(404, f'{{"message": "no auth_token={TOKEN} here"}}'.encode()),
    "a token that was sent": json_answer(404, f'{{"message": "nobody has {TOKEN}"}}'.encode()),
    "a page with a key": json_answer(502, f"<html>{KEY}</html>".encode()),
    "plain text with a key": json_answer(502, KEY.encode()),
    "an answer that does not fit": json_answer(200, f'{{"id": {{"a": "{KEY}"}}, "auth_token": "{TOKEN}"}}'.encode()),
    "an answer that is cut": json_answer(200, f'{{"auth_token": "{TOKEN}", "id": '.encode()),
    "a redirect with a token": json_answer(302, b"", location=f"https://evil.test/?access_token={TOKEN}"),
    "a later attempt": json_answer(503, f'{{"message": "{KEY}"}}'.encode()),
}


@pytest.mark.parametrize("answer", ECHOES.values(), ids=ECHOES)
async def test_an_answer_that_echoes_a_secret_is_not_shown(answer: HttpResponse) -> None:
    fp = FirstPromoter(**KEYS, transport=ScriptedTransport(answer), retries=RetryPolicy(base=0.0, attempts=2))
    with pytest.raises(FirstPromoterError) as caught:
        await fp.v1.promoters.show(auth_token=TOKEN)
    assert_nothing_shows(caught.value)


async def test_an_answer_to_an_undocumented_call_that_echoes_a_token_is_not_shown() -> None:
    fp = FirstPromoter(**KEYS, transport=ScriptedTransport(json_answer(404, f"nobody has {TOKEN}".encode())))
    with pytest.raises(FirstPromoterError, match=r"nobody has \[hidden\]") as caught:
        await fp.request("PUT", "/api/v1/promoters/x", body={"promoter": {"auth_token": TOKEN}})
    assert_nothing_shows(caught.value)


def test_a_request_that_is_refused_where_it_is_made_shows_no_secret() -> None:
    with pytest.raises(FirstPromoterError) as caught:
        CreatePromoter(email=" ", temp_password=PASSWORD)
    assert_nothing_shows(caught.value)
    with pytest.raises(TypeError) as unknown:
        CreatePromoter(email="a@b.c", temp_password=PASSWORD, nope=1)  # type: ignore[call-arg]
    assert_nothing_shows(unknown.value)


async def test_a_hook_of_the_callers_that_raises_keeps_its_own_frame_and_none_of_the_librarys() -> None:
    async def hook(_: httpx.Request) -> None:
        raise RuntimeError("a mistake in a hook")

    async with httpx.AsyncClient(event_hooks={"request": [hook]}) as mine:
        fp = FirstPromoter(**KEYS, base_url="http://127.0.0.1:9", transport=HttpxTransport(mine), retries=ONCE)
        with pytest.raises(RuntimeError) as caught:
            await fp.v1.promoters.show(auth_token=TOKEN)
    frames = traceback.extract_tb(caught.value.__traceback__)
    assert frames[-1].name == "hook"
    assert not [one for one in frames if "site-packages" in one.filename], "those have the URL in their variables"


async def test_an_outcome_that_echoes_a_key_does_not_show_it() -> None:
    body = f'{{"message": "The sale event with the id order-1 already exists, says {KEY}."}}'.encode()
    fp = FirstPromoter(**KEYS, transport=ScriptedTransport(json_answer(409, body)))
    assert KEY not in repr(await fp.v2.track.sale(uid="u", event_id="order-1", amount=1))


@pytest.mark.parametrize(
    "target", [f"https://evil.test/{TOKEN}?page=2", f"https://u:{PASSWORD}@fp.test/?page=2", f"http://[{TOKEN}"]
)
async def test_a_refused_link_shows_nothing_of_its_target(target: str) -> None:
    answer = json_answer(200, b'[{"id": 1}]', link=f'<{target}>; rel="next"')
    fp = FirstPromoter(**KEYS, transport=ScriptedTransport(answer))
    with pytest.raises(FirstPromoterError) as caught:
        await fp.v1.promoters.list()
    assert_nothing_shows(caught.value)


# The network


class Broken:
    """A transport whose library shows everything in its error, as a proxy's does."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        raise self.error

    async def aclose(self) -> None:
        pass


@asynccontextmanager
async def real_client(
    sandbox: SandboxProcess, fault: str | None = None, **options: Any
) -> AsyncGenerator[FirstPromoter]:
    """Open a client with httpx on a real server, whose every request meets the fault."""
    plan: dict[str, Any] = {"shares": {fault: 1.0}} if fault else {"shares": {}}
    sandbox.control("POST", "faults", plan)
    try:
        patient = {"timeout": PATIENT, "deadline": None} | options
        async with FirstPromoter(**KEYS, base_url=sandbox.base_url, retries=ONCE, **patient) as fp:
            yield fp
    finally:
        sandbox.control("DELETE", "faults")


@pytest.mark.parametrize("fault", ["reset_before", "cut_body", "bad_gateway_html", "server_error"])
async def test_a_fault_of_the_network_shows_no_key(sandbox_process: SandboxProcess, fault: str) -> None:
    async with real_client(sandbox_process, fault) as fp:
        with pytest.raises(FirstPromoterError) as caught:
            await fp.v2.promoters.list()
    assert_nothing_shows(caught.value)


async def test_a_server_that_is_not_there_shows_no_key() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with FirstPromoter(**KEYS, base_url=f"http://127.0.0.1:{port}", retries=ONCE) as fp:
        with pytest.raises(FirstPromoterError) as caught:
            await fp.v2.promoters.list()
    assert_nothing_shows(caught.value)


async def test_a_call_that_times_out_shows_no_key(sandbox_process: SandboxProcess) -> None:
    async with real_client(sandbox_process, "hang", timeout=0.3) as fp:
        with pytest.raises(FirstPromoterError) as caught:
            await fp.v2.promoters.list()
    assert_nothing_shows(caught.value)


async def test_a_call_that_is_cut_short_by_its_caller_shows_no_key(sandbox_process: SandboxProcess) -> None:
    async with real_client(sandbox_process, "hang") as fp:
        with pytest.raises(TimeoutError) as caught, anyio.fail_after(0.3):  # true however far it has come
            await fp.v2.promoters.list()
    assert_nothing_shows(caught.value)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_task_that_is_cancelled_shows_no_key(sandbox_process: SandboxProcess) -> None:
    async with real_client(sandbox_process, "hang") as fp:
        before = sandbox_process.control("GET", "requests")["total"]
        task = asyncio.create_task(_list(fp))
        # It arrives in another process, which sets no event of ours.
        while sandbox_process.control("GET", "requests")["total"] == before:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    assert_nothing_shows(caught.value)


async def _list(fp: FirstPromoter) -> None:
    await fp.v2.promoters.list()


async def test_a_client_that_is_closed_meanwhile_shows_no_key(sandbox_process: SandboxProcess) -> None:
    failures: list[FirstPromoterError] = []

    async def call(fp: FirstPromoter) -> None:
        try:
            await fp.v2.promoters.list()
        except FirstPromoterError as failure:
            failures.append(failure)

    async with real_client(sandbox_process, "hang") as fp, anyio.create_task_group() as tasks:
        tasks.start_soon(call, fp)
        await anyio.wait_all_tasks_blocked()
        await fp.aclose(grace=0)
    assert_nothing_shows(failures[0])


async def test_a_transport_of_the_callers_may_tell_too_much() -> None:
    from firstpromoter_async import ConnectionLost

    broken = Broken(ConnectionLost(f"ProxyError: http://user:{PASSWORD}@proxy.test refused Bearer {KEY}"))
    fp = FirstPromoter(**KEYS, transport=broken, retries=ONCE)
    with pytest.raises(ConnectionLost, match=r"http://\[hidden\]@proxy\.test") as caught:
        await fp.v2.promoters.list()
    assert_nothing_shows(caught.value)


@pytest.mark.parametrize("lane", list(Lane))
async def test_a_call_that_may_not_wait_shows_no_key(lane: Lane) -> None:
    fp = FirstPromoter(**KEYS, transport=ScriptedTransport(NOBODY), rate=Rate(calls=1, seconds=60), lane=lane)
    await fp.v2.promoters.list()
    with pytest.raises(FirstPromoterError) as caught:
        await fp.using(max_wait=0.1).v2.promoters.list()
    assert_nothing_shows(caught.value)


# What is read rather than raised


@pytest.mark.parametrize("what", [FirstPromoter, FirstPromoter.from_env, FirstPromoter.with_account], ids=range(3))
def test_help_and_signatures_show_nothing_of_the_environment(what: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", PASSWORD)
    assert "planted" not in str(inspect.signature(what)) + pydoc.render_doc(what)
