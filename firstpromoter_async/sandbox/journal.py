"""What arrived: a list for tests to look at. Keys are never part of it, and secret parameters are hidden."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import define, field, frozen

from ..wire.message import HttpRequest
from ..wire.plain import is_array, is_object
from .faults import Fault
from .forms import Unreadable, read, split
from .parameters import Uploaded

_SECRET: Final = frozenset(
    {
        *(
            "auth_token",
            "temp_password",
            "access_token",
            "password",
            "basic_auth_password",
            "headers",
            "otp",
            "otp_code",
        ),
        *("new_password", "new_password_confirmation", "e"),
    }
)
_OF_AN_ENCRYPTED_ID: Final = ("/email_from_encrypted_id", "/set_password")
"""Paths whose `id` lets whoever knows it choose a password."""
_KEPT: Final = 10_000
_KEPT_NAMES: Final = 1_000
_OTHER_NAMES: Final = "(others)"


@frozen(kw_only=True, repr=False)
class Arrival:
    """One request, and what became of it."""

    number: int
    """From 1, in the order in which they ended."""
    at: float
    """Seconds since 1970, by the sandbox's clock."""
    request: HttpRequest
    """Without its headers."""
    status: int | None
    """What was answered; None where nothing was."""
    fault: Fault | None

    @property
    def path(self) -> str:
        """The path, without its query; nothing, where the URL has none."""
        try:
            return split(self.request.url).path
        except Unreadable:
            return ""

    @property
    def shown_path(self) -> str:
        """The path, but for a credential by which somebody was looked up in it (`find_by=auth_token`)."""
        looked_up_by = self.params.get("find_by")
        return f"{self.path.rpartition('/')[0]}/[hidden]" if looked_up_by in _SECRET else self.path

    @property
    def params(self) -> Mapping[str, Any]:
        """Query and body together; what cannot be read is empty."""
        try:
            values = read(self.request, {}).values
        except Unreadable:
            return {}
        told = {name: _without_secrets(name, value) for name, value in values.items()}
        return told | {"id": "[hidden]"} if "id" in told and self.path.endswith(_OF_AN_ENCRYPTED_ID) else told

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "number": self.number,
            "at": self.at,
            "method": self.request.method,
            "path": self.shown_path,
            "params": self.params,
            "status": self.status,
            "fault": self.fault,
        }

    def __repr__(self) -> str:
        return f"<Arrival {self.number}: {self.request.method} {self.shown_path} {self.status}>"


@define
class Journal:
    """The latest arrivals, and how many there were in all."""

    total: int = 0
    statuses: Counter[str] = field(factory=Counter[str])
    """How many were answered with which status; `none` counts those that were not answered."""
    ignored: Counter[str] = field(factory=Counter[str])
    """How often a parameter had no effect, by operation and name: `GET /api/v2/company/promoters filters[colour]`."""
    _latest: deque[Arrival] = field(factory=lambda: deque[Arrival](maxlen=_KEPT))

    def note(self, at: float, request: HttpRequest, status: int | None, fault: Fault | None) -> None:
        """Write one down; it must have come to its end."""
        self.total += 1
        self.statuses["none" if status is None else str(status)] += 1
        content_type = tuple(pair for pair in request.headers if pair[0].lower() == "content-type")
        bare = HttpRequest(request.method, request.url, content_type, request.body)
        self._latest.append(Arrival(number=self.total, at=at, request=bare, status=status, fault=fault))

    def ignore(self, operation: str, names: Iterable[str]) -> None:
        """Count parameters that had no effect; names beyond the first 1,000 are counted together."""
        for name in names:
            told = f"{operation} {name}"
            self.ignored[told if told in self.ignored or len(self.ignored) < _KEPT_NAMES else _OTHER_NAMES] += 1

    def arrivals(self, path: str | None = None) -> list[Arrival]:
        """Return the latest 10,000, the oldest first; with `path`, those whose path has this in it."""
        return [one for one in self._latest if path is None or path in one.path]


def _without_secrets(name: str, value: Any) -> Any:
    if name in _SECRET:
        return "[hidden]"
    if isinstance(value, Uploaded):
        return f"({value.name}: {len(value.content):,} bytes)"
    if is_object(value):
        return {inner: _without_secrets(inner, one) for inner, one in value.items()}
    return [_without_secrets("", one) for one in value] if is_array(value) else value
