"""Bulk actions by declaration: which records, and what happens to each of them.

    bulk("POST /api/v2/company/promoters/archive", "promoters", lambda one: one.change(archived_at=one.moment))

Up to five records are done at once, and the answer is 200 with a batch that is completed. More are answered with 202, and done
while the sandbox's clock goes on (`records.batches`): every later request begins by catching up with what is due by then.
A record that is not there, or for which the action raises a `Problem`, has failed, and is left as it was.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from attrs import frozen

from ...wire.message import HttpResponse
from ..faults import Fault
from ..problems import Impossible, Missing, NoSuchRecord, Problem
from ..records import Records
from ..records.batches import due
from ..records.documents import Documents, is_table, record
from ..store import Row, as_kept
from .registry import RequestContext, handles
from .replies import as_json

_AT_ONCE: Final = 5
_ENDS: Final[Mapping[str | None, str]] = {Fault.BATCH_FAILS: "failed", Fault.BATCH_STOPS: "stopped"}


@frozen
class Item:
    """One record that a bulk action is at, and what was said besides the ids."""

    records: Records
    moment: str
    kind: str
    row: Row
    given: Mapping[str, Any]

    def change(self, **fields: Any) -> None:
        """Set columns of the record, or fields of the document."""
        if is_table(self.records.store, self.kind):
            self.records.store.change(self.kind, self.row["id"], **fields)
        else:
            Documents(self.records.store, self.kind).change(self.row["id"], self.moment, fields)

    def remove(self) -> None:
        """Delete it."""
        store = self.records.store
        store.remove(self.kind if is_table(store, self.kind) else "documents", self.row["id"])


@frozen
class BulkAction:
    """What `bulk` declares."""

    operation: str
    kind: str
    each: Callable[[Item], Any]
    needs: Mapping[str, str]
    takes: Sequence[str]
    totals: Callable[[Records, Sequence[int]], Row] | None
    may_be_null: Sequence[str] = ()
    tells_objects: bool = False

    @property
    def label(self) -> str:
        """What the batch is called: `promoter/archive`."""
        method, _, path = self.operation.partition(" /api/v2/company/")
        noun, _, verb = path.replace("{id}/", "").partition("/")
        return f"{noun.removesuffix('s')}/{'delete' if method == 'DELETE' else verb}"

    def error(self, number: int, words: str) -> Any:
        """Say what went wrong with a record, as a text or an object."""
        as_object = self.tells_objects or self.totals is not None
        return {"id": number, "message": words} if as_object else f"{number}: {words}"


actions: Final[dict[str, BulkAction]] = {}
"""Every bulk action by its operation."""


def bulk(
    operation: str,
    kind: str,
    each: Callable[[Item], Any],
    *,
    needs: Mapping[str, str] | None = None,
    takes: Sequence[str] = (),
    totals: Callable[[Records, Sequence[int]], Row] | None = None,
    may_be_null: Sequence[str] = (),
    tells_objects: bool = False,
) -> None:
    """Declare a bulk action on the records of a table, or on a kept noun's documents.

    `needs` has the ids that must be given besides, or null where one `may_be_null`, and the tables or kept nouns that they are
    of, and `takes` the switches that may be; with `totals`, the answer is wrapped as `{data, meta}`, and they are the meta.
    What went wrong is told as texts, but as objects with totals, or where it `tells_objects`.
    """
    action = actions[operation] = BulkAction(
        operation, kind, each, needs or {}, takes, totals, may_be_null, tells_objects
    )
    handles(operation)(partial(_begin, action))


def in_background(
    operation: str, kind: str, each: Callable[[Item], Any], find: Callable[[RequestContext], Row]
) -> None:
    """Declare an action on the one record that a path names, which is always answered before it is done."""
    action = actions[operation] = BulkAction(operation, kind, each, {}, (), None)
    handles(operation)(partial(_begin_one, action, find))


def _begin_one(action: BulkAction, find: Callable[[RequestContext], Row], context: RequestContext) -> HttpResponse:
    number = find(context)["id"]
    return as_json(
        show(context.records.batches.start(context.moment, action.operation, [number], {}, context.fault)), 202
    )


def _begin(action: BulkAction, context: RequestContext) -> HttpResponse:
    ids = list(dict.fromkeys(context.parameters.integers("ids")))
    if not ids:
        raise Missing("ids")
    given: Row = {name: _existing(action, context, name) for name in action.needs}
    given |= {name: context.parameters.truth(name) for name in action.takes}
    totals = None if action.totals is None else action.totals(context.records, ids)
    batch = context.records.batches.start(context.moment, action.operation, ids, given, context.fault)
    if len(ids) <= _AT_ONCE:
        _work(context.records, batch, context.moment, len(ids))
    shown = show(context.store.get("batches", batch["id"]))
    return as_json(shown if totals is None else {"data": shown, "meta": totals}, 200 if len(ids) <= _AT_ONCE else 202)


def _existing(action: BulkAction, context: RequestContext, name: str) -> int | None:
    number = context.parameters.integer(name)
    if context.parameters.is_blank(name):
        if name in action.may_be_null and context.parameters.has(name):
            return None
        raise Missing(name)
    if record(context.store, action.needs[name], number) is None:
        raise Impossible(f"Cannot find {name.removesuffix('_id').replace('_', ' ')} by id")
    return number


def catch_up(records: Records, moment: str) -> None:
    """Do what is due of all batches under way."""
    for batch in records.batches.under_way():
        _work(records, batch, moment, due(batch, moment))


def _work(records: Records, batch: Row, moment: str, until: int) -> None:
    """Do a batch's records up to a number of them, or to the half where it is to break off."""
    breaks_off = _ENDS.get(batch["fault"])
    last = batch["total"] if breaks_off is None else batch["total"] // 2
    done, until = batch["processed_count"], min(until, last)
    if done == until < last:
        return
    ids = json.loads(batch["ids"])[done:until]
    errors = [error for place, number in enumerate(ids, done) if (error := _do(records, batch, moment, place, number))]
    status = "in_progress" if until < last else breaks_off or "completed"
    records.batches.note(batch, moment, until, errors, status)


def _do(records: Records, batch: Row, moment: str, place: int, number: int) -> Any:
    """Do one record; returns what went wrong, or None."""
    action = actions[batch["operation"]]
    row = record(records.store, action.kind, number)
    if row is None:
        return action.error(number, "Record not found")
    if batch["fault"] == Fault.ITEMS_FAIL and place % 2:
        return action.error(number, "Something went wrong")
    try:
        with records.store.step():
            action.each(Item(records, moment, action.kind, row, json.loads(batch["given"])))
    except (Impossible, NoSuchRecord) as problem:
        return action.error(number, problem.words)
    except Problem as problem:
        return action.error(number, str(problem))
    return None


def show(batch: Row) -> dict[str, Any]:
    """Write a batch down."""
    return {
        **as_kept(batch, "id", "status", "total", "processed_count", "failed_count", "created_at", "updated_at"),
        "selected_total": batch["total"],
        "action_label": actions[batch["operation"]].label,
        "meta": {},
        "progress": progress(batch),
        "processing_errors": json.loads(batch["processing_errors"]),
    }


def progress(batch: Row) -> int:
    """Return how much of a batch is done, in per cent."""
    return int(100 * batch["processed_count"] / batch["total"])
