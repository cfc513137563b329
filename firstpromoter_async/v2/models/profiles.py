"""What promoters say about themselves: as it is read, where all is there, and as it is written, where most is left out.

This module knows nothing of requests.
"""

from collections.abc import Mapping
from typing import Any

from attrs import field

from ...frozen import frozen
from ...unset import UNSET, Maybe
from ...wire.model import Model


@frozen(kw_only=True)
class PromoterProfile(Model):
    """What a promoter says about themselves, and their tax forms."""

    id: int | None = None
    first_name: str | None = None
    last_name: str | None = None
    website: str | None = None
    company_name: str | None = None
    company_number: str | None = None
    phone_number: str | None = None
    vat_id: str | None = None
    country: str | None = None
    """Two letters, for example `US`."""
    address: str | None = None
    avatar: str | None = None
    """The address of a picture."""
    w8_form_url: str | None = None
    w9_form_url: str | None = None
    description: str | None = None
    paypal_email: str | None = None
    """Seen in answers, though not documented."""
    invoice_details_validation_errors: Any = field(default=None, hash=False)
    should_validate_invoice_details: bool | None = None
    pending_vat_validation: bool | None = None
    """Seen in answers, though not documented."""
    instagram_url: str | None = None
    youtube_url: str | None = None
    linkedin_url: str | None = None
    facebook_url: str | None = None
    twitter_url: str | None = None
    twitch_url: str | None = None
    tiktok_url: str | None = None


@frozen(kw_only=True)
class ProfileInput:
    """A profile to write. None clears a text; what is not given stays as it is."""

    id: Maybe[int] = UNSET
    """The id of an existing profile."""
    first_name: Maybe[str] = UNSET
    last_name: Maybe[str] = UNSET
    website: Maybe[str | None] = UNSET
    company_name: Maybe[str | None] = UNSET
    company_number: Maybe[str | None] = UNSET
    phone_number: Maybe[str | None] = UNSET
    vat_id: Maybe[str | None] = UNSET
    country: Maybe[str | None] = UNSET
    """Two letters, for example `US`."""
    address: Maybe[str | None] = UNSET
    avatar: Maybe[str] = UNSET
    """The address of a picture."""
    w8_form_url: Maybe[str | None] = UNSET
    w9_form_url: Maybe[str | None] = UNSET
    description: Maybe[str | None] = UNSET
    invoice_details_validation_errors: Maybe[Mapping[str, Any] | None] = field(default=UNSET, hash=False)
    """Documented as a parameter too, though it reads like a part of answers."""
    should_validate_invoice_details: Maybe[bool] = UNSET
    instagram_url: Maybe[str | None] = UNSET
    youtube_url: Maybe[str | None] = UNSET
    linkedin_url: Maybe[str | None] = UNSET
    facebook_url: Maybe[str | None] = UNSET
    twitter_url: Maybe[str | None] = UNSET
    twitch_url: Maybe[str | None] = UNSET
    tiktok_url: Maybe[str | None] = UNSET
