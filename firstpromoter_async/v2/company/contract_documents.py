"""Contract documents: list, get. The contracts that they are made of are in `contracts`. This module knows nothing of sending."""

from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call
from ...unset import UNSET, Maybe
from ...wire.answers import File
from ...wire.request import Replay, Request
from ..base import UndescribedList, company
from ..filters import Direction
from ..models.brief import ContractDocumentStatus


@frozen(kw_only=True)
class ContractDocumentFilters:
    """Which contract documents to list; all conditions must hold."""

    status: Maybe[ContractDocumentStatus | str] = UNSET
    promoter_id: Maybe[int] = UNSET
    contract_id: Maybe[int] = UNSET


@frozen(kw_only=True)
class ContractDocumentSorting:
    """The order of contract documents."""

    created_at: Maybe[Direction] = UNSET
    signed_at: Maybe[Direction] = UNSET


@frozen(kw_only=True)
class ListContractDocuments(UndescribedList):
    """List what promoters have signed or are to sign, in its current version.

    `GET /api/v2/company/contract_documents`. What it answers is documented nowhere.
    """

    route = company.GET("/contract_documents")

    q: Maybe[str] = UNSET
    """Search in names and e-mails of promoters."""
    filters: Maybe[ContractDocumentFilters] = UNSET
    sorting: Maybe[ContractDocumentSorting] = UNSET


class ContractContentType(StrEnum):
    """The form of a contract document."""

    HTML = "html"
    PDF = "pdf"


@frozen
class GetContractDocument(Request[File | Any]):
    """Return what one promoter has signed or is to sign.

    `GET /api/v2/company/contract_documents/{id}`. What it answers is documented nowhere; a promoter's own document comes as
    `{"data": {"content": "..."}}` for HTML.
    """

    route = company.GET("/contract_documents/{id}")
    replay = Replay.SAFE

    id: int
    content_type: ContractContentType | str = field(kw_only=True)


class ContractDocuments(Resource):
    """What promoters have signed, or are to sign."""

    list = call(ListContractDocuments)
    """What came, as plain JSON data: nobody says how it is built."""
    get = call(GetContractDocument)
    """Whatever came: JSON as plain data, and all else, such as a PDF, as a `File`; look with `isinstance`."""
