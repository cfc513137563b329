"""Nouns by declaration: what the programme only keeps is listed, shown, created, changed, archived and deleted by a table.

    COUPONS = Noun(
        "coupons",
        fields={"code": Field(text, needed=True, unique=True), "campaign_id": Field(integer, refers_to="campaigns")},
        shown=("id", "code", "campaign", "created_at"),
        follows={"campaign": campaign_of},
    )
    COUPONS.at("/api/v2/company/coupons", "list", "get", "create", "update", "archive")

What the documents leave open, and how it goes here: a field that is needed and not given is 422 when something is created and 400
when it is emptied later; a value that cannot be read, is taken, or refers to nothing is 400, all such fields in one answer. A
noun whose documents name other statuses says so.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from attrs import field, frozen

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Impossible, Invalid, Missing, NoSuchRecord
from ..records import Records
from ..records.documents import Documents, kept, opened
from .fields import Document, Field, Reading
from .listing import Listing
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_rows

_EVERYTHING: Final = Listing("documents")
_PLACE: Final = "promoter_campaign_id"
_OF_THE_PROMOTER: Final = (
    f"({kept('promoter_id')} = ? OR documents.promotion_id IN (SELECT id FROM promotions WHERE promoter_id = ?))"
)


@frozen
class Noun:
    """One kind of document, and where it is found."""

    name: str
    fields: Mapping[str, Field] = field(kw_only=True)
    shown: tuple[str, ...] = field(kw_only=True)
    """What an answer has: fields, `id`, moments, and what follows from other records."""
    follows: Mapping[str, Callable[[Records, Document], Any]] = field(factory=dict[str, Any], kw_only=True)
    listing: Listing = field(default=_EVERYTHING, kw_only=True)
    order: tuple[str, str] | None = field(default=None, kw_only=True)
    """Column and direction of a list that always comes whole and in this order; pages with the newest first, if left out."""
    begins: Callable[[], Mapping[str, Any]] = field(default=dict[str, Any], kw_only=True)
    """What the programme gives to a new document."""
    locked: Callable[[Document], str | None] = field(default=lambda _: None, kw_only=True)
    """Why a document cannot be changed any more."""
    created: int = field(default=200, kw_only=True)
    """The status that answers a new document."""
    invalid: int = field(default=400, kw_only=True)
    """The status that answers fields which are wrong."""
    missing: int = field(default=422, kw_only=True)
    """The status that answers fields which are needed and not there."""
    again: tuple[str, ...] = field(default=(), kw_only=True)
    """The fields that every change has to say, too."""
    check: Callable[[Document], Mapping[str, str]] = field(default=lambda _: {}, kw_only=True)
    """What is wrong with a document whose fields are right by themselves: fields, and what is wrong with each."""
    then: Callable[[Records, str, Document], None] = field(default=lambda _, __, ___: None, kw_only=True)
    """What follows from a document that was created or changed, at this moment."""
    shown_once: tuple[str, ...] = field(default=(), kw_only=True)
    """What only the answer to a new document has besides: credentials."""
    part_of: "tuple[Noun, str] | None" = field(default=None, kw_only=True)
    """The noun that it is a part of, and the field with the id of that; it goes when that goes."""
    is_below: bool = field(default=True, kw_only=True)
    """Whether the path of a part names what it is a part of: `/webhooks/{webhook_id}/webhook_deliveries`."""

    def at(self, path: str, *actions: str) -> None:
        """Answer these actions at a path: list, get, create, update, archive, delete, save (several at once)."""
        declared.append((self, path, actions))
        for name in actions:
            method, below, action = _ACTIONS[name]
            handles(f"{method} {path}{below}")(partial(_answer, self, action))

    def show(self, records: Records, document: Document, *more: str) -> Document:
        """Write a document down, perhaps with more than is usually shown."""
        return {
            name: self.follows[name](records, document) if name in self.follows else document.get(name)
            for name in (*self.shown, *more)
        }

    def keep(self, records: Records, moment: str, fields: Mapping[str, Any]) -> Document:
        """Keep a new document, with what it has unless these fields say otherwise."""
        defaults = {name: each.default for name, each in self.fields.items()} | dict(self.begins())
        return Documents(records.store, self.name).add(moment, defaults | dict(fields))

    def parts(self) -> "Iterator[tuple[Noun, str]]":
        """Return the nouns that are parts of this one, and the field of each that says of which document."""
        for noun, _, _ in declared:
            if noun.part_of is not None and noun.part_of[0] is self:
                yield noun, noun.part_of[1]


declared: Final[list[tuple[Noun, str, tuple[str, ...]]]] = []
"""Every noun, where it is, and what can be done with it there."""


@frozen
class Kept:
    """A noun's documents, as one request meets them."""

    noun: Noun
    context: RequestContext

    @property
    def documents(self) -> Documents:
        """All of the noun."""
        return Documents(self.context.store, self.noun.name)

    def named(self, parameters: Parameters | None = None) -> Document:
        """Return the document whose id the request says, or these parameters of it. Raises `NoSuchRecord`."""
        found = self.documents.find((parameters or self.context.parameters).integer("id"))
        if (
            found is None
            or not self._is_open(found)
            or any(found[name] != whole["id"] for name, whole in self.wholes())
        ):
            raise NoSuchRecord(f"{self.noun.name} not found.")
        return found

    def _is_open(self, document: Document) -> bool:
        """Tell whether whoever asks may know of a document: the company of any, and a promoter of their own."""
        me = self.context.signed_in
        return me is None or self._is_mine(document["promotion_id"]) or document.get("promoter_id") == me["id"]

    def _is_mine(self, promotion_id: int | None) -> bool:
        sql = "SELECT 1 FROM promotions WHERE id = ? AND promoter_id = ?"
        return self.context.store.one(sql, promotion_id, self.context.promoter_id) is not None

    def wholes(self) -> Iterator[tuple[str, Document]]:
        """Return the document of another noun that the path names and these are parts of, if it does. Raises `NoSuchRecord`."""
        for noun, name in (self.noun.part_of,) if self.noun.part_of and self.noun.is_below else ():
            found = Documents(self.context.store, noun.name).find(self.context.parameters.integer(name))
            if found is None:
                raise NoSuchRecord(f"{noun.name} not found.")
            yield name, found

    def rows(self) -> list[Document]:
        """Return what a list shows."""
        found = self.noun.listing.find(self.context).where("documents.noun = ?", self.noun.name)
        for name, whole in self.wholes():
            found.equal(kept(name), whole["id"])
        if self.context.signed_in is not None:
            found.where(_OF_THE_PROMOTER, self.context.promoter_id, self.context.promoter_id)
        if self.noun.order is None:
            return v2_rows(self.context, found, self._shown)
        self.context.parameters.expect(
            "page", "per_page"
        )  # which lists may be asked for, and this one always comes whole
        return [self._shown(row) for row in found.sort(*self.noun.order).rows(self.context.store)]

    def _shown(self, row: Document) -> Document:
        return self.show(opened(row))

    def show(self, document: Document, *more: str) -> Document:
        """Write a document down."""
        return self.noun.show(self.context.records, document, *more)

    def create(self, parameters: Parameters) -> Document:
        """Keep a new document. Raises `Missing` and `Invalid`."""
        given = self._given(parameters, None)
        said = {name: value for name, value in given.items() if value is not None}
        return self._then(self.noun.keep(self.context.records, self.context.moment, said))

    def update(self, parameters: Parameters, document: Document) -> Document:
        """Change a document. Raises `Missing`, `Invalid` and `Impossible`."""
        if (why := self.noun.locked(document)) is not None:
            raise Impossible(why)
        given = self._given(parameters, document)
        return self._then(self.change(document, **given))

    def change(self, document: Document, **fields: Any) -> Document:
        """Set fields of a document, without asking whether anybody may."""
        return self.documents.change(document["id"], self.context.moment, fields)

    def _then(self, document: Document) -> Document:
        self.noun.then(self.context.records, self.context.moment, document)
        return document

    def remove(self, document: Document) -> None:
        """Delete a document, and those of other nouns that are parts of it."""
        for noun, name in self.noun.parts():
            sql = f"DELETE FROM documents WHERE noun = ? AND {kept(name)} = ?"
            self.context.store.run(sql, noun.name, document["id"])
        self.documents.remove(document["id"])

    def save(self, item: Parameters) -> None:
        """Create what has no id, and change or delete what has one; to delete what has none changes nothing."""
        destroy, is_new = item.truth("_destroy"), item.is_blank("id")
        if destroy:
            item.expect(*self.noun.fields)
        if is_new and not destroy:
            self.create(item)
        elif destroy and not is_new:
            self.remove(self.named(item))
        elif not is_new:
            self.update(item, self.named(item))

    def _given(self, parameters: Parameters, document: Document | None) -> Document:
        """Read the fields that are given. Raises `Missing` and `Invalid`."""
        fields = {
            name: each
            for name, each in self.noun.fields.items()
            if not (each.later if document is None else each.fixed)
        }
        for name, each in fields.items():
            if parameters.is_blank(name) and (each.needed if document is None else self._is_left_out(parameters, name)):
                raise Missing(name, self.noun.missing)
        reading = Reading(self.context.store, self.documents, parameters, document)
        given = reading.values(fields)
        if self.context.signed_in is not None and not self._is_mine(given.get(_PLACE, (document or given).get(_PLACE))):
            reading.wrong.setdefault("promoter_campaign", "must exist")
        if wrong := reading.wrong or self.noun.check({**(document or self._defaults), **given}):
            raise Invalid(wrong, self.noun.invalid)
        return given

    def _is_left_out(self, parameters: Parameters, name: str) -> bool:
        return name in self.noun.again and not parameters.has(name)

    @property
    def _defaults(self) -> Document:
        return {name: each.default for name, each in self.noun.fields.items()}


def _create(kept: Kept) -> HttpResponse:
    return as_json(kept.show(kept.create(kept.context.parameters), *kept.noun.shown_once), kept.noun.created)


def _archive(kept: Kept) -> HttpResponse:
    kept.documents.archive(kept.named()["id"], kept.context.moment)
    return nothing(200)


def _delete(kept: Kept) -> HttpResponse:
    kept.remove(kept.named())
    return nothing(200)


def _save(kept: Kept) -> HttpResponse:
    """Create, change and delete in one request, as the list under the noun's name says, and answer with all there are then."""
    noun, parameters = kept.noun, kept.context.parameters
    if parameters.is_blank(noun.name):
        raise Missing(noun.name, noun.missing)
    items = parameters.groups(noun.name)
    if not items:
        raise Invalid({noun.name: "is invalid"}, noun.invalid)
    for item in items:
        kept.save(item)
    return as_json(kept.rows())


_Action = Callable[[Kept], HttpResponse]
_ACTIONS: Final[Mapping[str, tuple[str, str, _Action]]] = {
    "list": ("GET", "", lambda kept: as_json(kept.rows())),
    "get": ("GET", "/{id}", lambda kept: as_json(kept.show(kept.named()))),
    "create": ("POST", "", _create),
    "update": ("PUT", "/{id}", lambda kept: as_json(kept.show(kept.update(kept.context.parameters, kept.named())))),
    "archive": ("DELETE", "/{id}", _archive),
    "delete": ("DELETE", "/{id}", _delete),
    "save": ("PUT", "", _save),
}
"""Actions: method, what follows the path, and who answers."""


def _answer(noun: Noun, action: _Action, context: RequestContext) -> HttpResponse:
    return action(Kept(noun, context))
