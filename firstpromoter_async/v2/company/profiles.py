"""Profiles, as they are written. This module knows nothing of requests."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ...unset import UNSET, Maybe


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
