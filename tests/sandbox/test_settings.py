"""Settings: a strict sandbox, and how commissions are rounded."""

import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.sandbox import BadSetting, Rounding, Sandbox, open_sandbox
from tests.sandbox.talking import Talk

FILTER = {"filters[colour]": "red"}


def ignored(talk: Talk) -> object:
    return talk.control("GET", "/state")["ignored_parameters"]


def test_a_parameter_without_effect_is_counted_by_operation_and_name(talk: Talk) -> None:
    for _ in range(3):
        assert talk.v2("GET", "/company/promoters", FILTER).status == 200
    talk.v1("POST", "/promoters/create", email="ann@example.com", shoe_size=43)
    assert ignored(talk) == {
        "GET /api/v2/company/promoters filters[colour]": 3,
        "POST /api/v1/promoters/create shoe_size": 1,
    }


def test_names_without_end_do_not_fill_the_memory(talk: Talk) -> None:
    talk.v2("GET", "/company/promoters", {f"x{number}": 1 for number in range(1_500)})
    counted = ignored(talk)
    assert isinstance(counted, dict)
    assert (len(counted), counted["(others)"]) == (1_001, 500)
    talk.v2("GET", "/company/campaigns", {"y" * 10_000: 1})
    assert max(map(len, ignored(talk))) < 200  # type: ignore[call-overload]


def test_a_strict_sandbox_refuses_it_and_says_which(talk: Talk) -> None:
    talk.control("POST", "/settings", {"strict": True})
    answer = talk.v2("GET", "/company/promoters", FILTER | {"filters[joined_at][from]": "yesterday"})
    assert (answer.status, answer.json["code"]) == (400, "unused_parameters")
    assert "filters[colour], filters[joined_at][from] of GET /api/v2/company/promoters" in answer.json["message"]
    assert ignored(talk) == {}


def test_a_strict_sandbox_stores_nothing_of_what_it_refuses(talk: Talk) -> None:
    talk.control("POST", "/settings", {"strict": True})
    assert talk.v1("POST", "/promoters/create", email="ann@example.com", shoe_size=43).status == 400
    assert talk.control("GET", "/state")["promoters"] == 0


def test_settings_are_given_shown_changed_and_reset(talk: Talk) -> None:
    assert talk.control("GET", "/settings") == {"strict": False, "rounding": "down"}
    assert talk.control("POST", "/settings", {"rounding": "half_up"}) == {"strict": False, "rounding": "half_up"}
    assert talk.control("POST", "/settings", {"strict": True}) == {"strict": True, "rounding": "half_up"}
    talk.control("POST", "/reset")
    assert talk.control("GET", "/settings") == {"strict": False, "rounding": "down"}


@pytest.mark.parametrize("told", [{"rounding": "up"}, {"strict": "maybe"}, {"strict": None}, {"colour": "red"}])
def test_a_setting_that_cannot_be_is_refused_in_a_sentence(talk: Talk, told: dict[str, object]) -> None:
    answer = talk.send("POST", "/_sandbox/settings", (("Content-Type", "application/json"),), _json(told))
    assert (answer.status, set(answer.json)) == (422, {"message"})
    assert talk.control("GET", "/settings") == {"strict": False, "rounding": "down"}


def _json(told: object) -> bytes:
    return json.dumps(told).encode()


def test_settings_can_be_sent_as_a_form(talk: Talk) -> None:
    form = ("Content-Type", "application/x-www-form-urlencoded")
    answer = talk.send("POST", "/_sandbox/settings", (form,), b"strict=true&rounding=half_up")
    assert answer.json == {"strict": True, "rounding": "half_up"}


def test_a_sandbox_may_begin_strict() -> None:
    sandbox = Sandbox(strict=True, rounding="half_up")
    assert sandbox.settings.as_json() == {"strict": True, "rounding": "half_up"}
    sandbox.settings = attrs.evolve(sandbox.settings, strict=False)
    assert sandbox.settings.rounding is Rounding.HALF_UP
    with pytest.raises(BadSetting, match="down or half_up"):
        Sandbox(rounding="bankers")


@pytest.mark.anyio
async def test_an_opened_sandbox_takes_settings_too() -> None:
    async with open_sandbox(strict=True, rounding="half_up") as sandbox:
        assert sandbox.settings.as_json() == {"strict": True, "rounding": "half_up"}


@pytest.mark.parametrize(("rounding", "commission"), [("down", 39), ("half_up", 40)])
def test_a_commission_is_rounded_as_it_is_set_and_a_full_refund_takes_it_back(
    talk: Talk, rounding: str, commission: int
) -> None:
    talk.control("POST", "/settings", {"rounding": rounding})
    talk.promoter()
    talk.lead()
    assert talk.sale("order-1", 199)["reward"]["amount"] == commission
    back = talk.v1(
        "POST", "/track/refund", email="joe@example.com", event_id="back", amount=199, sale_event_id="order-1"
    )
    assert back.json["reward"]["amount"] == -commission


@given(st.integers(0, 10**12), st.integers(0, 100))
def test_rounding_is_never_off_by_a_cent_or_more(cents: int, percent: int) -> None:
    exact = cents * percent
    assert 0 <= exact - 100 * Rounding.DOWN.share(cents, percent) < 100
    assert -50 <= exact - 100 * Rounding.HALF_UP.share(cents, percent) < 50
