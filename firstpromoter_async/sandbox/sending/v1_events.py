"""What happened, in the words of v1's webhooks, which each campaign sends to URLs of its own.

What the documents leave open, and how it goes here:

- A lead that a sale has created is a `lead_signup`, too, and a subscriber (`lead_subscribed`) is one when they sign up.
- Somebody's first campaign is told as `promoter_signed_up`, to that campaign's URL. `promoter_accepted` comes when they are
  accepted later, and with every further campaign that accepts them at once.
- `fulfilment_pending` is told of a payout that is not in money: when it is made, or becomes pending again.
- Nothing is told of what is deleted, nor when a promoter is rejected or blocked.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import Factory, field, frozen

from ..handlers.v1_shapes import Shapes, current_reward
from ..records import Records
from ..store import Row
from .pictures import Picture
from .v2_events import became_customer, changed
from .watching import Happening

_Names: TypeAlias = Callable[[Happening, Picture], Iterator[str]]
FULFILMENT: Final = "fulfilment_pending"


@frozen
class V1Occurrence:
    """An event of v1, but for its id and time."""

    type: str
    id: int
    """Of the record that it is about."""
    campaign_id: int
    data: dict[str, Any]


@frozen
class V1Teller:
    """Writes events of v1 down."""

    records: Records
    shapes: Shapes = field(default=Factory(lambda self: Shapes(self.records), takes_self=True))
    """Remembers what it looked up, so this is for one transaction."""

    def occurrences(self, happening: Happening) -> Iterator[V1Occurrence]:
        """Return what v1 tells of it."""
        now = happening.now
        if now is None or happening.noun not in _NOUNS:
            return
        table, name, data = _NOUNS[happening.noun]
        names = tuple(name(happening, now))
        if names:
            row = self.records.store.get(table, happening.id)
            campaign = self._campaign_of(happening.noun, now, row)
            for one in names:
                yield V1Occurrence(one, happening.id, campaign, data(self, row))

    def _campaign_of(self, noun: str, now: Picture, row: Row) -> int:
        """Return whose URL is told; a promoter is in several campaigns, and counts for the first."""
        if noun == "promoter":
            return int(self.records.promoters.default_promotion(row["id"])["campaign_id"])
        return now.campaigns[0]

    def promoter(self, row: Row) -> dict[str, Any]:
        """Who signed up, and for which campaigns."""
        return {"promoter": self._promoter(row["id"]), "promotions": self.shapes.promoter(row)["promotions"]}

    def place(self, row: Row) -> dict[str, Any]:
        """Who was accepted, and where."""
        return {
            "state": row["state"],
            "campaign": self._campaign(row),
            "promoter": self._promoter(row["promoter_id"]),
            "promotion": self.shapes.promotion(row["id"]),
        }

    def payout(self, row: Row) -> dict[str, Any]:
        """What waits to be given."""
        promotion = self.records.store.one(
            "SELECT * FROM promotions WHERE promoter_id = ? AND campaign_id = ?", row["promoter_id"], row["campaign_id"]
        )
        campaign = self._campaign(promotion or self.records.promoters.default_promotion(row["promoter_id"]))
        shown = self.shapes.payout(row)
        return {
            **shown,
            "reward": self._reward_of(row),
            "promoter": self._promoter(row["promoter_id"]),
            "campaign": {**campaign, **shown["campaign"]},
        }

    def _reward_of(self, payout: Row) -> dict[str, Any] | None:
        """The reward by which the first commission of a payout was earned."""
        number = self.records.store.value("SELECT reward_id FROM rewards WHERE payout_id = ? ORDER BY id", payout["id"])
        return current_reward(self.records.campaigns.reward(number))

    def _promoter(self, number: int) -> dict[str, Any]:
        """A promoter as events show theirs: with the profile, and no promotions."""
        whole = self.shapes.promoter(self.records.store.get("promoters", number))
        return {**self.shapes.brief_promoter(number), "profile": whole["profile"], "promotions": []}

    def _campaign(self, promotion: Row) -> dict[str, Any]:
        reward = current_reward(self.records.campaigns.sale_reward(promotion))
        given = {"offer": None, "referral_reward": reward, "promotion_reward": None, "target_reward": None}
        return {**self.shapes.campaign(promotion["campaign_id"]), **given}


def _referral(happening: Happening, picture: Picture) -> Iterator[str]:
    before, now = happening.before and happening.before.data["state"], picture.data["state"]
    if before is None:
        yield "lead_subscribed" if now == "subscribed" else "lead_signup"
    if before == "subscribed" and now == "signup":
        yield "lead_signup"
    if became_customer(happening):
        yield from ("lead_becomes_referral", "new_customer")
    if now == "cancelled" != before and before is not None:
        yield "lead_cancelled"


def _made(name: str) -> _Names:
    def tell(happening: Happening, _: Picture) -> Iterator[str]:
        if happening.before is None:
            yield name

    return tell


def _place(happening: Happening, now: Picture) -> Iterator[str]:
    is_first = happening.before is None and now.beside["is_default"]
    if not is_first and _gets_to(happening, now, "state", "accepted"):
        yield "promoter_accepted"


def _payout(happening: Happening, now: Picture) -> Iterator[str]:
    if now.data["unit"] != "cash" and _gets_to(happening, now, "status", "pending"):
        yield FULFILMENT


def _gets_to(happening: Happening, now: Picture, name: str, state: str) -> bool:
    is_new = happening.before is None or name in changed(happening)
    return is_new and now.data[name] == state


_Data: TypeAlias = Callable[[V1Teller, Row], dict[str, Any]]
_NOUNS: Final[Mapping[str, tuple[str, _Names, _Data]]] = {
    "referral": ("leads", _referral, lambda teller, row: teller.shapes.lead(row)),
    "promoter": ("promoters", _made("promoter_signed_up"), V1Teller.promoter),
    "promoter_campaign": ("promotions", _place, V1Teller.place),
    "commission": ("rewards", _made("reward_created"), lambda teller, row: teller.shapes.reward(row)),
    "payout": ("payouts", _payout, V1Teller.payout),
}
"""What v1 tells of: the record's table, the events' names, and their data."""
