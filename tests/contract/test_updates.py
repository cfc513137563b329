"""Not given, null and a value are three things in every write of v2: absent, null and there in the bytes; or null is refused.

What may be null is held to the documents by `test_vocabulary`.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, get_args, get_origin
from urllib.parse import parse_qs, urlsplit

import attrs
import pytest
from attrs import frozen

from firstpromoter_async import UNSET, InvalidRequest, Request
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.sandbox.forms import read
from firstpromoter_async.wire.encode import encode
from tests.contract.building import least_request, one_with, one_with_any
from tests.contract.vocabulary import SCALARS, parts_of, takes_none, wire_name
from tests.many import all_in_one

WRITES = [
    one
    for one in operations()
    if one.call.startswith("v2.") and not one.call.startswith("v2.track.") and one.request.route.method != "GET"
]
ABSENT: Final = object()


@frozen
class Place:
    """A field that is written: of the request itself, or of a value in it."""

    operation: Operation
    owner: Any
    attribute: "attrs.Attribute[Any]"
    outer: "attrs.Attribute[Any] | None" = None
    """The request's field that its owner is in."""

    def __str__(self) -> str:
        way = (self.outer.name,) if self.outer else ()
        return ".".join((self.operation.call, *way, self.attribute.name))

    def any(self) -> Any:
        """Return an owner that has some value there."""
        return one_with_any(self.owner, self.attribute.name)

    def holding(self, value: Any) -> Any:
        """Return an owner that has this value there."""
        return one_with(self.owner, self.attribute.name, value)

    def leaves(self, owner: Any) -> Any:
        """Return what leaves in this field of a request that has this owner in it, or is it."""
        said = _said(self._request_with(owner))
        if self.outer is not None:
            said = said[wire_name(self.outer)]
            said = said[0] if isinstance(said, list) else said
        return said.get(wire_name(self.attribute), ABSENT)

    def _request_with(self, part: Any) -> Request[Any]:
        if self.outer is None:
            return part
        return one_with(self.operation.request, self.outer.name, [part] if _is_list(self.outer) else part)


def _is_list(outer: "attrs.Attribute[Any]") -> bool:
    return any(get_origin(part) in (tuple, list, Sequence) for part in parts_of(outer.type))


def _said(request: Request[Any]) -> dict[str, Any]:
    message = encode(request, "https://fp.test")
    if dict(message.headers).get("Content-Type", "").startswith("multipart/"):
        return dict(read(message, {}).values)
    return {**parse_qs(urlsplit(message.url).query), **json.loads(message.body or b"{}")}


def places() -> Iterator[Place]:
    for operation in WRITES:
        for outer in attrs.fields(operation.request):
            if outer.init and outer.name not in operation.request.route.path_names:
                yield Place(operation, operation.request, outer)
                for owner in _values_in(outer.type):
                    yield from (Place(operation, owner, one, outer) for one in attrs.fields(owner))


def _values_in(kind: Any) -> Iterator[Any]:
    for part in parts_of(kind):
        for one in (part, *get_args(part)):
            if isinstance(one, type) and attrs.has(one) and one not in SCALARS:
                yield one


PLACES = list(places())
NULLABLE = [place for place in PLACES if takes_none(place.attribute.type)]


@all_in_one("place", PLACES)
def test_a_value_leaves(place: Place) -> None:
    assert place.leaves(place.any()) not in (ABSENT, None)


@all_in_one("place", [one for one in PLACES if one.attribute.default is UNSET])
def test_what_is_not_given_does_not_leave(place: Place) -> None:
    assert place.leaves(place.holding(UNSET)) is ABSENT


@all_in_one("place", NULLABLE)
def test_null_leaves_where_it_is_documented(place: Place) -> None:
    assert place.leaves(place.holding(None)) is None


@all_in_one("place", [one for one in PLACES if one not in NULLABLE])
def test_null_is_refused_where_it_is_not(place: Place) -> None:
    whole = least_request(place.operation.request)
    part = place.any()
    with pytest.raises(InvalidRequest):
        changed = attrs.evolve(part, **{place.attribute.name: None})
        if place.outer is not None:  # values are looked at with the request that they are in
            attrs.evolve(whole, **{place.outer.name: [changed] if _is_list(place.outer) else changed})
