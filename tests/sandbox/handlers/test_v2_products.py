"""v2 products: prices, each of which has to be right, and search among them."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

GOLD = {"name": "Gold plan", "prices": [{"ext_id": "price_m", "desc": "monthly"}, {"ext_id": "price_y"}]}


@pytest.mark.parametrize(
    ("prices", "errors"),
    [
        ([{"desc": "monthly"}], {"prices.ext_id": ["can't be blank"]}),
        ([{"ext_id": " "}], {"prices.ext_id": ["can't be blank"]}),
        ([{"ext_id": ["a"]}], {"prices.ext_id": ["is invalid"]}),
        ([{"ext_id": "a", "desc": {"b": 1}}], {"prices.desc": ["is invalid"]}),
        ([{"ext_id": "a"}, {"ext_id": "a"}], {"prices": ["has already been taken"]}),
        (["price_m"], {"prices": ["is invalid"]}),
    ],
)
def test_prices_that_are_wrong_are_told(talk: Talk, prices: list[Any], errors: dict[str, list[str]]) -> None:
    refused = talk.v2("POST", "/company/products", name="Gold plan", prices=prices)
    assert (refused.status, refused.json["errors"]) == (400, errors)


def test_a_price_shows_its_description_also_where_it_has_none(talk: Talk) -> None:
    made = talk.v2("POST", "/company/products", name="Gold plan", prices=[{"ext_id": "price_m"}]).json
    assert made["prices"] == [{"ext_id": "price_m", "desc": None}]


def test_prices_are_replaced_as_a_whole(talk: Talk) -> None:
    made = talk.v2("POST", "/company/products", GOLD).json
    changed = talk.v2("PUT", f"/company/products/{made['id']}", prices=[{"ext_id": "price_d", "desc": None}]).json
    assert (changed["name"], changed["prices"]) == ("Gold plan", [{"ext_id": "price_d", "desc": None}])


def test_a_change_has_to_say_the_prices(talk: Talk) -> None:
    made = talk.v2("POST", "/company/products", GOLD).json
    refused = talk.v2("PUT", f"/company/products/{made['id']}", name="Gold")
    assert (refused.status, refused.json["message"].rpartition(": ")[2]) == (422, "prices")


def test_an_unknown_name_in_a_price_is_told(talk: Talk) -> None:
    talk.control("POST", "/settings", {"strict": True})
    refused = talk.v2("POST", "/company/products", name="Gold plan", prices=[{"ext_id": "a", "colour": "red"}])
    assert "prices[][colour]" in refused.json["message"]


@pytest.mark.parametrize(("text", "found"), [("gold", 1), ("price_y", 1), ("month", 1), ("ext_id", 0), ("silver", 0)])
def test_names_and_prices_are_searched(talk: Talk, text: str, found: int) -> None:
    talk.v2("POST", "/company/products", GOLD)
    assert len(talk.v2("GET", "/company/products", q=text).json) == found
