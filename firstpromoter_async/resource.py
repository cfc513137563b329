"""Requests as methods: `call` for one answer, `pages` for a listing, `downloads` for a file.

A noun's class is a table of contents; each line binds a request class to a method with the same parameters:

    class Promoters(Resource):
        get = call(GetPromoter)
        '''One promoter; revenue and balances in money are minor units (cents).'''
        list = pages(ListPromoters)
        '''Promoters, 100 on a page.'''

The sentence below a line says what comes back, and in which units; editors show it, and `help()` does.

This module knows nothing of HTTP or of particular operations; whatever can `send` a request is good enough for it.
"""

import inspect
from collections.abc import Callable, Coroutine
from types import GenericAlias, MethodType
from typing import Any, Generic, ParamSpec, Self, TypeVar, cast, get_args, overload

from .downloads import Downloading
from .errors import FirstPromoterError
from .pages import Pages
from .redaction import without_frames
from .sender import StreamingSender
from .wire.answers import Download
from .wire.request import Listing, Request

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


class Resource:
    """A noun of the API, bound to a sender."""

    def __init__(self, sender: StreamingSender) -> None:
        self._sender = sender

    def __repr__(self) -> str:
        return f"<{type(self).__module__}.{type(self).__qualname__}>"


class _OfEach:
    """An attribute that each method works out when somebody asks; the class that has it keeps a value of its own."""

    def __init__(self, work_out: Callable[[Any], Any], of_the_class: Any = None) -> None:
        self._work_out = work_out
        self._of_the_class = of_the_class

    def __get__(self, method: object, owner: type) -> Any:
        return self._of_the_class if method is None else self._work_out(method)


class _Method(Generic[P, R]):
    """A request class in the place of a function: bound as one, and shown as one by `help()` and `inspect`.

    What they show is worked out when they ask, so that imports stay quick.
    """

    __defaults__ = __kwdefaults__ = None  # with these, a name and code, `inspect` takes it for a function

    def __init__(self, request: Callable[P, Any]) -> None:
        self.request = request

    def __set_name__(self, owner: type, name: str) -> None:
        self.__name__, self.__qualname__, self.__module__ = name, f"{owner.__qualname__}.{name}", owner.__module__

    def __init_subclass__(cls) -> None:
        # Python gives every class a docstring of its own, be it None, so it cannot be inherited.
        cls.__doc__ = cast(Any, _OfEach(cls._describe, cls.__doc__))

    def _describe(self) -> str:
        from .documentation import describe, said_below

        return describe(self._request_class, self._gives(), said_below(self.__module__, self.__qualname__))

    def _sign(self) -> inspect.Signature:
        from .documentation import signature

        return signature(self._request_class, self._gives())

    __signature__ = _OfEach(_sign)

    def _make(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Return the request, or why there is none.

        A parameter may be a credential, and errors are reported with the variables of every frame that they came through. So
        the method lets go of its arguments before it sends or raises anything.
        """
        try:
            return cast(Any, self.request)(*args, **kwargs)
        except (FirstPromoterError, TypeError) as problem:
            return problem

    @property
    def _request_class(self) -> type[Request[Any]]:
        return cast("type[Request[Any]]", self.request)

    def _gives(self) -> Any:
        """Return the type of what the method gives."""
        raise NotImplementedError


class call(_Method[P, R]):  # noqa: N801  reads as a declaration
    """Bind a request class to a coroutine method: `get = call(GetPromoter)`."""

    def __init__(self, request: Callable[P, Request[R]]) -> None:
        super().__init__(request)

    async def __call__(self, resource: Resource, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Make the request and send it."""
        request = self._make(args, kwargs)
        args, kwargs = (), {}  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]  see `_make`
        if isinstance(request, Exception):
            raise without_frames(request)
        return cast(R, await resource._sender.send(request))  # pyright: ignore[reportPrivateUsage]

    __code__ = __call__.__code__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Resource, owner: type) -> Callable[P, Coroutine[Any, Any, R]]: ...
    def __get__(self, instance: Resource | None, owner: type) -> Self | Callable[P, Coroutine[Any, Any, R]]:
        return self if instance is None else MethodType(self, instance)

    def _gives(self) -> Any:
        return self._request_class.answer


def carries_out(request: type[Request[Any]]) -> Callable[[F], F]:
    """Say which operation a method written by hand is the call of: `@carries_out(MarkPayoutsPaid)`."""

    def mark(method: F) -> F:
        cast(Any, method).request = request
        return method

    return mark


class pages(_Method[P, T]):  # noqa: N801
    """Bind a listing to a method that returns `Pages`: `list = pages(ListPromoters)`."""

    def __init__(self, request: Callable[P, Listing[T]]) -> None:
        super().__init__(request)

    def __call__(self, resource: Resource, /, *args: P.args, **kwargs: P.kwargs) -> Pages[T]:
        """Make the listing; nothing is sent before it is read."""
        request = self._make(args, kwargs)
        args, kwargs = (), {}  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]  see `_make`
        if isinstance(request, Exception):
            raise without_frames(request)
        return Pages(resource._sender, request)  # pyright: ignore[reportPrivateUsage]

    __code__ = __call__.__code__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Resource, owner: type) -> Callable[P, Pages[T]]: ...
    def __get__(self, instance: Resource | None, owner: type) -> Self | Callable[P, Pages[T]]:
        return self if instance is None else MethodType(self, instance)

    def _gives(self) -> Any:
        return GenericAlias(Pages, get_args(self._request_class.answer))


class downloads(_Method[P, Download]):  # noqa: N801
    """Bind a request for a file to a method that returns `Downloading`: `download = downloads(DownloadReport)`."""

    def __init__(self, request: Callable[P, Request[Download]]) -> None:
        super().__init__(request)

    def __call__(self, resource: Resource, /, *args: P.args, **kwargs: P.kwargs) -> Downloading:
        """Make the request; nothing is sent before the file is read."""
        request = self._make(args, kwargs)
        args, kwargs = (), {}  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]  see `_make`
        if isinstance(request, Exception):
            raise without_frames(request)
        return Downloading(resource._sender, request)  # pyright: ignore[reportPrivateUsage]

    __code__ = __call__.__code__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Resource, owner: type) -> Callable[P, Downloading]: ...
    def __get__(self, instance: Resource | None, owner: type) -> Self | Callable[P, Downloading]:
        return self if instance is None else MethodType(self, instance)

    def _gives(self) -> Any:
        return Downloading
