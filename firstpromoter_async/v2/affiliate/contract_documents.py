"""Contracts between the company and the promoter: list, show, sign, draft. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Envelope, File, Meta
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate, without_session
from ..company.contract_documents import ContractContentType
from ..models.affiliate_contracts import AffiliateContractDocument, ContractContent


@frozen(kw_only=True)
class ListAffiliateContractDocuments(V2Listing[AffiliateContractDocument]):
    """List the promoter's contracts in their current versions, page by page.

    `GET /api/v2/affiliate/contract_documents`
    """

    route = affiliate.GET("/contract_documents")


@frozen
class GetAffiliateContractDocument(Request[Envelope[ContractContent, Meta] | File]):
    """Show what a contract says, as HTML or as PDF.

    `GET /api/v2/affiliate/contract_documents/{id}`. Raises `NotFound`.
    """

    route = affiliate.GET("/contract_documents/{id}")
    replay = Replay.SAFE

    id: int
    content_type: ContractContentType | str = field(kw_only=True)


@frozen
class SignContractDocument(Request[AffiliateContractDocument]):
    """Sign a contract: the promoter agrees.

    `POST /api/v2/affiliate/contract_documents/{id}/sign`. Raises `BadRequest` for an `ip` that is none, and `NotFound`.
    """

    route = affiliate.POST("/contract_documents/{id}/sign")
    replay = Replay.UNSAFE

    id: int
    ip: Maybe[str] = field(default=UNSET, kw_only=True)
    """The promoter's internet address, and not that of your server."""


@frozen(kw_only=True)
class DraftProfile:
    """What a draft says of who will sign."""

    first_name: Maybe[str] = UNSET


@frozen(kw_only=True)
class DraftDetails:
    """Who will sign."""

    email: Maybe[str] = UNSET
    profile: Maybe[DraftProfile] = UNSET


@frozen(kw_only=True)
class DraftContract(Request[ContractContent]):
    """Show what a contract would say to somebody who is about to join.

    `POST /api/v2/affiliate/contract_documents/draft`. It takes no session: the account id is enough. Raises `NotFound` for a
    contract that is none.
    """

    route = without_session.POST("/contract_documents/draft")
    replay = Replay.UNSAFE

    contract_id: int
    details: Maybe[DraftDetails] = UNSET
    """What stands for the signer in the text."""


class AffiliateContractDocuments(Resource):
    """Contracts between the company and the promoter."""

    list = pages(ListAffiliateContractDocuments)
    """Contracts, 100 on a page, with who signed them and when."""
    get = call(GetAffiliateContractDocument)
    """For HTML its text, in `data.content`; for PDF a `File`: look with `isinstance`."""
    sign = call(SignContractDocument)
    """The contract, signed."""
    draft = call(DraftContract)
    """The contract's text, as HTML, in `content`."""
