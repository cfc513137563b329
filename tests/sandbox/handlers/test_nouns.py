"""Every declared noun through its life: made, shown, listed, changed and put away, by what its declaration says alone."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, frozen

from firstpromoter_async.sandbox.handlers.fields import Field, integer, integers, mapping, objects, text, texts, truth
from firstpromoter_async.sandbox.handlers.nouns import Noun, declared
from firstpromoter_async.sandbox.routes import routes
from tests.contract.documents import read_digest
from tests.sandbox.talking import Talk

routes()  # all that is declared
SAYS: dict[Callable[..., Any], Callable[[int], Any]] = {
    text: lambda turn: f"word {turn}",
    integer: lambda turn: turn,
    truth: lambda turn: bool(turn % 2),
    mapping: lambda turn: {"a": turn},
    texts: lambda turn: [f"word {turn}"],
    integers: lambda turn: [turn, 7],
}
# What fits a field whose rules are written in its noun's own code.
FITS: dict[tuple[str, str], Callable[[int], Any]] = {
    ("webhooks", "url"): lambda turn: f"https://shop.example/{turn}",
    ("assets", "file"): lambda turn: f"content {turn}",
    ("contracts", "checkbox_label"): lambda turn: f"I agree to the [terms {turn}]",
    ("v2_rewards", "promoter_reward_type"): lambda turn: ("sale", "target", "custom")[turn % 3],
    ("v2_rewards", "tier_reward_mode"): lambda turn: ("tier_commission_mode", "tier_override_mode")[turn % 2],
    ("v2_rewards", "duration"): lambda turn: ("once", "forever")[turn % 2],
    ("v2_rewards", "schemas"): lambda turn: [{"unit": "cash", "amount": turn, "flat_amount": True, "rules": []}],
}
# What the documents say in words alone, or take for granted.
NEEDED_BY_TEXT = {"webhooks": {"url", "event_types"}}
# Rules between fields: what has to be said beside one that is empty.
BESIDE_NOTHING: dict[tuple[str, str], dict[str, Any]] = {
    ("webhooks", "basic_auth_user"): {"basic_auth_password": None},
    ("webhooks", "basic_auth_password"): {"basic_auth_user": None},
    ("contracts", "content"): {"content_hosted": False},
    ("contracts", "external_link"): {"content_hosted": True},
    ("v2_rewards", "promoter_reward_type"): {"is_promoter_reward": False},
}
UNREADABLE: dict[Callable[..., Any], Any] = {
    text: ["a"],
    integer: "many",
    truth: "perhaps",
    mapping: "flat",
    texts: {"a": 1},
    integers: "many",
    objects: ["a"],
}
THERE = {
    "campaigns": (101, 102),
    "v2_rewards": (7020, 7030),
    "promotions": (20_001, 20_002),
    "promoters": (1001, 1002),
    "asset_categories": (7_000_000_001, 7_000_000_002),
}
NOT_THERE = 999_999


@frozen
class Case:
    """A noun at one of its places."""

    noun: Noun
    path: str
    actions: tuple[str, ...]

    def __str__(self) -> str:
        return self.path

    def fields(self, turn: int, **more: Any) -> dict[str, Any]:
        """Say something in every field that a new document takes, another thing in each turn."""
        fields = {name: field for name, field in self.noun.fields.items() if not field.later}
        return {name: self.value(name, field, turn) for name, field in fields.items()} | more

    def value(self, name: str, field: Field, turn: int) -> Any:
        """Say something that fits one field."""
        fits = FITS.get((self.noun.name, name))
        return said(field, turn) if fits is None else fits(turn)

    def nothing(self, name: str) -> dict[str, Any]:
        """Leave a field empty."""
        return {name: None, **BESIDE_NOTHING.get((self.noun.name, name), {})}

    def change(self, talk: Talk, place: str, **values: Any) -> Any:
        """Say some fields otherwise, and besides only what every change has to say."""
        again = {other: self.fields(1)[other] for other in self.noun.again}
        return talk.v2("PUT", place, again | values)

    def create(self, talk: Talk, turn: int = 1, **more: Any) -> Any:
        return talk.v2("POST", self.path, self.fields(turn, **more))

    def made(self, talk: Talk, turn: int = 1) -> str:
        made = self.create(talk, turn)
        assert made.status == self.noun.created, made.text
        return f"{self.path}/{made.json['id']}"

    def field_with(self, what: str) -> str | None:
        return next((name for name, field in self.noun.fields.items() if getattr(field, what)), None)


def said(field: Field, turn: int) -> Any:
    """Say something that fits a field by its declaration."""
    if field.of:
        members = {name: said(member, turn) for name, member in field.of.items()}
        return [members] if field.read is objects else members
    choices = field.among if field.refers_to is None else THERE[field.refers_to]
    if choices is None:
        return SAYS[field.read](turn)
    one = [*choices][turn % len(choices)]
    return [one] if field.read in (texts, integers) else one


CASES = [
    Case(noun, path.removeprefix("/api/v2"), actions)
    for noun, path, actions in declared
    if path.startswith("/api/v2/company")
]


def every_noun_that(*actions: str) -> pytest.MarkDecorator:
    found = [case for case in CASES if {*actions} <= {*case.actions}]
    assert found
    return pytest.mark.parametrize("case", found, ids=str)


@pytest.fixture
def talk(talk: Talk, request: pytest.FixtureRequest) -> Talk:
    talk.promoter("Ann")
    talk.promoter("Ben")
    fields = request.node.callspec.params["case"].noun.fields.values()
    if any(field.refers_to == "asset_categories" for field in fields):
        two = [{"name": name, "position": 1} for name in ("Banners", "Texts")]
        talk.v2("PUT", "/company/assets/categories", asset_categories=two)
    talk.sandbox.store.run("DELETE FROM documents WHERE noun = ?", request.node.callspec.params["case"].noun.name)
    talk.sandbox.settings = evolve(talk.sandbox.settings, strict=True)
    return talk


def shown_of(case: Case, document: dict[str, Any], turn: int) -> dict[str, Any]:
    """Return what was said in a turn, as far as an answer shows it."""
    return {name: value for name, value in case.fields(turn).items() if name in document}


def told(name: str, field: Field) -> str:
    """Return the name under which something wrong is told: of what is referred to, where it is an id."""
    return name if field.refers_to is None else name.removesuffix("_id")


def documented(operation: str, place: str, inside: str) -> dict[str, bool]:
    """Return the names at a place of the documents, without what is nested in them, and which of them are required."""
    names = {
        fact.name.removeprefix(inside): fact.required
        for fact in read_digest()
        if fact.operation == operation and fact.place == place and fact.name.startswith(inside)
    }
    return {name: required for name, required in names.items() if name and not {".", "["} & {*name}}


@every_noun_that("list")
def test_what_is_shown_is_what_the_documents_name(case: Case) -> None:
    names = documented(f"GET /api/v2{case.path}", "200", "[].")
    assert not names or {*case.noun.shown} == {*names}


@every_noun_that("create")
def test_what_is_taken_and_needed_is_what_the_documents_say(case: Case) -> None:
    taken = {name: field.needed for name, field in case.noun.fields.items() if not field.later}
    needed = dict.fromkeys(NEEDED_BY_TEXT.get(case.noun.name, ()), True)
    assert taken == documented(f"POST /api/v2{case.path}", "body", "") | needed


@every_noun_that("update")
def test_what_every_change_has_to_say_is_what_the_documents_require(case: Case) -> None:
    taken = documented(f"PUT /api/v2{case.path}/{{id}}", "body", "")
    assert {*case.noun.again} == {name for name, required in taken.items() if required}
    assert {name for name, field in case.noun.fields.items() if not field.fixed} == {*taken}


@every_noun_that("save")
def test_what_is_taken_and_needed_of_several_is_what_the_documents_say(case: Case) -> None:
    taken = {name: field.needed for name, field in case.noun.fields.items()}
    items = documented(f"PUT /api/v2{case.path}", "body", f"{case.noun.name}[].")
    assert {"id": False, "_destroy": False, **taken} == items


@every_noun_that("create", "get", "list")
def test_what_is_made_is_shown_and_listed(case: Case, talk: Talk) -> None:
    document = case.create(talk).json
    assert {name: document[name] for name in shown_of(case, document, 1)} == shown_of(case, document, 1)
    assert tuple(document) == (*case.noun.shown, *case.noun.shown_once)
    for name in case.noun.shown_once:
        assert document.pop(name)
    assert talk.v2("GET", f"{case.path}/{document['id']}").json == document
    assert talk.v2("GET", case.path).json == [document]


@every_noun_that("create", "list")
def test_lists_have_pages_and_the_newest_first(case: Case, talk: Talk) -> None:
    numbers = [case.create(talk, turn).json["id"] for turn in range(3)]
    pages = [talk.v2("GET", case.path, page=page, per_page=2).json for page in (1, 2, 3)]
    assert [[row["id"] for row in page] for page in pages] == [[numbers[2], numbers[1]], [numbers[0]], []]


@every_noun_that("create", "get", "update")
def test_what_is_changed_stays_changed_and_the_rest_stays_as_it_is(case: Case, talk: Talk) -> None:
    place = case.made(talk)
    fields = {name: field for name, field in case.noun.fields.items() if not field.fixed}
    changeable = {name: case.value(name, field, 2) for name, field in fields.items()}
    for name, value in changeable.items():
        before = talk.v2("GET", place).json
        after = case.change(talk, place, **{name: value})
        assert after.status == 200, after.text
        differing = {key for key in before if before[key] != after.json[key]} - {"updated_at"}
        assert differing <= {name, *case.noun.follows, *case.noun.again}
        assert after.json.get(name, value) == value
        assert talk.v2("GET", place).json == after.json


@every_noun_that("create", "update")
def test_a_field_may_stay_as_it_is_although_it_is_unique(case: Case, talk: Talk) -> None:
    place = case.made(talk)
    name = case.field_with("unique") or next(iter(case.noun.fields))
    assert case.change(talk, place, **{name: case.fields(1)[name]}).status == 200


@every_noun_that("create", "archive")
def test_what_is_archived_says_when_and_is_still_there(case: Case, talk: Talk) -> None:
    place = case.made(talk)
    gone = talk.v2("DELETE", place)
    assert (gone.status, gone.text) == (200, "")
    when = talk.v2("GET", place).json["archived_at"]
    assert when == talk.sandbox.moment()
    talk.clock.tick(60)
    talk.v2("DELETE", place)
    assert talk.v2("GET", place).json["archived_at"] == when


@every_noun_that("create", "delete")
def test_what_is_deleted_is_gone(case: Case, talk: Talk) -> None:
    place = case.made(talk)
    gone = talk.v2("DELETE", place)
    assert (gone.status, gone.text) == (200, "")
    assert talk.v2("GET", place).status == 404
    assert talk.v2("GET", case.path).json == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_not_there_is_not_found(case: Case, talk: Talk) -> None:
    place = f"{case.path}/{NOT_THERE}"
    asked = {"get": "GET", "update": "PUT", "archive": "DELETE", "delete": "DELETE"}
    for method in {asked[action] for action in case.actions if action in asked}:
        answer = talk.v2(method, place)
        assert (answer.status, answer.json["code"]) == (404, "not_found")


@every_noun_that("create")
def test_what_is_needed_is_asked_for(case: Case, talk: Talk) -> None:
    for name, field in case.noun.fields.items():
        blank = case.create(talk, **case.nothing(name))
        assert (blank.status == 422) is field.needed, blank.text
        if field.needed:
            assert blank.json["message"].endswith(f": {name}")


@every_noun_that("create", "update")
def test_what_is_needed_cannot_be_emptied_and_the_rest_can(case: Case, talk: Talk) -> None:
    for turn, (name, field) in enumerate(case.noun.fields.items(), 1):
        place = case.made(talk, turn)
        if not field.fixed:
            emptied = case.change(talk, place, **case.nothing(name))
            assert (emptied.status == case.noun.invalid) is field.needed, emptied.text
            if field.needed:
                assert emptied.json["errors"] == {told(name, field): ["can't be blank"]}


@every_noun_that("create")
def test_what_cannot_be_read_is_invalid(case: Case, talk: Talk) -> None:
    for name in case.fields(1):
        field = case.noun.fields[name]
        answer = case.create(talk, **{name: UNREADABLE.get(field.read, {"a": 1})})
        assert (answer.status, answer.json["code"]) == (case.noun.invalid, "invalid_record")
        assert answer.json["errors"] == {told(name, field): ["is invalid"]}


@every_noun_that("create")
def test_what_is_none_of_the_values_to_choose_from_is_refused(case: Case, talk: Talk) -> None:
    for name, field in case.noun.fields.items():
        if field.among is not None:
            answer = case.create(talk, **{name: NOT_THERE if field.read is integer else "colour"})
            assert (answer.status, answer.json["errors"]) == (
                case.noun.invalid,
                {name: ["is not included in the list"]},
            )


@every_noun_that("create")
def test_what_is_taken_or_refers_to_nothing_is_told_all_at_once(case: Case, talk: Talk) -> None:
    case.made(talk)
    bad = {
        name: [NOT_THERE] if field.read is integers else NOT_THERE
        for name, field in case.noun.fields.items()
        if field.refers_to is not None
    }
    expected = {name.removesuffix("_id"): ["must exist"] for name in bad}
    if (unique := case.field_with("unique")) is not None:
        expected[unique] = ["has already been taken"]
    if expected:
        answer = case.create(talk, **bad)
        assert (answer.status, answer.json["errors"]) == (case.noun.invalid, expected)


@every_noun_that("create")
def test_a_name_that_no_field_has_is_refused_by_a_strict_sandbox(case: Case, talk: Talk) -> None:
    answer = case.create(talk, colour="red")
    assert (answer.status, answer.json["code"]) == (400, "unused_parameters")
    assert talk.v2("GET", case.path).json == []


@every_noun_that("save")
def test_one_request_makes_changes_and_deletes_several(case: Case, talk: Talk) -> None:
    def save(*items: dict[str, Any]) -> Any:
        return talk.v2("PUT", case.path, {case.noun.name: list(items)})

    first, second = save(case.fields(1), case.fields(2), case.fields(3, _destroy=True)).json
    rows = save({"id": second["id"], **case.fields(3)}, {"id": first["id"], **case.fields(1), "_destroy": True})
    assert rows.status == 200, rows.text
    [row] = rows.json
    assert row["id"] == second["id"]
    assert {name: row[name] for name in shown_of(case, row, 3)} == shown_of(case, row, 3)
    assert talk.v2("GET", case.path).json == rows.json
    assert save({"id": row["id"], **case.fields(3), "_destroy": True}).json == []


@every_noun_that("save")
def test_of_several_all_are_saved_or_none(case: Case, talk: Talk) -> None:
    refused = talk.v2("PUT", case.path, {case.noun.name: [case.fields(1), {"id": NOT_THERE, **case.fields(2)}]})
    assert refused.status == 404
    assert talk.v2("GET", case.path).json == []
    assert talk.v2("PUT", case.path, {case.noun.name: []}).status == 422
    assert talk.v2("PUT", case.path, {case.noun.name: ["a"]}).status == 400
    unknown = talk.v2("PUT", case.path, {case.noun.name: [case.fields(1, colour="red")]})
    assert f"{case.noun.name}[][colour]" in unknown.json["message"]
