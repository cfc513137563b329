"""JSON text to plain data (RFC 8259): by msgspec where the extra `msgspec` is installed, which takes a third of the time.

What is JSON and what is not, Python's own parser says: it has another look at whatever msgspec refuses. msgspec keeps whole
numbers of any size as they are, which other fast parsers do not. This module knows nothing of answers and events.
"""

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, NamedTuple

NOT_JSON: Final = (ValueError, RecursionError)
"""What parsing raises; the latter for brackets nested without end."""

LARGE: Final = 1024 * 1024
"""Bytes from which a text takes so long to parse (some 20 ms) that an event loop should leave it to a thread."""


class _FastParser(NamedTuple):
    decode: Callable[[bytes], Any]
    encode_into: Callable[[Any, bytearray], None]
    refusals: tuple[type[Exception], ...]
    """What it raises; msgspec's own errors are no ValueErrors in every version."""


def _fast_parser() -> _FastParser | None:
    try:
        msgspec: Any = import_module("msgspec")
    except ImportError:
        return None
    return _FastParser(
        msgspec.json.Decoder().decode, msgspec.json.Encoder().encode_into, (msgspec.MsgspecError, *NOT_JSON)
    )


fast_parser: _FastParser | None = _fast_parser()
"""msgspec's, or None where that is not installed."""


def parse(text: bytes) -> Any:
    """Return plain data; of two values for one name, the last. Raises one of `NOT_JSON`."""
    if fast_parser is not None and len(text) <= LARGE:
        try:
            return fast_parser.decode(text)
        except fast_parser.refusals:
            pass  # Python's own parser has the last word
    return json.loads(text, object_hook=None if len(text) <= LARGE else _as_it_is)


def parse_strictly(text: bytes) -> Any:
    """Return plain data; two values for one name, and words such as NaN, are no JSON. Raises one of `NOT_JSON`."""
    if fast_parser is not None and len(text) <= LARGE:
        try:
            value, again = fast_parser.decode(text), bytearray(len(text))
            fast_parser.encode_into(value, again)
            if bytes(again) == text:  # nothing was lost on the way, so no name stood there twice
                return value
        except fast_parser.refusals:
            pass
    return json.loads(text.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)


def _as_it_is(parsed: dict[str, Any]) -> dict[str, Any]:
    """Change nothing: a function of Python's that is called for each object lets other threads run in between.

    Without it the parser holds Python's lock from the first byte to the last, and a thread of its own would be of no use.
    """
    return parsed


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two values for one name are two readings, and somebody before us may have taken the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
