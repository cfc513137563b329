"""What happened, in the words of v2's webhooks.

What the documents leave open, and how it goes here:

- A record that is made in a state (a commission that is approved at once) is only `created`; `approved`, `accepted` and so on are
  told when it gets there later, after `updated`. A customer who is new is both `created` and `converted`.
- A commission that joins a payout is told as `payout.commissions.added` and, for those who know the specification's name only,
  `.created`; that it leaves, as `.removed` and `.deleted`; that it changes there, as `.updated`. The data are the payout.
- `promoter.balance.updated` says in `changes` which of `earnings_balance`, `current_balance` and `paid_balance`.
- A payments batch is `initiated` when its money is sent, together with `processing`.
- `referral.moved` never comes, since here no promoter crosses a threshold.
- Figures that follow from other records (a promoter's `stats`) are in the data, and no change of theirs is an event.
- Something belongs to all campaigns of its promoter where it has none of its own.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, TypeAlias
from uuid import uuid4

from attrs import frozen

from ...wire.plain import is_object
from ..handlers.v2_shapes import in_seconds
from .pictures import NOUNS, Picture, Pictures
from .watching import Happening

Changes: TypeAlias = Mapping[str, list[Any]]
_NONE: Final[Changes] = {}
_BALANCE: Final = "promoter.balance.updated"


@frozen
class Occurrence:
    """An event of v2, but for its id and time."""

    event_type: str
    action: str
    """`created`, `updated` or `deleted`."""
    entity_id: int
    picture: Picture
    changes: Changes = _NONE

    @property
    def entity_type(self) -> str:
        """What it is about, in small letters."""
        return self.event_type.partition(".")[0]


_NESTED: Final = frozenset({"promoter", "campaign", "promoter_campaign", "referral", "reward"})
REACHED: Final[Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]]] = {
    "promoter_campaign": (
        "state",
        {state: (state,) for state in ("accepted", "pending", "rejected", "blocked", "inactive")},
    ),
    "referral": ("state", {"cancelled": ("cancelled",)}),
    "commission": ("status", {status: (status,) for status in ("approved", "pending", "denied")}),
    "payout": (
        "status",
        {status: (status,) for status in ("pending", "processing", "completed", "failed", "cancelled")},
    ),
    "payments_batch": (
        "status",
        {"processing": ("initiated", "processing"), "completed": ("completed",), "failed": ("failed",)},
    ),
}
"""The field that says how far something is, and what is told when it gets there."""


def occurrences(happening: Happening, pictures: Pictures, wanted: Collection[str]) -> Iterator[Occurrence]:
    """Return what v2 tells of it to those who want these events; what they do not want may be among it."""
    if happening.noun == "balance" and _BALANCE not in wanted:
        return  # its data are the whole promoter, which takes long to draw, after every sale
    tell = _OTHERWISE.get(happening.noun, _lived)
    yield from tell(happening, pictures)


def _lived(happening: Happening, pictures: Pictures) -> Iterator[Occurrence]:
    """Tell that something was made, changed or deleted, and where it got by that."""
    noun, number = happening.noun, happening.id
    if happening.before is None and happening.now is not None:
        yield Occurrence(f"{noun}.created", "created", number, happening.now)
    if happening.before is not None and happening.now is None:
        yield Occurrence(f"{noun}.deleted", "deleted", number, happening.before)
    changes = changed(happening)
    if happening.now is not None and changes:
        for name in ("updated", *_reached(noun, changes)):
            yield Occurrence(f"{noun}.{name}", "updated", number, happening.now, changes)
    if noun in _BESIDES:
        yield from _BESIDES[noun](happening, pictures)


def changed(happening: Happening) -> dict[str, list[Any]]:
    """Return the fields that have changed, as old and new."""
    if happening.before is None or happening.now is None:
        return {}
    old, new, follows = happening.before.data, happening.now.data, NOUNS[happening.noun].follows
    return {
        name: [old.get(name), value]
        for name, value in new.items()
        if name not in follows and _said(name, old.get(name)) != _said(name, value)
    }


def _said(name: str, value: Any) -> Any:
    """Of another record, only which one it is counts."""
    return value["id"] if name in _NESTED and is_object(value) else value


def _reached(noun: str, changes: Changes) -> tuple[str, ...]:
    if noun not in REACHED or REACHED[noun][0] not in changes:
        return ()
    field, names = REACHED[noun]
    return names.get(changes[field][1], ())


def became_customer(happening: Happening) -> bool:
    """Tell whether a referral has paid for the first time."""
    before = happening.before and happening.before.data["customer_since"]
    return happening.now is not None and not before and happening.now.data["customer_since"] is not None


def _converted(happening: Happening, _: Pictures) -> Iterator[Occurrence]:
    if happening.now is not None and became_customer(happening):
        yield Occurrence("referral.converted", "updated", happening.id, happening.now, changed(happening))


def _profile(happening: Happening, _: Pictures) -> Iterator[Occurrence]:
    changes = changed(happening)
    if happening.now is not None and "profile" in changes:
        yield Occurrence("promoter.profile.updated", "updated", happening.id, happening.now, changes)


def _payout_of(happening: Happening, pictures: Pictures) -> Iterator[Occurrence]:
    """Tell of payouts that a commission has joined or left."""
    old, new = (None if one is None else one.beside["payout_id"] for one in (happening.before, happening.now))
    if old == new:
        names: Mapping[str, int | None] = {"updated": new} if changed(happening) else {}
    else:
        names = {"removed": old, "deleted": old, "added": new, "created": new}
    for name, number in names.items():
        payout = None if number is None else pictures.take("payout", number)
        if number is not None and payout is not None:
            yield Occurrence(f"payout.commissions.{name}", "updated", number, payout)


def _balance(happening: Happening, pictures: Pictures) -> Iterator[Occurrence]:
    promoter = pictures.take("promoter", happening.id)
    if promoter is None or happening.now is None:
        return
    old: Mapping[str, Any] = happening.before.data if happening.before else {}
    changes = {name: [old.get(name, {}), new] for name, new in happening.now.data.items() if old.get(name, {}) != new}
    if changes:
        yield Occurrence(_BALANCE, "updated", happening.id, promoter, changes)


def _signed(happening: Happening, _: Pictures) -> Iterator[Occurrence]:
    changes = changed(happening)
    if happening.now is not None and changes.get("signed_at", [None, None])[1] is not None:
        yield Occurrence("contract_document.signed", "updated", happening.id, happening.now, changes)


_Tell: TypeAlias = Callable[[Happening, Pictures], Iterator[Occurrence]]
_OTHERWISE: Final[Mapping[str, _Tell]] = {"balance": _balance, "contract_document": _signed}
_BESIDES: Final[Mapping[str, _Tell]] = {"referral": _converted, "promoter": _profile, "commission": _payout_of}


# As they are sent, and as the deliveries show them.


def delivered(occurrence: Occurrence, event_id: str, moment: str) -> dict[str, Any]:
    """Return what a delivery says of an event, and its body, where the entity is written in small letters."""
    said = {"event_id": event_id, "event_type": occurrence.event_type, "action": occurrence.action}
    about = {"entity_id": occurrence.entity_id}
    kind = occurrence.entity_type
    changes = dict(occurrence.changes)
    data, timestamp = occurrence.picture.data, in_seconds(moment)
    payload = {**said, "entity_type": kind, **about, "changes": changes, "data": data, "timestamp": timestamp}
    shown = "".join(word.capitalize() for word in kind.split("_"))
    return {**said, "entity_type": shown, **about, "object_changes": changes, "payload": payload}


def test_event(event_type: str, moment: str) -> dict[str, Any]:
    """Return the body of a test delivery, about nothing."""
    kind, _, last = event_type.partition(".")
    return {
        "event_id": str(uuid4()),
        "event_type": event_type,
        "action": last if last in ("created", "deleted") else "updated",
        "entity_type": kind,
        "entity_id": None,
        "changes": {},
        "data": {"test": True},
        "timestamp": in_seconds(moment),
    }
