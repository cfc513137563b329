"""Calls that have no request class: where they go, what of them is shown, and what is refused."""

import pytest

from firstpromoter_async.errors import InvalidRequest
from firstpromoter_async.wire.request import Replay
from firstpromoter_async.wire.route import Access, Api, Body
from firstpromoter_async.wire.untyped import UntypedRequest


@pytest.mark.parametrize(
    ("method", "path", "api", "access", "body"),
    [
        ("GET", "/api/v1/leads/list", Api.V1, Access.V1_KEY, Body.QUERY),
        ("POST", "/api/v1/track/sale", Api.V1, Access.V1_KEY, Body.FORM),
        ("head", "/api/v2/company/promoters", Api.V2, Access.V2_KEY, Body.QUERY),
        ("put", "/api/v2/company/promoters/7", Api.V2, Access.V2_KEY, Body.JSON),
        ("DELETE", "/api/v2/affiliate/promoters/7", Api.V2, Access.AFFILIATE_TOKEN, Body.JSON),
        ("PATCH", "/api/admin/x", Api.V2, Access.V2_KEY, Body.JSON),
    ],
)
def test_the_path_chooses_generation_and_credential_and_the_method_where_parameters_travel(
    method: str, path: str, api: Api, access: Access, body: Body
) -> None:
    route = UntypedRequest(method=method, path=path).route
    assert (route.api, route.access, route.method, route.path, route.body) == (api, access, method.upper(), path, body)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/v2/company/promoters", "GET /api/v2/company/promoters"),
        ("/api/v2/company", "GET /api/v2/company"),
        ("/api/v2/company/promoters/ann@example.com", "GET /api/v2/company/promoters/*"),
        ("/api/v1/promoters/7/rewards", "GET /api/v1/promoters/7/*"),
    ],
)
def test_of_a_path_only_the_noun_is_shown(path: str, shown: str) -> None:
    assert str(UntypedRequest(method="GET", path=path).route) == shown


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/api/v3/x",
        "api/v2/x",
        "https://fp.test/api/v2/x",
        "/api/v2/x?page=2",
        "/api/v2/x#top",
        "/api/v2/a b",
        "/api/v2/a\\b",
        "/api/v2/a\nb",
        "/api/v2/../v1/x",
        "/api/v2/./x",
        "/api/v2/%2e%2E/x",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_with_what_would_do(path: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        UntypedRequest(method="GET", path=path)
    assert str(caught.value) == (
        f"{path!r} is not a path of the API: it begins with one of /api/v1/, /api/v2/affiliate/, /api/v2/, /api/admin/,"
        " and what belongs in the query goes into `query`"
    )


def test_letters_of_any_kind_may_be_in_a_path() -> None:
    assert UntypedRequest(method="GET", path="/api/v2/company/XxX/é").route.path == "/api/v2/company/XxX/é"


@pytest.mark.parametrize("method", ["", "G T", "GET\n", "GET1", "GÉT"])
def test_what_is_no_method_is_refused(method: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        UntypedRequest(method=method, path="/api/v2/x")
    assert str(caught.value) == f"{method.upper()!r} is not an HTTP method"


@pytest.mark.parametrize(
    ("method", "rule", "found"),
    [
        ("GET", None, Replay.SAFE),
        ("HEAD", None, Replay.SAFE),
        ("POST", None, Replay.UNSAFE),
        ("POST", Replay.KEYED, Replay.KEYED),
        ("GET", Replay.UNSAFE, Replay.UNSAFE),
    ],
)
def test_reads_are_safe_and_writes_are_not_unless_better_is_known(
    method: str, rule: Replay | None, found: Replay
) -> None:
    assert UntypedRequest(method=method, path="/api/v2/x", rule=rule).replay_rule is found


def test_credentials_are_known_by_their_names_in_query_and_body() -> None:
    call = UntypedRequest(
        method="POST",
        path="/api/v2/x",
        query={"auth_token": "t-1", "page": "2"},
        body={"user": {"temp_password": "p-1"}, "name": "Ann"},
    )
    assert call.secrets == ("t-1", "p-1")
    assert "t-1" not in repr(call)
    assert "p-1" not in repr(call)
