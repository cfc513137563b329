"""What v2's bulk actions have in common: ids, and an answer that comes before or after they are processed.

This module knows nothing of particular operations.
"""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from attrs import field

from ..errors import InvalidRequest
from ..frozen import frozen
from ..wire.request import Replay, Request

R = TypeVar("R", covariant=True)


def _ids(values: Iterable[int]) -> tuple[int, ...]:
    if isinstance(values, str) or not isinstance(values, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"a list of ids was expected, and {type(values).__name__} was given")
    ids = tuple(values)
    if not ids:
        raise InvalidRequest("a bulk action needs an id, and the list is empty")
    return ids


@frozen
class ForIds(Request[R]):
    """A bulk action: up to 5 ids are processed before the answer comes (`Done`), more of them in the background (`Batch`).

    One id may fail and others not: look at `failed_count` and `processing_errors` of either.
    """

    replay: ClassVar[Replay] = Replay.UNSAFE

    ids: tuple[int, ...] = field(converter=_ids)
    """Whom or what it is about, by FirstPromoter's ids."""
