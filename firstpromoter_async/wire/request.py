"""A call as a value: the base of every operation.

An operation is a frozen attrs class. Its class says where it goes (`route`) and whether it may be repeated (`replay`); its
fields are its parameters; its type argument is its answer, in one of the shapes that `answers` names. This module knows nothing
of hosts, keys or sending.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, ClassVar, Generic, Self, TypeVar, cast, get_args, get_origin

import attrs

from ..errors import InvalidRequest
from ..frozen import frozen, shown
from ..outcomes import Tracked
from ..redaction import hides_arguments
from ..unset import UNSET, Maybe
from .answers import Page
from .message import HttpResponse
from .parameter_types import check_types
from .plain import is_mapping
from .route import Route
from .shapes import Shape, shape_of

R = TypeVar("R", covariant=True)
T = TypeVar("T", covariant=True)
E = TypeVar("E", covariant=True)


class Replay(StrEnum):
    """What a second copy of the same request would do."""

    SAFE = "safe"
    """Nothing: it only reads."""
    KEYED = "keyed"
    """Nothing: it carries a key (an `event_id`, a lead) under which FirstPromoter refuses the second copy."""
    UNSAFE = "unsafe"
    """Possibly the same again: it is repeated only when the first copy cannot have arrived."""


IN_QUERY: Mapping[str, Any] = {"place": "query"}
"""Marks a parameter that travels in the query although its route has a body: `field(metadata=IN_QUERY)`."""


def wire_name(name: str) -> dict[str, str]:
    """Name a parameter as the API spells it, where Python cannot: `field(metadata=wire_name("profile[_destroy]"))`."""
    return {"name": name}


@frozen(kw_only=True)
class Request(Generic[R]):
    """An operation and its parameters; sending it gives an `R`."""

    route: ClassVar[Route]
    replay: ClassVar[Replay]
    replay_key: ClassVar[str | None] = None
    """The optional parameter that makes a KEYED operation repeatable; without it the request counts as UNSAFE."""
    is_documented: ClassVar[bool] = True
    """Whether it stands in the documents of the API; a few operations are described in a guide only, or nowhere."""
    answer: ClassVar[Any]
    """The class's type argument: what the answer is."""
    shape: ClassVar[Shape]
    """How the answer is read, which follows from its type."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for base in cls.__dict__.get("__orig_bases__", ()):
            origin: Any = get_origin(base)
            if _is_request(origin) and get_args(base):
                cls.answer = _filled_in(getattr(origin, "answer", None), get_args(base)[0])
                cls.shape = shape_of(cls.answer)
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = shown  # type: ignore[method-assign]  # attrs would write one that lists what was not given

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        """Let a refused request have no credentials in its frames."""
        if any(a.repr is False for a in attrs.fields(cls)):
            cls.__init__ = hides_arguments(cls.__init__)  # type: ignore[method-assign]

    def __attrs_post_init__(self) -> None:
        check_types(self)
        self.check()

    def check(self) -> None:
        """Refuse parameters that cannot be right together; raises `InvalidRequest`."""

    @property
    def replay_rule(self) -> Replay:
        """The operation's rule, as far as this request's parameters allow it."""
        if self.replay_key is not None and getattr(self, self.replay_key) in (UNSET, None, ""):
            return Replay.UNSAFE
        return self.replay

    def read(self, response: HttpResponse) -> R:
        """Turn the answer into its value; raises a `StatusError` or `UnreadableAnswer`."""
        return cast(R, self.shape.read(response, self))

    @property
    def secrets(self) -> tuple[str, ...]:
        """The parameters that are credentials: those which the repr leaves out, and the texts in them."""
        hidden = (getattr(self, a.name) for a in attrs.fields(type(self)) if a.repr is False)
        return tuple(text for one in hidden for text in _texts_in(one))

    def _need_one_of(self, *names: str) -> None:
        """Refuse a request that names none of these; the API would not know whom it is about."""
        if all(getattr(self, name) in (UNSET, None, "") for name in names):
            raise InvalidRequest(f"{type(self).__name__} needs one of {', '.join(names)}, and none was given")


def _texts_in(value: Any) -> Iterator[str]:
    """Yield a text, or all texts in a mapping or a value with members."""
    if isinstance(value, str):
        yield value
        return
    kind = cast(Any, type(value))
    if attrs.has(kind):
        for attribute in attrs.fields(kind):
            yield from _texts_in(getattr(value, attribute.name))
    elif is_mapping(value):
        for member in value.values():
            yield from _texts_in(member)


def _is_request(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Request)


def _filled_in(answer: Any, argument: Any) -> Any:
    """Put a type argument into what a base says of its answer: `Promoter` into `Page[T]`."""
    if answer is None or isinstance(answer, TypeVar):
        return argument
    return answer[argument] if getattr(answer, "__parameters__", ()) else answer


@frozen(kw_only=True)
class Listing(Request[Page[T]]):
    """An operation that answers page by page; its type argument is the type of one item."""

    rows_key: ClassVar[str | None] = None
    """Where the items are in the body; None when the body is the list itself."""
    max_per_page: ClassVar[int | None] = None
    """The largest page that the API gives, where that is known."""
    stable_sorting: ClassVar[Any] = UNSET
    """The `sorting` in which rows keep their places while others are added, where the API documents one: the oldest first."""
    replay: ClassVar[Replay] = Replay.SAFE

    page: Maybe[int] = UNSET
    """The page to start at, from 1."""
    per_page: Maybe[int] = UNSET
    """Items a page."""

    def __attrs_post_init__(self) -> None:
        check_types(self)
        _refuse_below_one("page", self.page)
        _refuse_below_one("per_page", self.per_page)
        if self.per_page is not UNSET and self.max_per_page is not None and self.per_page > self.max_per_page:
            # A larger page would be capped, look like a short last page, and end the listing early.
            raise InvalidRequest(f"per_page is at most {self.max_per_page}, and {self.per_page} was given")
        self.check()

    @property
    def page_number(self) -> int:
        """The page that it asks for: the first, if none was given."""
        return 1 if self.page is UNSET else self.page

    @property
    def is_only_page(self) -> bool:
        """Whether no page follows this one, whatever the answer says."""
        return False

    def at(self, page: int) -> Self:
        """Return the same listing at another page."""
        return attrs.evolve(self, page=page)

    def in_stable_order(self) -> Self:
        """Return the same listing, sorted so that its pages do not shift while they are read, unless it is sorted already.

        The same comes back where the API has no such order.
        """
        if self.stable_sorting is UNSET or getattr(self, "sorting", UNSET) is not UNSET:
            return self
        changes: dict[str, Any] = {"sorting": self.stable_sorting}
        return attrs.evolve(self, **changes)

    def from_the_start(self) -> Self:
        """Return what a loop over all pages begins with: this, unless leaving `page` out means another list."""
        return self


def _refuse_below_one(name: str, value: Maybe[int]) -> None:
    if value is not UNSET and value < 1:
        raise InvalidRequest(f"{name} counts from 1, and {value!r} was given")


@frozen(kw_only=True)
class Tracking(Request[Tracked[E]]):
    """A tracking operation; its type argument is the event that it records."""

    none_is_not_given: ClassVar[bool] = True
    """What a visitor did not say often is None in the program that tracks them, and must not cost the sale."""
