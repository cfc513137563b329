"""The numbers: what a run came to, how far it is, what it would come to. They add up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import asdict, define, field, frozen

from .plan import Rejected, Skipped
from .results import Conflict, RowResult, Settled
from .uses import ColumnUses

NOT_ALL_SETTLED: Final = 3
"""The exit code of a job that has come to its end with rows that are not settled."""


@frozen(kw_only=True)
class Summary:
    """What became of the rows. `rows` is the sum of all others but `requests`."""

    rows: int = 0
    """Rows of which it is known what became of them; all of the file, unless the run stopped before its end."""
    recorded: int = 0
    """FirstPromoter stored it, in this run or an earlier one."""
    already_recorded: int = 0
    """FirstPromoter had it already: by another way, or by a request of ours whose answer was lost."""
    not_referred: int = 0
    """Nobody referred this customer."""
    skipped: int = 0
    """Nothing to send: an amount of zero, or the same row twice."""
    rejected: int = 0
    """It cannot be sent as it is, or FirstPromoter refused it."""
    conflicts: int = 0
    """Another row has the same key and says something else."""
    unresolved: int = 0
    """What became of it is not known, or what it depends on is not settled. A later run may know more."""
    requests: int = 0
    """Requests that were made, repeated ones included."""
    stopped: str = ""
    """Why the run ended before the file did; empty when it did not."""

    @property
    def exit_code(self) -> int:
        """0 when every row is settled, 3 when some are not."""
        return NOT_ALL_SETTLED if self.rejected or self.conflicts or self.unresolved or self.stopped else 0

    def as_dict(self) -> dict[str, int]:
        """The nine numbers, for JSON."""
        return asdict(self, filter=lambda attribute, _: attribute.name != "stopped")


@define
class Tally:
    """The numbers of a `Summary` while they grow."""

    _counts: Counter[str] = field(factory=Counter[str], init=False)

    def count(self, result: RowResult, by: int = 1) -> None:
        """Count a row."""
        self._counts[_name_of(result)] += by

    def summary(self, *, requests: int = 0, stopped: str = "") -> Summary:
        """Add everything up."""
        return Summary(rows=self._counts.total(), requests=requests, stopped=stopped, **self._counts)


def _name_of(result: RowResult) -> str:
    match result:
        case Settled(state):
            return state.value
        case Skipped():
            return "skipped"
        case Rejected():
            return "rejected"
        case Conflict():
            return "conflicts"
        case _:
            return "unresolved"


@frozen(kw_only=True)
class RunProgress:
    """How far a run is."""

    summary: Summary
    in_flight: int
    """Rows that are on their way."""
    fraction: float | None
    """How much of the source has come to its end, from 0 to 1; None where its size is not known."""
    seconds_left: float | None
    """How long the rest takes, as far as can be told: at most what the rate budget allows."""
    paused_for: float
    """How many more seconds a 429 holds everything back."""


@frozen(kw_only=True)
class DryRun:
    """What a run would do if FirstPromoter recorded all that is sent, which cannot be known without sending it."""

    rows: int
    """All rows of the file."""
    to_send: Mapping[str, int] = field(hash=False)
    """How many of each kind."""
    settled: int
    """Settled by an earlier run, or without sending anything, as the sale is that a refund takes back."""
    skipped: int
    rejected: int
    conflicts: int
    unresolved: int
    seconds: float
    """How long the sending takes within the rate budget, at least."""
    uses: ColumnUses
    """Which column is which parameter, and which are left alone."""
    questions: Sequence[str]
    """What a run asks for before it sends anything: it raises `WrongUsage` with them."""
    stopped: str = ""
    """Why not all rows of the file are in these numbers; empty when they are."""

    @property
    def exit_code(self) -> int:
        """0 when a run would send or settle every row, 3 when not, or when not all rows could be read."""
        is_open = self.rejected or self.conflicts or self.unresolved or self.stopped
        return NOT_ALL_SETTLED if is_open else 0

    @property
    def minutes(self) -> float:
        """The same in minutes."""
        return self.seconds / 60

    def as_dict(self) -> dict[str, object]:
        """All of it, for JSON."""
        return asdict(self)
