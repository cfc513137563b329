"""Contract documents as their promoter sees them. This module knows nothing of requests."""

from datetime import datetime

from ...frozen import frozen
from ...wire.model import Model
from .brief import ContractDocumentStatus, PromoterBrief


@frozen(kw_only=True)
class ContractBrief(Model):
    """A contract, by name."""

    id: int | None = None
    name: str | None = None


@frozen(kw_only=True)
class ContractVersion(Model):
    """What a contract says at one time."""

    added_at: datetime | None = None
    changes_made: str | None = None
    """What is new in it."""
    content_hosted: bool | None = None
    """Whether FirstPromoter has the text; else it is at `external_link`."""
    external_link: str | None = None


@frozen(kw_only=True)
class SignerProfile(Model):
    """The picture of who signs."""

    avatar: str | None = None
    """The address of a picture."""


@frozen(kw_only=True)
class Signer(PromoterBrief):
    """Who signs."""

    profile: SignerProfile | None = None


@frozen(kw_only=True)
class AffiliateContractDocument(Model):
    """A contract between the company and the promoter."""

    id: int
    status: ContractDocumentStatus | str | None = None
    contract: ContractBrief | None = None
    contract_version: ContractVersion | None = None
    contract_version_id: int | None = None
    promoter: Signer | None = None
    signed_at: datetime | None = None
    signed_ip: str | None = None
    """The internet address that it was signed from."""


@frozen(kw_only=True)
class ContractContent(Model):
    """What a contract says, as HTML."""

    content: str | None = None
