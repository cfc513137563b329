"""E-mails to promoters: list, get, create, update, delete, copy, send_now, send_test, and the template around them all.

What these calls answer is documented nowhere, so each gives what came. What starts an e-mail is in `email_triggers`. This module
knows nothing of sending.
"""

from typing import Any

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call
from ...unset import UNSET, Maybe
from ...wire.answers import File
from ...wire.checks import filled
from ...wire.request import Replay, Request
from ..base import UndescribedList, company
from ..filters import YES_OR_NO, Direction, Range, one_or_several_ids
from ..lists import ids
from .email_triggers import EmailTrigger, EmailTriggerOn, OtherEmailTriggerOn


@frozen(kw_only=True)
class EmailFilters:
    """Which e-mails to list; all conditions must hold."""

    trigger_enabled: Maybe[bool] = field(default=UNSET, metadata=YES_OR_NO)
    trigger_on: Maybe[EmailTriggerOn | OtherEmailTriggerOn | str] = UNSET
    sent_count: Maybe[Range[int]] = UNSET
    """How often it was sent."""
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """Those for promoters of this campaign, or of one of these."""


@frozen(kw_only=True)
class EmailSorting:
    """The order of e-mails."""

    sent_count: Maybe[Direction] = UNSET
    subject: Maybe[Direction] = UNSET


@frozen(kw_only=True)
class ListEmails(UndescribedList):
    """List e-mails.

    `GET /api/v2/company/emails`. What it answers is documented nowhere.
    """

    route = company.GET("/emails")

    q: Maybe[str] = UNSET
    """Search in names and subjects."""
    filters: Maybe[EmailFilters] = UNSET
    sorting: Maybe[EmailSorting] = UNSET


@frozen
class GetEmail(Request[Any]):
    """Look up one e-mail.

    `GET /api/v2/company/emails/{id}`. What it answers is documented nowhere.
    """

    route = company.GET("/emails/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class _WholeEmail(Request[Any]):
    """All of an e-mail, which is said each time."""

    replay = Replay.UNSAFE

    name: str = field(validator=filled)
    subject: str = field(validator=filled)
    content: str = field(validator=filled)
    allowed_campaign_ids: tuple[int, ...] = field(converter=ids)
    """All campaigns whose promoters get it."""
    trigger: EmailTrigger
    """When it is sent."""


@frozen(kw_only=True)
class CreateEmail(_WholeEmail):
    """Create an e-mail, which is sent when its trigger says so.

    `POST /api/v2/company/emails`. There is no key against doing it twice. What it answers is documented nowhere.
    """

    route = company.POST("/emails")


@frozen
class UpdateEmail(_WholeEmail):
    """Change an e-mail. All of it has to be said each time.

    `PUT /api/v2/company/emails/{id}`. What it answers is documented nowhere.
    """

    route = company.PUT("/emails/{id}")

    id: int


@frozen
class DeleteEmail(Request[None]):
    """Delete an e-mail, so that it is not sent any more.

    `DELETE /api/v2/company/emails/{id}`
    """

    route = company.DELETE("/emails/{id}")
    replay = Replay.UNSAFE

    id: int


@frozen
class CopyEmail(Request[Any]):
    """Make another e-mail like this one.

    `POST /api/v2/company/emails/{id}/copy`. What it answers is documented nowhere.
    """

    route = company.POST("/emails/{id}/copy")
    replay = Replay.UNSAFE

    id: int


@frozen
class SendEmailNow(Request[Any]):
    """Send an e-mail now, to every promoter that it is for; twice, if this is called twice.

    `POST /api/v2/company/emails/{id}/send_now`. It is never repeated by itself when the outcome of an attempt is unknown. What it
    answers is documented nowhere.
    """

    route = company.POST("/emails/{id}/send_now")
    replay = Replay.UNSAFE

    id: int


@frozen
class SendTestEmail(Request[Any]):
    """Send an e-mail to yourself, to see what it looks like.

    `POST /api/v2/company/emails/{id}/send_test`. What it answers is documented nowhere.
    """

    route = company.POST("/emails/{id}/send_test")
    replay = Replay.UNSAFE

    id: int


@frozen
class GetEmailTemplate(Request[File | Any]):
    """Return the template that all e-mails of the company stand in.

    `GET /api/v2/company/emails/template`. What it answers is documented nowhere, but that it has the template's HTML.
    """

    route = company.GET("/emails/template")
    replay = Replay.SAFE


@frozen
class UpdateCustomEmailTemplate(Request[Any]):
    """Replace the template that all e-mails of the company stand in.

    `PATCH /api/v2/company/emails/custom_template`. What it answers is documented nowhere.
    """

    route = company.PATCH("/emails/custom_template")
    replay = Replay.UNSAFE

    html: str = field(validator=filled)
    """The whole template, as HTML."""


@frozen
class SendTestOfCustomEmailTemplate(Request[Any]):
    """Send an e-mail in the company's own template to yourself, to see what it looks like.

    `POST /api/v2/company/emails/test_custom_template`. What it answers is documented nowhere.
    """

    route = company.POST("/emails/test_custom_template")
    replay = Replay.UNSAFE


class Emails(Resource):
    """What promoters are told by e-mail, and when."""

    list = call(ListEmails)
    """What came, as plain JSON data: nobody says how it is built."""
    get = call(GetEmail)
    """What came, as plain JSON data: nobody says how it is built."""
    create = call(CreateEmail)
    """What came, as plain JSON data: nobody says how it is built."""
    update = call(UpdateEmail)
    """What came, as plain JSON data: nobody says how it is built."""
    delete = call(DeleteEmail)
    """Nothing: it is gone."""
    copy = call(CopyEmail)
    """What came, as plain JSON data: perhaps the copy, but nobody says so."""
    send_now = call(SendEmailNow)
    """What came, as plain JSON data: nobody says how it is built. By then, mail has gone out."""
    send_test = call(SendTestEmail)
    """What came, as plain JSON data: nobody says how it is built."""
    template = call(GetEmailTemplate)
    """Whatever came: JSON as plain data, and all else, such as the HTML itself, as a `File`; look with `isinstance`."""
    update_custom_template = call(UpdateCustomEmailTemplate)
    """What came, as plain JSON data: nobody says how it is built."""
    test_custom_template = call(SendTestOfCustomEmailTemplate)
    """What came, as plain JSON data: nobody says how it is built."""
