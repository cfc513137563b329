"""v2 assets, the material for promoters, and the categories that it is sorted into.

What the documents leave open, and how it goes here: a file is measured and then forgotten, and is at an address of nobody's; an
asset's category may be deleted, and the asset has none then. A promoter gets what is for all campaigns, or for one that they are
in, with its category by name.
"""

import json
import struct
from typing import Any, Final
from urllib.parse import quote

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..records import Records
from ..records.documents import Documents, kept, opened
from ..store import Row
from .bulk import Item, bulk
from .conditions import Conditions
from .fields import Document, Field, integer, integers, text
from .listing import Listing, days, members, numbers, or_not_set, words
from .nouns import Noun
from .registry import RequestContext, handles
from .replies import as_json, v2_rows

_PATH: Final = "/api/v2/company/assets"
_PNG: Final = b"\x89PNG\r\n\x1a\n"

ASSET_CATEGORIES = Noun(
    "asset_categories",
    fields={"name": Field(text, needed=True), "position": Field(integer, needed=True)},
    shown=("id", "name", "position", "created_at", "updated_at"),
    order=(kept("position"), "ASC"),
)
ASSET_CATEGORIES.at(f"{_PATH}/categories", "list", "save")


def file(parameters: Parameters, name: str) -> Document | None:
    """Measure a file; None for what is none."""
    given = parameters.upload(name)
    if given is None:
        return None
    ending = given.name.rpartition(".")[2].lower() if "." in given.name else None
    size = _size_of(given.content)
    return {"name": given.name, "file_format": ending, "file_size": len(given.content), "image_size": size}


def _size_of(content: bytes) -> dict[str, int] | None:
    """Return a picture's width and height, as the head of a PNG says (PNG specification, 11.2.1)."""
    if not content.startswith(_PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return {"width": width, "height": height}


def _details(_: Records, asset: Document) -> Document:
    known: Document = asset["file"] or {}
    return {name: known.get(name) for name in ("file_format", "file_size", "image_size")}


def _url(_: Records, asset: Document) -> str | None:
    if asset["url"] or not asset["file"]:
        return None if asset["url"] is None else str(asset["url"])
    return f"https://files.example/{asset['id']}/{quote(asset['file']['name'] or 'file', safe='')}"


def _thumbnail(records: Records, asset: Document) -> str | None:
    return f"{_url(records, asset)}?thumbnail" if asset["asset_type"] == "image" and asset["file"] else None


def _category(records: Records, asset: Document) -> Document | None:
    found = Documents(records.store, ASSET_CATEGORIES.name).find(asset["category_id"])
    return None if found is None else {name: found[name] for name in ("id", "name", "position")}


def _campaigns(records: Records, asset: Document) -> list[Document]:
    sql = "SELECT id, name, color FROM campaigns WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return records.store.all(sql, json.dumps(asset["allowed_campaign_ids"] or []))


ASSETS = Noun(
    "assets",
    fields={
        "name": Field(text, needed=True),
        "asset_type": Field(text, needed=True, among=("image", "document", "link", "text")),
        "file": Field(file),
        "url": Field(text),
        "category_id": Field(integer, refers_to=ASSET_CATEGORIES.name),
        "allowed_campaign_ids": Field(integers, refers_to="campaigns", default=[]),
        "content": Field(text),
        "landing_page_url": Field(text),
    },
    shown=(
        "id", "name", "allowed_campaign_ids", "details", "content", "landing_page_url", "asset_type", "url", "thumbnail_url",
        "uploading", "category", "allowed_campaigns",
    ),
    follows={
        "details": _details,
        "url": _url,
        "thumbnail_url": _thumbnail,
        "uploading": lambda _, __: False,
        "category": _category,
        "allowed_campaigns": _campaigns,
    },
    listing=Listing(
        "documents",
        search=(kept("name"), kept("url")),
        filters={
            "asset_type": words(kept("asset_type")),
            "category_id": or_not_set(kept("category_id"), numbers(kept("category_id"))),
            "campaign_id": members(kept("allowed_campaign_ids")),
            "created_at": days("documents.created_at"),
        },
    ),
)  # fmt: skip
ASSETS.at(_PATH, "list", "get", "create", "update")


bulk(
    f"PUT {_PATH}/update_category",
    ASSETS.name,
    lambda one: one.change(category_id=one.given["category_id"]),
    needs={"category_id": ASSET_CATEGORIES.name},
    may_be_null=("category_id",),
)
bulk(f"DELETE {_PATH}/destroy", ASSETS.name, Item.remove)


# Those of an affiliate.

_ALLOWED: Final = kept("allowed_campaign_ids")
_FOR_THEM: Final = f"""(coalesce(json_array_length({_ALLOWED}), 0) = 0 OR EXISTS (
  SELECT 1 FROM json_each({_ALLOWED}) JOIN promotions ON promotions.campaign_id = value WHERE promoter_id = ?))"""


@handles("GET /api/v2/affiliate/assets")
def assets(context: RequestContext) -> HttpResponse:
    """List what the promoter can use."""
    found = Conditions("documents").equal("documents.noun", ASSETS.name).where(_FOR_THEM, context.promoter_id)

    def shape(row: Row) -> dict[str, Any]:
        whole = ASSETS.show(context.records, opened(row))
        return whole | {"category": whole["category"] and whole["category"]["name"]}

    return as_json(v2_rows(context, found, shape))


@handles("GET /api/v2/affiliate/asset_categories")
def categories(context: RequestContext) -> HttpResponse:
    """List what the material is sorted into."""
    found = Conditions("documents").equal("documents.noun", ASSET_CATEGORIES.name).sort(kept("position"), "ASC")
    return as_json(v2_rows(context, found, lambda row: ASSET_CATEGORIES.show(context.records, opened(row))))
