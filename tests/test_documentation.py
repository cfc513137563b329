"""What `help()` and `inspect.signature` say of methods."""

import inspect
import pydoc
import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
from attrs import field, frozen

from firstpromoter_async import UNSET, FirstPromoter, Maybe, MinorUnits, Recorded, Replay, Request, Tracked
from firstpromoter_async.documentation import parameters_of, readable
from firstpromoter_async.resource import Resource, call
from firstpromoter_async.v1.models.tracking import Event
from firstpromoter_async.v1.reports import ReportPromoters
from firstpromoter_async.v1.tracking import TrackSale
from firstpromoter_async.v2.company.promoters import GetPromoter, ListPromoters
from firstpromoter_async.wire.model import Model
from firstpromoter_async.wire.route import Access, Api, Base

PACKAGE = Path(__file__).parent.parent / "firstpromoter_async"
V2 = Base(Api.V2, Access.V2_KEY, "/v2")
R = TypeVar("R", covariant=True)


class Colour(StrEnum):
    """A colour."""

    RED = "red"
    BLUE = "blue"


@frozen(kw_only=True)
class Frame(Model):
    """What is around a thing."""

    width: int | None = None
    """In millimetres."""


@frozen(kw_only=True)
class FrameInput:
    """What to put around it."""

    width: int
    """In millimetres."""


@frozen(kw_only=True)
class _OneThing(Request[R]):
    id: int
    """The thing's id."""


@frozen(kw_only=True)
class PaintThing(_OneThing[Frame]):
    """Paint a thing.

    `PUT /v2/things/{id}`.
    """

    route = V2.PUT("/things/{id}")
    replay = Replay.KEYED
    replay_key = "key"

    colour: Maybe[Colour | str] = UNSET
    """What colour
    it gets."""
    price: MinorUnits = 100
    frame: Maybe[FrameInput] = UNSET
    key: Maybe[str] = UNSET
    coats: Maybe[tuple[int, ...]] = field(default=UNSET, converter=lambda given: given)


class Things(Resource):
    """Things."""

    paint = call(PaintThing)
    """The frame, measured anew."""


class Nobody:
    async def send(self, request: Any, /) -> Any:
        raise NotImplementedError


def helped(thing: object) -> str:
    return pydoc.render_doc(thing, renderer=pydoc.plaintext)


def unspaced(text: str) -> str:
    return "".join(text.split())


HELP = """\
Paint a thing.

`PUT /v2/things/{id}`.

Parameters:
    id (int): The thing's id.
    colour (Colour | str, optional): What colour it gets. One of 'red', 'blue'.
    price (MinorUnits, 100 if not given)
    frame (FrameInput, optional): What to put around it.
        width (int): In millimetres.
    key (str, optional)
    coats (tuple[int, ...], optional)

Returns: Frame. The frame, measured anew. What is around a thing.

Raises: `InvalidRequest` before anything is sent, for parameters that cannot be right; `CallFailed`
    for a call that did not end well, whose `outcome` says whether anything may have been stored.

Repeats: with `key`, a second copy is refused, so it is tried again where a failure may pass.
    Without it: only where the first copy cannot have arrived."""


def test_help_tells_the_operation_its_parameters_and_what_comes_back() -> None:
    assert inspect.getdoc(Things(Nobody()).paint) == HELP


def test_help_on_a_method_reads_as_for_one_written_by_hand() -> None:
    told = helped(Things(Nobody()).paint)
    signature = (
        "async paint(*, id: int, colour: Maybe[Colour | str] = UNSET, price: int = 100, frame: Maybe[FrameInput]"
    )
    assert unspaced(signature) in unspaced(told)  # Python 3.13 gives each parameter a line of its own
    assert ") -> Frame method of tests.test_documentation.Things instance\n" in told
    assert unspaced(HELP) in unspaced(told)


def test_help_on_a_noun_lists_its_methods_with_their_parameters() -> None:
    told = re.sub(r"^ \|", "", helped(Things(Nobody())), flags=re.MULTILINE)
    assert unspaced("async paint(self, *, id: int, colour:") in unspaced(told)
    assert unspaced(HELP) in unspaced(told)


def test_a_sale_is_told_with_units_and_outcomes() -> None:
    told = helped(FirstPromoter(api_key="key", account_id="acc_1").v2.track.sale)
    assert "amount (MinorUnits): In cents" in told
    assert "-> Recorded[TrackingEvent] | AlreadyRecorded | NotReferred method of" in told
    assert "`POST /api/v2/track/sale`" in told


def test_what_must_be_given_comes_first() -> None:
    create = FirstPromoter(api_key="key", account_id="acc_1").v2.campaigns.create
    needed = ["name", "landing_url", "ref_token_param", "visitor_cookie_life"]
    assert list(inspect.signature(create).parameters)[:5] == [*needed, "color"]
    listed = re.findall(r"^    (\w+) \(", inspect.getdoc(create) or "", re.MULTILINE)
    assert listed[:5] == [*needed, "color"]


def test_help_never_speaks_of_unset_outside_of_signatures() -> None:
    doc = inspect.getdoc(FirstPromoter(api_key="key", account_id="acc_1").v2.promoters.list) or ""
    assert "UNSET" not in doc
    assert "Maybe" not in doc


def test_a_request_that_decides_by_its_parameters_whether_it_repeats_says_so() -> None:
    told = " ".join((inspect.getdoc(FirstPromoter(v1_api_key="key").v1.track.sale) or "").split())
    assert (
        "Repeats: a second copy is refused, so it is tried again where a failure may pass. Not so for a sale of" in told
    )


def test_members_of_filters_are_listed_below_them() -> None:
    doc = inspect.getdoc(FirstPromoter(api_key="key", account_id="acc_1").v2.promoters.list) or ""
    assert "    filters (PromoterFilters, optional): Which promoters to list; all conditions must hold.\n" in doc
    assert "        revenue_amount (Range[MinorUnits], optional): All their sales together, in cents.\n" in doc


def test_a_parameter_that_is_converted_shows_what_may_be_given() -> None:
    ids = next(one for one in parameters_of(ListPromoters) if one.name == "ids")
    assert ids.kind == "Iterable[int]"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (int, "int"),
        (None, "None"),
        (type(None), "None"),
        (Any, "Any"),
        (Maybe[int | None], "Maybe[int | None]"),
        (tuple[int, ...], "tuple[int, ...]"),
        (Literal["asc", "desc"], "'asc' | 'desc'"),
        (Recorded[Event] | None, "Recorded[Event] | None"),
        (list[dict[str, int]], "list[dict[str, int]]"),
    ],
)
def test_types_are_written_by_their_names_alone(kind: Any, text: str) -> None:
    assert readable(kind) == text


@pytest.mark.parametrize(
    ("request_class", "answer"),
    [(TrackSale, Tracked[Event]), (PaintThing, Frame), (GetPromoter, GetPromoter.answer)],
)
def test_the_answer_of_a_request_is_what_reading_it_gives(request_class: type[Request[Any]], answer: Any) -> None:
    assert request_class.answer == answer


def test_an_answer_that_is_read_in_a_way_of_its_own_keeps_its_type() -> None:
    assert readable(ReportPromoters.answer) == "Page[PromoterReport]"


# Where Python runs without docstrings, or without source

ASK = "import inspect; from firstpromoter_async.v2.tracking import Track; print(inspect.getdoc(Track.sale))"


def told_by(*options: str, path: Path) -> str:
    process = subprocess.run(
        [sys.executable, *options, "-c", ASK], cwd=path, capture_output=True, text=True, check=True
    )
    return process.stdout


def test_parameters_keep_their_words_when_python_drops_docstrings() -> None:
    told = told_by("-OO", path=PACKAGE.parent)
    assert "amount (MinorUnits): In cents" in told
    assert "None" not in told


def test_parameters_are_still_listed_where_there_is_no_source(tmp_path: Path) -> None:
    compiled = "import compileall, sys; sys.exit(not compileall.compile_dir(sys.argv[1], legacy=True, quiet=1))"
    copy = tmp_path / "firstpromoter_async"
    subprocess.run(["cp", "-r", str(PACKAGE), str(copy)], check=True)
    subprocess.run([sys.executable, "-c", compiled, str(copy)], check=True)
    for source in copy.rglob("*.py"):
        source.unlink()
    told = told_by(path=tmp_path)
    assert told.startswith("Record a sale")
    assert "    amount (int)\n" in told


def test_importing_a_noun_reads_no_source() -> None:
    ask = "import sys, firstpromoter_async.v2.tracking; sys.exit('firstpromoter_async.documentation' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0
