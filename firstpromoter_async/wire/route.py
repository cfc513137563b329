"""Where an operation lives: method, path template, and what the two API generations do differently.

A route knows neither host nor keys; those belong to a client. Path templates are RFC 6570 simple expansions (`/promoters/{id}`).
"""

import re
from enum import StrEnum
from typing import Final

from attrs import field, frozen


class Api(StrEnum):
    """The two generations."""

    V1 = "v1"
    """Key-value requests, `X-API-KEY`."""
    V2 = "v2"
    """JSON requests, `Authorization: Bearer` and `Account-ID`."""


class Access(StrEnum):
    """Which credential opens a route."""

    V1_KEY = "v1 key"
    V2_KEY = "v2 key"
    AFFILIATE_TOKEN = "affiliate session token"  # noqa: S105  a kind, not a token
    ACCOUNT_ID = "account id"
    """No key at all, for promoters who have no session yet; a token that is there goes along."""


class Body(StrEnum):
    """Where the parameters that are not in the path travel."""

    QUERY = "query"
    FORM = "form"
    JSON = "json"


_NAMES: Final = re.compile(r"\{(\w+)\}")


@frozen
class Route:
    """An operation's address."""

    api: Api
    access: Access
    method: str
    path: str
    """The template, from the root of the host."""
    body: Body
    path_names: tuple[str, ...] = field(init=False)
    """The parameters that the path takes."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "path_names", tuple(_NAMES.findall(self.path)))

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@frozen
class Base:
    """A prefix that routes are declared on: `company.GET("/promoters")`."""

    api: Api
    access: Access
    prefix: str

    def _route(self, method: str, path: str, body: Body) -> Route:
        return Route(self.api, self.access, method, self.prefix + path, body)

    @property
    def _written(self) -> Body:
        return Body.FORM if self.api is Api.V1 else Body.JSON

    def GET(self, path: str) -> Route:  # noqa: N802  HTTP's own spelling
        """Read; parameters in the query."""
        return self._route("GET", path, Body.QUERY)

    def POST(self, path: str, *, body: Body | None = None) -> Route:  # noqa: N802
        """Create or act; parameters in a form (v1) or JSON (v2), unless the operation wants no body."""
        return self._route("POST", path, body or self._written)

    def PUT(self, path: str) -> Route:  # noqa: N802
        """Change; parameters in a form (v1) or JSON (v2)."""
        return self._route("PUT", path, self._written)

    def PATCH(self, path: str) -> Route:  # noqa: N802
        """Change in part; parameters in JSON."""
        return self._route("PATCH", path, self._written)

    def DELETE(self, path: str, *, body: Body = Body.QUERY) -> Route:  # noqa: N802
        """Remove; parameters in the query, unless the operation wants its ids in a JSON body."""
        return self._route("DELETE", path, body)
