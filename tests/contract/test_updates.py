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
from hypothesis import strategies as st

from firstpromoter_async import UNSET, InvalidRequest, Request
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.sandbox.forms import read
from firstpromoter_async.wire.encode import encode
from tests.contract.building import first_of, least_request, requests_of, values_for
from tests.contract.vocabulary import SCALARS, parts_of, takes_none, wire_name

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

    def values(self) -> st.SearchStrategy[Any]:
        return values_for(self.attribute, self.owner)

    def leaves(self, value: st.SearchStrategy[Any]) -> Any:
        """Return what leaves in this field of any request that has such a value there."""
        said = _said(first_of(self._requests(value)))
        if self.outer is not None:
            said = said[wire_name(self.outer)]
            said = said[0] if isinstance(said, list) else said
        return said.get(wire_name(self.attribute), ABSENT)

    def _requests(self, value: st.SearchStrategy[Any]) -> st.SearchStrategy[Request[Any]]:
        inner = requests_of(self.owner, **{self.attribute.name: value})
        if self.outer is None:
            return inner
        wrapped = inner.map(lambda one: [one]) if _is_list(self.outer) else inner
        return requests_of(self.operation.request, **{self.outer.name: wrapped})


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


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_value_leaves(place: Place) -> None:
    assert place.leaves(place.values()) not in (ABSENT, None)


@pytest.mark.parametrize("place", [one for one in PLACES if one.attribute.default is UNSET], ids=str)
def test_what_is_not_given_does_not_leave(place: Place) -> None:
    assert place.leaves(st.just(UNSET)) is ABSENT


@pytest.mark.parametrize("place", NULLABLE, ids=str)
def test_null_leaves_where_it_is_documented(place: Place) -> None:
    assert place.leaves(st.none()) is None


@pytest.mark.parametrize("place", [one for one in PLACES if one not in NULLABLE], ids=str)
def test_null_is_refused_where_it_is_not(place: Place) -> None:
    whole = least_request(place.operation.request)
    part = first_of(requests_of(place.owner, **{place.attribute.name: place.values()}))
    with pytest.raises(InvalidRequest):
        changed = attrs.evolve(part, **{place.attribute.name: None})
        if place.outer is not None:  # values are looked at with the request that they are in
            attrs.evolve(whole, **{place.outer.name: [changed] if _is_list(place.outer) else changed})
