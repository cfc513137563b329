"""JSON text to plain data: the same with and without msgspec, and with nothing lost on the way."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.wire import parse as parsing
from firstpromoter_async.wire.parse import LARGE, NOT_JSON, parse, parse_strictly

TEXTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(params=["with msgspec", "without msgspec"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without msgspec":
        monkeypatch.setattr(parsing, "fast_parser", None)
    elif parsing.fast_parser is None:
        pytest.skip("the extra `msgspec` is not installed")


def outcome(read: Any, text: bytes) -> object:
    try:
        return repr(read(text))
    except NOT_JSON:
        return "no JSON"


@given(TEXTS, st.sampled_from([None, 1]), st.booleans())
def test_any_json_is_read_as_python_reads_it(value: Any, indent: int | None, is_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    assert outcome(parse, text) == outcome(parse_strictly, text) == outcome(json.loads, text)


@given(st.binary(max_size=12) | st.text(alphabet='{}[]":,01-.eE tfn\\ux', max_size=12).map(str.encode))
def test_any_bytes_are_read_as_python_reads_them_or_are_no_json_to_both(text: bytes) -> None:
    assert outcome(parse, text) == outcome(json.loads, text)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(
    "number", ["18446744073709551616", "-9223372036854775809", "1" * 30, "0.1", "12.0", "1E2", "-0"]
)
def test_no_number_changes_on_the_way(number: str) -> None:
    assert repr(parse(number.encode())) == repr(parse_strictly(number.encode())) == repr(json.loads(number))


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(
    "text", ['{"a":1,"a":1}', '{"a":1,"a":2}', '[{"b":{"a":1,"a":1}}]', '{"a":1, "a":1}', '{"\\u0061":1,"a":1}']
)
def test_a_name_that_stands_twice_is_refused_where_that_matters(text: str) -> None:
    with pytest.raises(ValueError, match="a name stands twice in one object"):
        parse_strictly(text.encode())
    assert parse(text.encode()) == json.loads(text)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_words_for_numbers_are_refused_where_that_matters(word: str) -> None:
    with pytest.raises(ValueError, match="no JSON"):
        parse_strictly(word.encode())


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("text", [b"", b" ", b"{", b'{"a":', b"[" * 200_000, b"\xff", b'"\xff"', b"<html>"])
def test_what_is_no_json_is_told_as_such(text: bytes) -> None:
    for read in (parse, parse_strictly):
        with pytest.raises(NOT_JSON):
            read(text)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(("padding", "stops"), [(0, 0), (LARGE, 3)])
def test_parsing_much_lets_other_threads_run_at_every_object(
    padding: int, stops: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def noted(parsed: Any) -> Any:
        seen.append(parsed)
        return parsed

    monkeypatch.setattr(parsing, "_as_it_is", noted)
    assert parse(b'[{"a": {}}, {"b": 1}' + b" " * padding + b"]") == [{"a": {}}, {"b": 1}]
    assert len(seen) == stops
