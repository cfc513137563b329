"""v2 custom referral statuses: what their own path answers, where it differs from that of other kept nouns."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

PATH = "/api/admin/v1/custom_referral_statuses"


def save(talk: Talk, *items: dict[str, Any]) -> Any:
    return talk.v2("PUT", f"{PATH}/update", custom_referral_statuses=list(items))


def test_statuses_come_in_their_order_with_spaces_stripped(talk: Talk) -> None:
    save(talk, {"name": "Won", "order": 2}, {"name": "  Hot ", "order": 1, "description": "Soon"})
    rows = talk.v2("GET", PATH).json
    assert [(row["name"], row["description"], row["order"]) for row in rows] == [("Hot", "Soon", 1), ("Won", None, 2)]


def test_one_request_makes_changes_and_deletes(talk: Talk) -> None:
    hot, won = save(talk, {"name": "Hot", "order": 1}, {"name": "Won", "order": 2}).json
    left = save(
        talk,
        {"id": hot["id"], "_destroy": True},
        {"id": won["id"], "name": "Lost", "order": 7},
        {"name": "New", "order": 3},
    )
    assert [(row["name"], row["order"]) for row in left.json] == [("New", 3), ("Lost", 7)]
    assert left.json == talk.v2("GET", PATH).json


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ({"name": "Hot", "order": 2}, 422),
        ({"name": "Cold", "order": 1}, 422),
        ({"order": 2}, 400),
        ({"name": "Cold"}, 400),
        ({"id": 9, "name": "Cold", "order": 2}, 404),
    ],
)
def test_a_status_that_cannot_be_is_refused_and_nothing_is_saved(talk: Talk, item: dict[str, Any], status: int) -> None:
    before = save(talk, {"name": "Hot", "order": 1}).json
    assert save(talk, {"name": "Won", "order": 5}, item).status == status
    assert talk.v2("GET", PATH).json == before


def test_nothing_to_save_is_a_missing_parameter(talk: Talk) -> None:
    assert talk.v2("PUT", f"{PATH}/update").status == 400
