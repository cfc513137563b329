"""Contracts that an affiliate is to sign.

What the documents leave open, and how it goes here: a contract has one version, which is as old as its last change; whoever signs
again has signed when they first did; a draft puts the signer's details where the text says `{{email}}` and `{{first_name}}`; and
what a promoter still has to sign is named by its contract.
"""

from ipaddress import ip_address
from typing import Any, Final

from attrs import evolve

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Invalid
from ..records import Records
from ..records.documents import Documents
from .fields import Document
from .listing import Listing
from .nouns import Kept
from .registry import RequestContext, handles
from .replies import as_json
from .v2_contracts import DOCUMENTS, content, contract_of
from .v2_shapes import Shapes

_PATH: Final = "/api/v2/affiliate/contract_documents"


def _version(records: Records, document: Document) -> Document:
    contract = contract_of(records, document)
    said = {name: contract[name] for name in ("content_hosted", "external_link")}
    return {"added_at": contract["updated_at"], "changes_made": None, **said}


def _version_id(_: Records, document: Document) -> int:
    return int(document["contract_id"])


def _signer(records: Records, document: Document) -> Document:
    whole = Shapes(records).promoter(records.store.get("promoters", document["promoter_id"]))
    return {
        **{name: whole[name] for name in ("id", "email", "name")},
        "profile": {"avatar": whole["profile"]["avatar"]},
    }


_OWN: Final = evolve(
    DOCUMENTS,
    shown=("id", "status", "contract", "contract_version", "contract_version_id", "promoter", "signed_at", "signed_ip"),
    follows={
        **DOCUMENTS.follows,
        "contract_version": _version,
        "contract_version_id": _version_id,
        "promoter": _signer,
    },
    listing=Listing("documents"),
)


@handles(f"GET {_PATH}")
def everything(context: RequestContext) -> HttpResponse:
    """List what the promoter has signed, or is to sign."""
    return as_json(Kept(_OWN, context).rows())


handles(f"GET {_PATH}/{{id}}")(content)


@handles(f"POST {_PATH}/{{id}}/sign")
def sign(context: RequestContext) -> HttpResponse:
    """Sign."""
    mine = Kept(_OWN, context)
    document, ip = mine.named(), _address(context.parameters)
    if document["status"] != "signed":
        document = mine.change(document, status="signed", signed_at=context.moment, signed_ip=ip)
    return as_json(mine.show(document))


def _address(parameters: Parameters) -> str | None:
    """Read an internet address. Raises `Invalid`."""
    told = parameters.text("ip")
    try:
        return None if told is None else str(ip_address(told))
    except ValueError:
        raise Invalid({"ip": "is invalid"}) from None


@handles(f"POST {_PATH}/draft")
def draft(context: RequestContext) -> HttpResponse:
    """Show what somebody would sign."""
    context.parameters.require("contract_id")
    contract = contract_of(context.records, {"contract_id": context.parameters.integer("contract_id")})
    details = context.parameters.group("details")
    known = {"email": details.text("email"), "first_name": details.group("profile").text("first_name")}
    said = str(contract["content"] or contract["external_link"])
    for name, value in known.items():
        said = said.replace(f"{{{{{name}}}}}", value or "")
    return as_json({"content": said})


def pending(records: Records, promoter_id: int) -> list[Any]:
    """Name the contracts that a promoter still has to sign."""
    mine = Documents(records.store, DOCUMENTS.name).having("promoter_id", promoter_id)
    return [contract_of(records, one)["name"] for one in mine if one["status"] == "pending"]
