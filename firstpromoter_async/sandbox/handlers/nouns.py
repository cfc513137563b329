"""Nouns by declaration: what the programme only keeps is listed, shown, created, changed, archived and deleted by a table.

    COUPONS = Noun(
        "coupons",
        fields={"code": Field(text, needed=True, unique=True), "campaign_id": Field(integer, refers_to="campaigns.id")},
        shown=("id", "code", "campaign", "created_at"),
        follows={"campaign": campaign_of},
    )
    COUPONS.at("/api/v2/company/coupons", "list", "get", "create", "update", "archive")

What the documents leave open, and how it goes here: a field that is needed and not given is 422 when something is created and 400
when it is emptied later; a value that cannot be read, is taken, or refers to nothing is 400, all such fields in one answer.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from attrs import field, frozen

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Impossible, Invalid, Missing, NotFound
from ..records import Records
from ..records.documents import Documents, opened
from .listing import Listing
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_rows

Document = dict[str, Any]
text, integer, truth, mapping = Parameters.text, Parameters.integer, Parameters.maybe_truth, Parameters.mapping
_EVERYTHING: Final = Listing("documents")


def texts(parameters: Parameters, name: str) -> list[str] | None:
    """Read a list of texts; None for what is none."""
    return parameters.texts(name) or None


def integers(parameters: Parameters, name: str) -> list[int] | None:
    """Read a list of whole numbers; None for what is none."""
    return parameters.integers(name) or None


@frozen
class Field:
    """What a field of a noun takes."""

    read: Callable[[Parameters, str], Any]
    """How it is read: `text`, `texts`, `integer`, `integers`, `truth` or `mapping`."""
    needed: bool = field(default=False, kw_only=True)
    unique: bool = field(default=False, kw_only=True)
    refers_to: str | None = field(default=None, kw_only=True)
    """The table and column where its value must be."""
    fixed: bool = field(default=False, kw_only=True)
    """Whether it is said once, when the document is created."""
    default: Any = field(default=None, kw_only=True)


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

    def at(self, path: str, *actions: str) -> None:
        """Answer these actions at a path: list, get, create, update, archive, delete, save (several at once)."""
        declared.append((self, path, actions))
        for name in actions:
            method, below, action = _ACTIONS[name]
            handles(f"{method} {path}{below}")(partial(action, self))

    def show(self, records: Records, document: Document) -> Document:
        """Write a document down."""
        return {
            name: self.follows[name](records, document) if name in self.follows else document.get(name)
            for name in self.shown
        }


declared: Final[list[tuple[Noun, str, tuple[str, ...]]]] = []
"""Every noun, where it is, and what can be done with it there."""


@frozen
class _Kept:
    """A noun's documents, as one request meets them."""

    noun: Noun
    context: RequestContext

    @property
    def documents(self) -> Documents:
        return Documents(self.context.store, self.noun.name)

    def named(self, parameters: Parameters) -> Document:
        found = self.documents.find(parameters.integer("id"))
        if found is None:
            raise NotFound(f"{self.noun.name} not found.")
        return found

    def rows(self) -> list[Document]:
        found = self.noun.listing.find(self.context).where("documents.noun = ?", self.noun.name)
        if self.noun.order is None:
            return v2_rows(self.context, found, self._shown)
        return [self._shown(row) for row in found.sort(*self.noun.order).rows(self.context.store, limit=-1, offset=0)]

    def _shown(self, row: Document) -> Document:
        return self.show(opened(row))

    def show(self, document: Document) -> Document:
        return self.noun.show(self.context.records, document)

    def create(self, parameters: Parameters) -> Document:
        given = self._given(parameters, None)
        defaults = {name: each.default for name, each in self.noun.fields.items()} | dict(self.noun.begins())
        said = {name: value for name, value in given.items() if value is not None}
        return self.documents.add(self.context.moment, defaults | said)

    def update(self, parameters: Parameters, document: Document) -> Document:
        if (why := self.noun.locked(document)) is not None:
            raise Impossible(why)
        return self.documents.change(document["id"], self.context.moment, self._given(parameters, document))

    def save(self, item: Parameters) -> None:
        """Create what has no id, and change or delete what has one; to delete what has none changes nothing."""
        destroy, is_new = item.truth("_destroy"), item.is_blank("id")
        if destroy:
            item.expect(*self.noun.fields)
        if is_new and not destroy:
            self.create(item)
        elif destroy and not is_new:
            self.documents.remove(self.named(item)["id"])
        elif not is_new:
            self.update(item, self.named(item))

    def _given(self, parameters: Parameters, document: Document | None) -> Document:
        """Read the fields that are given. Raises `Missing` and `Invalid`."""
        fields = {name: each for name, each in self.noun.fields.items() if document is None or not each.fixed}
        for name, each in fields.items():
            if document is None and each.needed and parameters.is_blank(name):
                raise Missing(name)
        given = {name: each.read(parameters, name) for name, each in fields.items() if parameters.has(name)}
        wrong = {name: self._wrong(name, value, parameters, document) for name, value in given.items()}
        if any(wrong.values()):
            raise Invalid({name.removesuffix("_id"): what for name, what in wrong.items() if what is not None})
        return given

    def _wrong(self, name: str, value: Any, parameters: Parameters, document: Document | None) -> str | None:
        each = self.noun.fields[name]
        if value is None:
            return ("can't be blank" if each.needed else None) if parameters.is_blank(name) else "is invalid"
        if each.unique and self.documents.has(name, value, beside=None if document is None else document["id"]):
            return "has already been taken"
        return None if each.refers_to is None or self._exists(each.refers_to, value) else "must exist"

    def _exists(self, place: str, value: Any) -> bool:
        table, _, column = place.partition(".")
        return self.context.store.one(f"SELECT 1 FROM {table} WHERE {column} = ?", value) is not None


def _list(noun: Noun, context: RequestContext) -> HttpResponse:
    return as_json(_Kept(noun, context).rows())


def _get(noun: Noun, context: RequestContext) -> HttpResponse:
    kept = _Kept(noun, context)
    return as_json(kept.show(kept.named(context.parameters)))


def _create(noun: Noun, context: RequestContext) -> HttpResponse:
    kept = _Kept(noun, context)
    return as_json(kept.show(kept.create(context.parameters)), noun.created)


def _update(noun: Noun, context: RequestContext) -> HttpResponse:
    kept = _Kept(noun, context)
    return as_json(kept.show(kept.update(context.parameters, kept.named(context.parameters))))


def _archive(noun: Noun, context: RequestContext) -> HttpResponse:
    kept = _Kept(noun, context)
    kept.documents.archive(kept.named(context.parameters)["id"], context.moment)
    return nothing(200)


def _delete(noun: Noun, context: RequestContext) -> HttpResponse:
    kept = _Kept(noun, context)
    kept.documents.remove(kept.named(context.parameters)["id"])
    return nothing(200)


def _save(noun: Noun, context: RequestContext) -> HttpResponse:
    """Create, change and delete in one request, as the list under the noun's name says, and answer with all there are then."""
    if context.parameters.is_blank(noun.name):
        raise Missing(noun.name)
    items, kept = context.parameters.groups(noun.name), _Kept(noun, context)
    if not items:
        raise Invalid({noun.name: "is invalid"})
    for item in items:
        kept.save(item)
    return as_json(kept.rows())


_ACTIONS: Final[Mapping[str, tuple[str, str, Callable[[Noun, RequestContext], HttpResponse]]]] = {
    "list": ("GET", "", _list),
    "get": ("GET", "/{id}", _get),
    "create": ("POST", "", _create),
    "update": ("PUT", "/{id}", _update),
    "archive": ("DELETE", "/{id}", _archive),
    "delete": ("DELETE", "/{id}", _delete),
    "save": ("PUT", "", _save),
}
"""Actions: method, what follows the path, and who answers."""
