"""v2 contracts, and the documents that promoters sign.

What the documents of FirstPromoter leave open, and how it goes here: answers have what was kept; a contract makes a document for
every promoter who is in one of its campaigns when it is created or changed, in any campaign if it names none; and a document says
what its contract says now.
"""

import json
import re
from typing import Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..pdf import pdf
from ..problems import Invalid, NoSuchRecord
from ..records import Records
from ..records.documents import Documents, kept
from ..store import as_kept
from .fields import Document, Field, integers, text, truth
from .listing import Listing, numbers, words
from .nouns import Kept, Noun
from .promoter_filters import NAME
from .registry import RequestContext, handles
from .replies import as_json
from .v2_shapes import brief_promoter

_LINK: Final = re.compile(r"\[(\S.*)\]")
_MEMBERS: Final = """SELECT DISTINCT promoter_id FROM promotions
    WHERE (json_array_length(?1) = 0 OR campaign_id IN (SELECT value FROM json_each(?1)))
    AND promoter_id NOT IN (SELECT json_extract(fields, '$.promoter_id') FROM documents
                            WHERE noun = 'contract_documents' AND json_extract(fields, '$.contract_id') = ?2)
    ORDER BY promoter_id"""


def label(parameters: Parameters, name: str) -> str | None:
    """Read words of which some, in square brackets, are a link."""
    words_of_it = parameters.text(name)
    return words_of_it if words_of_it and _LINK.search(words_of_it) else None


def _check(contract: Document) -> dict[str, str]:
    needed = "content" if contract["content_hosted"] else "external_link"
    return {} if contract[needed] else {needed: "can't be blank"}


def _make_documents(records: Records, moment: str, contract: Document) -> None:
    campaigns = json.dumps(contract["campaign_ids"] or [])
    for row in records.store.all(_MEMBERS, campaigns, contract["id"]):
        DOCUMENTS.keep(records, moment, {"contract_id": contract["id"], "status": "pending", **row})


CONTRACTS = Noun(
    "contracts",
    fields={
        "name": Field(text, needed=True),
        "checkbox_label": Field(label, needed=True),
        "content_hosted": Field(truth, needed=True),
        "content": Field(text),
        "external_link": Field(text),
        "campaign_ids": Field(integers, refers_to="campaigns", default=[]),
        "default": Field(truth, default=False, later=True),
    },
    shown=(
        "id", "name", "checkbox_label", "content_hosted", "content", "external_link", "campaign_ids", "default", "created_at",
        "updated_at",
    ),
    again=("name", "checkbox_label", "content_hosted"),
    check=_check,
    then=_make_documents,
)  # fmt: skip
CONTRACTS.at("/api/v2/company/contracts", "list", "get", "create", "update", "delete")


def contract_of(records: Records, document: Document) -> Document:
    """Return the contract that a document is of. Raises `NoSuchRecord`."""
    contract = Documents(records.store, CONTRACTS.name).find(document["contract_id"])
    if contract is None:
        raise NoSuchRecord("Contract not found.")
    return contract


DOCUMENTS = Noun(
    "contract_documents",
    fields={},
    shown=("id", "status", "contract", "promoter", "signed_at", "signed_ip", "created_at", "updated_at"),
    follows={
        "contract": lambda records, document: as_kept(contract_of(records, document), "id", "name"),
        "promoter": lambda records, document: brief_promoter(records.store.get("promoters", document["promoter_id"])),
    },
    listing=Listing(
        "documents",
        f"documents JOIN promoters ON promoters.id = {kept('promoter_id')}",
        search=("promoters.email", NAME),
        filters={
            "status": words(kept("status")),
            "promoter_id": numbers(kept("promoter_id")),
            "contract_id": numbers(kept("contract_id")),
        },
        sorting={"created_at": "documents.created_at", "signed_at": kept("signed_at")},
    ),
    part_of=(CONTRACTS, "contract_id"),
    is_below=False,
)
DOCUMENTS.at("/api/v2/company/contract_documents", "list")


@handles("GET /api/v2/company/contract_documents/{id}")
def content(context: RequestContext) -> HttpResponse:
    """Show what a document says, as HTML or as PDF."""
    context.parameters.require("content_type")
    form = context.parameters.word("content_type", ("html", "pdf"))
    if form is None:
        raise Invalid({"content_type": "is not included in the list"})
    contract = contract_of(context.records, Kept(DOCUMENTS, context).named())
    said = contract["content"] if contract["content_hosted"] else contract["external_link"]
    return as_json({"data": {"content": said}}) if form == "html" else _as_pdf(contract, said)


def _as_pdf(contract: Document, said: str) -> HttpResponse:
    headers = {"Content-Type": "application/pdf", "Content-Disposition": 'inline; filename="contract.pdf"'}
    return HttpResponse.of(200, headers, pdf([contract["name"], *said.splitlines()]))
