"""What a record looks like to those who are told of it, and which campaigns it belongs to.

This module knows nothing of events. The table below is all there is to say about a noun.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from attrs import Factory, field, frozen

from ..handlers.v2_shapes import Shapes, in_seconds
from ..records import Records
from ..records.documents import opened
from ..store import Row

_Shape = Callable[[Shapes, Row], dict[str, Any]]


@frozen
class Noun:
    """A kind of record that events are about."""

    table: str
    shape: _Shape
    campaigns: str
    """The ids of its campaigns, as SQL with a place for its own id."""
    follows: frozenset[str] = frozenset()
    """Fields that follow from other records, whose changes are told of those."""
    key: str = "id"
    only: str = ""
    """Which rows of the table are meant, as SQL about one; empty: all of them."""

    def rows(self) -> str:
        """Return the rows of the noun, as SQL."""
        return f"SELECT * FROM {self.table}{f' WHERE {self.only}' if self.only else ''}"


@frozen
class Picture:
    """A record at one moment."""

    data: dict[str, Any]
    """As v2 answers it."""
    campaigns: tuple[int, ...]
    beside: dict[str, Any]
    """What else there is to know, and no answer says."""

    def written(self) -> str:
        """Write it down."""
        return json.dumps([self.data, self.campaigns, self.beside])

    @classmethod
    def read(cls, written: str) -> "Picture":
        """Read what was written down."""
        data, campaigns, beside = json.loads(written)
        return cls(data, tuple(campaigns), beside)


def _balances(shapes: Shapes, row: Row) -> dict[str, Any]:
    rows = shapes.records.promoters.balances(row["promoter_id"])
    return {
        "earnings_balance": {one["unit"]: one["earned"] for one in rows if one["earned"]},
        "current_balance": {one["unit"]: one["earned"] - one["paid"] for one in rows if one["earned"] != one["paid"]},
        "paid_balance": {one["unit"]: one["paid"] for one in rows if one["paid"]},
    }


def _contract_document(_: Shapes, row: Row) -> dict[str, Any]:
    document = opened(row)
    return {
        "id": document["id"],
        "promoter_id": document["promoter_id"],
        "signed_at": in_seconds(document.get("signed_at")),
        "created_at": in_seconds(document["created_at"]),
    }


_OF_PROMOTER: Final = "SELECT campaign_id FROM promotions WHERE promoter_id = ?"
_OF_THE: Final = "SELECT campaign_id FROM promotions JOIN {0} ON {0}.promotion_id = promotions.id WHERE {0}.id = ?"

NOUNS: Final[dict[str, Noun]] = {
    "promoter": Noun(
        "promoters",
        lambda shapes, row: shapes.promoter(row, with_parent=True),
        _OF_PROMOTER,
        frozenset({"stats", "fraud_suspicions", "promoter_campaigns", "balances", "selected_payout_method"}),
    ),
    "balance": Noun("balances", _balances, _OF_PROMOTER, key="promoter_id"),
    "promoter_campaign": Noun(
        "promotions",
        Shapes.promoter_campaign,
        "SELECT campaign_id FROM promotions WHERE id = ?",
        frozenset({"stats", "promoter", "campaign"}),
    ),
    "referral": Noun("leads", Shapes.referral, _OF_THE.format("leads")),
    "commission": Noun(
        "rewards",
        Shapes.commission,
        _OF_THE.format("rewards"),
        frozenset({"is_paid", "fraud_check"}),
    ),
    "payout": Noun(
        "payouts",
        Shapes.payout,
        "SELECT campaign_id FROM payouts WHERE id = ?",
        frozenset({"payout_method"}),
    ),
    "payout_method": Noun(
        "payout_methods",
        Shapes.payout_method,
        "SELECT campaign_id FROM promotions JOIN payout_methods USING (promoter_id) WHERE payout_methods.id = ?",
    ),
    "payments_batch": Noun(
        "payments_batches",
        Shapes.payments_batch,
        "SELECT DISTINCT campaign_id FROM payouts WHERE payments_batch_id = ?",
    ),
    "contract_document": Noun(
        "documents",
        _contract_document,
        """SELECT campaign_id FROM promotions JOIN documents
           ON promoter_id = json_extract(fields, '$.promoter_id') WHERE documents.id = ?""",
        only="noun = 'contract_documents'",
    ),
}
_BESIDE: Final = {"commission": ("payout_id",), "promoter_campaign": ("is_default",), "referral": ("promotion_id",)}


@frozen
class Pictures:
    """Takes pictures of the records of one transaction."""

    records: Records
    shapes: Shapes = field(default=Factory(lambda self: Shapes(self.records), takes_self=True))
    """Remembers what it looked up, so this is for one transaction."""

    def take(self, name: str, number: int) -> Picture | None:
        """Return what a record is like now; None where it is gone."""
        noun = NOUNS[name]
        where = f"{noun.key} = ?" + (f" AND {noun.only}" if noun.only else "")
        row = self.records.store.one(f"SELECT * FROM {noun.table} WHERE {where}", number)
        return None if row is None else self._picture(name, row)

    def everything(self) -> Iterator[tuple[str, int, Picture]]:
        """Take one of everything that there is."""
        for name, noun in NOUNS.items():
            for row in self.records.store.all(noun.rows()):
                yield name, row[noun.key], self._picture(name, row)

    def _picture(self, name: str, row: Row) -> Picture:
        noun = NOUNS[name]
        campaigns = self.records.store.all(noun.campaigns, row[noun.key])
        return Picture(
            json.loads(json.dumps(noun.shape(self.shapes, row))),
            tuple(sorted({one["campaign_id"] for one in campaigns})),
            {column: row[column] for column in _BESIDE.get(name, ())},
        )
