"""Secrets out of texts and tracebacks.

What comes from elsewhere (an answer, an HTTP library, a proxy's address) may echo a key. Texts are redacted before they are cut,
since half a key is still half a key. And many programs report errors with the variables of every frame, so an error of ours is
raised without frames that hold keys. This module knows nothing of clients, requests or answers.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Final, ParamSpec, TypeVar, cast

from .errors import FirstPromoterError

P = ParamSpec("P")
R = TypeVar("R")
E = TypeVar("E", bound=BaseException)

HIDDEN: Final = "[hidden]"
LONGEST_TEXT: Final = 300
"""Characters that a message from elsewhere is cut to, once it is redacted."""

_SHORTEST_SECRET: Final = 4
_SHORTEST_ANYWHERE: Final = 8
_CREDENTIALS: Final = "auth_token|temp_password|access_token|api_?key|secret_key|basic_auth_password|password_setup_url"
_NAMED: Final = re.compile(
    rf"(?P<name>\b(?:{_CREDENTIALS})[\"']?\s*(?:=|:|%3D)\s*[\"']?)[^&\s\"',;}}\])]+",
    re.IGNORECASE,
)
# In a text a password may be what a sentence is about: "password: is too short".
_CREDENTIAL: Final = re.compile(f"{_CREDENTIALS}|password", re.IGNORECASE)
_IN_PATH: Final = re.compile(r"/[^/?\s\"']+(?=\?[^\s\"']*\bfind_by=auth_token\b)")
_USER_INFO: Final = re.compile(r"//[^/?#\s\"'@]*:[^/?#\s\"']*@")


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return the text without these secrets, without values of parameters that are credentials, and without passwords in URLs.

    A secret of 4 to 7 characters is hidden where it stands as a word of its own, and a shorter one not at all: no real key is
    that short, and to hide every "a" would leave nothing to read.
    """
    for secret in secrets:
        text = _without(text, secret)
    text = _IN_PATH.sub(f"/{HIDDEN}", _NAMED.sub(rf"\g<name>{HIDDEN}", text))
    return _USER_INFO.sub(f"//{HIDDEN}@", text)


def redact_and_cut(text: str, secrets: Iterable[str] = ()) -> str:
    """Redact a text, and then cut it to a length that fits into a message."""
    text = redact(text, secrets)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _without(text: str, secret: str) -> str:
    if len(secret) < _SHORTEST_SECRET:
        return text
    if len(secret) >= _SHORTEST_ANYWHERE:
        return text.replace(secret, HIDDEN)
    return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", HIDDEN, text)


def without_password(url: object) -> str:
    """Show an address as a repr does, without the password that may be in it."""
    return repr(redact(url) if isinstance(url, str) else url)


def credentials_in(values: Mapping[str, object]) -> Iterator[str]:
    """Yield the texts in nested plain data that stand under the name of a credential."""
    for name, value in values.items():
        if isinstance(value, str) and _CREDENTIAL.search(str(name)):
            yield value
        elif isinstance(value, Mapping):
            yield from credentials_in(cast("Mapping[str, object]", value))


def hides_arguments(function: Callable[P, R]) -> Callable[P, R]:
    """Let no error that a function raises about its arguments show them: neither its own frame nor any below it is kept."""

    @wraps(function)
    def calling(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (FirstPromoterError, TypeError) as problem:
            refused = problem
        args, kwargs = (), {}  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]  # this frame is shown, too
        raise without_frames(refused)

    return calling


def from_the_first_frame_of(error: E, is_theirs: Callable[[str], bool]) -> E:
    """Return the error with its frames from the first on in a module that is not ours, by its name."""
    frame = error.__traceback__
    while frame is not None and not is_theirs(frame.tb_frame.f_globals.get("__name__", "")):
        frame = frame.tb_next
    return error.with_traceback(frame)


def without_frames(error: E) -> E:
    """Return the error as if it were new: no frame that it came through, and no error that it was made of."""
    error.__context__ = error.__cause__ = None
    return error.with_traceback(None)
