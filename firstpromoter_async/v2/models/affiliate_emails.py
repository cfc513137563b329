"""Which e-mails a promoter wants. This module knows nothing of requests."""

from ...frozen import frozen
from ...wire.model import Model


@frozen(kw_only=True)
class EmailSettings(Model):
    """Which e-mails of one company the promoter gets."""

    id: int
    """The promoter's id at that company."""
    company_name: str | None = None
    company_domain: str | None = None
    marketing_consent: bool | None = None
    """Whether the company may send marketing of any kind."""
    emails_opt_drip: bool | None = None
    """Helpful e-mails about the programme."""
    emails_opt_new_commission: bool | None = None
    """One for each new commission."""
    emails_opt_new_referral: bool | None = None
    """One for each new referral."""
    emails_opt_payout: bool | None = None
    """One for each payment."""
