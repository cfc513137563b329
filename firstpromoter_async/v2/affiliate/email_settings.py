"""Which e-mails a promoter gets: list, update. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate
from ..models.affiliate_emails import EmailSettings


@frozen(kw_only=True)
class ListEmailSettings(V2Listing[EmailSettings]):
    """List which e-mails the promoter gets from each company that they promote, page by page.

    `GET /api/v2/affiliate/email_settings`; the first page's `meta` has the `email`.
    """

    route = affiliate.GET("/email_settings")
    rows_key = "data"

    e: Maybe[str] = field(default=UNSET, repr=False)
    """An encrypted e-mail address, as it is in the links of FirstPromoter's e-mails; the promoter of the session, if left out."""


@frozen
class UpdateEmailSettings(Request[EmailSettings]):
    """Choose which e-mails the promoter gets; what is left out stays.

    `PUT /api/v2/affiliate/email_settings/{id}`. Raises `NotFound`.
    """

    route = affiliate.PUT("/email_settings/{id}")
    replay = Replay.UNSAFE

    id: int
    """`EmailSettings.id`, which is a promoter's."""
    e: Maybe[str] = field(default=UNSET, repr=False, kw_only=True)
    """An encrypted e-mail address, as it is in the links of FirstPromoter's e-mails."""
    marketing_consent: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether the company may send marketing of any kind."""
    emails_opt_drip: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Helpful e-mails about the programme."""
    emails_opt_new_commission: Maybe[bool] = field(default=UNSET, kw_only=True)
    """One for each new commission."""
    emails_opt_new_referral: Maybe[bool] = field(default=UNSET, kw_only=True)
    """One for each new referral."""
    emails_opt_payout: Maybe[bool] = field(default=UNSET, kw_only=True)
    """One for each payment."""


class AffiliateEmailSettings(Resource):
    """Which e-mails the promoter gets."""

    list = pages(ListEmailSettings)
    """One for each company that the promoter promotes, 100 on a page."""
    update = call(UpdateEmailSettings)
    """The settings as they are now."""
