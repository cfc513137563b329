"""Products: list, get, create, update, delete. This module knows nothing of sending."""

from collections.abc import Iterable

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.checks import filled
from ...wire.request import Replay, Request
from ..base import V2Listing, company
from ..lists import copied
from ..models.products import Product


@frozen(kw_only=True)
class ProductPriceInput:
    """A price that a product is to have."""

    ext_id: str = field(validator=filled)
    """The billing provider's own id of it; no two prices of a product may have the same."""
    desc: Maybe[str | None] = UNSET
    """What it is, in your words."""


def _prices(values: Iterable[ProductPriceInput]) -> tuple[ProductPriceInput, ...]:
    return copied(values)


@frozen(kw_only=True)
class ListProducts(V2Listing[Product]):
    """List products, page by page.

    `GET /api/v2/company/products`
    """

    route = company.GET("/products")

    q: Maybe[str] = UNSET
    """Search in names and prices."""


@frozen
class GetProduct(Request[Product]):
    """Look up one product.

    `GET /api/v2/company/products/{id}`. Raises `NotFound`.
    """

    route = company.GET("/products/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class CreateProduct(Request[Product]):
    """Create a product.

    `POST /api/v2/company/products`. There is no key against doing it twice. Raises `BadRequest` for what is refused.
    """

    route = company.POST("/products")
    replay = Replay.UNSAFE

    name: str = field(validator=filled)
    prices: tuple[ProductPriceInput, ...] = field(converter=_prices)
    ext_id: Maybe[str] = UNSET
    """The billing provider's own id of it."""


@frozen
class UpdateProduct(Request[Product]):
    """Change a product. Its prices have to be said each time, and the rest stays if it is left out.

    `PUT /api/v2/company/products/{id}`. Raises `NotFound`, and `BadRequest` for what is refused.
    """

    route = company.PUT("/products/{id}")
    replay = Replay.UNSAFE

    id: int
    prices: tuple[ProductPriceInput, ...] = field(converter=_prices, kw_only=True)
    """All prices that it is to have."""
    name: Maybe[str] = field(default=UNSET, kw_only=True)
    ext_id: Maybe[str] = field(default=UNSET, kw_only=True)
    """The billing provider's own id of it."""


@frozen
class DeleteProduct(Request[None]):
    """Delete a product.

    `DELETE /api/v2/company/products/{id}`. Raises `NotFound`.
    """

    route = company.DELETE("/products/{id}")
    replay = Replay.UNSAFE

    id: int


class Products(Resource):
    """What you sell."""

    list = pages(ListProducts)
    """Products with their prices, 100 on a page."""
    get = call(GetProduct)
    """The product with its prices."""
    create = call(CreateProduct)
    """The new product."""
    update = call(UpdateProduct)
    """The product as it is now."""
    delete = call(DeleteProduct)
    """Nothing: it is gone."""
