"""Requests as values: rules, replays, and the answers of plain operations and of listings."""

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
import pytest
from attrs import evolve, field

from firstpromoter_async.errors import InvalidRequest, NotFound, UnreadableAnswer
from firstpromoter_async.frozen import frozen
from firstpromoter_async.unset import UNSET, Maybe
from firstpromoter_async.wire.answers import Page
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.model import Model
from firstpromoter_async.wire.request import Listing, Replay, Request
from firstpromoter_async.wire.route import Access, Api, Base, Body, Route

V1 = Base(Api.V1, Access.V1_KEY, "/v1")
V2 = Base(Api.V2, Access.V2_KEY, "/v2")


@frozen(kw_only=True)
class Thing(Model):
    id: int | None = None


@frozen(kw_only=True)
class GetThing(Request[Thing]):
    route = V2.GET("/things/{id}")
    replay = Replay.SAFE
    id: int


@frozen(kw_only=True)
class Cancel(Request[Thing]):
    route = V1.POST("/cancel")
    replay = Replay.KEYED
    replay_key = "event_id"
    none_is_not_given = True
    email: Maybe[str] = UNSET
    uid: Maybe[str] = UNSET
    event_id: Maybe[str] = UNSET

    def check(self) -> None:
        self._need_one_of("email", "uid")


@frozen(kw_only=True)
class ListThings(Listing[Thing]):
    route = V2.GET("/things")
    max_per_page: ClassVar[int | None] = 100


@frozen(kw_only=True)
class ListV1Things(Listing[Thing]):
    route = V1.GET("/things/list")


def answer(body: bytes, status: int = 200, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return evolve(HttpResponse.of(status, named, body), url="https://fp.test/v2/things")


# What is shown


@frozen(kw_only=True)
class Size:
    width: Maybe[int] = UNSET
    height: Maybe[int] = UNSET


@frozen(kw_only=True)
class ChangeThing(Request[Thing]):
    route = V2.PUT("/things/{id}")
    replay = Replay.UNSAFE
    id: int
    name: Maybe[str | None] = UNSET
    size: Maybe[Size] = UNSET
    password: Maybe[str] = field(default=UNSET, repr=False)
    key: str = field(default="k-1", repr=lambda key: key[0] + "...")


def test_a_request_shows_what_was_given_and_no_secret() -> None:
    assert repr(ChangeThing(id=1, password="planted")) == "ChangeThing(id=1, key=k...)"
    assert repr(ChangeThing(id=1, name=None, size=Size(width=2))) == (
        "ChangeThing(id=1, name=None, size=Size(width=2), key=k...)"
    )


def test_a_request_that_somebody_derives_with_attrs_shows_what_was_given_too() -> None:
    @attrs.frozen(kw_only=True)
    class Mine(ChangeThing):
        more: Maybe[str] = UNSET

    assert repr(Mine(id=1, password="planted")).endswith("Mine(id=1, key=k...)")


def test_a_class_that_shows_itself_in_its_own_way_keeps_it() -> None:
    @frozen(kw_only=True)
    class Quiet(Request[None]):
        route = V2.POST("/quiet")
        replay = Replay.UNSAFE

        def __repr__(self) -> str:
            return "quiet"

    assert repr(Quiet()) == "quiet"


@frozen(kw_only=True)
class Login:
    email: Maybe[str] = UNSET
    words: Mapping[str, Any] = field(factory=dict[str, Any])


@frozen(kw_only=True)
class KeepLogin(Request[None]):
    route = V2.POST("/logins")
    replay = Replay.UNSAFE
    name: str = "ann"
    key: Maybe[str] = field(default=UNSET, repr=False)
    login: Maybe[Login] = field(default=UNSET, repr=False)


def test_the_texts_in_hidden_parameters_are_secrets_however_deep() -> None:
    login = Login(email="a@fp.test", words={"password": "p-1", "others": {"pin": "p-2", "tries": 3}})
    assert KeepLogin(key="k-1", login=login).secrets == ("k-1", "a@fp.test", "p-1", "p-2")
    assert KeepLogin().secrets == ()


def test_a_refused_request_leaves_none_of_its_secrets_in_the_frames_of_its_error() -> None:
    with pytest.raises(InvalidRequest) as caught:
        KeepLogin(key="planted", name=5)  # type: ignore[arg-type]
    frames = [frame.frame.f_locals for frame in caught.traceback[1:]]
    assert frames
    assert not any("planted" in str(value) for values in frames for value in values.values())


# Routes


def test_a_route_is_method_and_template() -> None:
    assert str(GetThing.route) == "GET /v2/things/{id}"
    assert GetThing.route.path_names == ("id",)


@pytest.mark.parametrize(
    ("route", "method", "body"),
    [
        (V1.GET("/x"), "GET", Body.QUERY),
        (V1.POST("/x"), "POST", Body.FORM),
        (V1.PUT("/x"), "PUT", Body.FORM),
        (V1.DELETE("/x"), "DELETE", Body.QUERY),
        (V2.GET("/x"), "GET", Body.QUERY),
        (V2.POST("/x"), "POST", Body.JSON),
        (V2.PUT("/x"), "PUT", Body.JSON),
        (V2.PATCH("/x"), "PATCH", Body.JSON),
        (V2.DELETE("/x"), "DELETE", Body.QUERY),
        (V2.DELETE("/x", body=Body.JSON), "DELETE", Body.JSON),
    ],
)
def test_parameters_travel_where_the_generation_wants_them(route: Route, method: str, body: Body) -> None:
    assert (route.method, route.body) == (method, body)


# Values


def test_equal_parameters_make_equal_requests() -> None:
    assert GetThing(id=1) == GetThing(id=1)
    assert len({GetThing(id=1), GetThing(id=1), GetThing(id=2)}) == 2


def test_a_request_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        GetThing(id=1).id = 2  # type: ignore[misc]


def test_a_request_knows_its_answer() -> None:
    assert GetThing.answer is Thing
    assert ListThings.answer == Page[Thing]


@pytest.mark.parametrize("arguments", [{}, {"email": ""}, {"email": None}, {"email": "", "uid": ""}])
def test_a_request_that_names_nobody_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match="Cancel needs one of email, uid"):
        Cancel(**arguments)


@pytest.mark.parametrize(
    ("event_id", "rule"), [("e-1", Replay.KEYED), (UNSET, Replay.UNSAFE), ("", Replay.UNSAFE), (None, Replay.UNSAFE)]
)
def test_an_optional_key_makes_a_call_repeatable(event_id: Any, rule: Replay) -> None:
    assert Cancel(uid="u", event_id=event_id).replay_rule is rule


def test_listings_are_safe() -> None:
    assert ListThings().replay_rule is Replay.SAFE


# Answers


@frozen(kw_only=True)
class OldestFirst(Listing[Thing]):
    route = V2.GET("/things")
    stable_sorting = "oldest"
    sorting: Maybe[str] = UNSET


def test_a_listing_is_sorted_stably_unless_it_is_sorted_already() -> None:
    assert OldestFirst(page=2).in_stable_order() == OldestFirst(page=2, sorting="oldest")
    assert OldestFirst(sorting="newest").in_stable_order() == OldestFirst(sorting="newest")
    assert ListThings(page=2).in_stable_order() == ListThings(page=2)


def test_an_answer_becomes_its_model() -> None:
    assert GetThing(id=1).read(answer(b'{"id": 1}')) == Thing(id=1)


def test_a_refusal_is_raised() -> None:
    with pytest.raises(NotFound):
        GetThing(id=1).read(answer(b"", 404))


@pytest.mark.parametrize("body", [b"", b"[]", b'{"id": "x"}'])
def test_an_answer_that_does_not_fit_is_an_error(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        GetThing(id=1).read(answer(body))


# Listings


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"page": 0}, "page counts from 1, and 0 was given"),
        ({"page": -1}, "page counts from 1, and -1 was given"),
        ({"page": True}, "ListThings.page is an integer, and bool was given"),
        ({"per_page": 0}, "per_page counts from 1, and 0 was given"),
        ({"per_page": True}, "ListThings.per_page is an integer, and bool was given"),
        ({"per_page": 101}, "per_page is at most 100, and 101 was given"),
    ],
)
def test_pages_that_cannot_be_are_refused(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        ListThings(**arguments)
    assert str(caught.value) == told


def test_the_first_and_the_largest_page_can_be() -> None:
    assert ListThings(page=1, per_page=1).page_number == 1
    assert ListThings(per_page=100).per_page == 100


def test_a_listing_without_a_known_limit_takes_any_size() -> None:
    assert ListV1Things(per_page=1000).per_page == 1000


def test_a_listing_at_another_page_is_the_same_listing() -> None:
    assert ListThings(per_page=5).at(3) == ListThings(page=3, per_page=5)


@pytest.mark.parametrize(
    ("body", "meta"),
    [
        (b'[{"id": 1}, {"id": 2}]', {}),
        (b'{"data": [{"id": 1}, {"id": 2}], "meta": {"pending_count": 3}}', {"pending_count": 3}),
        (b'{"data": [{"id": 1}, {"id": 2}], "meta": null}', {}),
        (b'{"data": [{"id": 1}, {"id": 2}]}', {}),
    ],
)
def test_rows_are_found_bare_or_wrapped(body: bytes, meta: dict[str, Any]) -> None:
    page = ListThings().read(answer(body))
    assert page.items == (Thing(id=1), Thing(id=2))
    assert page.meta == meta


def test_rows_are_found_under_another_name() -> None:
    @frozen(kw_only=True)
    class Wrapped(Listing[Thing]):
        route = V2.GET("/things")
        rows_key = "things"

    assert Wrapped().read(answer(b'{"things": [{"id": 1}]}')).items == (Thing(id=1),)
    assert Wrapped().read(answer(b'[{"id": 1}]')).items == (Thing(id=1),)


@pytest.mark.parametrize("body", [b"{}", b'{"data": {"id": 1}}', b'"x"', b"null", b"17"])
def test_an_answer_without_rows_is_an_error(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match="a list was expected"):
        ListThings().read(answer(body))


def test_a_refused_page_is_raised() -> None:
    with pytest.raises(NotFound):
        ListThings().read(answer(b"", 404))


def test_the_next_page_is_a_request() -> None:
    page = ListThings(per_page=2).read(answer(b'[{"id": 1}, {"id": 2}]'))
    assert page.next == ListThings(page=2, per_page=2)


def test_the_last_page_has_no_next() -> None:
    assert ListThings(page=4, per_page=2).read(answer(b'[{"id": 1}]')).next is None


def test_headers_of_v1_are_told() -> None:
    page = ListV1Things().read(answer(b'[{"id": 1}]', Total="3", Per_Page="1"))
    assert (page.total, page.last_page, page.from_link) == (3, 3, False)
    assert page.next == ListV1Things(page=2)


def test_a_link_leads_to_the_page_it_names() -> None:
    link = '<https://fp.test/v2/things?page=5>; rel="next"'
    page = ListThings(page=3, per_page=2).read(answer(b'[{"id": 1}]', Link=link))
    assert page.next == ListThings(page=5, per_page=2)
    assert page.from_link


def test_a_page_can_be_made_by_hand() -> None:
    assert Page(items=(Thing(id=1),)).next is None
