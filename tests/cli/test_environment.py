"""Which variable is likely wrong."""

import pytest

from firstpromoter_async.cli.environment import likely_cause
from firstpromoter_async.errors import ConnectFailed, FirstPromoterError, Forbidden, NotFound, ServerError, Unauthorized


@pytest.fixture(autouse=True)
def _no_base_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIRSTPROMOTER_BASE_URL", raising=False)


@pytest.mark.parametrize(
    ("failure", "api", "told"),
    [
        (Unauthorized(401), "v2", "FIRSTPROMOTER_API_KEY is likely wrong, or FIRSTPROMOTER_ACCOUNT_ID"),
        (Unauthorized(401), "v1", "FIRSTPROMOTER_V1_API_KEY is likely wrong"),
        (Forbidden(403), "v2", "The key in FIRSTPROMOTER_API_KEY has no right"),
        (NotFound(404), "v2", "FIRSTPROMOTER_ACCOUNT_ID is likely wrong: there is no such account"),
    ],
)
def test_the_variable_is_named(failure: FirstPromoterError, api: str, told: str) -> None:
    assert likely_cause(failure, api=api).startswith(told)


@pytest.mark.parametrize("failure", [ServerError(500), ConnectFailed("no route"), None])
def test_no_variable_is_blamed_for_what_is_none(failure: FirstPromoterError | None) -> None:
    assert likely_cause(failure, api="v2") == ""


@pytest.mark.parametrize(("failure", "api"), [(NotFound(404), "v1"), (ConnectFailed("no route"), "v2")])
def test_a_base_url_is_shown_without_its_password(
    failure: FirstPromoterError, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTPROMOTER_BASE_URL", "http://user:planted@localhost:8080/x?key=planted")
    told = likely_cause(failure, api=api)
    assert told == "FIRSTPROMOTER_BASE_URL is likely wrong: calls go to http://localhost:8080/x"


def test_a_wrong_path_and_an_unknown_account_look_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTPROMOTER_BASE_URL", "http://localhost:8080")
    assert likely_cause(NotFound(404), api="v2") == (
        "FIRSTPROMOTER_ACCOUNT_ID is likely wrong: there is no such account."
        " Or FIRSTPROMOTER_BASE_URL is likely wrong: calls go to http://localhost:8080"
    )
