"""Our vocabulary against FirstPromoter's own documents: every parameter, every field of every answer, every listed value.

The facts come from `facts.tsv`; where the files themselves lie beside this checkout, the digest is held against them first.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from operator import attrgetter

import pytest

from firstpromoter_async.catalogue import Operation, operations
from tests.contract.documents import FOLDER, Fact, read_digest, read_files
from tests.contract.nouns import collected
from tests.contract.vocabulary import Field, answer_of, parameters_of
from tests.many import all_in_one

KNOWN: dict[str, str] = collected("KNOWN")
_V1 = "/api/v1/"


@cache
def documented() -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in read_digest():
        found.setdefault(fact.operation, []).append(fact)
    return found


BUILT = [operation for operation in operations() if str(operation.request.route) in documented()]
by_operation = all_in_one("operation", BUILT, attrgetter("call"))


def plain(name: str) -> str:
    """Return a parameter's name without the brackets that only say that it is a list."""
    return name.removesuffix("[]")


# Parameters


def differences_in_parameters(operation: Operation) -> Iterator[str]:
    """Say where what we send differs from what the documents take."""
    route = str(operation.request.route)
    ours = {(fact.place, plain(fact.name)): fact for fact in parameters_of(operation)}
    theirs = {
        (fact.place, plain(fact.name)): fact
        for fact in documented()[route]
        if fact.place in ("path", "query", "body") and fact.name
    }
    for where, fact in theirs.items():
        label = f"{route} {fact.place} {fact.name}"
        if where not in ours and where not in offered_by_others(operation):
            yield f"{label}: not offered"
        elif where not in ours:
            continue
        else:
            yield from (f"{label}: {one}" for one in _difference_of_parameter(fact, ours[where]))
    for place, name in sorted(ours.keys() - theirs.keys()):
        is_paging = name in ("page", "per_page")  # prose has these, for all lists alike
        is_listed_by_members = any(place == other and known.startswith(f"{name}[") for other, known in theirs)
        if not is_paging and not is_listed_by_members:
            yield f"{route} {place} {name}: not documented"


def offered_by_others(operation: Operation) -> set[tuple[str, str]]:
    """Return what other calls of the same route offer, where it takes several shapes of which each call is one."""
    others = [one for one in BUILT if one.request.route == operation.request.route and one is not operation]
    return {(fact.place, plain(fact.name)) for one in others for fact in parameters_of(one)}


def _difference_of_parameter(theirs: Fact, ours: Fact) -> Iterator[str]:
    is_text_anyway = _V1 in theirs.operation and theirs.kind == "text"
    if not is_text_anyway and not kinds(theirs) <= kinds(ours) | {"any"}:
        yield f"takes {theirs.kind}, and we send {ours.kind}"
    if theirs.required is not ours.required:
        yield "is required" if theirs.required else "need not be given"
    if theirs.nullable and not ours.nullable:
        yield "takes null"
    if ours.nullable and not theirs.nullable and ours.place == "body":
        yield "takes no null"
    yield from _difference_of_values(theirs, ours)


def _difference_of_values(theirs: Fact, ours: Fact) -> Iterator[str]:
    if theirs.values:
        for value in sorted({*theirs.values} - {*ours.values}):
            yield f"has the value {value}"
        for value in sorted({*ours.values} - {*theirs.values}):
            yield f"has no value {value}"


def kinds(fact: Fact) -> set[str]:
    return set(fact.kind.split("|"))


# Answers


def differences_in_answer(operation: Operation) -> Iterator[str]:
    """Say which documented field is not read, or read as something else."""
    route = str(operation.request.route)
    ours = {fact.name: fact for fact, _ in answer_of(operation)}
    for fact in fields_of_answer(route):
        label = f"{route} {fact.place} {fact.name}"
        if fact.name not in ours:
            yield f"{label}: not read"
        else:
            yield from (f"{label}: {one}" for one in _difference_of_field(fact, ours[fact.name]))


def fields_of_answer(route: str) -> Iterator[Fact]:
    """Return the facts on fields; those on the whole, and on the list or envelope around items, say the shape."""
    shell = {"", "[]", "data", "meta"}
    yield from (fact for fact in documented()[route] if fact.place.startswith("2") and fact.name not in shell)


def _difference_of_field(theirs: Fact, ours: Fact) -> Iterator[str]:
    if not any(_can_be_read(kind, ours) for kind in kinds(theirs)):
        yield f"is {theirs.kind}, and we read {ours.kind}"
    if theirs.nullable and not (ours.nullable or ours.kind.endswith("[]")):
        yield "can be null"
    for value in sorted({*theirs.values} - {*ours.values}):
        yield f"can be {value}"


# v1's files call ids and counts "number", and give no format to dates.
_LOOSELY = {"number": {"integer"}, "text": {"moment", "date", "number", "integer"}}


def _can_be_read(kind: str, ours: Fact) -> bool:
    also = {"number"} if kind == "integer" else _LOOSELY.get(kind, set()) if _V1 in ours.operation else set[str]()
    return kind == "any" or bool(({kind, "any"} | also) & kinds(ours))


def documented_fields() -> dict[Field, set[str]]:
    """Return every field of every model that some operation's document has, with the values listed for it anywhere."""
    found: dict[Field, set[str]] = {}
    for operation in BUILT:
        route = str(operation.request.route)
        theirs = {fact.name: fact for fact in fields_of_answer(route)}
        chosen = columns_to_choose_from(route)
        for fact, field in answer_of(operation):
            if fact.name in theirs:
                found.setdefault(field, set()).update(theirs[fact.name].values)
            elif fact.name.rpartition(".")[2] in chosen:
                found.setdefault(field, set())
    return found


def columns_to_choose_from(route: str) -> set[str]:
    """Return the fields that a report has when its request asks for them; its schema shows only some."""
    names = ("selected_fields", "columns")
    return {value for fact in documented()[route] if plain(fact.name) in names for value in fact.values}


def our_fields() -> dict[Field, Fact]:
    return {field: fact for operation in BUILT for fact, field in answer_of(operation)}


def inventions() -> Iterator[str]:
    """Say which fields and values of our models no document has."""
    known = documented_fields()
    for field, fact in our_fields().items():
        if field not in known:
            yield f"{field}: not documented"
        elif known[field]:
            yield from (f"{field}: has no value {value}" for value in sorted({*fact.values} - known[field]))


# The tests


def unexplained(differences: Iterator[str]) -> list[str]:
    return sorted(one for one in differences if not any(fnmatchcase(one, pattern) for pattern in KNOWN))


@by_operation
def test_every_documented_parameter_is_offered_in_its_place_and_type(operation: Operation) -> None:
    assert unexplained(differences_in_parameters(operation)) == []


@by_operation
def test_every_documented_field_of_an_answer_is_read(operation: Operation) -> None:
    assert unexplained(differences_in_answer(operation)) == []


def test_no_field_of_a_model_is_invented() -> None:
    assert unexplained(inventions()) == []


def test_every_known_contradiction_still_is_one() -> None:
    all_differences = [
        *(one for operation in BUILT for one in differences_in_parameters(operation)),
        *(one for operation in BUILT for one in differences_in_answer(operation)),
        *inventions(),
    ]
    assert [pattern for pattern in KNOWN if not any(fnmatchcase(one, pattern) for one in all_differences)] == []


def test_the_digest_says_what_the_files_say() -> None:
    if not FOLDER.is_dir():
        pytest.skip("FirstPromoter's OpenAPI files are not beside this checkout")
    assert list(read_digest()) == read_files(), "make it anew: python -m nox -s facts"
