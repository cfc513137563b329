"""Files: whole, saved, or read while they come; and the life of a call whose answer is read that way."""

import asyncio
import csv
import io
import resource
import stat
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async import (
    AnswerTimedOut,
    AnswerTooLarge,
    BeingPrepared,
    ClientClosed,
    ConnectionLost,
    Downloading,
    File,
    FileStream,
    InvalidRequest,
    NotFound,
    Outcome,
    RateLimited,
    Request,
    RetryPolicy,
    SavedFile,
    UnreadableAnswer,
)
from firstpromoter_async.observe import AttemptEnded, CallEnded
from firstpromoter_async.sandbox import Fault, FaultPlan
from firstpromoter_async.testing import Clock, RecordingSender, sandboxed
from firstpromoter_async.transport import HttpxTransport
from firstpromoter_async.v1.promoters import ShowPromoter
from firstpromoter_async.v2.company.reports import DownloadReport
from firstpromoter_async.wire.answers import FileDescription
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from tests.clocks import PATIENT, cancel_when_all_wait
from tests.scripted import client_of
from tests.transport.test_body import MEGA, chunks
from tests.transport.test_transports import server

pytestmark = pytest.mark.anyio

REPORT: dict[str, Any] = {
    "report_type": "overview",
    "columns": ["revenue_amount"],
    "group_by": "month",
    "start_date": "2026-01-01",
    "end_date": "2026-02-28",
}
CSV = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="overview.csv"'}
AT_ONCE = RetryPolicy(base=0.0)

Piece = bytes | Exception | Callable[[], Awaitable[None]]


class Answer:
    """An answer that comes in these pieces: an error is raised, and a function awaited, in its turn."""

    def __init__(self, *pieces: Piece, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.head = HttpResponse.of(status, named or CSV)
        self.pieces = list(pieces)
        self.timeouts: list[float] = []
        self.closed = 0

    async def receive(self, *, timeout: float) -> bytes:  # noqa: ASYNC109
        self.timeouts.append(timeout)
        await anyio.lowlevel.checkpoint()
        while self.pieces:
            piece = self.pieces.pop(0)
            if isinstance(piece, Exception):
                raise piece
            if isinstance(piece, bytes):
                return piece
            await piece()
        return b""

    async def aclose(self) -> None:
        self.closed += 1
        await anyio.lowlevel.checkpoint()


class Streaming:
    """A transport that begins one of these answers after another."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)
        self.sent: list[HttpRequest] = []

    async def begin(self, request: HttpRequest, *, timeout: float) -> Answer:  # noqa: ASYNC109
        self.sent.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        raise AssertionError("nothing is to be read as a whole")

    async def aclose(self) -> None:
        pass


def reading(*answers: Answer | Exception, **arguments: Any) -> Downloading:
    return client_of(Streaming(*answers), retries=AT_ONCE, **arguments).v2.reports.download(**REPORT)


async def all_of(download: Downloading) -> bytes:
    async with download as coming:
        assert isinstance(coming, FileStream)
        return b"".join([chunk async for chunk in coming.chunks()])


def names_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


# Three ways


async def test_awaited_it_is_the_whole_file() -> None:
    async with sandboxed() as fp:
        file = await fp.v2.reports.download(**REPORT)
    assert isinstance(file, File)
    assert file.text.splitlines()[0] == "id,name,period,revenue_amount"


async def test_saved_it_is_in_its_place_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    saved = await reading(Answer(b"a,b\n", b"1,2\n")).save_to(tmp_path / "sales.csv")
    assert saved == SavedFile(media_type="text/csv", name="overview.csv", path=tmp_path / "sales.csv", size=8)
    assert names_in(tmp_path) == ["sales.csv"]
    assert (tmp_path / "sales.csv").read_bytes() == b"a,b\n1,2\n"


async def test_read_while_it_comes_it_says_what_it_is() -> None:
    async with reading(Answer(b"a,b\n")) as coming:
        assert isinstance(coming, FileStream)
        assert (coming.media_type, coming.name, coming.charset) == ("text/csv", "overview.csv", "utf-8")
        assert repr(coming) == "<FileStream overview.csv: text/csv>"
        assert [line async for line in coming.lines()] == ["a,b"]


async def test_each_use_asks_anew() -> None:
    download = reading(Answer(b"first"), Answer(b"second"))
    assert [await all_of(download), await all_of(download)] == [b"first", b"second"]


async def test_two_at_a_time_need_two_of_them() -> None:
    download = reading(Answer(b"first"), Answer(b"second"))
    async with download:
        with pytest.raises(RuntimeError, match="ask for another"):
            await download.__aenter__()
    assert await all_of(download) == b"second"


async def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    saved = await reading(Answer()).save_to(tmp_path / "empty.csv")
    assert isinstance(saved, SavedFile)
    assert (saved.size, saved.path.read_bytes()) == (0, b"")


@pytest.mark.parametrize("way", ["awaited", "saved", "read"])
async def test_a_file_that_is_being_prepared_is_a_value(tmp_path: Path, way: str) -> None:
    async with sandboxed() as fp:
        fp.sandbox.faults = FaultPlan(shares={Fault.PREPARED_LATER: 1})
        download = fp.v2.reports.download(**REPORT)
        match way:
            case "awaited":
                answer: Any = await download
            case "saved":
                answer = await download.save_to(tmp_path / "sales.csv")
            case _:
                async with download as answer:
                    pass
    assert answer == BeingPrepared(message="The report is being prepared.")
    assert names_in(tmp_path) == []


async def test_fifty_megabytes_go_to_the_disk_in_pieces(tmp_path: Path) -> None:
    part = b"0123456789abcdef" * 4096

    async def behave(stream: Any, _: bytes) -> None:
        await chunks(stream, (part for _ in range(50 * MEGA // len(part))), "200 OK", "Content-Type: text/csv")

    largest = 0
    async with server(behave) as base:
        client = client_of(HttpxTransport(), base_url=base, timeout=PATIENT, max_answer=MEGA)
        async with client.v2.reports.download(**REPORT) as coming:
            assert isinstance(coming, FileStream)
            async for chunk in coming.chunks():
                largest = max(largest, len(chunk))
        saved = await client.v2.reports.download(**REPORT).save_to(tmp_path / "big.csv")
        with pytest.raises(AnswerTooLarge):
            await client.v2.reports.download(**REPORT)
        await client.aclose()
    assert isinstance(saved, SavedFile)
    assert saved.size == (tmp_path / "big.csv").stat().st_size == 50 * MEGA
    assert largest <= MEGA


async def test_a_piece_may_be_larger_than_an_answer_that_is_held_whole() -> None:
    assert await all_of(reading(Answer(b"x" * 100), max_answer=10)) == b"x" * 100


# Never half a file


async def test_a_file_that_breaks_off_leaves_the_earlier_one_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "sales.csv"
    place.write_text("earlier")
    with pytest.raises(ConnectionLost):
        await reading(Answer(b"half", ConnectionLost("gone"))).save_to(place)
    assert names_in(tmp_path) == ["sales.csv"]
    assert place.read_text() == "earlier"


async def test_half_an_answer_of_the_sandbox_is_no_file(tmp_path: Path) -> None:
    async with sandboxed() as fp:
        fp.sandbox.faults = FaultPlan(shares={Fault.CUT_BODY: 1})
        with pytest.raises(ConnectionLost):
            await fp.v2.reports.download(**REPORT).save_to(tmp_path / "sales.csv")
        came: list[bytes] = []
        with pytest.raises(ConnectionLost):
            async with fp.v2.reports.download(**REPORT) as coming:
                assert isinstance(coming, FileStream)
                async for chunk in coming.chunks():
                    came.append(chunk)
    assert names_in(tmp_path) == []
    assert b"".join(came).startswith(b"id,name,period")


async def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    answer = Answer(b"half", anyio.sleep_forever)
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_cancel_when_written, scope, tmp_path)
            await reading(answer).save_to(tmp_path / "sales.csv")
    assert scope.cancelled_caught
    assert names_in(tmp_path) == []
    assert answer.closed == 1


async def _cancel_when_written(scope: anyio.CancelScope, folder: Path) -> None:
    while not names_in(folder):
        await anyio.lowlevel.checkpoint()
    await cancel_when_all_wait(scope)


@pytest.mark.parametrize("steps", range(12))
def test_cancelling_a_task_of_asyncios_own_at_any_step_leaves_nothing_behind(tmp_path: Path, steps: int) -> None:
    async def main() -> None:
        download = reading(Answer(b"half", b"half", anyio.sleep_forever))
        task = asyncio.create_task(download.save_to(tmp_path / "sales.csv"))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert names_in(tmp_path) == []


@contextmanager
def full_disk(size: int) -> Generator[None, None, None]:
    """Let no file grow beyond this size: what the system says of that is what it says of a full disk, but for the number."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [500, 300_000], ids=["when it is put in place", "while it is written"])
async def test_a_full_disk_leaves_nothing_behind_and_says_so(tmp_path: Path, size: int) -> None:
    answer = Answer(*[b"x" * 1000] * (1 if size < 1000 else 1000))
    with full_disk(size), pytest.raises(OSError, match="File too large"):
        await reading(answer).save_to(tmp_path / "sales.csv")
    assert names_in(tmp_path) == []
    assert answer.closed == 1


async def test_a_place_where_nothing_can_be_written_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    download = reading(Answer(b"file"))
    with pytest.raises(FileNotFoundError, match=r"new/sales.csv cannot be made: there is no folder"):
        await download.save_to(tmp_path / "new" / "sales.csv")
    with pytest.raises(IsADirectoryError, match="is a folder: name the file in it"):
        await download.save_to(tmp_path)
    assert await all_of(download) == b"file"  # the only answer that there is


async def test_a_file_that_is_replaced_hands_on_who_may_read_it(tmp_path: Path) -> None:
    place = tmp_path / "sales.csv"
    place.touch(mode=0o600)
    await reading(Answer(b"new")).save_to(place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert place.read_bytes() == b"new"


async def test_a_link_goes_on_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "sales.csv"
    link.symlink_to(tmp_path / "there" / "real.csv")
    await reading(Answer(b"new")).save_to(str(link))
    assert link.is_symlink()
    assert (tmp_path / "there" / "real.csv").read_bytes() == b"new"


# Lines and rows


def coming(*pieces: bytes, charset: str = "utf-8") -> FileStream:
    left = list(pieces)

    async def receive() -> bytes:
        return left.pop(0) if left else b""

    return FileStream(FileDescription(media_type="text/csv", charset=charset), receive)


async def test_lines_have_no_ends_and_no_byte_order_mark() -> None:
    stream = coming(b"\xef\xbb", b"\xbfname,amount\r", b"\nAnn\x0b,1\n\nBen,2")
    assert [line async for line in stream.lines()] == ["name,amount", "Ann\x0b,1", "", "Ben,2"]


async def test_a_letter_may_come_in_two_pieces() -> None:
    first, second = "é".encode()[:1], "é".encode()[1:]
    assert [line async for line in coming(b"caf" + first, second + b"\n").lines()] == ["café"]


@given(st.lists(st.lists(st.text(), min_size=1), min_size=1), st.integers(1, 9), st.sampled_from(["utf-8", "utf-16"]))
def test_rows_are_those_of_the_whole_file(rows: list[list[str]], length: int, charset: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    content = text.getvalue().encode(charset, "replace")
    pieces = [content[at : at + length] for at in range(0, len(content), length)]
    expected = list(csv.reader(io.StringIO(content.decode(charset).removeprefix("\ufeff"), newline="")))

    async def main() -> list[list[str]]:
        return [row async for row in coming(*pieces, charset=charset).rows()]

    assert asyncio.run(main()) == expected


@pytest.mark.parametrize(
    ("content", "way", "told"),
    [
        (b"\xff\xfe\n", "lines", "no text"),
        (b"caf\xc3", "lines", "no text"),
        (b"x" * 3 * MEGA, "lines", "not made of lines"),
        (b'"never closed\n\n', "rows", "ends within quotes"),
        (b'"' + b"\n" * 2 * MEGA + b'"\n', "rows", "not made of lines"),
        (b'"a"b\n', "rows", "no CSV"),
    ],
)
async def test_what_is_no_text_or_no_csv_is_not_readable(content: bytes, way: str, told: str) -> None:
    with pytest.raises(UnreadableAnswer, match=told):
        async for _ in getattr(coming(content), way)():
            pass


# The call


async def test_before_the_first_byte_the_call_is_repeated() -> None:
    lost, full = Answer(ConnectionLost("gone")), Answer(b"busy", status=503, Content_Type="text/plain")
    transport = Streaming(ConnectionLost("refused"), lost, full, Answer(b"file"))
    assert await all_of(client_of(transport, retries=AT_ONCE).v2.reports.download(**REPORT)) == b"file"
    assert len(transport.sent) == 4
    assert (lost.closed, full.closed) == (1, 1)


async def test_after_the_first_byte_nothing_is_repeated() -> None:
    transport = Streaming(Answer(b"half", ConnectionLost("gone")), Answer(b"whole"))
    with pytest.raises(ConnectionLost) as caught:
        await all_of(client_of(transport, retries=AT_ONCE).v2.reports.download(**REPORT))
    assert len(transport.sent) == 1
    assert str(caught.value).startswith("GET /api/v2/company/reports/download: ")
    assert (caught.value.attempts, caught.value.outcome) == (1, Outcome.UNKNOWN)


async def test_a_refusal_is_read_as_for_other_calls() -> None:
    refusal = Answer(b'{"message": "Record', b' not found", "code": "not_found"}', status=404)
    with pytest.raises(NotFound, match="Record not found") as caught:
        async with reading(refusal):
            pass
    assert caught.value.code == "not_found"
    assert refusal.closed == 1


async def test_a_refusal_without_end_is_cut() -> None:
    refusal = Answer(*[b"x" * MEGA] * 50, status=404)
    with pytest.raises(NotFound):
        await all_of(reading(refusal))
    assert len(refusal.pieces) >= 48
    assert refusal.closed == 1


@pytest.mark.parametrize(("body", "kind"), [(b"[1]", "application/json"), (b"  <html>", "text/html")])
async def test_what_is_no_file_is_refused_and_left(body: bytes, kind: str) -> None:
    answer = Answer(body, Content_Type=kind)
    with pytest.raises(UnreadableAnswer, match="a file was expected"):
        await all_of(reading(answer))
    assert answer.closed == 1


async def test_leaving_early_closes_the_answer_and_is_no_failure() -> None:
    answer, told = Answer(b"one", b"two", b"three"), list[Any]()
    async with reading(answer, observe=told.append) as coming:
        assert isinstance(coming, FileStream)
        async for _ in coming.chunks():
            break
    assert answer.closed == 1
    assert [(one.error, one.status) for one in told] == [(None, 200), (None, 200)]
    assert told[0].response_bytes == 3
    with pytest.raises(RuntimeError, match="inside of its `async with`"):
        await anext(coming.chunks())


async def test_an_error_of_the_readers_own_is_passed_on_and_closes_the_answer() -> None:
    answer = Answer(b"one", b"two")
    with pytest.raises(ZeroDivisionError):
        async with reading(answer):
            _ = 1 / 0
    assert answer.closed == 1


async def test_an_observer_is_told_at_the_end_of_the_file_and_of_all_of_it() -> None:
    told: list[AttemptEnded | CallEnded] = []
    transport = Streaming(ConnectionLost("gone"), Answer(b"12345", b"678"))
    client = client_of(transport, retries=AT_ONCE, observe=told.append)
    async with client.v2.reports.download(**REPORT) as coming:
        assert isinstance(coming, FileStream)
        assert [one.error for one in told] == ["ConnectionLost"]
        assert [chunk async for chunk in coming.chunks()] == [b"12345", b"678"]
    _, second, call = told
    assert isinstance(second, AttemptEnded)
    assert isinstance(call, CallEnded)
    assert (second.number, second.status, second.error, second.response_bytes) == (2, 200, None, 8)
    assert (call.outcome, call.error, len(call.attempts)) == (None, None, 2)


async def test_a_file_that_broke_off_is_not_logged_as_answered(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG", "firstpromoter_async"), pytest.raises(ConnectionLost):
        await all_of(reading(Answer(b"half", ConnectionLost("gone"))))
    assert ["answered" in record.getMessage() for record in caplog.records] == [False]


async def test_a_file_that_was_read_keeps_the_client_from_closing_no_longer() -> None:
    client, closed = client_of(Streaming(Answer(b"file"))), anyio.Event()
    await all_of(client.v2.reports.download(**REPORT))

    async def close() -> None:
        await client.aclose(grace=PATIENT)
        closed.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(close)
        await cancel_when_all_wait(tasks.cancel_scope)
    assert closed.is_set()


async def test_an_observer_is_told_of_a_file_that_broke_off() -> None:
    told: list[AttemptEnded | CallEnded] = []
    with pytest.raises(ConnectionLost):
        await all_of(reading(Answer(b"half", ConnectionLost("gone")), observe=told.append))
    attempt, call = told
    assert isinstance(attempt, AttemptEnded)
    assert isinstance(call, CallEnded)
    assert (attempt.error, attempt.response_bytes) == ("ConnectionLost", 4)
    assert (call.error, call.outcome) == ("ConnectionLost", Outcome.UNKNOWN)


async def test_an_observer_is_told_of_a_file_whose_reader_was_cancelled() -> None:
    told: list[AttemptEnded | CallEnded] = []
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(cancel_when_all_wait, scope)
            await all_of(reading(Answer(b"half", anyio.sleep_forever), observe=told.append))
    assert [one.error for one in told] == ["Cancelled", "Cancelled"]


async def test_an_observer_is_told_once_of_a_call_that_never_opened() -> None:
    told: list[Any] = []
    with pytest.raises(NotFound):
        await all_of(reading(Answer(b"{}", status=404), observe=told.append))
    await reading(Answer(b"{}", status=202), observe=told.append).__aenter__()
    assert [(type(one).__name__, one.status, one.error) for one in told] == [
        ("AttemptEnded", 404, "NotFound"),
        ("CallEnded", 404, "NotFound"),
        ("AttemptEnded", 202, None),
        ("CallEnded", 202, None),
    ]


async def test_an_open_file_holds_no_turn_of_the_budget() -> None:
    client = client_of(Streaming(Answer(b"one", b"two")), rate="5/60")
    async with client.v2.reports.download(**REPORT):
        assert (client.budget.state().in_flight, client.budget.state().held) == (0, 1)


async def test_a_refusal_for_the_rate_pauses_the_account() -> None:
    refusal = Answer(b"", status=429, Retry_After="30")
    client = client_of(Streaming(refusal), rate="5/60", retries=RetryPolicy(attempts=1), clock=Clock())
    with pytest.raises(RateLimited):
        await all_of(client.v2.reports.download(**REPORT))
    assert client.budget.state().paused_for == pytest.approx(30, abs=1)


async def test_the_deadline_ends_where_the_file_begins_and_each_piece_has_the_time_of_an_attempt() -> None:
    clock, answer = Clock(), Answer(b"one", b"two", AnswerTimedOut("no answer within 7 s"))
    client = client_of(Streaming(answer), clock=clock, deadline=10.0, timeout=7.0)
    with pytest.raises(AnswerTimedOut, match="within 7 s"):
        async with client.v2.reports.download(**REPORT) as coming:
            assert isinstance(coming, FileStream)
            async for _ in coming.chunks():
                clock.now += 100
    assert answer.timeouts == [7.0, 7.0, 7.0]


async def test_the_first_piece_has_what_is_left_of_the_attempt() -> None:
    clock, answer = Clock(), Answer(b"{}", status=404)
    client = client_of(_Slow(clock, answer), clock=clock, timeout=7.0)
    with pytest.raises(NotFound):
        await all_of(client.v2.reports.download(**REPORT))
    assert answer.timeouts == [4.0, 4.0]


class _Slow(Streaming):
    def __init__(self, clock: Clock, *answers: Answer) -> None:
        super().__init__(*answers)
        self.clock = clock

    async def begin(self, request: HttpRequest, *, timeout: float) -> Answer:  # noqa: ASYNC109
        self.clock.now += 3
        return await super().begin(request, timeout=timeout)


async def test_closing_the_client_waits_for_a_file_that_is_read() -> None:
    client = client_of(Streaming(Answer(b"one", b"two")))
    async with anyio.create_task_group() as tasks, client.v2.reports.download(**REPORT) as coming:
        assert isinstance(coming, FileStream)
        tasks.start_soon(client.aclose)
        await anyio.wait_all_tasks_blocked()
        assert [chunk async for chunk in coming.chunks()] == [b"one", b"two"]
    with pytest.raises(ClientClosed):
        await all_of(client.v2.reports.download(**REPORT))


async def test_closing_the_client_for_good_ends_a_file_that_is_read() -> None:
    client = client_of(Streaming(Answer(b"one", anyio.sleep_forever)))

    async def read() -> None:
        with pytest.raises(ClientClosed):
            await all_of(client.v2.reports.download(**REPORT))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        await anyio.wait_all_tasks_blocked()
        await client.aclose(grace=0)


async def test_a_request_that_is_not_for_a_file_cannot_be_streamed() -> None:
    not_for_a_file = cast(Request[Any], ShowPromoter(id=1))
    with pytest.raises(InvalidRequest, match="stream takes a request for a file, and ShowPromoter is none"):
        client_of(Streaming()).stream(not_for_a_file)


async def test_a_client_streams_a_request_as_its_noun_does() -> None:
    async with client_of(Streaming(Answer(b"file"))).stream(DownloadReport(**REPORT)) as coming:
        assert isinstance(coming, FileStream)
        assert [chunk async for chunk in coming.chunks()] == [b"file"]


async def test_keys_show_in_no_error_and_no_repr() -> None:
    answer = Answer(b"half", ConnectionLost("refused key-of-v2 there"))
    download = reading(answer)
    assert "key-of-v2" not in repr(download)
    with pytest.raises(ConnectionLost) as caught:
        await all_of(download)
    assert "key-of-v2" not in str(caught.value)


async def test_a_stand_in_gives_the_file_that_it_was_told(tmp_path: Path) -> None:
    fp = RecordingSender([File(content=b"a,b\n1,2\n"), File(content=b"saved"), BeingPrepared(message="later")])
    async with fp.v2.reports.download(**REPORT) as coming:
        assert isinstance(coming, FileStream)
        assert [row async for row in coming.rows()] == [["a", "b"], ["1", "2"]]
    await fp.v2.reports.download(**REPORT).save_to(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == b"saved"
    assert isinstance(await fp.v2.reports.download(**REPORT).save_to(tmp_path / "later"), BeingPrepared)
    assert fp.requests == [DownloadReport(**REPORT)] * 3
