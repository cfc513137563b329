"""`firstpromoter ledger`: what a ledger knows, and a person's word where no machine can find out.

This module knows nothing of how a backfill uses it.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import App, Parameter

from ..backfill import Kind, WrongUsage
from ..backfill.entries import Entries, LedgerEntry
from ..backfill.results import State
from .options import JsonOption, KeyArgument
from .streams import printable, tell

ledger = App(
    name="ledger",
    help="""
    Look into the ledger of a backfill, and settle by hand what no machine can.

    A KEY is what `firstpromoter ledger list` and the report show: an event_id, or the customer where a row has none. A customer
    can be given as uid or as e-mail address, of which the ledger keeps a hash only. No keys of FirstPromoter are needed, and
    nothing is sent.
    """,
    help_format="markdown",
)

LedgerOption = Annotated[Path, Parameter(name="--ledger")]
Flag = Annotated[bool, Parameter(negative="")]

_MEANING: Final = {
    State.INTENDED: "may have been sent, and its outcome is unknown",
    State.UNSENT: "not sent; the next run sends it, unless something holds it back",
    State.REJECTED: "cannot be sent as it is, or was refused: mend the row",
}


@ledger.command(name="list")
def list_entries(
    *,
    ledger: LedgerOption,
    kind: Kind | None = None,
    state: Annotated[list[State] | None, Parameter(negative="")] = None,
    every: Annotated[bool, Parameter(name="--all", negative="")] = False,
    as_json: JsonOption = False,
) -> None:
    """List what is not settled, an entry a line: state, kind, key, line, when, file.

    In a pipe, columns are separated by tabs, and keys alone are `cut -f 3`. How many there are of each state is told on stderr.

    Parameters
    ----------
    ledger
        The ledger's file.
    kind
        Only these.
    state
        Those in this state, settled or not; as often as needed.
    every
        All entries.
    as_json
        Print one JSON object instead: account, counts, entries.
    """
    with Entries(ledger) as entries:
        found = entries.list(states=tuple(State) if every else state, kind=kind)
        if as_json:
            told = [entry.as_dict() for entry in found]
            print(json.dumps({"account": entries.account, "counts": entries.counts(), "entries": told}))
            return
        for entry in found:
            print(_line(entry))
        tell(_counted(entries))


@ledger.command
def show(key: str, /, *, ledger: LedgerOption, kind: Kind | None = None, as_json: JsonOption = False) -> None:
    """Show what is known of a key.

    Parameters
    ----------
    key
        An event_id, or a customer.
    ledger
        The ledger's file.
    kind
        Which, where a sale and a refund have the same key.
    as_json
        Print a JSON array instead.
    """
    with Entries(ledger) as entries:
        found = _found(entries, key, kind)
        account = entries.account
    if as_json:
        print(json.dumps([entry.as_dict() for entry in found]))
        return
    for entry in found:
        for name, value in _shown(entry, account):
            print(f"{name:8} {value}")


@ledger.command
def settle(
    *keys: KeyArgument,
    ledger: LedgerOption,
    state: Annotated[Literal["recorded", "already_recorded", "not_referred", "rejected"], Parameter(name="--as")],
    kind: Kind | None = None,
    yes: Flag = False,
) -> None:
    """Settle keys by hand, after looking them up at FirstPromoter. Whatever a row says under them, it is not sent any more.

        firstpromoter ledger settle order-17 --as recorded --ledger sales.csv.ledger

    Run the backfill again then: a key that is settled costs no call, and is no reason for exit code 3. What FirstPromoter has
    answered stands unless you say --yes.

    Parameters
    ----------
    keys
        One or more; - reads them from the standard input, one a line.
    ledger
        The ledger's file.
    state
        recorded or already_recorded: FirstPromoter has it. not_referred: nobody referred the customer. rejected: leave it out
        for good, since FirstPromoter does not take it or it should not be sent.
    kind
        Which, where a sale and a refund have the same key.
    yes
        Settle also what FirstPromoter has answered otherwise.
    """
    with Entries(ledger, writable=True) as entries:
        chosen = _chosen(entries, keys, kind)
        answered = [entry for entry in chosen if entry.is_confirmed and entry.state != state and not yes]
        if answered:
            raise WrongUsage(
                f"{_named(answered[0])}: it is {answered[0].state}, as FirstPromoter has answered; if that is wrong, say --yes."
                " Nothing was settled"
            )
        for entry in chosen:
            tell(f"{_named(entry)}: {_settled(entries, entry, State(state))}")


def _settled(entries: Entries, entry: LedgerEntry, state: State) -> str:
    """Settle an entry, unless it is already so, and say what was done."""
    if entry.is_confirmed and entry.state == state:
        return f"it is {state} already, as FirstPromoter has answered; nothing was changed"
    entries.settle(entry, state)
    return f"settled as {state} by hand (it was {entry.state}{' by hand' if entry.by_hand else ''})"


@ledger.command
def forget(*keys: KeyArgument, ledger: LedgerOption, kind: Kind | None = None, yes: Flag = False) -> None:
    """Forget keys: the next run that has their rows sends them, as if it had never met them.

    FirstPromoter refuses a second copy of a sale, a refund or a signup. A cancellation of v2 it would store once more, so that
    one needs --yes: make sure first that FirstPromoter does not have it.

    Parameters
    ----------
    keys
        One or more; - reads them from the standard input, one a line.
    ledger
        The ledger's file.
    kind
        Which, where a sale and a refund have the same key.
    yes
        Forget cancellations too.
    """
    with Entries(ledger, writable=True) as entries:
        chosen = _chosen(entries, keys, kind)
        risky = [entry for entry in chosen if entry.kind == Kind.CANCELLATION and not yes]
        if risky:
            raise WrongUsage(
                f"{_named(risky[0])}: a second copy of a cancellation would be stored, so look the customer up first; if"
                " FirstPromoter does not have it, say --yes. Nothing was forgotten"
            )
        for entry in chosen:
            entries.forget(entry)
            tell(f"{_named(entry)}: forgotten (it was {entry.state}); the next run that has it sends it")


# Finding


def _chosen(entries: Entries, keys: Sequence[str], kind: Kind | None) -> list[LedgerEntry]:
    """Find all keys before anything is changed; each must be one entry."""
    if not keys:
        raise WrongUsage("name a KEY, or - to read keys from the standard input")
    return [_only_one(_found(entries, key, kind)) for key in _spread(keys)]


def _spread(keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        if key == "-":
            yield from filter(None, (line.rstrip("\n") for line in sys.stdin))
        else:
            yield key


def _found(entries: Entries, key: str, kind: Kind | None) -> Sequence[LedgerEntry]:
    found = entries.find(key, kind=kind)
    if not found:
        raise WrongUsage(
            f"this ledger (of account {entries.account}) has no {'entry' if kind is None else kind.value} {key!r};"
            " `firstpromoter ledger list --all` with the same --ledger shows what it has"
        )
    return found


def _only_one(found: Sequence[LedgerEntry]) -> LedgerEntry:
    if len(found) > 1:
        kinds = " and ".join(f"--kind {entry.kind}" for entry in found)
        raise WrongUsage(f"{found[0].key!r} is the key of several: say which, {kinds}")
    return found[0]


# Telling


def _line(entry: LedgerEntry) -> str:
    when = "" if entry.at is None else entry.at.isoformat(timespec="seconds")
    state = f"{entry.state} by hand" if entry.by_hand else entry.state
    columns = (state, entry.kind, entry.key, str(entry.line), when, entry.source)
    told = [printable(column) for column in columns]
    if not sys.stdout.isatty():
        return "\t".join(told)
    return f"{told[0]:16}  {told[1]:12}  {told[2]:36}  line {told[3]:>7}  {told[4]:25}  {told[5]}".rstrip()


def _counted(entries: Entries) -> str:
    counts = entries.counts()
    each = "".join(f"\n  {count:,} {state.replace('_', ' ')}{_meaning(state)}" for state, count in counts.items())
    return f"the ledger of account {entries.account} has {sum(counts.values()):,} entries{each}"


def _meaning(state: str) -> str:
    return f" ({_MEANING[State(state)]})" if state in _MEANING else ""


def _shown(entry: LedgerEntry, account: str) -> Iterator[tuple[str, str]]:
    yield "account", account
    yield "kind", entry.kind
    yield "key", printable(entry.key)
    yield "state", f"{entry.state}{', settled by hand' if entry.by_hand else _meaning(entry.state)}"
    yield "when", "not known" if entry.at is None else entry.at.isoformat(timespec="seconds")
    yield "row", f"line {entry.line}{f' of {entry.source}' if entry.source else ''}, run {entry.run}"


def _named(entry: LedgerEntry) -> str:
    return f"{entry.kind} {printable(entry.key)}"
