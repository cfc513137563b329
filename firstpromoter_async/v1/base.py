"""Where v1 lives: `https://firstpromoter.com/api/v1`, opened by the legacy key in `X-API-KEY`."""

from typing import Final

from ..wire.route import Access, Api, Base

V1: Final = Base(Api.V1, Access.V1_KEY, "/api/v1")
