"""Profiles: what promoters say about themselves, and what each generation calls it.

One flat object of texts is kept; v1 takes it flat and shows networks nested, v2 nests all of it under `profile`.
"""

import json
from typing import Any, Final

from ..parameters import Parameters
from ..store import Row

_NETWORKS: Final = ("twitter", "youtube", "facebook", "linkedin", "instagram")
_BOTH: Final = (
    "first_name", "last_name", "website", "company_name", "phone_number", "address", "vat_id", "country", "paypal_email",
    "avatar_url", "description",
)  # fmt: skip
_ONLY_V2: Final = ("company_number", "w8_form_url", "w9_form_url", "twitch_url", "tiktok_url")
_IN_V1: Final = (*_BOTH, *(f"{network}_url" for network in _NETWORKS))
_IN_V2: Final = {name: "avatar" if name == "avatar_url" else name for name in (*_IN_V1, *_ONLY_V2)}
"""What each text is called by v2."""


def from_v1(parameters: Parameters) -> dict[str, Any]:
    """Read what v1 says of a profile, which is flat and cannot clear anything."""
    return {name: text for name in _IN_V1 if (text := parameters.text(name)) is not None}


def from_v2(parameters: Parameters) -> dict[str, Any]:
    """Read what v2 says of a profile; null and empty texts clear, so they are None here."""
    profile = parameters.group("profile")
    profile.expect("id")  # a promoter has one profile, whatever id is named
    said: dict[str, Any] = {column: profile.text(name) for column, name in _IN_V2.items() if profile.has(name)}
    if profile.has("invoice_details_validation_errors"):
        said["invoice_details_validation_errors"] = profile.mapping("invoice_details_validation_errors") or {}
    if (wanted := profile.maybe_truth("should_validate_invoice_details")) is not None:
        said["should_validate_invoice_details"] = wanted
    return said | _without_forms(parameters, profile)


def _without_forms(parameters: Parameters, profile: Parameters) -> dict[str, None]:
    """Read the switches that throw tax forms away; in JSON the brackets are part of their names."""
    return {
        f"{form}_form_url": None
        for form in ("w8", "w9")
        if parameters.truth(f"profile[_destroy_{form}form]") or profile.truth(f"_destroy_{form}form")
    }


def in_v1(promoter: Row) -> dict[str, Any]:
    """Write a profile down as v1 does."""
    kept = json.loads(promoter["profile"])
    social = {name: {"url": url} for name in _NETWORKS if (url := kept.get(f"{name}_url"))}
    return {"id": promoter["id"], **{name: kept.get(name) for name in _BOTH}, "social_accounts": social}


def in_v2(promoter: Row) -> dict[str, Any]:
    """Write a profile down as v2 does."""
    kept = json.loads(promoter["profile"])
    return {
        "id": promoter["id"],
        **{name: kept.get(column) for column, name in _IN_V2.items()},
        "invoice_details_validation_errors": kept.get("invoice_details_validation_errors", {}),
        "should_validate_invoice_details": kept.get("should_validate_invoice_details", False),
    }
