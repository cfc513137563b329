"""Files that a request brings, and the forms in which they travel: `multipart/form-data` (RFC 7578).

This module knows nothing of particular operations.
"""

from collections.abc import Iterable
from hashlib import sha256
from mimetypes import guess_type
from typing import Final

from attrs import field

from ..frozen import frozen
from ..unset import UNSET, Maybe
from .checks import filled

_ESCAPED: Final = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


@frozen
class Upload:
    """A file to send: `Upload("banner.png", content)`."""

    name: str = field(validator=filled)
    """What it is called, for example `banner.png`."""
    content: bytes = field(repr=False)
    """Its bytes, all of them."""
    media_type: Maybe[str] = field(default=UNSET, kw_only=True)
    """What it is, for example `image/png`; told by the name, if left out."""

    @property
    def content_type(self) -> str:
        """Its media type, as it was given or as the name tells."""
        guessed = guess_type(self.name)[0] or "application/octet-stream"
        return guessed if self.media_type is UNSET else self.media_type


def multipart(values: Iterable[tuple[str, str | Upload]]) -> tuple[str, bytes]:
    """Return the content type and the body of a form; equal values make equal bytes, so that a copy of a request is one."""
    parts = [_part(name, value) for name, value in values]
    boundary = sha256(b"".join(parts)).hexdigest()[:40]  # which no part has in it
    body = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts)
    return f"multipart/form-data; boundary={boundary}", body + b"--%s--\r\n" % boundary.encode()


def _part(name: str, value: str | Upload) -> bytes:
    head = f'Content-Disposition: form-data; name="{name.translate(_ESCAPED)}"'
    if isinstance(value, Upload):
        head += (
            f'; filename="{value.name.translate(_ESCAPED)}"\r\nContent-Type: {value.content_type.translate(_ESCAPED)}'
        )
    content = value.content if isinstance(value, Upload) else value.encode()
    return f"{head}\r\n\r\n".encode() + content
