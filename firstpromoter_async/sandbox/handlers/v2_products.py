"""v2 products: what is sold, and at which prices."""

from ..records.documents import kept
from .fields import Field, objects, text
from .listing import Listing
from .nouns import Noun

_PRICES = f"""(SELECT group_concat(json_extract(value, '$.ext_id') || ' ' || coalesce(json_extract(value, '$.desc'), ''))
               FROM json_each({kept("prices")}))"""

PRODUCTS = Noun(
    "products",
    fields={
        "name": Field(text, needed=True),
        "ext_id": Field(text),
        "prices": Field(
            objects, needed=True, of={"ext_id": Field(text, needed=True, unique=True), "desc": Field(text)}
        ),
    },
    shown=("id", "name", "ext_id", "prices", "created_at"),
    listing=Listing("documents", search=(kept("name"), _PRICES)),
    again=("prices",),
    created=201,
)
PRODUCTS.at("/api/v2/company/products", "list", "get", "create", "update", "delete")
