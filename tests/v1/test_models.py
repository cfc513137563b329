"""v1 models: every documented field is read, and nothing that is missing, empty or new breaks a reader."""

import copy
import pickle
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from firstpromoter_async.v1 import models
from firstpromoter_async.v1.models import (
    Campaign,
    CampaignReport,
    Event,
    Lead,
    Payout,
    Profile,
    Promoter,
    PromoterReport,
    PromoterStatus,
    Promotion,
    PromotionStatus,
    Report,
    Reward,
    Unit,
)
from firstpromoter_async.wire.codec import structure
from firstpromoter_async.wire.model import Model

from .conversation import sample

SAMPLES = [
    ("promoter", Promoter),
    ("lead", Lead),
    ("reward", Reward),
    ("payout", Payout),
    ("sale", Event),
    ("refund", Event),
    ("signup", Event),
    ("cancellation", Event),
    ("subscriber", Event),
]
NOUNS = [Promoter, Profile, Promotion, Lead, Reward, Payout, Campaign, Event, Report, CampaignReport, PromoterReport]


@pytest.mark.parametrize("kind", NOUNS)
def test_an_empty_object_is_read_all_the_same(kind: type[Model]) -> None:
    assert structure({}, kind) == kind()


@pytest.mark.parametrize("kind", NOUNS)
def test_null_everywhere_is_read_like_nothing(kind: type[Model]) -> None:
    nulls = {a.metadata.get("name", a.name): None for a in attrs.fields(kind) if a.name != "raw"}
    assert structure(nulls, kind) == kind()


def test_a_promoter_is_read_whole() -> None:
    ann: Promoter = structure(sample("promoter"), Promoter)
    assert (ann.status, ann.cust_id, ann.note) == (PromoterStatus.ACTIVE, "cus_ann", "Met at the spring fair")
    assert ann.created_at == datetime(2024, 9, 11, 14, 20, 50, 403_000, UTC)
    assert ann.parent_promoter_id == 6900
    assert ann.custom_fields == {"shirt": "M"}
    assert [(code.code, code.reward and code.reward.name) for code in ann.promo_codes] == [("ANN10", "1 free month")]


def test_balances_map_units_to_integers_and_may_be_negative_or_absent() -> None:
    ann: Promoter = structure(sample("promoter"), Promoter)
    assert ann.earnings_balance == {"cash": 28800, "points": 24, "free_months": 3}
    assert ann.current_balance == {"cash": 28800, "points": -24}
    assert (ann.paid_balance, ann.pending_balance) == (None, None)


def test_balances_keep_units_that_are_new_and_amounts_in_quotes() -> None:
    promoter: Promoter = structure({"current_balance": {"stickers": "-7", "cash": 0}}, Promoter)
    assert promoter.current_balance == {"stickers": -7, "cash": 0}


def test_a_promotion_shows_what_is_offered() -> None:
    friends, books = structure(sample("promoter"), Promoter).promotions
    assert (friends.status, friends.ref_id, friends.campaign_id) == (PromotionStatus.OFFER_RUNNING, "ann", 501)
    assert (friends.current_offer.unit, friends.current_offer.default_promo_code) == (Unit.FREE_MONTHS, None)
    assert (friends.current_referral_reward.per_of_sale, friends.current_referral_reward.unit) == (20, Unit.CASH)
    assert (friends.sales_total, friends.refunds_total) == (72400, -4900)
    assert (books.current_offer, books.hidden) == (None, True)
    assert (books.current_target_reward.amount, books.current_target_reward.unit) == (12.5, Unit.DISCOUNT_PER)


def test_the_moment_a_target_was_reached_may_be_an_object() -> None:
    def read(value: Any) -> Any:
        return structure({"target_reached_at": value}, Promotion).target_reached_at

    assert read("2024-10-01T08:00:00.000Z") == datetime(2024, 10, 1, 8, tzinfo=UTC)
    assert read({"at": "2024-10-01"}) == {"at": "2024-10-01"}
    assert (read(None), read(""), read({})) == (None, None, {})


def test_social_accounts_may_be_there_empty_or_missing() -> None:
    ann, ben = structure(sample("promoters"), list[Promoter])
    assert ann.profile.social_accounts.twitter.url == "https://twitter.example.com/ann"
    assert ann.profile.social_accounts.youtube.url is None
    assert ann.profile.social_accounts.facebook is None
    assert ben.profile.social_accounts.twitter is None


def test_empty_text_is_none() -> None:
    _, ben = structure(sample("promoters"), list[Promoter])
    _, dave = structure(sample("leads"), list[Lead])
    assert (ben.cust_id, dave.uid, dave.plan_name) == (None, None, None)
    assert structure({"created_at": "", "id": ""}, Promoter) == Promoter()


def test_digits_in_quotes_are_ids() -> None:
    lead: Lead = structure({"id": "9001", "split_promotion_id": "8002"}, Lead)
    assert (lead.id, lead.split_promotion_id) == (9001, 8002)


@pytest.mark.parametrize(
    ("kind", "name", "known"),
    [
        (Promoter, "status", "blocked"),
        (Promotion, "status", "offer_inactive"),
        (Lead, "state", "denied"),
        (Lead, "suspicion", "ad_source"),
        (Reward, "status", "pending"),
        (Reward, "unit", "discount_mon"),
        (Payout, "status", "processing"),
        (Payout, "unit", "points"),
        (Event, "type", "refund"),
    ],
)
def test_known_words_are_members_and_new_ones_stay_text(kind: type[Model], name: str, known: str) -> None:
    member, text = (getattr(structure({name: word}, kind), name) for word in (known, "brand_new"))
    assert type(member) is not str
    assert member == known
    assert type(text) is str
    assert text == "brand_new"


def test_fields_that_are_new_are_kept_and_reachable() -> None:
    lead: Lead = structure({"id": 1, "shoe_size": 43, "promoter": {"id": 2, "hat": True}}, Lead)
    assert lead.extra == {"shoe_size": 43}
    assert lead.promoter is not None
    assert lead.promoter.extra == {"hat": True}


def test_a_leads_state_is_read_under_both_of_its_names() -> None:
    assert structure({"status": "active"}, Lead) == structure({"state": "active"}, Lead)


@pytest.mark.parametrize("fields", [{"team": "blue"}, '{"team": "blue"}', "", None, []])
def test_a_leads_custom_fields_stay_as_they_came(fields: Any) -> None:
    assert structure({"custom_fields": fields}, Lead).custom_fields == fields


@pytest.mark.parametrize(("spelling"), ["conversion_amount", "conversion_ampunt"])
def test_both_spellings_of_the_conversion_amount_are_one(spelling: str) -> None:
    reward: Reward = structure({spelling: "5000"}, Reward)
    assert (reward.conversion_amount, reward.extra) == (5000, {})


@pytest.mark.parametrize(("name", "kind"), SAMPLES)
def test_no_secret_is_in_a_repr_or_a_pickle(name: str, kind: type[Model]) -> None:
    model = structure(sample(name), kind)
    assert "planted" in str(model.raw)
    assert "planted" not in repr(model)
    assert b"planted" not in pickle.dumps(model)


def test_secrets_can_be_read() -> None:
    ann: Promoter = structure(sample("promoter"), Promoter)
    assert (ann.auth_token, ann.temp_password) == ("planted-auth-token", "planted-password")


def test_a_model_survives_a_pickle_without_its_secrets() -> None:
    ann: Promoter = structure(sample("promoter"), Promoter)
    again = pickle.loads(pickle.dumps(ann))
    assert (again.id, again.promotions, again.auth_token) == (ann.id, ann.promotions, None)
    assert copy.deepcopy(ann).email == ann.email


def test_every_name_of_the_package_leads_to_its_class() -> None:
    names = dir(models)
    assert {"Promoter", "Lead", "Reward", "Payout", "Event", "Report", "Unit"} <= set(names)
    for name in names:
        assert getattr(models, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Pormoter'"):
        models.Pormoter  # noqa: B018
