"""Contracts: list, get, create, update, delete. What promoters sign is in `contract_documents`.

What these calls answer is documented nowhere, so each gives what came. This module knows nothing of sending.
"""

import re
from typing import Any, Final

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...resource import Resource, call
from ...unset import UNSET, Maybe
from ...wire.checks import filled
from ...wire.request import Replay, Request
from ..base import UndescribedList, company
from ..lists import maybe_ids

_LINK: Final = re.compile(r"\[(\S.*)\]")


@frozen(kw_only=True)
class ListContracts(UndescribedList):
    """List contracts.

    `GET /api/v2/company/contracts`. What it answers is documented nowhere.
    """

    route = company.GET("/contracts")


@frozen
class GetContract(Request[Any]):
    """Look up one contract.

    `GET /api/v2/company/contracts/{id}`. What it answers is documented nowhere.
    """

    route = company.GET("/contracts/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class _ContractTerms(Request[Any]):
    """What is said of a contract each time."""

    replay = Replay.UNSAFE

    name: str = field(validator=filled)
    checkbox_label: str = field(validator=filled)
    """What stands beside the box that a promoter ticks, with the words of the link in square brackets: `I agree to the
    [terms]`."""
    content_hosted: bool
    """Whether FirstPromoter shows the contract's text; otherwise it is behind `external_link`."""
    content: Maybe[str] = UNSET
    """The text, for `content_hosted=True`."""
    external_link: Maybe[str] = UNSET
    """Where the terms are, for `content_hosted=False`."""
    campaign_ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=maybe_ids)
    """All campaigns whose promoters have to agree."""

    def check(self) -> None:
        """Refuse a box without a link in its words, and a contract without what it says."""
        named = type(self).__name__
        if _LINK.search(self.checkbox_label) is None:
            raise InvalidRequest(
                f'{named}.checkbox_label has the words of the link in square brackets, such as "I agree to the [terms]",'
                " and there are none"
            )
        needed = "content" if self.content_hosted else "external_link"
        if not getattr(self, needed):
            raise InvalidRequest(
                f"{named} with content_hosted={self.content_hosted} needs {needed}, which was not given"
            )


@frozen(kw_only=True)
class CreateContract(_ContractTerms):
    """Create a contract; FirstPromoter makes the documents that promoters sign.

    `POST /api/v2/company/contracts`. There is no key against doing it twice. What it answers is documented nowhere.
    """

    route = company.POST("/contracts")


@frozen
class UpdateContract(_ContractTerms):
    """Change a contract. Name, box and where the text is have to be said each time; the rest stays if it is left out.

    `PUT /api/v2/company/contracts/{id}`. FirstPromoter makes new documents where they are needed. What it answers is documented
    nowhere.
    """

    route = company.PUT("/contracts/{id}")

    id: int
    default: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether it is the contract that counts where no other does."""


@frozen
class DeleteContract(Request[None]):
    """Delete a contract.

    `DELETE /api/v2/company/contracts/{id}`
    """

    route = company.DELETE("/contracts/{id}")
    replay = Replay.UNSAFE

    id: int


class Contracts(Resource):
    """What promoters have to agree to."""

    list = call(ListContracts)
    """What came, as plain JSON data: nobody says how it is built."""
    get = call(GetContract)
    """What came, as plain JSON data: nobody says how it is built."""
    create = call(CreateContract)
    """What came, as plain JSON data: nobody says how it is built."""
    update = call(UpdateContract)
    """What came, as plain JSON data: nobody says how it is built."""
    delete = call(DeleteContract)
    """Nothing: it is gone."""
