"""The body of a response, unpacked, and no more of it than is allowed.

A few kilobytes of gzip can unpack to gigabytes, so what comes out is counted while it comes; `Content-Length` is looked at before
anything is read. The HTTP libraries unpack whatever a piece of the body holds, however much, which is why gzip and deflate, the
encodings that we ask for, are unpacked here. This module knows httpx's and httpx2's responses, and nothing of requests.
"""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import anyio

from ..errors import AnswerTooLarge, ConnectionLost
from .unsolicited import close_if_more_came

LONGEST_REFUSAL: Final = 1024 * 1024
"""Bytes of an answer that is no success which are read; the rest is left, since its status says what matters."""
_MOST_BUFFERED: Final = 65_536  # pieces of a byte each that were received in one go
_STEP: Final = 1024 * 1024
_GZIP: Final = zlib.MAX_WBITS | 16
_ZLIB: Final = zlib.MAX_WBITS
_RAW_DEFLATE: Final = -zlib.MAX_WBITS


async def body_of(response: Any, max_answer: int | None) -> bytes:
    """Read the body of a response that was begun, and close it.

    Raises `AnswerTooLarge` for a success of more than `max_answer` bytes, packed or unpacked; another status has its body cut.
    """
    limit = _Limit(response, max_answer)
    try:
        body = await _read(response, limit)
        await close_if_more_came(response)
        return body
    finally:
        if not response.is_closed:
            with anyio.CancelScope(shield=True):
                await response.aclose()


async def _read(response: Any, limit: "_Limit") -> bytes:
    if response.is_stream_consumed:  # by a hook of the caller's, or there never was a stream
        return limit.cut(response.content)
    told = response.headers.get("content-length", "")
    size = int(told) if told.isascii() and told.isdigit() and len(told) < 20 else None
    limit.look_at(size or 0)
    packed = _packing_of(response)
    if size is not None and limit.allows(size) and not packed:
        return await response.aread()  # type: ignore[no-any-return]
    return await _unpacked(response, packed, limit)


def _packing_of(response: Any) -> str:
    return str(response.headers.get("content-encoding", "")).strip().lower()


class _Enough(Exception):
    """As much has come of an answer that is no success as anybody needs."""


class _Limit:
    """How many bytes may come, and what happens when more do."""

    def __init__(self, response: Any, max_answer: int | None) -> None:
        self._status = int(response.status_code)
        self._is_success = bool(response.is_success)
        self._max_answer = max_answer
        self._most = max_answer if self._is_success else min(max_answer or LONGEST_REFUSAL, LONGEST_REFUSAL)

    def allows(self, size: int) -> bool:
        return self._most is None or size <= self._most

    def look_at(self, size: int) -> None:
        """Refuse a success that has so many bytes, or says that it has."""
        if self._is_success and not self.allows(size):
            raise AnswerTooLarge(max_answer=self._max_answer or 0, size=size, status=self._status)

    def check(self, so_far: int) -> None:
        """End the reading of an answer that goes on beyond the limit."""
        if not self.allows(so_far):
            raise AnswerTooLarge(max_answer=self._max_answer or 0, status=self._status) if self._is_success else _Enough

    def cut(self, body: bytes) -> bytes:
        self.look_at(len(body))
        return body if self._most is None else body[: self._most]


async def _unpacked(response: Any, packed: str, limit: _Limit) -> bytes:
    """Read and unpack the body until it ends or the limit is passed."""
    unpacking = _Unpacking(packed) if packed in _Unpacking.KNOWN else None
    arriving = response.aiter_raw() if unpacking else response.aiter_bytes()
    pieces: list[bytes] = []
    came = held = 0
    try:
        async for chunk in arriving:
            limit.check(came := came + len(chunk))
            for piece in unpacking.pieces(chunk) if unpacking else (chunk,):
                pieces.append(piece)
                limit.check(held := held + len(piece))
                if len(piece) >= _STEP:
                    await anyio.lowlevel.checkpoint()
        pieces.append(unpacking.rest() if unpacking else b"")
    except _Enough:
        pass
    finally:
        await _leave(response, arriving)
    return limit.cut(b"".join(pieces))


class StreamedBody:
    """The body of a response that was begun, piece by piece and unpacked, of any length."""

    def __init__(self, response: Any) -> None:
        packed = _packing_of(response)
        is_here = response.is_stream_consumed  # read by a hook of the caller's, and unpacked
        self._response = response
        self._unpacking = _Unpacking(packed) if packed in _Unpacking.KNOWN and not is_here else None
        self._arriving: Any = response.aiter_raw() if self._unpacking else response.aiter_bytes()
        self._pieces: Iterator[bytes] = iter(())
        self._is_broken = False

    async def receive(self) -> bytes:
        """Return the next piece, or nothing at the end."""
        while not (piece := next(filter(None, self._pieces), b"")):
            chunk = await self._next_chunk()
            if chunk is None:
                return await self._end()
            self._pieces = self._unpacking.pieces(chunk) if self._unpacking else iter((chunk,))
        return piece

    async def _next_chunk(self) -> bytes | None:
        """Return what arrives, None at the end. After an error the libraries say that this is the end, too."""
        if self._is_broken:
            await anyio.lowlevel.checkpoint()
            raise ConnectionLost("the answer broke off before")
        self._is_broken = True
        chunk: bytes | None = await anext(self._arriving, None)
        self._is_broken = False
        return chunk

    async def _end(self) -> bytes:
        rest = self._unpacking.rest() if self._unpacking else b""
        self._unpacking = None
        await close_if_more_came(self._response)
        return rest

    async def aclose(self) -> None:
        """Close the response, with its connection if the body was not read to the end."""
        await _leave(self._response, self._arriving)


async def _leave(response: Any, arriving: Any) -> None:
    """Close a response that was not read to its end, and run to their end what the library reads it with.

    Those are generators within generators, which the library leaves to the garbage collector; trio warns of that. Once the
    connection is closed, reading on brings what is buffered, and then fails.
    """
    if response.is_closed:
        return
    with anyio.CancelScope(shield=True):
        await response.aclose()
        with suppress(Exception):  # nothing more is wanted of it
            for _ in range(_MOST_BUFFERED):
                if await anext(arriving, None) is None:
                    return
        await arriving.aclose()


class _Unpacking:
    """Unpacks gzip and deflate (RFC 9110, 8.4.1), a step at a time."""

    KNOWN: Final = {"": None, "identity": None, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}

    def __init__(self, packed: str) -> None:
        window = self.KNOWN[packed]
        self._unpacker = None if window is None else zlib.decompressobj(window)
        self._may_be_raw = window == _ZLIB
        self._has_begun = False

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        if self._unpacker is None:
            yield chunk
            return
        self._has_begun = self._has_begun or bool(chunk)
        while chunk and not self._unpacker.eof:
            yield self._step(chunk)
            chunk = self._unpacker.unconsumed_tail

    def _step(self, chunk: bytes) -> bytes:
        unpacker = self._unpacker
        assert unpacker is not None  # noqa: S101  asked for by `pieces` alone
        first, self._may_be_raw = self._may_be_raw, False
        try:
            return unpacker.decompress(chunk, _STEP)
        except zlib.error as problem:
            told = str(problem)
        if first:  # some servers send deflate without the header that zlib wants
            self._unpacker = zlib.decompressobj(_RAW_DEFLATE)
            return self._step(chunk)
        raise ConnectionLost(f"the answer cannot be unpacked: {told}")

    def rest(self) -> bytes:
        """Return what is left at the end; raises `ConnectionLost` where the packed data break off."""
        if self._unpacker is None or not self._has_begun:
            return b""
        rest = self._unpacker.flush()
        if not self._unpacker.eof:
            raise ConnectionLost("the answer cannot be unpacked: it ends too early")
        return rest
