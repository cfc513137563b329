"""Every operation by the name of its method."""

from operator import attrgetter

from firstpromoter_async.catalogue import operations
from firstpromoter_async.v1.promoters import CreatePromoter
from firstpromoter_async.v2.tracking import TrackSale
from tests.many import all_in_one


def test_operations_are_found_through_the_nouns() -> None:
    found = {operation.call: operation.request for operation in operations()}
    assert found["v1.promoters.create"] is CreatePromoter
    assert found["v2.track.sale"] is TrackSale


def test_operations_are_in_the_order_of_their_paths() -> None:
    places = [(one.call[:2], one.request.route.path, one.request.route.method) for one in operations()]
    assert places == sorted(places)


def test_a_row_is_plain_data() -> None:
    row = next(operation.row() for operation in operations() if operation.call == "v1.leads.list")
    assert row == {
        "api": "v1",
        "method": "GET",
        "path": "/api/v1/leads/list",
        "call": "v1.leads.list",
        "replay": "safe",
        "paginated": True,
        "documented": True,
    }


@all_in_one("operation", operations(), attrgetter("call"))
def test_every_operation_has_a_summary_of_one_sentence(operation: object) -> None:
    summary: str = operation.summary  # type: ignore[attr-defined]
    assert summary[0].isupper()
    assert summary.endswith(".")
