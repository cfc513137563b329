"""What a declared noun's fields take, and how a request is read by them: every field that is wrong is told, not only the first.

This module knows nothing of nouns, nor of what is answered.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from ...wire.plain import is_array, is_object
from ..parameters import Parameters
from ..records.documents import Documents, record
from ..store import Store

Document = dict[str, Any]
text, integer, truth, mapping = Parameters.text, Parameters.integer, Parameters.maybe_truth, Parameters.mapping
_BLANK: Final = "can't be blank"
_UNREADABLE: Final = "is invalid"
_TAKEN: Final = "has already been taken"


def texts(parameters: Parameters, name: str) -> list[str] | None:
    """Read a list of texts; None for what is none."""
    return parameters.texts(name) or None


def integers(parameters: Parameters, name: str) -> list[int] | None:
    """Read a list of whole numbers; None for what is none."""
    return parameters.integers(name) or None


def objects(parameters: Parameters, name: str) -> list[Document] | None:
    """Read a list of objects, each of which has the members of `Field.of`; None for what is none."""
    return [dict(one.values) for one in parameters.groups(name)] or None


@frozen
class Field:
    """What a field of a noun takes."""

    read: Callable[[Parameters, str], Any]
    """How it is read: `text`, `texts`, `integer`, `integers`, `truth`, `mapping` or `objects`."""
    needed: bool = field(default=False, kw_only=True)
    unique: bool = field(default=False, kw_only=True)
    """Among all documents of the noun; of a member, among the objects of its list."""
    refers_to: str | None = field(default=None, kw_only=True)
    """Whose id its value must be: a table's (`campaigns`), or a noun's (`asset_categories`)."""
    among: Collection[Any] | None = field(default=None, kw_only=True)
    """The values that it, or each item of it, can have; any, if left out."""
    of: "Mapping[str, Field]" = field(factory=dict[str, "Field"], kw_only=True)
    """The members of a `mapping` or of each of its `objects`; a mapping without them takes any."""
    fixed: bool = field(default=False, kw_only=True)
    """Whether it is said once, when the document is created."""
    later: bool = field(default=False, kw_only=True)
    """Whether it can be said only when the document is changed."""
    default: Any = field(default=None, kw_only=True)


@frozen
class Reading:
    """One request's values for a document or a part of one, and what is wrong with them."""

    store: Store
    documents: Documents
    parameters: Parameters
    document: Document | None
    """What is changed; None for what is new."""
    place: str = ""
    """Where the part is: `trigger.`."""
    wrong: dict[str, str] = field(factory=dict[str, str])
    """What is wrong, by field."""

    def values(self, fields: Mapping[str, Field]) -> Document:
        """Read the fields that are given; a part must have what it needs, whether or not anybody speaks of it."""
        given = [name for name, each in fields.items() if self.parameters.has(name) or (self.place and each.needed)]
        return {name: self._value(name, fields[name]) for name in given}

    def _value(self, name: str, each: Field) -> Any:
        if self.parameters.is_blank(name):
            self.parameters.expect(name)
            value, what = _nothing(self.parameters.values.get(name), each), _BLANK if each.needed else None
        else:
            value = self._parts(name, each) if each.of else each.read(self.parameters, name)
            what = self._complaint(name, each, value)
        if what is not None:
            self.wrong[self.place + (name if each.refers_to is None else name.removesuffix("_id"))] = what
        return value

    def _parts(self, name: str, each: Field) -> Any:
        """Read what is nested: one object, or several."""
        if each.read is not objects:
            whole = self.parameters.values[name]
            return self._part(name, each, self.parameters.group(name)) if is_object(whole) else None
        whole_items = dict.fromkeys(each.of)
        return [whole_items | self._part(name, each, one) for one in self.parameters.groups(name)] or None

    def _part(self, name: str, each: Field, members: Parameters) -> Document:
        place = f"{self.place}{name}."
        return Reading(self.store, self.documents, members, None, place, self.wrong).values(each.of)

    def _complaint(self, name: str, each: Field, value: Any) -> str | None:
        """Say what is wrong with a value that is not blank."""
        items = value if is_array(value) else [value]
        if value is None:
            return _UNREADABLE
        if each.among is not None and any(item not in each.among for item in items):
            return "is not included in the list"
        if each.unique and not self.place and self.documents.has(name, value, beside=self._number):
            return _TAKEN
        if each.refers_to is not None and any(record(self.store, each.refers_to, item) is None for item in items):
            return "must exist"
        return _TAKEN if any(_repeats(value, member) for member in _unique(each.of)) else None

    @property
    def _number(self) -> int | None:
        return None if self.document is None else self.document["id"]


_EMPTY: Final[Mapping[Any, Any]] = {texts: [], integers: [], objects: [], mapping: {}}


def _nothing(given: Any, each: Field) -> Any:
    """Return what a blank value is kept as: an empty list or object where the field is one, and all else as null."""
    return given if given == _EMPTY.get(each.read) else None


def _unique(fields: Mapping[str, Field]) -> Iterator[str]:
    return (name for name, each in fields.items() if each.unique)


def _repeats(objects: list[Document], member: str) -> bool:
    """Tell whether two objects of a list have the same value there."""
    values = [one[member] for one in objects if one.get(member) is not None]
    return len({*values}) < len(values)
