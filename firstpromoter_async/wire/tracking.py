"""How tracking answers become outcomes, for both generations.

| answer                                                                        | what it comes to                       |
|-------------------------------------------------------------------------------|----------------------------------------|
| 2xx with an event (an object with an `id`) of the kind and `event_id` sent    | `Recorded`                             |
| 204, but for a signup                                                         | `NotReferred`                          |
| 404 that says the referral or lead is not found, but for a signup             | `NotReferred`                          |
| 409 that speaks of this event, of its id, or of what "already exists"         | `AlreadyRecorded`                      |
| 422 whose `transaction_id` says so ("there is already a signup event ...")    | `AlreadyRecorded`                      |
| any other 2xx: empty, `{}`, an `error` in it, another kind or `event_id`      | `UnexpectedAnswer`, outcome unknown    |
| any other 409: empty, of another event, in somebody else's words              | `Conflict`, outcome unknown            |
| any other 4xx, in FirstPromoter's own words                                   | its error, outcome rejected            |
| any other 4xx, empty or in somebody else's words                              | its error, outcome rejected, or unknown |
|                                                                               | if an earlier attempt may be stored    |

An answer may be somebody else's: a gateway that speaks JSON, or one answer too many on a connection that is kept alive, which is
then read as the answer to the next call. So an answer that names an event has to name the one that was sent. Where it names none
it is believed (in the published example of v2, `event_id` is null although it was sent). The customer is not compared: a lead may
be found by its visitor, and bear another address than the one sent. An empty 409 may be the real thing without its body, so it is
no proof that nothing was stored; and a 2xx that is not believed is asked for again under the event's key, where it has one.

Whose words are whose is decided in `words`, and `shapes` reads the event itself. This module knows nothing of
particular operations.
"""

from typing import TYPE_CHECKING, Any

from attrs import define

from ..errors import Conflict, NotFound, Outcome, StatusError, UnexpectedAnswer, Unprocessable
from ..outcomes import AlreadyRecorded, NotReferred
from . import words
from .message import HttpResponse
from .plain import is_array, is_object

if TYPE_CHECKING:
    from .request import Request


@define(kw_only=True, eq=False)
class Sent:
    """What a tracking call has sent, as far as its answer may name it."""

    kind: str
    """What is tracked, as answers name it: the last step of the path."""
    event_id: str | None
    sale_event_id: str | None
    """The sale that a refund is about."""

    @classmethod
    def of(cls, request: "Request[Any]") -> "Sent":
        """Read it off a request."""
        return cls(
            kind=request.route.path.rpartition("/")[2],
            event_id=getattr(request, "event_id", None) or None,
            sale_event_id=getattr(request, "sale_event_id", None) or None,
        )

    def is_anothers(self, named: object) -> bool:
        """Tell whether this id is neither the event's own nor, for a refund, that of its sale."""
        return not any(words.same_id(one, named) for one in (self.event_id, self.sale_event_id) if one)


def says_not_referred(response: HttpResponse, sent: Sent) -> bool:
    """Tell whether a success says that nobody referred the customer."""
    return response.status == 204 and sent.kind != "signup"


def outcome_of(error: StatusError, sent: Sent) -> AlreadyRecorded | NotReferred:
    """Return the outcome that a refusal stands for; raises those that are errors."""
    match error:
        case NotFound() if sent.kind != "signup" and error.own_words and words.say_nobodys_referral(error.message):
            return NotReferred(error.message)
        case Conflict() if words.say_it_is_stored(error.message, sent.kind, sent.event_id):
            return AlreadyRecorded(error.message)
        case Unprocessable() if words.say_it_is_signed_up(_of_the_transaction(error), sent.kind):
            return AlreadyRecorded(error.message)
        case Conflict():
            error.outcome, error.own_words = Outcome.UNKNOWN, False
        case _:
            pass
    raise error


def expect_this_event(body: Any, sent: Sent, status: int) -> None:
    """Refuse what is not the event that was sent; raises `UnexpectedAnswer`."""
    if not is_object(body) or body.get("id") in (None, "") or body.get("error") or body.get("errors"):
        raise UnexpectedAnswer("an event was expected, and something else came", status=status)
    if not words.same_kind(sent.kind, body.get("etype") or body.get("type")):
        raise UnexpectedAnswer(f"the answer is about an event of another kind than this {sent.kind}", status=status)
    if sent.event_id is None:
        return
    for named in _ids_in(body):
        if named is not None and named != sent.event_id and sent.is_anothers(named):
            raise UnexpectedAnswer(f"the answer is about another event than this {sent.kind}", status=status)


def _of_the_transaction(error: StatusError) -> str:
    return " ".join(error.field_errors.get("transaction_id", ()))


def _ids_in(body: dict[str, Any]) -> list[Any]:
    """Return the `event_id`s that an event carries in either of its shapes: its own, and those of its commissions."""
    ids = [body.get("event_id")]
    if is_object(reward := body.get("reward")):
        ids.append(reward.get("event_id"))
    if is_array(commissions := body.get("commissions")):
        ids += [one.get("event_id") for one in commissions if is_object(one)]
    return ids
