"""Which function handles which event."""

from functools import partial
from typing import Any

import pytest

from firstpromoter_async import ConfigurationError
from firstpromoter_async.webhooks import (
    CommissionCreated,
    CommissionUpdated,
    Delivery,
    Event,
    Fulfilled,
    KeepPending,
    Router,
    V1Event,
    parse,
)
from tests.webhooks.making import body, v1, v2

UPDATED, SIGNED_UP, PENDING = parse(body(v2())), parse(body(v1())), parse(body(v1("fulfilment_pending")))


def named(router: Router, event: Any) -> str | None:
    handler = router.handler_of(event)
    return None if handler is None else handler.function.__name__


def test_the_closest_class_handles_an_event() -> None:
    router = Router()

    @router.on(Event)
    def everything_of_v2(event: Event[Any]) -> None: ...

    @router.on(CommissionCreated, CommissionUpdated)
    def commissions(event: CommissionCreated | CommissionUpdated) -> None: ...

    assert named(router, UPDATED) == "commissions"
    assert named(router, parse(body(v2(event_type="commission.denied")))) == "everything_of_v2"
    assert named(router, SIGNED_UP) is None


def test_a_class_has_one_handler() -> None:
    router = Router()
    router.on(V1Event)(lambda event: None)
    with pytest.raises(ConfigurationError, match="V1Event has a handler already"):
        router.on(V1Event)(lambda event: None)


def test_what_is_no_class_of_events_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no class of events"):
        Router().on("commission.updated")(lambda event: None)  # type: ignore[arg-type]


@pytest.mark.parametrize("function", [lambda: None, lambda a, b, c: None])
def test_a_handler_takes_one_or_two_parameters(function: Any) -> None:
    with pytest.raises(ConfigurationError, match="takes the event"):
        Router().on(CommissionUpdated)(function)


class Called:
    """An object that is called, and has to be awaited."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    async def __call__(self, *given: Any) -> None:
        self.given += given


async def handled(function: Any, event: Any = UPDATED) -> Any:
    router = Router()
    router.on(type(event))(function)
    handler = router.handler_of(event)
    assert handler is not None
    return await handler(event, Delivery(1, False))


@pytest.mark.anyio
async def test_functions_of_every_kind_are_called_with_the_event_and_with_the_delivery_if_they_want_it() -> None:
    given: list[Any] = []

    async def waits(event: Any) -> None:
        given.append(event)

    def with_delivery(event: Any, delivery: Delivery, more: int = 0) -> None:
        given.append((event, delivery.attempt, more))

    await handled(waits)
    await handled(with_delivery)
    await handled(partial(waits))
    assert given == [UPDATED, (UPDATED, 1, 0), UPDATED]


@pytest.mark.anyio
@pytest.mark.parametrize("answer", [Fulfilled(), KeepPending(), None])
async def test_the_fulfilment_of_rewards_has_an_answer(answer: Any) -> None:
    assert await handled(lambda event: answer, PENDING) == answer


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("event", "answer"), [(UPDATED, Fulfilled()), (PENDING, 200), (PENDING, True), (UPDATED, "ok")]
)
async def test_an_answer_that_would_be_ignored_is_a_mistake(event: Any, answer: Any) -> None:
    with pytest.raises(TypeError, match=r"a handler of \w+ returns"):
        await handled(lambda _: answer, event)
