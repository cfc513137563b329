"""A call that has no request class of its own: any method, any path, plain JSON back."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final
from urllib.parse import unquote

from attrs import field

from ..errors import InvalidRequest
from ..frozen import frozen
from ..redaction import credentials_in
from .request import Replay, Request
from .route import Access, Api, Body, Route

_BY_PREFIX: Final = {
    "/api/v1/": (Api.V1, Access.V1_KEY),
    "/api/v2/affiliate/": (Api.V2, Access.AFFILIATE_TOKEN),
    "/api/v2/": (Api.V2, Access.V2_KEY),
    "/api/admin/": (Api.V2, Access.V2_KEY),
}
_READS: Final = frozenset({"GET", "HEAD"})
_SHOWN_STEPS: Final = 5  # "", api, v2, company, promoters
_METHOD: Final = re.compile(r"[A-Z]+")


def _upper(method: str) -> str:
    return method.upper() if isinstance(method, str) else method  # pyright: ignore[reportUnnecessaryIsInstance]


def _stays(path: str) -> bool:
    """Tell whether a path leads where it seems to: no query, nothing unprintable, no steps upwards."""
    plain = path.isprintable() and not any(sign in path for sign in "?#\\ ")
    return plain and not any(unquote(step) in (".", "..") for step in path.split("/"))


@frozen
class _GivenRoute(Route):
    """A path as somebody gave it, with ids and perhaps an e-mail address in it: the noun is shown, and the rest is not."""

    def __str__(self) -> str:
        steps = self.path.split("/")
        shown = "/".join(steps[:_SHOWN_STEPS])
        return f"{self.method} {shown}{'/*' if len(steps) > _SHOWN_STEPS else ''}"


@frozen(kw_only=True)
class UntypedRequest(Request[Any]):
    """Whatever you need that this version has no name for."""

    replay: ClassVar[Replay] = Replay.UNSAFE

    method: str = field(converter=_upper)
    path: str
    """From the root of the host; `/api/v1/...` or `/api/v2/...`."""
    query: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    body: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    rule: Replay | None = None
    """What a repeat would do; by default reads are SAFE and writes UNSAFE."""

    def check(self) -> None:
        """Refuse a path outside of the API: it would carry the key to a place that has no use for it."""
        if not _METHOD.fullmatch(self.method):
            raise InvalidRequest(f"{self.method!r} is not an HTTP method")
        if not self.path.startswith(tuple(_BY_PREFIX)) or not _stays(self.path):
            raise InvalidRequest(
                f"{self.path!r} is not a path of the API: it begins with one of {', '.join(_BY_PREFIX)}, "
                "and what belongs in the query goes into `query`"
            )

    @property
    def route(self) -> Route:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]  # of this call alone
        """Where this one call goes."""
        api, access = next(found for prefix, found in _BY_PREFIX.items() if self.path.startswith(prefix))
        written = Body.FORM if api is Api.V1 else Body.JSON
        return _GivenRoute(api, access, self.method, self.path, Body.QUERY if self.method in _READS else written)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts in the query and the body that are credentials by their names."""
        return tuple(credentials_in(self.query)) + tuple(credentials_in(self.body))

    @property
    def replay_rule(self) -> Replay:
        """The rule that was given, or the careful one."""
        return self.rule or (Replay.SAFE if self.method in _READS else Replay.UNSAFE)
