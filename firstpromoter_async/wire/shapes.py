"""How the answer to one call becomes its value: a reader for each shape that `answers` names.

| status        | what it means                                                                                      |
|---------------|----------------------------------------------------------------------------------------------------|
| 2xx           | the value, by its shape. 204 has none, which is right for `None` and for tracking (nobody's        |
|               | referral), an empty file, and does not fit any other shape                                         |
| 202           | a `Batch` that is not completed; a file `BeingPrepared`                                            |
| anything else | a `StatusError`; a tracking call may take it for an outcome (see `tracking`)                       |

A 2xx that does not fit its shape is an `UnreadableAnswer`. Something was answered, so the outcome of a write is unknown, and
only what is safe to repeat is repeated: where the body is cut short, or is not FirstPromoter's (`UnexpectedAnswer`).

This module knows nothing of particular operations.
"""

from collections.abc import Mapping
from email.message import Message as Headers
from pathlib import PurePosixPath
from types import GenericAlias, NoneType, UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Union, get_args, get_origin

from ..errors import StatusError, UnexpectedAnswer, UnreadableAnswer
from ..outcomes import AlreadyRecorded, NotReferred, Recorded
from ..unset import UNSET
from . import decode, paging, tracking
from .answers import Batch, BatchStatus, BeingPrepared, Done, Envelope, File, FileDescription, Page
from .message import HttpResponse
from .plain import is_array, is_object

if TYPE_CHECKING:
    from .request import Request


class Shape:
    """One JSON value, as its type says: the shape of most answers, and what the others vary."""

    accept: ClassVar[str] = "application/json"
    """The media types to ask for."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind
        """The request's type argument."""

    def read(self, response: HttpResponse, request: "Request[Any]") -> Any:
        """Return the value; raises a `StatusError` or `UnreadableAnswer`."""
        if response.is_success:
            return self.success(response, request)
        return self.refusal(decode.refusal(response, request.route.access), request)

    def success(self, response: HttpResponse, request: "Request[Any]") -> Any:
        """Return the value of a 2xx."""
        return self.value(decode.json_of(response), response)

    def value(self, body: Any, response: HttpResponse) -> Any:
        """Return the value of a JSON body, or of a part of one."""
        return decode.structure(body, self.kind, response)

    def refusal(self, error: StatusError, request: "Request[Any]") -> Any:
        """Return the value of what is no 2xx, or raise it."""
        raise error


class Nothing(Shape):
    """`None`: no content, or any that says no more than the status does. Only a web page is somebody else's answer."""

    def success(self, response: HttpResponse, request: "Request[Any]") -> None:
        """Return None."""
        if decode.is_web_page(response):
            raise UnexpectedAnswer("a web page came where nothing was expected", status=response.status)


class AnyJson(Shape):
    """`Any`: plain JSON data, or None for an empty answer."""

    def success(self, response: HttpResponse, request: "Request[Any]") -> Any:
        """Return what came."""
        return decode.json_of(response) if response.body.strip() else None


class Rows(Shape):
    """`tuple[X, ...]`: a list without pages."""

    def value(self, body: Any, response: HttpResponse) -> Any:
        """Return the rows; null is no list."""
        return super().value(_rows_of(body, None, response)[0], response)


class Enveloped(Shape):
    """`Envelope[X, Meta]`: a value of another shape, and what came beside it."""

    def __init__(self, kind: Any) -> None:
        super().__init__(kind)
        data, self.meta = get_args(kind)
        self.data = shape_of(data)

    def value(self, body: Any, response: HttpResponse) -> Any:
        """Return both; a body without `data` is no envelope, and one without `meta` has an empty one."""
        if not is_object(body) or "data" not in body:
            raise UnreadableAnswer(
                "an object with `data` was expected, and something else came", status=response.status
            )
        return Envelope(
            data=self.data.value(body["data"], response),
            meta=decode.structure(body.get("meta") or {}, self.meta, response),
        )


class BulkAction(Shape):
    """`Done | Batch`: which of them it is, is said by the status in the body, or else by that of the answer."""

    def value(self, body: Any, response: HttpResponse) -> Any:
        """Return a `Done` for what is completed, a `Batch` for all else."""
        said = body.get("status") if is_object(body) else None
        is_done = said == BatchStatus.COMPLETED if said else response.status != 202
        return decode.structure(body, Done if is_done else Batch, response)


class Download(Shape):
    """`File | BeingPrepared`: the file itself, or 202 and perhaps a message."""

    accept: ClassVar[str] = "*/*"

    def success(self, response: HttpResponse, request: "Request[Any]") -> Any:
        """Return the file, or that there is none yet."""
        if response.status == 202:
            body = decode.json_or_none(response)
            return decode.structure(body if is_object(body) else {}, BeingPrepared, response)
        about = self.description(response)
        return File(content=response.body, media_type=about.media_type, name=about.name, charset=about.charset)

    def is_file(self, response: HttpResponse) -> bool:
        """Tell by its status whether an answer is a file, which may be of any size."""
        return response.is_success and response.status != 202

    def description(self, response: HttpResponse) -> FileDescription:
        """Return what an answer says of its file; the first bytes of the body are enough."""
        headers = _file_headers(response)
        media_type = headers.get_content_type()
        if decode.is_web_page(response) or media_type.endswith("json"):
            raise UnreadableAnswer("a file was expected, and something else came", status=response.status)
        return FileDescription(media_type=media_type, name=_file_name(headers), charset=_charset(headers))


class FileOrData(Shape):
    """`File | X`: JSON is an X of whatever shape, and all else a file."""

    accept: ClassVar[str] = "*/*"

    def __init__(self, kind: Any) -> None:
        super().__init__(kind)
        self.data = shape_of(next(part for part in get_args(kind) if part is not File))

    def success(self, response: HttpResponse, request: "Request[Any]") -> Any:
        """Return the data or the file; without a content type it is data."""
        headers = _file_headers(response)
        media_type = headers.get_content_type()
        if response.header("content-type") is None or media_type.endswith("json"):
            return self.data.success(response, request)
        name, charset = _file_name(headers), _charset(headers)
        return File(content=response.body, media_type=media_type, name=name, charset=charset)


class Paged(Shape):
    """`Page[X]`: the rows of one page, and which page comes next."""

    def success(self, response: HttpResponse, request: Any) -> Any:
        """Return the page."""
        rows, meta = _rows_of(decode.json_of(response), request.rows_key, response)
        items = tuple(decode.structure(rows, GenericAlias(list, get_args(self.kind)), response))
        following = paging.following(
            request.route.api,
            page=request.page_number,
            per_page=None if request.per_page is UNSET else request.per_page,
            count=len(items),
            response=response,
        )
        has_next = following.page is not None and not request.is_only_page
        return Page(
            items=items,
            next=request.at(following.page) if has_next else None,
            total=following.total,
            meta=meta,
            from_link=following.from_link,
            last_page=None if request.is_only_page else following.last_page,
        )


class TrackingOutcome(Shape):
    """`Tracked[X]`: what became of an event."""

    def __init__(self, kind: Any) -> None:
        super().__init__(kind)
        self.event = next(get_args(part)[0] for part in get_args(kind) if get_origin(part) is Recorded)

    def success(self, response: HttpResponse, request: "Request[Any]") -> Any:
        """Return what a 2xx says of the event."""
        sent = tracking.Sent.of(request)
        if tracking.says_not_referred(response, sent):
            return NotReferred()
        body = decode.json_of(response)
        tracking.expect_this_event(body, sent, response.status)
        return Recorded(decode.structure(body, self.event, response))

    def refusal(self, error: StatusError, request: "Request[Any]") -> Any:
        """Return the outcome that a refusal stands for, or raise it."""
        return tracking.outcome_of(error, tracking.Sent.of(request))


_SHAPES: Final[Mapping[frozenset[Any], type[Shape]]] = {
    frozenset({NoneType}): Nothing,
    frozenset({Any}): AnyJson,
    frozenset({tuple}): Rows,
    frozenset({Envelope}): Enveloped,
    frozenset({Done, Batch}): BulkAction,
    frozenset({File, BeingPrepared}): Download,
    frozenset({Page}): Paged,
    frozenset({Recorded, AlreadyRecorded, NotReferred}): TrackingOutcome,
}


def shape_of(kind: Any) -> Shape:
    """Return how an answer of this type is read."""
    parts = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    known = _SHAPES.get(frozenset(get_origin(part) or part for part in parts))
    return (known or (FileOrData if File in parts else Shape))(kind)


def _rows_of(body: Any, rows_key: str | None, response: HttpResponse) -> tuple[list[Any], Mapping[str, Any]]:
    """Find the items: the list itself, or `{"data": [...], "meta": {...}}`, whichever came."""
    if is_array(body):
        return body, {}
    if is_object(body) and is_array(rows := body.get(rows_key or "data")):
        meta = body.get("meta")
        return rows, meta if is_object(meta) else {}
    raise UnreadableAnswer("a list was expected, and something else came", status=response.status)


def _file_headers(response: HttpResponse) -> Headers:
    """Let Python's own parser read what says which file it is (RFC 6266, RFC 8187)."""
    headers = Headers()
    headers["Content-Type"] = _one_line(response.header("content-type")) or "application/octet-stream"
    headers["Content-Disposition"] = _one_line(response.header("content-disposition")) or "attachment"
    return headers


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _file_name(headers: Headers) -> str | None:
    """Return the bare name: whoever saves a file under it must not be led to another folder."""
    told = headers.get_filename() or ""
    printable = "".join(character for character in told.replace("\\", "/") if character.isprintable())
    return PurePosixPath(printable).name.strip(". ") or None


def _charset(headers: Headers) -> str:
    named = headers.get_content_charset() or "utf-8"
    try:
        "".encode(named)
    except (LookupError, UnicodeError):  # Python has a codec that is called `undefined`
        return "utf-8"
    return named
