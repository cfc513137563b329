"""Whose words a refusal holds, and what they speak of.

Between FirstPromoter and us stand gateways that answer for themselves, in JSON too, and with the same statuses. FirstPromoter's
own refusals carry a documented `code`, or a sentence in which something of its API ("Promoter", "Amount", "Email and uid") is
found wrong ("not found", "blank or invalid"). They are matched loosely, since a sentence may change; whatever is not recognised
counts as somebody else's, and then nothing may be concluded from it.

This module knows nothing of statuses, requests or errors.
"""

import html
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

_CODES: Final = frozenset({"not_found", "forbidden", "invalid_record", "invalid_params"})

# Not \b at the ends: v1 names fields by paths such as `company_user.user.email` and `promotions.customer_promo_code`.
_SOMETHING_OF_THE_API: Final = re.compile(
    r"(?<![a-z])(?:visitor|promoter|promotion|referral|lead|campaign|coupon|promo|customer|subscriber|record|payment|payout"
    r"|reward|commission|event|sale|refund|signup|cancellation|amount|currency|quantity|mrr|e-?mail|uid|tid|ref_?id|transaction_id"
    r"|param|username|webhook|product|invoice|contract|batch)(?:e?s)?(?![a-z])",
    re.IGNORECASE,
)
_COMPLAINT: Final = re.compile(
    r"\b(?:not found|blank|empty|invalid|missing|already|exists?|taken|can ?not|can.t|must|required|expired|banned|denied"
    r"|needs?|not allowed|not valid|too short|too long|too many|unknown|greater|less)\b",
    re.IGNORECASE,
)
_PHRASES: Final = frozenset(status.phrase.casefold() for status in HTTPStatus)


def are_the_apis(texts: Iterable[str], code: str | None) -> bool:
    """Tell whether these words are FirstPromoter's own; a text that belongs to a field begins with the field's name."""
    told = [_plain(text) for text in texts if text]
    if code in _CODES and told and told[0].rstrip(".!") not in _PHRASES:
        return True
    return any(_SOMETHING_OF_THE_API.search(text) and _COMPLAINT.search(text) for text in told)


_NOBODYS_REFERRAL: Final = re.compile(r"(?:referral|lead)\b.*\bnot found\b")


def say_nobodys_referral(text: str) -> bool:
    """Tell whether a 404 speaks of the customer, as nobody's referral.

    v2 says "Referral corresponding to email or uid parameter not found or promoter is banned." A wrong path or an unknown account
    also answers 404, but never speaks of a referral or a lead; an unknown tid or ref_id speaks of a visitor or a promoter.
    """
    return bool(_NOBODYS_REFERRAL.match(_plain(text)))


_SOMEBODY: Final = re.compile(r"(?:visitor|promoter|promotion|campaign|coupon|promo|customer|lead)\b")


def name_somebody(text: str) -> bool:
    """Tell whether a 404 names what the request named: "Visitor  invalid, not found or ...", "Promoter not found."."""
    return bool(_SOMEBODY.match(_plain(text)))


_ALREADY: Final = re.compile(r"\b(?:already|duplicated?|taken)\b")


def say_already(texts: Iterable[str]) -> bool:
    """Tell whether a refusal says that the thing is there: perhaps because an earlier attempt has put it there."""
    return any(_ALREADY.search(_plain(text)) for text in texts)


KINDS: Final = frozenset({"signup", "sale", "refund", "cancellation", "subscriber"})
"""The kinds of event that answers are known to name."""
_SAME_KIND: Final = {"subscriber": frozenset({"subscriber", "signup"})}  # who has signed up is past being a subscriber
_NAMED_KIND: Final = re.compile(rf"({'|'.join(sorted(KINDS))})\W{{0,3}}\bevent\b")
_NAMED_ID: Final = re.compile(r"\bid\W{1,3}?(?<=['\"`])(.+)['\"`]")
_EXISTS: Final = re.compile(r"\balready\b.{0,40}\b(?:exists?|recorded|registered|tracked|stored|added|taken)\b")
_NOT_DONE: Final = re.compile(
    r"in[ -]progress|\b(?:being|try again|retry|lock(?:ed)?|concurrent|not found|invalid|missing|blank|closed)\b"
)
_NO: Final = re.compile(
    r"\b(?:not|cannot|no|unable|never|fail(?:ed|s|ure)?|reject(?:ed|s)?|refused?|denied|conflict(?:s|ing)?)\b|n['\u2019]t\b"
)


def same_kind(kind: str, named: object) -> bool:
    """Tell whether an answer that names this kind of event may be about an event of kind `kind`; new names may be."""
    return (
        not isinstance(named, str) or named not in KINDS or named in _SAME_KIND.get(kind, (kind,)) or kind not in KINDS
    )


def same_id(event_id: str, named: object) -> bool:
    """Tell whether an answer that names this id may be about the event `event_id`; one that names none may be."""
    return named is None or named in ("", event_id) or _plain(str(named)) == _plain(event_id)


def say_it_is_stored(text: str, kind: str, event_id: str | None) -> bool:
    """Tell whether a 409 says that this very event is stored: it speaks of the event, of its id, or of what already exists."""
    told = _plain(text)
    if _NOT_DONE.search(_NAMED_ID.sub("", told)) or _speak_of_another(told, kind, event_id):
        return False
    if _EXISTS.search(told):
        return True
    # That it was not stored is said of an event, too.
    if _NO.search(_NAMED_ID.sub("", told)):
        return False
    return bool(re.search(r"\bevent\b", told) or (event_id and _named_id(told) is not None))


def say_it_is_signed_up(text: str, kind: str) -> bool:
    """Tell whether a 422's `transaction_id` says that the lead has such an event: "there is already a signup event ..."."""
    return say_already([text]) and not _speak_of_another(_plain(text), kind, None)


def _speak_of_another(told: str, kind: str, event_id: str | None) -> bool:
    named = _NAMED_KIND.search(told)
    if named is not None and not same_kind(kind, named[1]):
        return True
    return event_id is not None and not same_id(event_id, _named_id(told))


def _named_id(told: str) -> str | None:
    found = _NAMED_ID.search(told)
    return found[1] if found else None


def _plain(text: str) -> str:
    """Make texts comparable: as a person reads them, without regard to case."""
    return " ".join(html.unescape(text).split()).casefold()
