"""One HTTP request and one HTTP response, as plain values.

They know nothing of operations, credentials or HTTP libraries. Their reprs show neither paths nor headers
nor bodies, because that is where keys and tokens travel (a promoter can be looked up by a token in the path); nor do their
fields, since `rich` writes attrs classes out field by field.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from attrs import field, frozen

Headers = tuple[tuple[str, str], ...]


@frozen(repr=False)
class HttpRequest:
    """What a transport sends."""

    method: str
    url: str = field(repr=False)
    """Absolute, with its query."""
    headers: Headers = field(default=(), hash=False, repr=False)
    body: bytes = field(default=b"", repr=False)
    max_answer: int | None = None
    """Bytes that a success may bring, decoded; None for any number. Beyond that a transport stops reading."""

    def with_headers(self, headers: Iterable[tuple[str, str]]) -> "HttpRequest":
        """Return the same request with more headers."""
        return HttpRequest(self.method, self.url, (*self.headers, *headers), self.body, self.max_answer)

    def __repr__(self) -> str:
        place = urlsplit(self.url)
        return f"<HttpRequest {self.method} {place.scheme}://{place.hostname}>"


@frozen(repr=False)
class HttpResponse:
    """What came back: a status, headers as they arrived, and the whole body."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)
    """As on the wire; a name may occur more than once."""
    body: bytes = field(default=b"", repr=False)
    url: str = field(default="", repr=False)
    """The URL that was asked, against which links in the answer are read."""
    received_at: float = 0.0
    """When it was received, in seconds since 1970; what a `Retry-After` date is measured from."""

    @classmethod
    def of(cls, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> "HttpResponse":
        """Build a response from text headers."""
        pairs = tuple((name.encode("ascii"), value.encode("latin-1")) for name, value in (headers or {}).items())
        return cls(status, pairs, body)

    def header(self, name: str) -> str | None:
        """Return the values of a header, joined by commas (RFC 9110, 5.3), or None; names are case-insensitive."""
        wanted = name.lower().encode("ascii")
        values = [value.decode("latin-1") for key, value in self.headers if key.lower() == wanted]
        return ", ".join(values) if values else None

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    def __repr__(self) -> str:
        return f"<HttpResponse {self.status}, {len(self.body)} bytes>"
