"""Any number of ids for one bulk action, and an account of each: done, failed, or unknown.

FirstPromoter processes up to 5 ids before it answers, and more of them in the background, as a batch. This module knows nothing
of particular operations.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar, cast, get_args

from ..bulk import Bulk, BulkResult, RequestState
from ..errors import BatchNotOver, CallFailed, ConfigurationError, InvalidRequest
from ..frozen import frozen
from ..policy.checks import is_number
from ..sender import StreamingSender
from ..wire.answers import Batch, BatchStatus, Done, Envelope
from .bulk import ForIds

M = TypeVar("M")

ManyIdsMode: TypeAlias = Literal["auto", "sync", "batch"]
"""How ids are sent: five at a time (`sync`), all in one call (`batch`), or as fits their number (`auto`)."""

AT_ONCE: Final = 5
"""How many ids FirstPromoter processes before it answers."""
_MOST_IN_FIVES: Final = 100
_NAMED_BY: Final = ("id", "payout_id", "record_id")


class IdState(StrEnum):
    """What became of an id."""

    DONE = "done"
    FAILED = "failed"
    """Certainly not done; `why` says why."""
    UNKNOWN = "unknown"
    """It may have been done or not: look it up before doing it again."""


@frozen
class IdOutcome:
    """What became of one id."""

    id: int
    state: IdState
    why: str | None = None
    """What went wrong, if it did."""


@frozen
class IdOutcomes(Generic[M]):
    """What became of each id, in the order in which they were given."""

    outcomes: tuple[IdOutcome, ...]
    answers: tuple[Envelope[Done | Batch, M], ...] = ()
    """What FirstPromoter answered, call by call."""

    @property
    def done(self) -> tuple[int, ...]:
        """The ids that are done."""
        return tuple(one.id for one in self.outcomes if one.state is IdState.DONE)

    @property
    def failed(self) -> tuple[IdOutcome, ...]:
        """Those that are certainly not done, and why."""
        return tuple(one for one in self.outcomes if one.state is IdState.FAILED)

    @property
    def unknown(self) -> tuple[IdOutcome, ...]:
        """Those that may be done or not, and why nobody knows."""
        return tuple(one for one in self.outcomes if one.state is IdState.UNKNOWN)

    @property
    def all_done(self) -> bool:
        """Whether every id is done."""
        return len(self.done) == len(self.outcomes)

    def __repr__(self) -> str:
        return f"<IdOutcomes: {len(self.done)} done, {len(self.failed)} failed, {len(self.unknown)} unknown>"


class IdProgress:
    """How far a bulk action on many ids has come, also when it was interrupted: `outcomes` says what is known of each id.

        from firstpromoter_async.v2 import IdProgress

        progress = IdProgress()
        try:
            await fp.v2.payouts.mark_as_paid(ids, progress=progress)
        finally:
            for one in progress.outcomes.unknown: ...  # look these up before doing them again

    It serves one call.
    """

    def __init__(self) -> None:
        self._bulk: Bulk[Envelope[Done | Batch, Any]] | None = None
        self._stopped: Exception | None = None
        self._ended: list[tuple[Envelope[Done | Batch, Any], str | None]] = []

    @property
    def outcomes(self) -> IdOutcomes[Any]:
        """What is known of each id by now: what was not sent is `failed`, and what is under way or goes on in a batch `unknown`.

        Empty where the call was refused, or has not begun.
        """
        done = [] if self._bulk is None else self._bulk.done
        answers = [*self._ended, *((one.answer, None) for one in done[len(self._ended) :] if one.answer is not None)]
        ended = iter(answers)
        found = [
            outcome
            for one in (() if self._bulk is None else self._bulk.results)
            for outcome in (
                _of_answer(one, next(ended)) if one.state is RequestState.DONE else _of_failure(one, self._stopped)
            )
        ]
        return IdOutcomes(tuple(found), tuple(answer for answer, _ in answers))

    async def _carry_out(
        self, bulk: Bulk[Envelope[Done | Batch, Any]], sender: StreamingSender, end: float | None
    ) -> None:
        """Send what there is, and wait for what goes on in the background, at most `end` seconds.

        Raises what stopped it where nothing has happened yet.
        """
        if self._bulk is not None:
            raise InvalidRequest(
                "progress is of an earlier call, of which it still tells; give each call one of its own"
            )
        self._bulk = bulk
        try:
            await bulk.run()
        except (CallFailed, ConfigurationError) as failure:
            self._stopped = failure
            if not bulk.done and not bulk.unknown:
                raise
        for one in bulk.done:
            if one.answer is not None:
                self._ended.append(await _ended(sender, one.answer, end))

    def __repr__(self) -> str:
        return f"<IdProgress: {self.outcomes!r}>"


async def for_each_id(
    sender: StreamingSender,
    action: Callable[[Sequence[int]], ForIds[Envelope[Done | Batch, M]]],
    ids: Iterable[int],
    mode: ManyIdsMode = "auto",
    timeout: float | None = 600.0,  # noqa: ASYNC109  the batch goes on without us
    progress: IdProgress | None = None,
) -> IdOutcomes[M]:
    """Carry a bulk action out on any number of ids; what is given twice is done once.

    `sync` sends five ids a call, several calls at once, each answered when its ids are processed; a call whose answer was lost
    leaves five ids unknown, and the others go on. `batch` sends all ids in one call and waits for the end, at most `timeout`
    seconds (None: as long as it takes); if the answer is lost, all are unknown. `auto` is `sync` up to 100 ids. Nothing whose
    outcome is unknown is sent again.

    Raises `InvalidRequest` for no ids, an odd mode, timeout or progress, and what would fail for every id alike (a key that is
    not accepted) if nothing was done before. Cancelled, it returns nothing: `progress` has the account then.
    """
    chosen = _chosen(action, ids)
    progress = IdProgress() if progress is None else progress
    if not isinstance(progress, IdProgress):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(
            f"progress is an IdProgress() of firstpromoter_async.v2, or None, and {progress!r} was given"
        )
    if mode not in get_args(ManyIdsMode):
        raise InvalidRequest(f"mode is one of {', '.join(get_args(ManyIdsMode))}, and {mode!r} was given")
    if timeout is not None and not (is_number(timeout) and timeout >= 0):
        raise InvalidRequest(f"timeout is a number of seconds from 0, or None for no end, and {timeout!r} was given")
    in_fives = mode == "sync" or (mode == "auto" and len(chosen) <= _MOST_IN_FIVES)
    size = AT_ONCE if in_fives else len(chosen)
    bulk = Bulk(sender, [action(chosen[start : start + size]) for start in range(0, len(chosen), size)])
    await progress._carry_out(bulk, sender, timeout)  # pyright: ignore[reportPrivateUsage]
    return progress.outcomes


def _chosen(action: Callable[[Sequence[int]], ForIds[Any]], ids: Iterable[int]) -> tuple[int, ...]:
    """Return each id once; the request itself says what is wrong with them."""
    return tuple(dict.fromkeys(action(cast("Sequence[int]", ids)).ids))


async def _ended(
    sender: StreamingSender,
    answer: Envelope[Done | Batch, M],
    timeout: float | None,  # noqa: ASYNC109
) -> tuple[Envelope[Done | Batch, M], str | None]:
    """Wait for what goes on in the background; returns also why its end is not known."""
    from .company.batches import Batches  # not needed by most

    try:
        state = await Batches(sender).wait(answer.data, timeout=timeout)
    except BatchNotOver as not_over:
        return Envelope(data=not_over.batch, meta=answer.meta), str(not_over)
    except CallFailed as failure:
        return answer, f"it went on in batch {answer.data.id}, and how is not known: {failure}"
    return Envelope(data=state, meta=answer.meta), None


def _of_failure(result: BulkResult[Any], stopped: Exception | None) -> Iterator[IdOutcome]:
    is_unknown = result.state in (RequestState.UNKNOWN, RequestState.UNDER_WAY)
    state = IdState.UNKNOWN if is_unknown else IdState.FAILED
    if result.failure is not None or stopped is not None:
        why = str(result.failure or f"not sent: {stopped}")
    else:
        why = "interrupted on its way" if is_unknown else "not sent: interrupted before"
    yield from (IdOutcome(number, state, why) for number in _ids(result))


def _of_answer(result: BulkResult[Any], ended: tuple[Envelope[Done | Batch, Any], str | None]) -> Iterator[IdOutcome]:
    """Say of each id what the counts and errors of a bulk action say; what they leave open is unknown."""
    (answer, why_unknown), ids = ended, _ids(result)
    action = answer.data
    named = _named_in(action.processing_errors, ids)
    rest = _of_the_rest(action, len(ids), len(named))
    for number in ids:
        if number in named:
            yield IdOutcome(number, IdState.FAILED, named[number])
        else:
            yield IdOutcome(number, rest, None if rest is IdState.DONE else why_unknown or _words(action))


def _of_the_rest(action: Done | Batch, count: int, named: int) -> IdState:
    failed, processed = action.failed_count or 0, action.processed_count
    if failed == count:
        return IdState.FAILED
    is_complete = action.status == BatchStatus.COMPLETED and (processed is None or processed >= count)
    return IdState.DONE if is_complete and failed == named else IdState.UNKNOWN


def _named_in(errors: Iterable[str | Mapping[str, Any]], ids: Sequence[int]) -> dict[int, str]:
    """Find the errors that name an id: an object's `id`, or a text that begins with it."""
    found: dict[int, str] = {}
    for error in errors:
        if isinstance(error, str):
            number, words = error.partition(":")[0].strip(), error
        else:
            number = str(next((error[name] for name in _NAMED_BY if name in error), ""))
            words = str(error.get("message") or error.get("error") or dict(error))
        if number.isdecimal() and int(number) in ids:
            found[int(number)] = words
    return found


def _words(action: Done | Batch) -> str:
    counts = f"bulk action {action.id} is {action.status}, {action.failed_count or 0} failed"
    return f"{counts}: {list(action.processing_errors)}" if action.processing_errors else counts


def _ids(result: BulkResult[Any]) -> tuple[int, ...]:
    return cast("ForIds[Any]", result.request).ids
