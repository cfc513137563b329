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

Whose words are whose is decided in `words`. This module knows nothing of particular operations.
"""

from typing import Any, ClassVar, TypeVar

from attrs import frozen

from ..errors import Conflict, NotFound, Outcome, StatusError, UnexpectedAnswer, Unprocessable
from ..outcomes import AlreadyRecorded, NotReferred, Recorded, Tracked
from . import decode, words
from .message import HttpResponse
from .plain import is_array, is_object
from .request import Request

E = TypeVar("E", covariant=True)


@frozen(kw_only=True)
class Tracking(Request[Tracked[E]]):
    """A tracking operation; its type argument is the event that it records."""

    none_is_not_given: ClassVar[bool] = True
    """What a visitor did not say often is None in the program that tracks them, and must not cost the sale."""

    def read(self, response: HttpResponse) -> Tracked[E]:
        """Turn the answer into an outcome; raises a `StatusError` for everything that is not one."""
        if response.status == 204 and self._kind != "signup":
            return NotReferred()
        if response.is_success:
            body = decode.json_of(response)
            self._expect_this_event(body, response.status)
            return Recorded(decode.structure(body, self.answer, response))
        return self._outcome_of(decode.refusal(response, self.route.api))

    @property
    def _kind(self) -> str:
        """What is tracked, as answers name it: the last step of the path."""
        return self.route.path.rpartition("/")[2]

    @property
    def _event_id(self) -> str | None:
        return getattr(self, "event_id", None) or None

    def _is_anothers(self, named: object) -> bool:
        """Tell whether this id is neither the event's own nor, for a refund, that of its sale."""
        own = (self._event_id, getattr(self, "sale_event_id", None))
        return not any(words.same_id(one, named) for one in own if one)

    def _outcome_of(self, error: StatusError) -> AlreadyRecorded | NotReferred:
        match error:
            case NotFound() if self._kind != "signup" and error.own_words and words.say_nobodys_referral(error.message):
                return NotReferred(error.message)
            case Conflict() if words.say_it_is_stored(error.message, self._kind, self._event_id):
                return AlreadyRecorded(error.message)
            case Unprocessable() if words.say_it_is_signed_up(_of_the_transaction(error), self._kind):
                return AlreadyRecorded(error.message)
            case Conflict():
                error.outcome, error.own_words = Outcome.UNKNOWN, False
            case _:
                pass
        raise error

    def _expect_this_event(self, body: Any, status: int) -> None:
        """Refuse what is not the event that was sent; raises `UnexpectedAnswer`."""
        if not is_object(body) or body.get("id") in (None, "") or body.get("error") or body.get("errors"):
            raise UnexpectedAnswer("an event was expected, and something else came", status=status)
        if not words.same_kind(self._kind, body.get("etype") or body.get("type")):
            raise UnexpectedAnswer(
                f"the answer is about an event of another kind than this {self._kind}", status=status
            )
        if self._event_id is not None and any(map(self._is_anothers, _ids_in(body))):
            raise UnexpectedAnswer(f"the answer is about another event than this {self._kind}", status=status)


def _of_the_transaction(error: StatusError) -> str:
    return " ".join(error.field_errors.get("transaction_id", ()))


def _ids_in(body: dict[str, Any]) -> list[Any]:
    """Return the `event_id`s that an event carries in either of its shapes: its own, and those of its commissions."""
    commissions = body.get("commissions")
    carriers = [body, body.get("reward"), *(commissions if is_array(commissions) else ())]
    return [one.get("event_id") for one in carriers if is_object(one)]
