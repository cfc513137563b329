"""What users see in an editor, asked of pyright's language server: the one behind VS Code, and others."""

import inspect
import re
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from firstpromoter_async import FirstPromoter
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.documentation import parameters_of, said_below
from tests.many import all_in_one
from tests.typing.language_server import Document, language_server

pytest.importorskip(
    "pyright", reason="the language server is pyright's, of the typing group: `nox -s typing` runs this"
)

pytestmark = pytest.mark.slow  # the server reads all of the package before its first answer

ROOT = Path(__file__).parent.parent.parent
OPERATIONS = operations()
NOUNS = sorted({one.call.rpartition(".")[0] for one in OPERATIONS})
USES = [
    "from firstpromoter_async import FirstPromoter, MinorUnits, cents",
    "async def used(fp: FirstPromoter) -> None:",
    *(f"    await fp.{one.call}()" for one in OPERATIONS),
    *(f"    fp.{noun}." for noun in NOUNS),
    "    (await fp.v2.promoters.get(id=7)).stats.revenue_amount",
    "    (await fp.v1.rewards.update(id=7)).amount",
    '    price = cents("49.00")',
]


@pytest.fixture(scope="module")
def editor() -> Iterator[Document]:
    with language_server(ROOT) as server:
        yield server.open(ROOT / "tests" / "typing" / "in_an_editor.py", "\n".join(USES))


def hover(editor: Document, line: str, character: int) -> str:
    return flat(editor.hover(USES.index(line), character))


def flat(text: str) -> str:
    return " ".join(text.replace("&nbsp;", " ").replace("\\", "").split())


def hover_over(editor: Document, operation: Operation) -> str:
    line = f"    await fp.{operation.call}()"
    return hover(editor, line, len(line) - 3)


each = all_in_one("operation", OPERATIONS, attrgetter("call"))


@each
def test_hover_says_what_an_operation_does_and_what_comes_back(editor: Document, operation: Operation) -> None:
    shown = hover_over(editor, operation)
    assert flat(summary_of(operation)) in shown
    assert flat(line_below(operation)) in shown
    assert f"`{operation.request.route}`" in shown


@each
def test_hover_names_the_unit_of_every_amount(editor: Document, operation: Operation) -> None:
    shown = hover_over(editor, operation)
    in_units = [one for one in parameters_of(operation.request) if one.kind.startswith("MinorUnits")]
    for parameter in in_units:
        assert re.search(rf"\b{parameter.name}: (Maybe\[)?{parameter.kind}\b", shown)
    assert ("MinorUnits" in shown) is bool(in_units)


@each
def test_the_arguments_are_shown_while_they_are_typed(editor: Document, operation: Operation) -> None:
    line = f"    await fp.{operation.call}()"
    told = editor.signature(USES.index(line), len(line) - 1)
    named = [re.match(r"\w+", parameter["label"]) for parameter in told["parameters"]]
    names = [match.group() for match in named if match]
    assert sorted(names) == sorted(names_of(operation))
    assert flat(summary_of(operation)) in flat(told["documentation"]["value"])


@all_in_one("noun", NOUNS)
def test_the_methods_of_a_noun_are_offered_with_what_comes_back(editor: Document, noun: str) -> None:
    line = f"    fp.{noun}."
    offered = editor.completions(USES.index(line), len(line))
    for operation in OPERATIONS:
        if operation.call.rpartition(".")[0] == noun:
            assert flat(line_below(operation)) in flat(offered[operation.call.rpartition(".")[2]])


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("    (await fp.v2.promoters.get(id=7)).stats.revenue_amount", "MinorUnits | None"),
        ("    (await fp.v1.rewards.update(id=7)).amount", "MinorUnitsOrCount | None"),
    ],
)
def test_money_in_answers_names_its_unit(editor: Document, line: str, kind: str) -> None:
    assert f": {kind}" in hover(editor, line, len(line) - 1)


def test_cents_gives_minor_units(editor: Document) -> None:
    assert "-> MinorUnits" in hover(editor, USES[-1], USES[-1].index("cents"))


def test_the_unit_itself_is_explained(editor: Document) -> None:
    shown = hover(editor, USES[0], USES[0].index("MinorUnits"))
    assert "cents, or whole units of a currency that has none" in shown


FP = FirstPromoter(api_key="key", account_id="acc_1", v1_api_key="key")


def by_hand(operation: Operation) -> Any:
    """Return the operation's method where it was written by hand, around the plain operation."""
    method = attrgetter(operation.call)(FP)
    return method if inspect.isfunction(getattr(method, "__func__", None)) else None


def summary_of(operation: Operation) -> str:
    method = by_hand(operation)
    return operation.summary if method is None else (method.__doc__ or "").strip().partition("\n")[0]


def names_of(operation: Operation) -> list[str]:
    method = by_hand(operation)
    if method is None:
        return [one.name for one in parameters_of(operation.request)]
    return list(inspect.signature(method).parameters)


def line_below(operation: Operation) -> str:
    """Return the sentence below the operation's line in its noun's table of contents; a method by hand has none."""
    method = attrgetter(operation.call)(FP)
    return "" if by_hand(operation) else said_below(method.__module__, method.__qualname__)
