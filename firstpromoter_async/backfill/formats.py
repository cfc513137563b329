"""CSV, JSONL and JSON arrays: from lines to rows, each kept as it was.

A row that cannot be read is still a row: it carries its bytes and the reason. So is one that may be cut short, because the
file ends in the middle of it. This module does not know what the columns mean.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, Literal, TypeAlias, cast

from attrs import frozen

from .errors import RunFailed, WrongUsage
from .lines import LONGEST_LINE, Lines, undecodable

LastLine: TypeAlias = Literal["hold", "complete"]
"""What to do with a last line that has no line end: hold it back, since it may be cut short, or take it as it is."""

_DELIMITERS: Final = ",;\t|"
_HELD: Final = (
    "the last line has no line end: the file may still be being written, and this row may be cut short."
    ' End the file with a line end, or say that it is complete (--last-line complete; last_line="complete")'
)
_NO_END: Final = (
    "the file ends before its JSON array does: it may still be being written, and something is missing here"
)


@frozen(kw_only=True)
class Row:
    """One row of the source."""

    line: int
    """The number of its first line, from 1; in a JSON array its own number, since many may share a line, and rows none."""
    raw: bytes
    """Its bytes, untouched, with the end of the line."""
    fields: Mapping[str, Any] | None = None
    """Column to value; values are text, except for objects and lists of JSON. None when the row cannot be read."""
    problem: str = ""
    """Why it cannot be read."""
    incomplete: bool = False
    """Whether the file ends in the middle of it, as far as one can tell: it is not sent before the file says more."""


# CSV


class CsvReader:
    """Rows of CSV, strictly (RFC 4180)."""

    def __init__(self, lines: Lines, *, delimiter: str | None, last_line: LastLine) -> None:
        self._lines = lines
        self._last_line = last_line
        self._delimiter = delimiter
        self._columns: list[str] = []
        self.header = b""
        self.remarks: list[str] = []

    def open(self) -> Sequence[str]:
        """Read the header."""
        head = self._lines.head()
        if head.lstrip()[:1] in (b"{", b"["):
            raise WrongUsage("the file is JSON and no CSV: say that its format is jsonl")
        self._reader = csv.reader(self._lines, delimiter=self._delimiter or self._found_delimiter(head), strict=True)
        self._lines.begin_row()
        names = self._names()
        self.header = b"".join(self._lines.taken)
        self._check_header()
        self._columns = [name.strip() for name in names]
        return self._columns

    def _names(self) -> Sequence[str]:
        try:
            names = next(self._reader, None)
        except csv.Error as problem:
            raise WrongUsage(f"the first line, which should name the columns, cannot be read: {problem}") from None
        if names is None:
            raise WrongUsage("the file is empty: not even a line that names the columns")
        return names

    def _check_header(self) -> None:
        broken = undecodable(self.header)
        if not broken and self._lines.has_no_end and self._last_line == "hold":
            broken = "it has no line end, so the file may still be being written"
        if broken:
            raise WrongUsage(f"the first line, which should name the columns, cannot be read: {broken}")

    def _found_delimiter(self, head: bytes) -> str:
        """Look which sign separates the names of the columns; where that is not the comma, it is remarked."""
        names = re.sub(r'"[^"]*"', "", head.partition(b"\n")[0].decode("utf-8", "replace"))
        most = max(map(names.count, _DELIMITERS))
        found = [sign for sign in _DELIMITERS if names.count(sign) == most] if most else [","]
        if len(found) > 1:
            raise WrongUsage(
                f"the columns may be separated by {' or by '.join(map(repr, found))}: say which delimiter it is"
            )
        if found != [","]:
            self.remarks.append(f"columns are separated by {found[0]!r}, as the first line has it")
        return found[0]

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        while True:
            line = self._lines.begin_row()
            try:
                values = next(self._reader)
            except csv.Error as problem:
                return self._unreadable(line, str(problem))
            if any(map(str.strip, values)):
                return self._row(line, values)

    def _unreadable(self, line: int, told: str) -> Row:
        """Give up on one line, and go on with the next: a quote that is not closed must not swallow what follows."""
        spanned = len(self._lines.taken)
        self._lines.keep_only_first()
        if spanned > 1 or told == "unexpected end of data":
            told = f"a quote is opened and not closed ({told})"
        return self._as_unreadable(line, f"this is not CSV: {told}")

    def _row(self, line: int, values: Sequence[str]) -> Row:
        raw = b"".join(self._lines.taken)
        problem = undecodable(raw) or self._ragged(len(values), len(self._lines.taken))
        if problem or self._is_held:
            return self._as_unreadable(line, problem)
        return Row(line=line, raw=raw, fields=dict(zip(self._columns, values, strict=True)))

    @property
    def _is_held(self) -> bool:
        return self._lines.has_no_end and self._last_line == "hold"

    def _as_unreadable(self, line: int, problem: str) -> Row:
        told = "; ".join(filter(None, [_HELD if self._is_held else "", problem]))
        return Row(line=line, raw=b"".join(self._lines.taken), problem=told, incomplete=self._is_held)

    def _ragged(self, found: int, lines: int) -> str:
        if found == len(self._columns):
            return ""
        spans = f" (it spans {lines} lines: is there a quote that is not closed?)" if lines > 1 else ""
        return f"the header has {len(self._columns)} columns, and this row has {found}{spans}"


# JSON


class JsonReader:
    """Rows of JSON: one object a line, or one array of objects. Numbers stay the text that they are, so that 29.33 is 29.33."""

    header = b""

    def __init__(self, lines: Lines, *, last_line: LastLine) -> None:
        self._lines = lines
        self._last_line = last_line
        self.remarks: list[str] = []

    def open(self) -> None:
        """See which of both it is; there is no header."""
        is_array = self._lines.head().lstrip().startswith(b"[")
        self._rows = self._of_array() if is_array else self._of_lines()

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        return next(self._rows)

    def _of_lines(self) -> Iterator[Row]:
        while True:
            line = self._lines.begin_row()
            text = next(self._lines, None)
            if text is None:
                return
            if text.strip():
                yield self._of_line(line, self._lines.taken[0])

    def _of_line(self, line: int, raw: bytes) -> Row:
        row = _json_row(line, raw)
        # An object that ends with its brace is whole, with a line end or without.
        if row.fields is None and self._lines.has_no_end and self._last_line == "hold":
            return Row(line=line, raw=raw, problem=f"{_HELD}; {row.problem}", incomplete=True)
        return row

    def _of_array(self) -> Iterator[Row]:
        elements, number = Elements(), 0
        for piece in self._lines.pieces():
            for element in elements.within(piece):
                number += 1
                yield _json_row(number, element + b"\n")
        rest = elements.rest()
        if not elements.ended:
            yield Row(line=number + 1, raw=rest + b"\n", problem=_NO_END, incomplete=True)
        elif rest:
            yield Row(line=number + 1, raw=rest + b"\n", problem="this stands behind the end of the JSON array")


class Elements:
    """The elements of a JSON array, found by its brackets, commas and quotes, whatever else may be wrong with them."""

    _SIGNS: Final = re.compile(rb'[\\"{}\[\],]')

    def __init__(self) -> None:
        self.ended = False
        self._depth = 0
        self._in_text = False
        self._offset = 0
        self._escaped = -1
        self._element = bytearray()

    def within(self, piece: bytes) -> Iterator[bytes]:
        """Yield the elements that end within the next piece of the file, each on one line."""
        begin = 0
        for sign in self._SIGNS.finditer(piece):
            if not self.ended and self._separates(sign[0], self._offset + sign.start()):
                self._grow(piece[begin : sign.start()])
                begin = sign.end()
                yield from self._take()
        self._grow(piece[begin:])
        self._offset += len(piece)

    def _separates(self, sign: bytes, at: int) -> bool:
        if self._in_text:
            if at != self._escaped:
                self._in_text = sign != b'"'
                self._escaped = at + 1 if sign == b"\\" else -1
            return False
        match sign:
            case b'"':
                self._in_text = True
            case b"[" | b"{":
                self._depth += 1
                return self._depth == 1
            case b"]" | b"}":
                self._depth -= 1
                self.ended = self._depth == 0
                return self.ended
            case _:
                return sign == b"," and self._depth == 1
        return False

    def _grow(self, part: bytes) -> None:
        self._element += part
        if len(self._element) > LONGEST_LINE:
            raise RunFailed(f"an element of the JSON array is longer than {LONGEST_LINE >> 20} MiB: this is no sale")

    def _take(self) -> Iterator[bytes]:
        element = bytes(self._element)
        self._element.clear()
        if element.strip():
            yield _on_one_line(element)

    def rest(self) -> bytes:
        """Return what is left behind the last element."""
        return _on_one_line(bytes(self._element))


def _on_one_line(element: bytes) -> bytes:
    """Turn line ends into spaces, which they are in JSON: inside of its texts there are none."""
    return element.strip().replace(b"\r", b" ").replace(b"\n", b" ")


def _json_row(line: int, raw: bytes) -> Row:
    problem = undecodable(raw)
    if problem:
        return Row(line=line, raw=raw, problem=problem)
    try:
        return Row(line=line, raw=raw, fields=_object_of(raw))
    except (ValueError, RecursionError) as trouble:
        return Row(line=line, raw=raw, problem=f"this is not a JSON object: {trouble}")


def _object_of(raw: bytes) -> Mapping[str, Any]:
    parsed: Any = json.loads(
        raw, parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_without_twins
    )
    if not isinstance(parsed, dict):
        raise ValueError(f"a {type(parsed).__name__} was given")  # noqa: TRY004  one kind of trouble for the caller
    return _as_fields(cast("dict[str, Any]", parsed))


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"it has {twin!r} twice, and which one counts is not for us to say")
    return named


_NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")


def _as_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn JSON values into fields: truth is `true` or `false`, and null is nothing."""
    return {name: as_field(name, value) for name, value in values.items() if value is not None}


def as_field(name: str, value: Any) -> Any:
    """Turn a JSON value into what a row holds; raises `ValueError` for text that is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if any(map(_NO_TEXT.search, _texts_in(value))):
        raise ValueError(f"{name!r} has a character that no text has (NUL, or half of a surrogate pair)")
    return value


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_texts_in, chain.from_iterable(cast("dict[str, Any]", value).items())))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_texts_in, cast("Iterable[Any]", value)))
