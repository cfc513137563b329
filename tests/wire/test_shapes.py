"""The shapes of answers: what each status and each body means to each of them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.errors import NotFound, Outcome, UnexpectedAnswer, UnreadableAnswer
from firstpromoter_async.frozen import frozen
from firstpromoter_async.policy.retry import may_repeat
from firstpromoter_async.wire.answers import (
    Batch,
    BatchStatus,
    BeingPrepared,
    Done,
    Download,
    Envelope,
    File,
    Message,
    Meta,
)
from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.model import Model
from firstpromoter_async.wire.request import Listing, Replay, Request
from firstpromoter_async.wire.route import Access, Api, Base

V1 = Base(Api.V1, Access.V1_KEY, "/v1")
V2 = Base(Api.V2, Access.V2_KEY, "/v2")


@frozen(kw_only=True)
class Thing(Model):
    id: int | None = None


@frozen(kw_only=True)
class Totals(Model):
    total: int | None = None


@frozen(kw_only=True)
class GetThing(Request[Thing]):
    route = V2.GET("/things/1")
    replay = Replay.SAFE


@frozen(kw_only=True)
class DeleteThing(Request[None]):
    route = V2.DELETE("/things/1")
    replay = Replay.UNSAFE


@frozen(kw_only=True)
class SortThings(Request[tuple[Thing, ...]]):
    route = V2.PUT("/things/order")
    replay = Replay.UNSAFE


@frozen(kw_only=True)
class CountThings(Request[Mapping[int, int]]):
    route = V2.GET("/things/count")
    replay = Replay.SAFE


@frozen(kw_only=True)
class ThingStats(Request[Envelope[tuple[Thing, ...], Meta]]):
    route = V2.GET("/things/stats")
    replay = Replay.SAFE


@frozen(kw_only=True)
class ArchiveThings(Request[Done | Batch]):
    route = V2.POST("/things/archive")
    replay = Replay.UNSAFE


@frozen(kw_only=True)
class PayThings(Request[Envelope[Done | Batch, Totals]]):
    route = V2.POST("/things/pay")
    replay = Replay.UNSAFE


@frozen(kw_only=True)
class ExportThings(Request[Download]):
    route = V2.GET("/things/export")
    replay = Replay.SAFE


@frozen(kw_only=True)
class OpenThing(Request[File | Envelope[Thing, Meta]]):
    route = V2.GET("/things/open")
    replay = Replay.SAFE


@frozen(kw_only=True)
class ListThings(Listing[Thing]):
    route = V1.GET("/things")
    only: bool = False

    @property
    def is_only_page(self) -> bool:
        return self.only


@frozen(kw_only=True)
class PokeThing(Request[Message]):
    route = V2.POST("/things/poke")
    replay = Replay.UNSAFE


ALL: list[Request[Any]] = [
    GetThing(), DeleteThing(), SortThings(), CountThings(), ThingStats(),
    ArchiveThings(), PayThings(), ExportThings(), OpenThing(), ListThings(), PokeThing(),
]  # fmt: skip
WEB_PAGE = b"<html>Sign in to the hotel's network</html>"
BATCH = {"id": 8, "status": "pending", "total": 9, "selected_total": 7, "failed_count": 0, "progress": 0}


def answer(body: Any = b"", status: int = 200, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse.of(status, named, body if isinstance(body, bytes) else json.dumps(body).encode())


def refused(request: Request[Any], response: HttpResponse) -> UnreadableAnswer:
    with pytest.raises(UnreadableAnswer) as caught:
        request.read(response)
    return caught.value


# Nothing


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b" ", b"OK", b'{"message": "Archived."}', b'{"id": 1'])
@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_nothing_takes_any_success_for_what_it_is(status: int, body: bytes) -> None:
    assert DeleteThing().read(answer(body, status)) is None


def test_a_web_page_does_not_say_that_anything_was_done() -> None:
    error = refused(DeleteThing(), answer(WEB_PAGE))
    assert isinstance(error, UnexpectedAnswer)
    assert error.outcome is Outcome.UNKNOWN


# One value, rows, envelopes


def test_no_content_is_no_value_and_is_not_asked_for_again() -> None:
    error = refused(GetThing(), answer(b"", 204))
    assert "no content" in str(error)
    assert not may_repeat(error, Replay.SAFE)


def test_an_empty_200_is_cut_short_and_is_asked_for_again() -> None:
    assert may_repeat(refused(GetThing(), answer(b"")), Replay.SAFE)


@pytest.mark.parametrize("body", [[{"id": 1}], {"data": [{"id": 1}]}])
def test_rows_are_the_body_or_its_data(body: Any) -> None:
    assert SortThings().read(answer(body)) == (Thing(id=1),)


@pytest.mark.parametrize("body", [None, {}, {"id": 1}, "rows", {"data": None}])
def test_what_is_no_list_is_not_taken_for_an_empty_one(body: Any) -> None:
    assert "a list was expected" in str(refused(SortThings(), answer(body)))


def test_a_mapping_has_keys_and_values_of_its_types() -> None:
    assert CountThings().read(answer({"31": 0, "32": 100})) == {31: 0, 32: 100}


def test_an_envelope_gives_both_its_parts() -> None:
    stats = ThingStats().read(answer({"data": [{"id": 1}], "meta": {"due": "2026-01-31"}}))
    assert (stats.data, stats.meta) == ((Thing(id=1),), {"due": "2026-01-31"})


@pytest.mark.parametrize("body", [{"data": []}, {"data": [], "meta": None}, {"data": [], "meta": {}}])
def test_an_envelope_without_meta_has_an_empty_one(body: Any) -> None:
    assert ThingStats().read(answer(body)) == Envelope(data=(), meta={})


@pytest.mark.parametrize("body", [[], {}, {"meta": {}}, {"data": [], "meta": [1]}, {"data": 7}])
def test_what_is_no_envelope_is_refused(body: Any) -> None:
    assert refused(ThingStats(), answer(body)).outcome is Outcome.UNKNOWN


def test_a_message_is_its_words() -> None:
    assert PokeThing().read(answer({"message": "Poked."}, 202)) == Message(message="Poked.")


# Bulk actions


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (200, "completed", Done),
        (200, None, Done),
        (202, "completed", Done),
        (202, "pending", Batch),
        (202, "in_progress", Batch),
        (202, None, Batch),
        (200, "pending", Batch),
        (200, "failed", Batch),
        (200, "stopped", Batch),
        (200, "paused until spring", Batch),
    ],
)
def test_a_bulk_action_is_done_or_goes_on(status: int, said: str | None, kind: type[Any]) -> None:
    assert type(ArchiveThings().read(answer(BATCH | {"status": said}, status))) is kind


def test_both_say_what_failed() -> None:
    wrong = {"failed_count": 2, "processing_errors": ["Ann is blocked", {"id": 7, "error": "is paid"}]}
    for status, said in ((200, "completed"), (202, "pending")):
        action = ArchiveThings().read(answer(BATCH | wrong | {"status": said}, status))
        assert action.failed_count == 2
        assert action.processing_errors == ("Ann is blocked", {"id": 7, "error": "is paid"})


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"message": "ok"}', b'{"id": 8', WEB_PAGE])
def test_a_bulk_action_without_an_id_may_have_been_begun_and_is_not_repeated(body: bytes) -> None:
    error = refused(ArchiveThings(), answer(body))
    assert error.outcome is Outcome.UNKNOWN
    assert not may_repeat(error, Replay.UNSAFE)


def test_a_bulk_action_may_be_in_an_envelope() -> None:
    paid = PayThings().read(answer({"data": BATCH, "meta": {"total": 700}}, 202))
    assert isinstance(paid.data, Batch)
    assert paid.meta == Totals(total=700)


@pytest.mark.parametrize("status", BatchStatus)
def test_a_batch_is_over_when_nothing_more_will_happen(status: BatchStatus) -> None:
    assert Batch(id=8, status=status).is_over is (status not in ("pending", "in_progress"))


# Files


def test_a_file_has_its_bytes_its_type_and_its_name() -> None:
    named = {"Content_Type": "text/csv; charset=iso-8859-1", "Content_Disposition": 'attachment; filename="r 1.csv"'}
    file = ExportThings().read(answer("é;1".encode("latin-1"), **named))
    assert isinstance(file, File)
    assert (file.content, file.media_type, file.name, file.text) == (b"\xe9;1", "text/csv", "r 1.csv", "é;1")
    assert repr(file) == "<File r 1.csv: text/csv, 3 bytes>"


def test_a_file_of_which_nothing_is_said_still_is_one() -> None:
    assert ExportThings().read(answer(b"%PDF")) == File(content=b"%PDF")


def test_a_byte_order_mark_is_not_a_part_of_the_text() -> None:
    assert File(content=b"\xef\xbb\xbfname,amount").text == "name,amount"


@pytest.mark.parametrize("charset", ["x-nobody's", "base64", ""])
def test_an_unknown_way_of_writing_text_is_read_as_utf_8(charset: str) -> None:
    file = ExportThings().read(answer("é".encode(), Content_Type=f"text/csv; charset={charset}"))
    assert isinstance(file, File)
    assert file.text == "é"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ('attachment; filename="../../etc/passwd"', "passwd"),
        (r'attachment; filename="..\\..\\boot.ini"', "boot.ini"),
        ("attachment; filename*=UTF-8''%C3%A9t%C3%A9.csv", "été.csv"),
        ('attachment; filename=".."', None),
        ("attachment; filename*=UTF-8''a%0Ab.csv", "ab.csv"),
        ('attachment; filename=" . X.csvX. "', "X.csvX"),
        ("attachment", None),
        ("", None),
    ],
)
def test_the_name_of_a_file_leads_to_no_other_folder(told: str, name: str | None) -> None:
    file = ExportThings().read(answer(b"1", Content_Disposition=told))
    assert isinstance(file, File)
    assert file.name == name


@given(st.text(st.characters(codec="latin-1")), st.text(st.characters(codec="latin-1")))
def test_no_header_can_break_reading_a_file(content_type: str, disposition: str) -> None:
    response = answer(b"1", Content_Type=content_type, Content_Disposition=f"attachment; filename{disposition}")
    try:
        file = ExportThings().read(response)
    except UnreadableAnswer:
        return
    assert isinstance(file, File)
    assert "/" not in (file.name or "")
    assert file.text == "1" or file.charset != "utf-8"


@pytest.mark.parametrize(
    ("body", "message"), [({"message": "You will get it by e-mail."}, "You will get it by e-mail."), (b"", None)]
)
def test_a_file_may_be_prepared_for_later(body: Any, message: str | None) -> None:
    assert ExportThings().read(answer(body, 202)) == BeingPrepared(message=message)


@pytest.mark.parametrize(
    ("body", "media_type"), [(b'{"error": "no"}', "application/json"), (WEB_PAGE, "text/html"), (WEB_PAGE, "text/csv")]
)
def test_what_is_no_file_is_not_saved_as_one(body: bytes, media_type: str) -> None:
    assert "a file was expected" in str(refused(ExportThings(), answer(body, Content_Type=media_type)))


@pytest.mark.parametrize(
    "headers", [{"Content_Type": "application/json; charset=utf-8"}, {"Content_Type": "a/b+json"}, {}]
)
def test_where_a_file_or_data_may_come_json_is_data(headers: dict[str, str]) -> None:
    found = OpenThing().read(answer({"data": {"id": 7}, "meta": {}}, **headers))
    assert found == Envelope(data=Thing(id=7), meta={})


def test_where_a_file_or_data_may_come_all_else_is_a_file() -> None:
    headers = {"Content_Type": "text/csv; charset=iso-8859-1", "Content_Disposition": "attachment; filename=x.csv"}
    file = OpenThing().read(answer(b"\xe9", **headers))
    assert file == File(content=b"\xe9", media_type="text/csv", name="x.csv", charset="iso-8859-1")


def test_a_page_that_no_other_follows_is_the_last_whatever_the_answer_says() -> None:
    headers = {"Total": "9", "Per_Page": "1"}
    page = ListThings().read(answer([{"id": 1}], **headers))
    assert (page.next, page.last_page) == (ListThings(page=2), 9)
    page = ListThings(only=True).read(answer([{"id": 1}], **headers))
    assert (page.next, page.last_page) == (None, None)


def test_files_are_asked_for_in_any_media_type_and_all_else_as_json() -> None:
    assert ("Accept", "*/*") in encode(ExportThings(), "https://fp.test").headers
    assert ("Accept", "*/*") in encode(OpenThing(), "https://fp.test").headers
    assert ("Accept", "application/json") in encode(GetThing(), "https://fp.test").headers


# All of them


@pytest.mark.parametrize(
    ("request_", "body", "status"),
    [
        (GetThing(), {"id": "x"}, 201),
        (DeleteThing(), WEB_PAGE, 202),
        (SortThings(), {}, 201),
        (SortThings(), [{"id": "x"}], 201),
        (ThingStats(), [], 201),
        (ThingStats(), {"data": [], "meta": [1]}, 201),
        (ArchiveThings(), {}, 202),
        (ExportThings(), WEB_PAGE, 201),
        (ExportThings(), {"message": ["no", "text"]}, 202),
        (ListThings(), {}, 201),
        (ListThings(), [{"id": "x"}], 201),
    ],
)
def test_what_does_not_fit_says_under_which_status_it_came(request_: Request[Any], body: Any, status: int) -> None:
    assert refused(request_, answer(body, status)).status == status


@pytest.mark.parametrize("request_", ALL, ids=lambda one: type(one).__name__)
def test_a_refusal_is_an_error_whatever_the_shape(request_: Request[Any]) -> None:
    with pytest.raises(NotFound):
        request_.read(answer({"message": "Record not found", "code": "not_found"}, 404))
