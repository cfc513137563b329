"""v2 assets: files that are uploaded, filters, and categories that come and go."""

import struct
from typing import Any

import httpx
import pytest

from tests.sandbox.talking import Answer, Talk

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 728, 90)


@pytest.fixture
def talk(talk: Talk) -> Talk:
    two = [{"name": name, "position": turn} for turn, name in enumerate(("Banners", "Texts"))]
    talk.v2("PUT", "/company/assets/categories", asset_categories=two)
    return talk


BANNERS = 7_000_000_001


def made(talk: Talk, name: str = "Banner", **more: Any) -> Any:
    answer = talk.v2("POST", "/company/assets", {"name": name, "asset_type": "image", **more})
    assert answer.status == 200, answer.text
    return answer.json


def uploaded(talk: Talk, name: str, content: bytes, field: str = "file") -> Answer:
    """Send a file with a form that another library writes."""
    form = httpx.Request(
        "POST", "https://fp.test", data={"name": "Banner", "asset_type": "image"}, files={field: (name, content)}
    )
    content_type = ("Content-Type", form.headers["Content-Type"])
    return talk.send("POST", "/api/v2/company/assets", (*talk.opened, content_type), form.read())


def test_a_picture_is_measured_and_has_an_address(talk: Talk) -> None:
    asset = uploaded(talk, "large banner.PNG", PNG).json
    assert asset["details"] == {"file_format": "png", "file_size": len(PNG), "image_size": {"width": 728, "height": 90}}
    assert asset["url"] == f"https://files.example/{asset['id']}/large%20banner.PNG"
    assert asset["thumbnail_url"] == f"{asset['url']}?thumbnail"


@pytest.mark.parametrize("content", [b"", b"GIF89a", PNG[:20]])
def test_what_is_no_whole_png_has_no_size_in_pixels(talk: Talk, content: bytes) -> None:
    assert uploaded(talk, "a.gif", content).json["details"] == {
        "file_format": "gif",
        "file_size": len(content),
        "image_size": None,
    }


def test_a_file_inside_of_something_else_is_refused(talk: Talk) -> None:
    refused = uploaded(talk, "a.png", PNG, field="file[0]")
    assert (refused.status, "inside of something else" in refused.text) == (400, True)


def test_a_file_where_a_text_belongs_is_invalid(talk: Talk) -> None:
    refused = uploaded(talk, "a.png", PNG, field="url")
    assert (refused.status, refused.json["errors"]) == (400, {"url": ["is invalid"]})


def test_a_link_leads_where_it_says_and_has_no_thumbnail(talk: Talk) -> None:
    asset = made(talk, asset_type="link", url="https://shop.example")
    assert (asset["url"], asset["thumbnail_url"]) == ("https://shop.example", None)


def test_category_and_campaigns_are_shown_by_name(talk: Talk) -> None:
    asset = made(talk, category_id=BANNERS, allowed_campaign_ids=[102, 101])
    assert asset["category"] == {"id": BANNERS, "name": "Banners", "position": 0}
    assert [one["name"] for one in asset["allowed_campaigns"]] == ["Default campaign", "Partners"]


def test_what_is_no_category_cannot_be_one(talk: Talk) -> None:
    webhook = talk.v2("POST", "/company/webhooks", url="https://shop.example", event_types=["referral.created"])
    refused = talk.v2("POST", "/company/assets", name="a", asset_type="text", category_id=webhook.json["id"])
    assert (refused.status, refused.json["errors"]) == (400, {"category": ["must exist"]})


def test_an_asset_whose_category_is_deleted_has_none(talk: Talk) -> None:
    asset = made(talk, category_id=BANNERS)
    gone = {"id": BANNERS, "name": "Banners", "position": 0, "_destroy": True}
    talk.v2("PUT", "/company/assets/categories", asset_categories=[gone])
    assert talk.v2("GET", f"/company/assets/{asset['id']}").json["category"] is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ann"}, ["Banner"]),
        ({"q": "SHOP"}, ["Link"]),
        ({"filters[asset_type]": "link"}, ["Link"]),
        ({"filters[category_id]": BANNERS}, ["Banner"]),
        ({"filters[category_id]": "not_set"}, ["Link"]),
        ({"filters[category_id][]": [BANNERS, 9]}, ["Banner"]),
        ({"filters[campaign_id]": 101}, ["Banner"]),
        ({"filters[campaign_id][]": [101, 102]}, ["Link", "Banner"]),
        ({"filters[created_at][from]": "2026-01-02"}, ["Link"]),
        ({"filters[created_at][to]": "2026-01-01"}, ["Banner"]),
    ],
)
def test_lists_are_searched_and_filtered(talk: Talk, asked: dict[str, Any], found: list[str]) -> None:
    made(talk, category_id=BANNERS, allowed_campaign_ids=[101])
    talk.clock.tick(86_400)
    made(talk, "Link", asset_type="link", url="https://shop.example", allowed_campaign_ids=[102])
    assert [one["name"] for one in talk.v2("GET", "/company/assets", asked).json] == found


def test_assets_are_moved_to_a_category_and_out_of_it(talk: Talk) -> None:
    asset = made(talk)
    one = f"/company/assets/{asset['id']}"
    assert talk.v2("PUT", "/company/assets/update_category", ids=[asset["id"]], category_id=BANNERS).status == 200
    assert talk.v2("GET", one).json["category"]["id"] == BANNERS
    assert talk.v2("PUT", "/company/assets/update_category", ids=[asset["id"]], category_id=None).status == 200
    assert talk.v2("GET", one).json["category"] is None


def test_a_category_that_is_not_named_or_not_there_is_refused(talk: Talk) -> None:
    ids = [made(talk)["id"]]
    assert talk.v2("PUT", "/company/assets/update_category", ids=ids).status == 422
    refused = talk.v2("PUT", "/company/assets/update_category", ids=ids, category_id=ids[0])
    assert (refused.status, refused.json["message"]) == (422, "Cannot find category by id")


def test_only_assets_are_deleted(talk: Talk) -> None:
    asset = made(talk)
    batch = talk.v2("DELETE", "/company/assets/destroy", ids=[asset["id"], BANNERS]).json
    assert (batch["action_label"], batch["failed_count"]) == ("asset/delete", 1)
    assert talk.v2("GET", "/company/assets").json == []
    assert len(talk.v2("GET", "/company/assets/categories").json) == 2
