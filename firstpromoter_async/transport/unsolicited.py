"""Answers that nobody asked for.

Over HTTP/1.1 an answer belongs to a request by its place in the row alone. A server, or a proxy, that sends one answer too
many shifts all that follow: "not found" for one sale would be read as the answer to the next. What arrives while a connection is
idle makes the HTTP libraries close it. What came together with the end of an answer they keep, and read as the next one; so a
connection on which more came than was asked for is closed here. This module knows nothing of what answers mean.
"""

from typing import Any, Final

import anyio

_WAY_TO_THE_CONNECTION: Final = ("_stream", "_httpcore_stream", "_connection")
"""The attributes by which both libraries hold what a response is read from; they have no public name for it."""


async def close_if_more_came(response: Any) -> None:
    """Close the connection of a response that was read to its end, if something else came behind it."""
    connection = _connection_of(response)
    if connection is not None and connection._h11_state.trailing_data[0]:
        with anyio.CancelScope(shield=True):
            await connection.aclose()


def _connection_of(response: Any) -> Any:
    """Return the HTTP/1.1 connection that a response came over; None where there is none, as with HTTP/2 or a mock."""
    held = getattr(response, "stream", None)
    while held is not None and not hasattr(held, "_h11_state"):
        held = next((getattr(held, name) for name in _WAY_TO_THE_CONNECTION if hasattr(held, name)), None)
    return held
