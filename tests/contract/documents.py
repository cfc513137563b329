"""What FirstPromoter's OpenAPI files say of each operation, as facts: one for each parameter, field of an answer, and status.

The files are not ours to copy, so `facts.tsv` keeps the facts without their text: `python -m nox -s facts` reads the files
where they lie beside this checkout, and writes it anew. This module knows nothing of our vocabulary; `test_vocabulary` compares
the two.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import evolve, frozen

FOLDER: Final = Path(__file__).parents[3] / "shared" / "api" / "openapi"
DIGEST: Final = Path(__file__).with_name("facts.tsv")

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_DEEPEST: Final = 12
_FORMATS: Final = {"date": "date", "date-time": "moment", "binary": "file"}
_SCALARS: Final = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}


@frozen(order=True)
class Fact:
    """One thing that is said of one operation."""

    operation: str
    """Method and path template."""
    place: str
    """`path`, `query`, `body`, or the status of the answer that the field is in."""
    name: str
    """With brackets in a query (`filters[created_at][from]`), with points elsewhere (`data[].profile.id`); empty: the whole."""
    kind: str
    """`text`, `integer`, `number`, `boolean`, `date`, `moment`, `file`, `object`, `map`, `any`; with `[]`, a list of such; with
    `|` between them, either."""
    required: bool = False
    nullable: bool = False
    values: tuple[str, ...] = ()
    """The values that are listed, if any."""

    def line(self) -> str:
        """Write it as a line of the digest, below its operation's."""
        marks = ("!" if self.required else "") + ("?" if self.nullable else "")
        return "\t".join((self.place, self.name, self.kind, marks, "|".join(self.values))).rstrip("\t")

    @classmethod
    def parse(cls, operation: str, line: str) -> "Fact":
        """Read a line of the digest."""
        place, name, kind, marks, values = (line.split("\t") + [""] * 4)[:5]
        return cls(operation, place, name, kind, "!" in marks, "?" in marks, tuple(values.split("|")) if values else ())


@cache
def read_digest() -> tuple[Fact, ...]:
    """Read the facts that are kept in this repository: an operation in a line of its own, and below it what is said of it."""
    facts: list[Fact] = []
    operation = ""
    for line in DIGEST.read_text("utf-8").splitlines():
        if "\t" in line or line[:1].islower() or line[:1].isdigit():
            facts.append(Fact.parse(operation, line))
        else:
            operation = line
    return tuple(facts)


def read_files(folder: Path = FOLDER) -> list[Fact]:
    """Read the facts off FirstPromoter's own files."""
    found: set[Fact] = set()
    for file in sorted(folder.rglob("*.json")):
        found.update(_Document(json.loads(file.read_text("utf-8"))).facts())
    return sorted(found)


def write_digest() -> None:
    """Make the digest anew."""
    lines: list[str] = []
    for operation, facts in groupby(read_files(), key=lambda fact: fact.operation):
        lines += [operation, *(fact.line() for fact in facts)]
    DIGEST.write_text("\n".join(lines) + "\n", "utf-8")


class _Document:
    """One OpenAPI file."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._base = urlsplit(document["servers"][0]["url"]).path.rstrip("/")

    def facts(self) -> Iterator[Fact]:
        for path, methods in self._document["paths"].items():
            for method in _METHODS:
                if method in methods:
                    name = f"{method.upper()} {self._base}{path}"
                    yield from self._operation(name, methods.get("parameters", []), methods[method])

    def _operation(self, name: str, shared: list[Any], operation: Mapping[str, Any]) -> Iterator[Fact]:
        for parameter in (*shared, *operation.get("parameters", [])):
            yield from self._parameter(name, self._resolved(parameter))
        body = self._resolved(operation.get("requestBody", {}))
        for content in list(body.get("content", {}).values())[:1]:
            yield from self._schema(Fact(name, "body", "", ""), content.get("schema", {}))
        for status, answer in operation["responses"].items():
            yield Fact(name, "status", status, "")
            if status.startswith("2"):
                yield from self._answer(Fact(name, status, "", ""), self._resolved(answer))

    def _answer(self, root: Fact, answer: Mapping[str, Any]) -> Iterator[Fact]:
        for media_type, content in answer.get("content", {}).items():
            if media_type == "application/json":
                yield from self._schema(root, content.get("schema", {}))
            else:
                yield evolve(root, kind="file", values=(media_type,))

    def _parameter(self, operation: str, parameter: Mapping[str, Any]) -> Iterator[Fact]:
        if parameter["in"] == "header":
            return
        root = Fact(operation, parameter["in"], parameter["name"], "", required=parameter.get("required", False))
        yield from self._schema(root, parameter["schema"], bracketed=True)

    # Schemas

    def _schema(self, fact: Fact, schema: Any, *, bracketed: bool = False, depth: int = 0) -> Iterator[Fact]:
        """Say what a schema describes, and then what is in it."""
        schema = self._merged(schema)
        kind = self._kind(schema)
        yield evolve(fact, kind=kind, nullable=_is_nullable(schema), values=_values(schema))
        if depth >= _DEEPEST:
            return
        items = self._items(schema)
        if items is not None:
            inside = fact.name if bracketed and fact.name.endswith("[]") else f"{fact.name}[]"
            whole = evolve(fact, name=inside, required=False)
            yield from self._members(whole, items, bracketed=bracketed, depth=depth)
        else:
            yield from self._members(evolve(fact, required=False), schema, bracketed=bracketed, depth=depth)

    def _members(self, fact: Fact, schema: Any, *, bracketed: bool, depth: int) -> Iterator[Fact]:
        required = schema.get("required", [])
        for name, part in schema.get("properties", {}).items():
            full = f"{fact.name}[{name}]" if bracketed else f"{fact.name}.{name}".lstrip(".")
            member = evolve(fact, name=full, required=isinstance(required, list) and name in required)
            yield from self._schema(member, part, bracketed=bracketed, depth=depth + 1)

    def _items(self, schema: Any) -> Any:
        return self._merged(schema.get("items", {})) if schema.get("type") == "array" else None

    def _kind(self, schema: Any) -> str:
        if "oneOf" in schema:
            return "|".join(sorted({self._kind(self._merged(part)) for part in schema["oneOf"]}))
        items = self._items(schema)
        if items is not None:
            return f"{self._kind(items)}[]"
        if schema.get("properties"):
            return "object"
        kind = schema.get("type")
        if kind == "string":
            return _FORMATS.get(schema.get("format", ""), "text")
        return "map" if kind == "object" else _SCALARS.get(kind, "any") if isinstance(kind, str) else "any"

    def _merged(self, schema: Any) -> Any:
        """Follow references, and put the parts of a composition together as far as they are objects."""
        schema = self._resolved(schema)
        parts = [part for key in ("allOf", "anyOf") for part in schema.get(key, [])]
        alternatives = [self._merged(part) for part in schema.get("oneOf", [])]
        if alternatives and all(part.get("properties") for part in alternatives):
            # Either of them: a member is required when all require it.
            needed = set.intersection(*(set(part.get("required", [])) for part in alternatives))
            merged: dict[str, Any] = {"properties": {}, "required": sorted(needed)}
            for part in alternatives:
                merged["properties"] |= part["properties"]
            return _without(schema, "oneOf") | merged if not schema.get("properties") else _without(schema, "oneOf")
        if alternatives and schema.get("properties"):
            return _without(schema, "oneOf")
        if not parts:
            return schema
        whole: dict[str, Any] = dict(_without(schema, "allOf", "anyOf"))
        for part in map(self._merged, parts):
            properties = whole.get("properties", {}) | part.get("properties", {})
            required = [*whole.get("required", []), *part.get("required", [])]
            whole = part | whole | ({"properties": properties, "required": required} if properties else {})
        return whole

    def _resolved(self, node: Any) -> Any:
        while isinstance(node, dict) and "$ref" in node:
            target: Any = self._document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/")]
            node = target
        return node


def _without(schema: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in keys}


def _is_nullable(schema: Mapping[str, Any]) -> bool:
    return bool(schema.get("nullable")) or any(part.get("nullable") for part in schema.get("oneOf", []))


def _values(schema: Mapping[str, Any]) -> tuple[str, ...]:
    listed = schema.get("enum") or (schema.get("items") or {}).get("enum") or ()
    return tuple(sorted(str(value).strip("`") for value in listed if value is not None))


if __name__ == "__main__":
    write_digest()
    sys.stdout.write(f"{DIGEST.name}: {len(read_digest())} facts\n")
