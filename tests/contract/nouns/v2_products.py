"""Products: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.products import ProductPriceInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.products.create": Exchange(
        {"name": "Gold plan", "prices": [ProductPriceInput(ext_id="price_m", desc="monthly")]},
        'POST /api/v2/company/products {"name":"Gold plan","prices":[{"ext_id":"price_m","desc":"monthly"}]}',
        answer="v2/product.json",
        status=201,
    ),
    "v2.products.delete": Exchange({"id": 12}, "DELETE /api/v2/company/products/12", answer=None),
    "v2.products.get": Exchange({"id": 12}, "GET /api/v2/company/products/12", answer="v2/product.json"),
    "v2.products.list": Exchange(
        {"q": "price_m"}, "GET /api/v2/company/products?per_page=100&q=price_m", answer="v2/products.json"
    ),
    "v2.products.update": Exchange(
        {"id": 12, "prices": [ProductPriceInput(ext_id="price_m", desc=None)]},
        'PUT /api/v2/company/products/12 {"prices":[{"ext_id":"price_m","desc":null}]}',
        answer="v2/product.json",
    ),
}

KNOWN: dict[str, str] = {
    "PUT /api/v2/company/products/{id} body prices[[]].ext_id: need not be given": "a price is nothing but its id",
}

PRICES = [{"ext_id": "price_m", "desc": "monthly"}]
LEAST: dict[str, dict[str, Any]] = {"POST /api/v2/company/products": {"name": "Gold plan", "prices": PRICES}}
LEAST_OF_ITEM: dict[str, dict[str, Any]] = {"prices[]": {"ext_id": "price_m"}}
SAYS: dict[str, Any] = {"prices": PRICES}


def prepare(talk: Talk) -> dict[str, dict[str, Any]]:
    product = talk.v2("POST", "/company/products", name="Gold plan", prices=PRICES).json
    return {"PUT /api/v2/company/products/{id}": {"id": product["id"], "prices": PRICES}}


def play(programme: Programme) -> None:
    v2 = programme.v2
    product = v2("POST", "/company/products", name="Gold plan", prices=PRICES)
    one = (f"/company/products/{product['id']}", "/company/products/{id}")
    v2("PUT", *one, name="Gold", prices=PRICES)
    v2("GET", *one)
    v2("GET", "/company/products")
    v2("DELETE", *one)
