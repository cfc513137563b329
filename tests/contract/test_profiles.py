"""A profile stands in two lists, since it is read nested and nullable, and written flat or with gaps. Both use the same names."""

from collections.abc import Iterator

import attrs
import pytest

from firstpromoter_async import Request
from firstpromoter_async.v1.models import Profile
from firstpromoter_async.v1.models.promoters import SocialAccounts
from firstpromoter_async.v1.promoters import CreatePromoter, UpdatePromoter
from firstpromoter_async.v2.models.profiles import ProfileInput, PromoterProfile

ONLY_READ_BY_V1 = {
    "id",
    "description", "vat_id",  # shown, and v1 has no parameter that sets them
    "twitch_url", "tiktok_url",  # webhooks show them
}  # fmt: skip
ONLY_READ_BY_V2 = {
    "paypal_email", "pending_vat_validation",  # seen in answers, though not documented
}  # fmt: skip
ONLY_FOR_A_NEW_PROMOTER = {"company_name"}


def names(kind: type[attrs.AttrsInstance]) -> set[str]:
    return {attribute.name for attribute in attrs.fields(kind)} - {"raw"}


def read_by_v1() -> Iterator[str]:
    """Name what v1 nests as it is written: flat, each network by its `..._url`."""
    yield from names(Profile) - {"social_accounts"}
    yield from (f"{network}_url" for network in names(SocialAccounts))


def test_what_v1_shows_of_a_profile_can_be_written_under_the_same_name() -> None:
    assert {*read_by_v1()} - names(CreatePromoter) == ONLY_READ_BY_V1


@pytest.mark.parametrize("kind", [CreatePromoter, UpdatePromoter])
def test_v1_writes_no_profile_field_that_it_does_not_show(kind: type[Request[object]]) -> None:
    details = {name for name in names(kind) if name.endswith("_url") or name in names(Profile)}
    assert details - {*read_by_v1(), "landing_url"} == set()


def test_a_promoter_of_v1_can_be_changed_in_all_that_a_new_one_can_say() -> None:
    written = names(CreatePromoter) & {*read_by_v1()}
    assert written - names(UpdatePromoter) == ONLY_FOR_A_NEW_PROMOTER


def test_v2_reads_and_writes_the_same_profile() -> None:
    assert names(PromoterProfile) - names(ProfileInput) == ONLY_READ_BY_V2
    assert names(ProfileInput) - names(PromoterProfile) == set()
