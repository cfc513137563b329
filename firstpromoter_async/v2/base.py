"""Where v2 lives: tracking and the company's own side under one key, the affiliate's side under a session token."""

from typing import Final

from ..wire.route import Access, Api, Base

track: Final = Base(Api.V2, Access.V2_KEY, "/api/v2/track")
company: Final = Base(Api.V2, Access.V2_KEY, "/api/v2/company")
affiliate: Final = Base(Api.V2, Access.AFFILIATE_TOKEN, "/api/v2/affiliate")
