"""The named values of a request, the ways to read them, and which of them nobody has read.

It knows nothing of operations, nor of the bytes that the values came from.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from attrs import field, frozen

from ..wire.plain import is_array, is_object
from .problems import Missing

T = TypeVar("T")
Path = tuple[str, ...]

_LARGEST: Final = 10**15
"""Numbers beyond this are typing mistakes, and a database would not hold them."""

_TRUTH: Final[dict[str, bool]] = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}
_LONGEST_NAME: Final = 100


@frozen
class Uploaded:
    """A file that a multipart form brought."""

    name: str
    content: bytes = field(repr=False)


@frozen(eq=False)
class Parameters:
    """Named values, and the ways to read them: blank, absent and null are all None, as they are to FirstPromoter.

    A value counts as used once it was read as something that it is. Afterwards `unused` tells what had no effect: names that
    nobody asked for, and values that could not be read.
    """

    values: Mapping[str, Any]
    _used: set[Path] = field(factory=set[Path])
    _path: Path = ()

    def read(self, name: str, reader: Callable[[Any], T | None]) -> T | None:
        """Return what a reader makes of a value, or None."""
        value = self.values.get(name)
        found = reader(value)
        if found is not None or _is_blank(value):
            self.expect(name)
        return found

    def expect(self, *names: str) -> None:
        """Accept these names, whatever they say: documented ones that change nothing here, or that another one outweighs."""
        self._used.update((*self._path, name) for name in names)

    def text(self, name: str) -> str | None:
        """Return a value as text without spaces around it, or None."""
        return self.read(name, _text)

    def needed_text(self, name: str) -> str:
        """Return a text that has to be there. Raises `Missing`."""
        text = self.text(name)
        if text is None:
            raise Missing(name)
        return text

    def mentioned_texts(self, *names: str) -> dict[str, str | None]:
        """Return those of these texts that were mentioned; null and empty ones, which clear something, are None."""
        return {name: self.text(name) for name in names if self.has(name)}

    def first_text(self, *names: str) -> tuple[str, str] | None:
        """Return the first of these that has a value, with its name."""
        found = [(name, text) for name in names if (text := self.text(name)) is not None]
        return found[0] if found else None

    def one_of(self, name: str, choices: Mapping[str, T]) -> T | None:
        """Return what a word stands for, in capitals or not, or None where it is none of these."""
        return self.read(name, lambda value: choices.get((_text(value) or "").strip("`").lower()))

    def word(self, name: str, words: Iterable[str]) -> str | None:
        """Return one of these words, written in capitals or not, or None where it is none of them."""
        return self.one_of(name, {word: word for word in words})

    def integer(self, name: str) -> int | None:
        """Return a whole number, written as one or as digits, or None."""
        return self.read(name, whole_number)

    def truth(self, name: str, default: bool = False) -> bool:
        """Return whether it is true; forms say `true`, `1`, `yes` or `on`, or the opposite."""
        said = self.maybe_truth(name)
        return default if said is None else said

    def maybe_truth(self, name: str) -> bool | None:
        """Return whether it is true, or None when nothing is said that can be read."""
        return self.one_of(name, _TRUTH)

    def texts(self, name: str) -> list[str]:
        """Return a list of texts; a single value is a list of one."""
        return self._several(name, _text)

    def integers(self, name: str) -> list[int]:
        """Return a list of whole numbers; a single value is a list of one, and what is not a number is left out."""
        return self._several(name, whole_number)

    def _several(self, name: str, reader: Callable[[Any], T | None]) -> list[T]:
        value = self.values.get(name)
        given = [one for one in (value if is_array(value) else [value]) if not _is_blank(one)]
        found = [one for one in map(reader, given) if one is not None]
        if len(found) == len(given):
            self.expect(name)
        return found

    def group(self, name: str) -> "Parameters":
        """Return what is nested under a name; nothing, when nothing is."""
        value = self.values.get(name)
        return Parameters(value if is_object(value) else {}, self._used, (*self._path, name))

    def groups(self, name: str) -> list["Parameters"]:
        """Return what is nested in each item of a list; a list of anything but objects is no such list."""
        value = self.values.get(name)
        items = value if is_array(value) and all(is_object(one) for one in value) else []
        return [Parameters(one, self._used, (*self._path, name, "")) for one in items]

    def is_blank(self, name: str) -> bool:
        """Tell whether a name says nothing: absent, null, empty, or nothing but spaces."""
        return _is_blank(self.values.get(name))

    def require(self, *names: str) -> None:
        """Refuse a request in which one of these names says nothing. Raises `Missing`."""
        for name in names:
            if self.is_blank(name):
                raise Missing(name)

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        """Return everything that is nested under a name, as it is, or None."""
        return self.read(name, lambda value: value if is_object(value) else None)

    def upload(self, name: str) -> Uploaded | None:
        """Return a file, or None; the documents put it in JSON, so text is the content of a file without a name, too."""
        return self.read(name, _file)

    def moment(self, name: str) -> str | None:
        """Return a date and time as FirstPromoter writes them, or None when it is absent or cannot be read."""
        return self.read(name, moment_of)

    def has(self, name: str) -> bool:
        """Tell whether a name was mentioned at all."""
        return name in self.values

    def unused(self) -> list[str]:
        """Return what was given and has had no effect, as it is written in a query: `filters[colour]`."""
        return [_bracketed(path)[:_LONGEST_NAME] for path in self._leaves(self.values, self._path)]

    def _leaves(self, values: Mapping[str, Any], path: Path) -> Iterator[Path]:
        for name, value in values.items():
            here = (*path, name)
            if here in self._used:
                continue
            if is_object(value) and value:
                yield from self._leaves(value, here)
            elif is_array(value) and value and all(is_object(one) for one in value):
                for one in value:
                    yield from self._leaves(one, (*here, ""))
            else:
                yield (*here, "") if is_array(value) else here


def whole_number(value: object) -> int | None:
    """Return a whole number that is written as one, or as digits; None for anything else, 29.0 included."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,16}", value.strip(), re.ASCII):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        return None
    return value


def moment_of(value: object) -> str | None:
    """Return a date and time as FirstPromoter writes them, or None for what cannot be read as one."""
    text = _text(value)
    try:
        return None if text is None else iso(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def iso(moment: datetime) -> str:
    """Write a moment as v1 does: UTC, milliseconds, `Z`; such texts sort as their moments do."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _file(value: object) -> Uploaded | None:
    return (
        Uploaded("", value.encode())
        if isinstance(value, str) and value
        else value
        if isinstance(value, Uploaded)
        else None
    )


def _is_blank(value: object) -> bool:
    return value is None or value == [] or value == {} or (isinstance(value, str) and not value.strip())


def _bracketed(path: Path) -> str:
    return path[0] + "".join(f"[{step}]" for step in path[1:])
