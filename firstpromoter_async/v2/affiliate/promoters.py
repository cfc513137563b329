"""The promoter's own account: who they are, whom they recruited, figures over time, password, end. Knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.checks import filled
from ...wire.request import Replay, Request, wire_name
from ..base import V2Listing, affiliate, without_session
from ..dashboard_chart import DashboardChart
from ..models.affiliate_promoters import CurrentPromoter, PromoterEmail, SubAffiliate


@frozen
class GetCurrentPromoter(Request[CurrentPromoter]):
    """Look up the promoter whose session this is.

    `GET /api/v2/affiliate/promoters/current`
    """

    route = affiliate.GET("/promoters/current")
    replay = Replay.SAFE


@frozen(kw_only=True)
class ListSubAffiliates(V2Listing[SubAffiliate]):
    """List the promoters whom this one recruited, page by page.

    `GET /api/v2/affiliate/promoters/sub_affiliates`
    """

    route = affiliate.GET("/promoters/sub_affiliates")


@frozen(kw_only=True)
class GetAffiliateChartData(DashboardChart):
    """Fetch the figures of a chart over time.

    `GET /api/v2/affiliate/promoters/chart_data`. FirstPromoter documents no answer, so it comes as it is.
    """

    route = affiliate.GET("/promoters/chart_data")

    promoter_campaign_id: Maybe[int] = UNSET
    """One campaign of the promoter's (`CurrentPromoter.promoter_campaigns` has the id); all of them, if left out."""


@frozen
class GetEmailFromEncryptedId(Request[PromoterEmail]):
    """Look up whose an encrypted id is, for a page on which a promoter chooses a password.

    `GET /api/v2/affiliate/promoters/email_from_encrypted_id`. It takes no session: the account id is enough. Raises
    `Unprocessable` for an id that is none.
    """

    route = without_session.GET("/promoters/email_from_encrypted_id")
    replay = Replay.SAFE

    id: str = field(validator=filled, repr=False)
    """As it is in the link of FirstPromoter's e-mail. A credential, which then is part of the URL: whoever has it can choose the
    password."""


def _twice(password: str) -> dict[str, str]:
    return {"new_password": password, "new_password_confirmation": password}


@frozen
class SetPromoterPassword(Request[CurrentPromoter]):
    """Choose the password of the promoter whom an encrypted id is of.

    `PUT /api/v2/affiliate/promoters/set_password`. It takes no session: the account id is enough. Raises `Unprocessable` for an
    id that is none, or a password that is too weak.
    """

    route = without_session.PUT("/promoters/set_password")
    replay = Replay.UNSAFE

    id: str = field(validator=filled, repr=False)
    """As it is in the link of FirstPromoter's e-mail; a credential."""
    new_password: str = field(
        validator=filled, repr=False, kw_only=True, metadata=wire_name("user") | {"write": _twice}
    )
    """The password; FirstPromoter wants it twice, and gets it so."""


@frozen
class ArchiveCurrentPromoter(Request[None]):
    """Archive the account of the promoter whose session this is.

    `POST /api/v2/affiliate/promoters/archive`. Raises `Unprocessable` where FirstPromoter does not allow it.
    """

    route = affiliate.POST("/promoters/archive")
    replay = Replay.UNSAFE


class AffiliatePromoters(Resource):
    """The promoter themselves."""

    current = call(GetCurrentPromoter)
    """The promoter, with their links and states; revenue and balances in money are minor units (cents)."""
    sub_affiliates = pages(ListSubAffiliates)
    """Those whom they recruited, 100 on a page; revenue is in minor units (cents)."""
    chart_data = call(GetAffiliateChartData)
    """Plain JSON; the company's charts have pairs of a date and a number, in `selection_items`."""
    email_from_encrypted_id = call(GetEmailFromEncryptedId)
    """The promoter's e-mail address, as `email`."""
    set_password = call(SetPromoterPassword)
    """The promoter; revenue and balances in money are minor units (cents)."""
    archive = call(ArchiveCurrentPromoter)
    """Nothing: only the company can bring the account back."""
