"""What is to be done with a row, by all that the ledger remembers.

Which row is sent, which has been, which contradicts another, and which waits for one that it depends on: a refund for its
sale, a sale for its customer's signup. Synchronous, inside of transactions; `ledger` decides when. How it is kept is told in
`statements` and `waiting`. This module knows nothing of calls.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from attrs import evolve

from ..wire.request import Replay
from .kinds import ARRIVALS, Kind
from .plan import Plan, Planned, Rejected, Skipped
from .results import (
    LOOK_IT_UP,
    SETTLED,
    Conflict,
    Parked,
    Refused,
    RowResult,
    Send,
    SentRow,
    Settled,
    State,
    Unresolved,
)
from .source import Row
from .statements import DamagedEntry, KnownEntry, Place, Statements
from .waiting import Released, Waiting, WaitsFor

_FOLLOWS_SALES: Final = (Kind.REFUND, Kind.CANCELLATION)
"""The kinds that are held back while a sale of the customer further up is not settled."""
_OTHERS_DEPEND_ON: Final = (Kind.SALE, *ARRIVALS)


class Rules:
    """What is decided about the rows of one run after the other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.statements = Statements(connection)
        self._waiting = Waiting(connection)
        self._expects_arrivals = True
        self._ended = False
        self._any_sale: int | None = None
        """The first line of this run that may be a sale of any key: it cannot be read, or does not say its key."""
        self._anybodys_sale: int | None = None
        """The first line of this run that may be a sale of any customer."""

    def begin_run(self, *, expects_arrivals: bool, source: str = "") -> None:
        """Forget what concerned the run before."""
        self.statements.begin_run(source)
        self._waiting.clear()
        self._expects_arrivals, self._ended = expects_arrivals, False
        self._any_sale = self._anybodys_sale = None

    # Before sending

    def claim(self, planned: Sequence[Planned], room: int) -> list[Send | Parked | RowResult]:
        """Say of each row what is to be done; those that are to be sent are written down as intended.

        Stops after `room` of those, so the list may be shorter than that of the rows.
        """
        decisions: list[Send | Parked | RowResult] = []
        for one in planned:
            decisions.append(decision := self._claim_or_doubt(one))
            room -= isinstance(decision, Send)
            if room == 0:
                break
        return decisions

    def foresee(self, row: Row, plan: Plan | Unresolved) -> Send | Parked | RowResult:
        """Say what would be done with a row, and act as if FirstPromoter had recorded what would be sent."""
        if not isinstance(plan, Planned):
            return self.refuse(row, plan)
        decision = self._claim_or_doubt(plan)
        if isinstance(decision, Send):
            self.settle(SentRow(plan, State.RECORDED))
        return decision

    def _claim_or_doubt(self, one: Planned) -> Send | Parked | RowResult:
        try:
            return self._claim(one)
        except DamagedEntry as damaged:
            self._note_unsettled(one.kind, one.key, one.people, one.row.line)
            self._release_followers(one.kind, one.key, one.people)
            return Unresolved(str(damaged))

    def _claim(self, one: Planned) -> Send | Parked | RowResult:
        # Most rows are new to this run and to all before; to write without looking first halves the work for them.
        if one.kind not in _FOLLOWS_SALES and self.statements.insert_intended(one):
            return Send()
        entry = self.statements.entry(one.kind, one.key)
        result = self._without_sending(one, entry)
        if result is None:
            return self._intend(one, entry)
        self._release_followers(one.kind, one.key, one.people)
        return result

    def _intend(self, one: Planned, entry: KnownEntry | None) -> Send:
        if entry is None:
            self.statements.insert_intended(one)
            return Send()
        self.statements.update_intended(one)
        return Send(unknown_before=entry.state is State.INTENDED)

    def _without_sending(self, one: Planned, entry: KnownEntry | None) -> Parked | RowResult | None:
        """Say what becomes of a row that is not to be sent now; None for one that is."""
        if entry is not None and entry.by_hand:
            return self._by_hand(one.kind, one.people, entry)
        result = self._by_this_run(one, entry) or self._by_the_ledger(one, entry) or self._by_its_sales(one, entry)
        return self._settled(one, result.state) if isinstance(result, Settled) else result

    def _by_this_run(self, one: Planned, entry: KnownEntry | None) -> Skipped | Conflict | None:
        """Look for the same key further up in the file: in the entries that this run wrote, and among all other rows."""
        if entry is not None and entry.run == self.statements.run and entry.digest:
            return _against(one, entry.line, entry.digest)
        first = self.statements.first_with_this_key(one)
        return None if first is None else _against(one, *first)

    def _by_the_ledger(self, one: Planned, entry: KnownEntry | None) -> Settled | Conflict | Unresolved | None:
        """Look at what earlier runs did under the same key."""
        if entry is None or entry.state in (State.REJECTED, State.UNSENT):
            return None
        if entry.digest != one.digest:
            return Conflict(
                f"an earlier run has the same {_key_name(one)} (its line {entry.line}, {_told(entry.state)})"
                " and says something else"
            )
        if entry.state is State.INTENDED:
            return Unresolved(_ADVICE) if one.request.replay_rule is Replay.UNSAFE else None
        return None if self._is_open_again(one, entry) else Settled(entry.state)

    def _is_open_again(self, one: Planned, entry: KnownEntry) -> bool:
        """Whether the person of this entry signed up after it came out that nobody had referred them."""
        return entry.state is State.NOT_REFERRED and not entry.signed_up and self.statements.has_signed_up(one.people)

    def _by_hand(self, kind: Kind, people: Iterable[bytes], entry: KnownEntry) -> Settled | Skipped:
        """A person has settled this key, whatever the row says."""
        if kind in ARRIVALS and entry.state in (State.RECORDED, State.ALREADY_RECORDED):
            self._sign_up(people)
        if entry.state in SETTLED:
            return Settled(entry.state)
        return Skipped(reason="left out by a person, in the ledger")

    # Rows that follow sales

    def _by_its_sales(self, one: Planned, entry: KnownEntry | None) -> Parked | RowResult | None:
        """Look for the sales that a row follows: without them, a refund would take a commission that was never given."""
        if one.kind not in _FOLLOWS_SALES or (entry is not None and entry.state is State.INTENDED):
            return None
        if one.sale is not None:
            return self._by_this_sale(one, one.sale, entry)
        sale = self._place_of_any_sale(one)
        if sale is None:
            return None
        if self._ended:
            return self._hold_back(one, entry, f"a sale of this customer, {sale},")
        self._waiting.park(one.row, WaitsFor.SALES, people=one.people)
        return Parked()

    def _place_of_any_sale(self, one: Planned) -> str | None:
        """Say where a sale of this customer stands, further up, that is not settled."""
        found = self.statements.unsettled(one.people, (Kind.SALE,), above=one.row.line)
        if found is not None:
            return self._place(found)
        is_above = self._anybodys_sale is not None and self._anybodys_sale < one.row.line
        return _perhaps(self._anybodys_sale) if is_above else None

    def _by_this_sale(self, one: Planned, key: str, entry: KnownEntry | None) -> Parked | RowResult | None:
        sale = self.statements.entry(Kind.SALE, key)
        if sale is not None and sale.is_settled:
            if sale.state in (State.RECORDED, State.ALREADY_RECORDED):
                return None
            if self._ended or not self._is_open_again(one, sale):
                return self._share_the_lot_of_its_sale(one, entry, sale)
        elif self._ended:
            place = self._place_of_sale(sale, key)
            return None if place is None else self._hold_back(one, entry, f"its sale, {place},")
        self._waiting.park(one.row, WaitsFor.SALE, sale=key)
        return Parked()

    def _place_of_sale(self, sale: KnownEntry | None, key: str) -> str | None:
        """Say where a sale stands that is not settled; None when it is not ours to send."""
        if sale is not None:
            return self._place(sale)
        line = self.statements.line_of(Kind.SALE, key)
        return _perhaps(self._any_sale) if line is None else f"line {line}"

    def _place(self, found: KnownEntry | Place) -> str:
        is_of_this_run = found.run == self.statements.run
        return f"line {found.line}" if is_of_this_run else f"line {found.line} of an earlier run ({_told(found.state)})"

    def _hold_back(self, one: Planned, entry: KnownEntry | None, what: str) -> Unresolved:
        self._write_unsent(one, entry, State.UNSENT)
        return Unresolved(f"held back: {what} is not settled")

    def _share_the_lot_of_its_sale(self, one: Planned, entry: KnownEntry | None, sale: KnownEntry) -> Settled | Skipped:
        """A sale that was nobody's referral, or was left out by a person, has left nothing to take back."""
        self._write_unsent(one, entry, sale.state)
        if sale.state is State.NOT_REFERRED:
            return Settled(State.NOT_REFERRED)
        self.statements.mark_by_hand(one)
        return Skipped(reason="its sale was left out by a person, so there is nothing to take back")

    def _write_unsent(self, one: Planned, entry: KnownEntry | None, state: State) -> None:
        """Write a state down for a row that is not sent."""
        self._intend(one, entry)
        self._set_state(one, state)

    # Rows that are not sent at all

    def refuse(self, row: Row, refused: Refused) -> Refused | Settled:
        """Note a row that is not sent at all, for the sake of those that depend on it, and return what is to be reported."""
        if isinstance(refused, Unresolved) or refused.kind is None:
            self._note_a_row_of_any_kind(row, () if isinstance(refused, Unresolved) else refused.people)
            return refused
        result: Rejected | Skipped | Settled = refused
        if refused.key is not None:
            result = self._refuse_under_its_key(row, refused, refused.kind, refused.key)
        if isinstance(result, Rejected):
            self._note_refused(row, refused.kind, refused.key, refused.people)
        if refused.key is not None:
            self._release_followers(refused.kind, refused.key, refused.people)
        return result

    def _note_a_row_of_any_kind(self, row: Row, people: Sequence[bytes]) -> None:
        """A row that does not say what it is may be the sale or the signup on which others depend."""
        for kind in _OTHERS_DEPEND_ON:
            self._note_refused(row, kind, None, people)

    def _note_refused(self, row: Row, kind: Kind, key: str | None, people: Sequence[bytes]) -> None:
        """Note whose row this is, as far as it says so: without a key it may be any sale, without a customer anybody's."""
        self._note_unsettled(kind, key, people, row.line)
        if kind is Kind.SALE and key is None and self._any_sale is None:
            self._any_sale = row.line
        if kind is Kind.SALE and not people and self._anybodys_sale is None:
            self._anybodys_sale = row.line

    def _refuse_under_its_key(
        self, row: Row, refused: Rejected | Skipped, kind: Kind, key: str
    ) -> Rejected | Skipped | Settled:
        entry = None
        with suppress(DamagedEntry):
            entry = self.statements.entry(kind, key)
        if entry is not None and entry.by_hand:
            return self._by_hand(kind, refused.people, entry)
        if isinstance(refused, Skipped):
            self.statements.note_skipped(kind, key, row.line)
            return refused
        if entry is not None and entry.is_settled:
            reason = f"{refused.reason}; a row with the same key is settled, {self._place(entry)}"
            return evolve(refused, reason=reason)
        self.statements.write_rejected(kind, key, row.line, refused.people)
        return refused

    # After sending

    def settle(self, sent: SentRow) -> RowResult:
        """Write down what became of a row that was sent, and return what is to be reported."""
        one, state = sent.planned, sent.state
        self._set_state(one, state)
        result = self._settled(one, state) if state in SETTLED else self._unsettled(one, state, sent.reason)
        self._release_followers(one.kind, one.key, one.people)
        return result

    def _set_state(self, one: Planned, state: State) -> None:
        signed_up = state is State.NOT_REFERRED and self.statements.has_signed_up(one.people)
        self.statements.set_state(one, state, signed_up=signed_up)

    def _settled(self, one: Planned, state: State) -> Settled | Rejected | Unresolved:
        """See to those whom a settled row concerns: the person who signed up, or the row itself if it may come back."""
        if one.kind in ARRIVALS:
            if state is not State.NOT_REFERRED:
                self._sign_up(one.people)
            return Settled(state)
        if state is not State.NOT_REFERRED:
            return Settled(state)
        if self._expects_arrivals and not self.statements.has_signed_up(one.people):
            self._waiting.park(one.row, WaitsFor.SIGNUP, people=one.people)
            return Settled(state, provisional=True)
        signup = self.statements.unsettled(one.people, ARRIVALS)
        if signup is None:
            return Settled(state)
        self.statements.set_state(one, State.UNSENT)
        return self._unsettled(one, State.UNSENT, in_doubt(self._place(signup)))

    def _unsettled(self, one: Planned, state: State, reason: str) -> Rejected | Unresolved:
        self._note_unsettled(one.kind, one.key, one.people, one.row.line)
        return Rejected(reason=reason) if state is State.REJECTED else Unresolved(reason)

    def _note_unsettled(self, kind: Kind, key: str | None, people: Iterable[bytes], line: int) -> None:
        if kind in _OTHERS_DEPEND_ON:
            self.statements.note_unsettled(kind, key, people, line)

    def _sign_up(self, people: Iterable[bytes]) -> None:
        """Note whose signup is recorded, and try again what was nobody's referral before."""
        for person in people:
            self.statements.sign_up(person)
            self._waiting.release(WaitsFor.SIGNUP, person)

    # Rows put aside

    def _release_followers(self, kind: Kind, key: str, people: Iterable[bytes]) -> None:
        """Look again at the rows that wait for a sale, now that it has come to its end."""
        if kind is Kind.SALE and self._waiting.for_sales:
            self._waiting.release_refunds(key)
            for person in people:
                self._waiting.release(WaitsFor.SALES, person)

    def end(self) -> None:
        """Let go of the rows whose sales did not come: nothing comes any more."""
        self._ended = True
        self._waiting.release_followers()

    def has_released(self) -> bool:
        """Whether there are rows that need not wait any longer."""
        return self._waiting.has_released()

    def take_released(self, limit: int) -> list[Released]:
        """Take out rows that need not wait any longer, in their order."""
        return self._waiting.take_released(limit)

    def take_provisional(self, limit: int) -> list[Released]:
        """Take out rows that stay nobody's referral, since no signup came for them."""
        return [evolve(one, doubt=self._doubt_of(one)) for one in self._waiting.take_provisional(limit)]

    def _doubt_of(self, released: Released) -> str | None:
        signup = self.statements.unsettled(released.people, ARRIVALS)
        return None if signup is None else self._place(signup)


_ADVICE: Final = f"an earlier run may have sent it, and {LOOK_IT_UP}"


def in_doubt(place: str) -> str:
    """Say why a row that is nobody's referral is not settled by that."""
    return f"nobody's referral so far; but the signup in {place} is not settled"


def _against(one: Planned, line: int, digest: bytes) -> Skipped | Conflict | None:
    """Compare a row with the one that had its key first in this run."""
    if line == one.row.line:  # this very row, which was put aside before
        return None
    if digest == one.digest:
        return Skipped(reason=f"it is the same as line {line}", kind=one.kind, key=one.key)
    return Conflict(f"line {line} has the same {_key_name(one)} and says something else")


def _perhaps(line: int | None) -> str | None:
    """Name a line that cannot be read as what is looked for, and may be it."""
    return None if line is None else f"line {line} (if that is it: the row is not understood)"


def _told(state: State) -> str:
    return "outcome unknown" if state is State.INTENDED else state.value.replace("_", " ")


def _key_name(one: Planned) -> str:
    return "event_id" if one.kind not in ARRIVALS else "customer"
