"""Which operation a request is for, if it is for any: those that have a handler.

This module knows methods and paths, and nothing of parameters, keys or records.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final
from urllib.parse import unquote

from attrs import frozen

from ..wire.route import Access, Api
from .handlers import load
from .handlers.registry import Handler, registry

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""The methods that operations have."""
_V1: Final = "/api/v1/"
_AFFILIATE: Final = "/api/v2/affiliate/"
_WITHOUT_SESSION: Final = frozenset(
    {
        f"{_AFFILIATE}promoters/email_from_encrypted_id",
        f"{_AFFILIATE}promoters/set_password",
        f"{_AFFILIATE}contract_documents/draft",
    }
)
"""What promoters do who have no session yet: the documents name no 401 for it."""


@frozen
class Operation:
    """A method and a path template, and who answers there."""

    method: str
    path: str
    handler: Handler

    @property
    def api(self) -> Api:
        """Which generation it belongs to."""
        return Api.V1 if self.path.startswith(_V1) else Api.V2

    @property
    def access(self) -> Access:
        """Which key opens it."""
        if self.api is Api.V1:
            return Access.V1_KEY
        if self.path in _WITHOUT_SESSION:
            return Access.ACCOUNT_ID
        return Access.AFFILIATE_TOKEN if self.path.startswith(_AFFILIATE) else Access.V2_KEY

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Routes:
    """All operations: every documented one, and those few that are answered without being documented."""

    def __init__(self) -> None:
        load()
        operations = [_operation(name) for name in registry]
        self._exact = {(one.path, one.method): one for one in operations if "{" not in one.path}
        self._templates = [(one.path.split("/"), one) for one in operations if "{" in one.path]

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """Return the operation and what the path says; a path that is written out goes before a template that fits, too."""
        return next(((one, said) for one, said in self._at(path) if one.method == method), None)

    def methods(self, path: str) -> list[str]:
        """Return the methods that a path knows, in alphabetical order."""
        return sorted({one.method for one, _ in self._at(path)})

    def _at(self, path: str) -> Iterator[tuple[Operation, dict[str, str]]]:
        bare = path.removesuffix("/")
        if bare.startswith(_V1):
            bare = bare.removesuffix(".json")  # v1 also answers to paths that end so
        for method in METHODS:
            if (exact := self._exact.get((bare, method))) is not None:
                yield exact, {}
        given = bare.split("/")
        for steps, one in self._templates:
            if (said := _match(steps, given)) is not None:
                yield one, said


def _operation(name: str) -> Operation:
    method, _, path = name.partition(" ")
    return Operation(method, path, registry[name])


def _match(steps: list[str], given: list[str]) -> dict[str, str] | None:
    if len(steps) != len(given):
        return None
    said: dict[str, str] = {}
    for step, text in zip(steps, given, strict=True):
        if step.startswith("{"):
            said[step[1:-1]] = unquote(text)
        elif step != text:
            return None
    return said


@cache
def routes() -> Routes:
    """Return the routes, made when they are first needed."""
    return Routes()
