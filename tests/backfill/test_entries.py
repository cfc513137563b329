"""A person's word: what was settled or forgotten by hand, and what a run makes of it."""

import sqlite3
from pathlib import Path

import pytest

from firstpromoter_async.backfill import Kind, Ledger, WrongUsage
from firstpromoter_async.backfill.entries import Entries, LedgerEntry
from firstpromoter_async.backfill.results import SentRow, State
from firstpromoter_async.backfill.schema import SCHEMA
from firstpromoter_async.errors import ConnectionLost
from firstpromoter_async.wire.message import HttpResponse
from tests.backfill.fake import MIXED, Shop, cancellation, refund, sale, signup
from tests.backfill.test_ledger import planned

pytestmark = pytest.mark.anyio

INVALID = HttpResponse.of(404, body=b'{"message": "Visitor  invalid, not found or expired"}')


def by_hand(shop: Shop, key: str, state: State | None, *, kind: Kind | None = None) -> LedgerEntry:
    """Settle a key, or forget it; returns what it was."""
    with Entries(shop.ledger_file, writable=True) as entries:
        (entry,) = entries.find(key, kind=kind)
        if state is None:
            entries.forget(entry)
        else:
            entries.settle(entry, state)
    return entry


def open_keys(shop: Shop) -> list[str]:
    with Entries(shop.ledger_file) as entries:
        return [entry.key for entry in entries.list()]


async def test_what_is_not_settled_is_listed_with_where_it_stands(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    await shop.run("kind,event_id,uid,amount\nsale,a,ann,ten\nrefund,b,ann,1.00\nsale,c,ann,5.00\n", MIXED)
    with Entries(shop.ledger_file) as entries:
        found = list(entries.list())
        assert entries.account == "acc_1@fp.test"
        assert entries.counts() == {"recorded": 1, "rejected": 1, "unsent": 1}
        assert [entry.key for entry in entries.list(states=["recorded"])] == ["c"]
        assert [entry.key for entry in entries.list(kind=Kind.REFUND)] == ["b"]
    assert [(one.kind, one.key, one.state, one.line, one.run) for one in found] == [
        ("sale", "a", "rejected", 2, 1),
        ("refund", "b", "unsent", 3, 1),
    ]
    assert {one.source for one in found} == {str(shop.directory / "rows.csv")}
    assert all(one.at is not None and one.at.year >= 2026 for one in found)


async def test_who_only_looks_cannot_change_anything(shop: Shop) -> None:
    await shop.run([sale("a", amount="ten")], MIXED)
    with Entries(shop.ledger_file) as entries:
        (entry,) = entries.list()
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            entries.settle(entry, State.RECORDED)
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            entries.forget(entry)
    assert open_keys(shop) == ["a"]


@pytest.mark.parametrize("state", [State.RECORDED, State.ALREADY_RECORDED, State.NOT_REFERRED])
async def test_a_cancellation_of_unknown_outcome_is_settled_by_a_person(shop: Shop, state: State) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.after = lambda _: ConnectionLost("reset")
    assert (await shop.run([cancellation()], MIXED)).exit_code == 3
    assert by_hand(shop, "ann", state).key == "uid:ann"
    summary = await shop.run([cancellation()], MIXED)
    assert (summary.exit_code, getattr(summary, state), len(shop.fake.calls)) == (0, 1, 1)
    assert open_keys(shop) == []


async def test_a_cancellation_that_is_forgotten_is_sent_again(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.after = lambda _: ConnectionLost("reset")
    await shop.run([cancellation()], MIXED)
    by_hand(shop, "ann", None)
    shop.fake.after = lambda _: None
    assert (await shop.run([cancellation()], MIXED)).recorded == 1


async def test_a_row_that_nobody_can_mend_is_left_out_and_so_is_its_refund(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    rows = [sale("s", amount="ten"), refund("r", sale_event_id="s"), refund("q")]
    assert (await shop.run(rows, MIXED)).exit_code == 3
    by_hand(shop, "s", State.REJECTED)
    for _ in range(2):
        summary = await shop.run(rows, MIXED)
        assert (summary.exit_code, summary.skipped, summary.recorded) == (0, 2, 1)
    assert open_keys(shop) == []


async def test_a_conflict_is_settled_by_a_person_too(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    rows = [sale("s"), sale("s", amount="9.00")]
    assert (await shop.run(rows)).conflicts == 1
    by_hand(shop, "s", State.RECORDED)
    summary = await shop.run(rows)
    assert (summary.exit_code, summary.recorded, len(shop.fake.calls)) == (0, 2, 1)


async def test_a_signup_that_a_person_knows_to_be_recorded_lets_the_sales_be_tried_again(shop: Shop) -> None:
    shop.fake.before = lambda call: INVALID if call.kind == "signup" else None
    assert (await shop.run([sale("s")])).not_referred == 1
    assert (await shop.run([signup()], MIXED)).rejected == 1
    by_hand(shop, "uid:ann", State.RECORDED)
    shop.fake.referred |= {"ann"}
    assert (await shop.run([sale("s")])).recorded == 1


async def test_a_signup_that_is_left_out_leaves_its_sales_to_firstpromoter(shop: Shop) -> None:
    shop.fake.before = lambda call: INVALID if call.kind == "signup" else None
    rows = [signup(), sale("s")]
    await shop.run(rows, MIXED)
    by_hand(shop, "uid:ann", State.REJECTED)
    summary = await shop.run(rows, MIXED)
    assert (summary.exit_code, summary.skipped, summary.not_referred) == (0, 1, 1)


async def test_a_customer_is_found_by_an_address_of_which_only_a_hash_is_kept(shop: Shop) -> None:
    await shop.run([{"kind": "signup", "email": "Ann@example.com"}], MIXED)
    with Entries(shop.ledger_file) as entries:
        (found,) = entries.find("ann@EXAMPLE.com")
    assert found.key.startswith("email#")
    assert b"xample.com" not in shop.ledger_file.read_bytes().lower()


async def test_a_ledger_in_use_is_refused(shop: Shop) -> None:
    async with Ledger(shop.ledger_file, account="acc_1@fp.test"):
        for writable in (False, True):
            with (
                pytest.raises(WrongUsage, match="in use by another backfill"),
                Entries(shop.ledger_file, writable=writable),
            ):
                pass


def test_no_ledger_is_begun_by_looking(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="there is no ledger"), Entries(tmp_path / "none", writable=True):
        pass
    assert list(tmp_path.iterdir()) == []


# What must outlive a run


async def test_who_has_a_sale_under_way_when_the_run_is_killed_is_known_to_the_next(shop: Shop) -> None:
    """Intended, with nothing after it: what SIGKILL leaves."""
    async with Ledger(shop.ledger_file, account="acc_1@fp.test") as ledger:
        await ledger.begin_run(expects_arrivals=False)
        await ledger.claim([planned(1, sale("s"))], room=1)
    shop.fake.referred |= {"ann"}
    assert (await shop.run([refund("r")], MIXED)).unresolved == 1
    assert (await shop.run([sale("s")])).recorded == 1
    assert (await shop.run([refund("r")], MIXED)).recorded == 1


async def test_the_persons_of_a_settled_entry_are_forgotten(shop: Shop) -> None:
    row = planned(1, sale("s", email="ann@example.com"))
    async with Ledger(shop.ledger_file, account="acc_1@fp.test") as ledger:
        await ledger.begin_run(expects_arrivals=False)
        await ledger.claim([row], room=1)
        before = _people(ledger)
        await ledger.settle([SentRow(row, State.RECORDED)])
        assert (before, _people(ledger)) == (b"".join(row.people), b"")


def _people(ledger: Ledger) -> bytes:
    assert ledger._connection is not None  # pyright: ignore[reportPrivateUsage]
    return ledger._connection.execute("SELECT people FROM entries").fetchone()[0]  # pyright: ignore[reportPrivateUsage]


OLD = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE entries (kind TEXT NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL, state TEXT NOT NULL, line INTEGER NOT NULL,
        run INTEGER NOT NULL, signed_up INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    CREATE TABLE signed_up (person BLOB PRIMARY KEY) WITHOUT ROWID;
    INSERT INTO meta VALUES ('account', 'acc_1@fp.test'), ('run', '3');
    PRAGMA user_version = 1;
    PRAGMA application_id = 0x46504246;
"""


async def test_a_ledger_of_the_first_version_is_brought_up_to_date(shop: Shop) -> None:
    database = sqlite3.connect(shop.ledger_file)
    database.executescript(OLD)
    digest = planned(1, sale("s")).digest
    database.execute("INSERT INTO entries VALUES ('sale', 's', ?, 'recorded', 1, 3, 0)", (digest,))
    database.execute("INSERT INTO entries VALUES ('sale', 't', ?, 'intended', 2, 3, 0)", (digest,))
    database.commit()
    database.close()
    with Entries(shop.ledger_file) as entries:
        assert [(one.key, one.at, one.source) for one in entries.list()] == [("t", None, "")]
    before = shop.ledger_file.read_bytes()
    assert before[60:64] == (1).to_bytes(4, "big"), "looking changes nothing"
    summary = await shop.run([sale("s")])
    assert (summary.recorded, summary.requests) == (1, 0)
    assert shop.ledger_file.read_bytes()[60:64] == SCHEMA.to_bytes(4, "big")
