"""Rows of one person go one after the other; nobody else waits for them."""

from firstpromoter_async.backfill import Columns
from firstpromoter_async.backfill.order import Order
from firstpromoter_async.backfill.plan import Planned
from firstpromoter_async.backfill.planner import Planner
from firstpromoter_async.backfill.source import Row
from tests.backfill.fake import cancellation, refund, sale, signup

PLANNER = Planner(Columns(amounts="major", account_currency="USD", without=["sale_event_id"]), None)


def planned(line: int, fields: dict[str, str]) -> Planned:
    plan = PLANNER.plan(Row(line=line, raw=b"", fields=fields))
    assert isinstance(plan, Planned)
    return plan


def test_rows_of_different_persons_are_ready_at_once() -> None:
    order = Order()
    assert order.enter(planned(1, sale("a", uid="ann")))
    assert order.enter(planned(2, sale("b", uid="ben")))


def test_rows_of_one_person_follow_each_other() -> None:
    order = Order()
    rows = [planned(1, signup()), planned(2, sale("a")), planned(3, refund("r")), planned(4, cancellation())]
    assert [order.enter(row) for row in rows] == [True, False, False, False]
    assert order.leave(rows[0]) == [rows[1]]
    assert order.leave(rows[1]) == [rows[2]]
    assert order.leave(rows[2]) == [rows[3]]
    assert order.leave(rows[3]) == []
    assert len(order) == 0


def test_a_person_is_known_by_uid_and_by_email_in_any_case() -> None:
    order = Order()
    both = planned(1, signup(uid="ann", email="Ann@Example.com"))
    by_email = planned(2, {"kind": "sale", "event_id": "a", "email": "ann@example.COM", "amount": "5"})
    assert order.enter(both)
    assert not order.enter(by_email)
    assert order.leave(both) == [by_email]


def test_a_row_that_waits_for_two_is_ready_after_both() -> None:
    order = Order()
    by_uid, by_email = planned(1, sale("a", uid="ann")), planned(2, sale("b", uid="", email="a@b.c"))
    both = planned(3, sale("c", uid="ann", email="a@b.c"))
    assert [order.enter(row) for row in (by_uid, by_email, both)] == [True, True, False]
    assert order.leave(by_email) == []
    assert order.leave(by_uid) == [both]


def test_a_refund_waits_for_the_sale_that_it_names_whoever_bought() -> None:
    order = Order()
    bought, returned = planned(1, sale("a", uid="ann")), planned(2, refund("r", uid="ben", sale_event_id="a"))
    assert order.enter(bought)
    assert not order.enter(returned)
    assert order.leave(bought) == [returned]


def test_two_sales_of_one_key_do_not_lose_sight_of_each_other() -> None:
    order = Order()
    first, twin = planned(1, sale("a", uid="ann")), planned(2, sale("a", uid="ben"))
    assert [order.enter(first), order.enter(twin)] == [True, False]
    assert order.leave(first) == [twin]
    assert not order.enter(planned(3, refund("r", uid="cleo", sale_event_id="a")))


def test_of_rows_with_one_key_the_first_in_the_file_goes_first_whoever_they_are_of() -> None:
    order = Order()
    rows = [
        planned(1, cancellation(uid="ben")),
        planned(2, refund("q", uid="ben", sale_event_id="")),
        planned(3, refund("q", uid="ann", sale_event_id="")),
    ]
    assert [order.enter(row) for row in rows] == [True, False, False]
    assert order.leave(rows[0]) == [rows[1]]
    assert order.leave(rows[1]) == [rows[2]]
