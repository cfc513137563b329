"""Which rows have to wait for which, among the few that are begun and not ended.

The rows of one person travel one after the other, in the order of the file: signup, first sale, second sale, refund. (v2
cannot date a sale, so which one is the first is a matter of arrival.) A refund also waits for the sale that it names, whoever's
it is, and of rows with one key the first in the file is the first to go, whoever's they are: the others contradict or repeat it.
Else rows of different persons never wait for each other. What is not under way is not known here.
"""

from attrs import define, field

from .kinds import Kind
from .plan import Planned


@define(eq=False)
class _Ticket:
    planned: Planned
    waits_for: int = 0
    followers: list["_Ticket"] = field(factory=list["_Ticket"])


class Order:
    """The rows that are begun; those that are ready can be claimed."""

    def __init__(self) -> None:
        self._tickets: dict[int, _Ticket] = {}
        self._last_of_person: dict[bytes, _Ticket] = {}
        self._last_of_key: dict[tuple[Kind, str], _Ticket] = {}

    def __len__(self) -> int:
        return len(self._tickets)

    def enter(self, planned: Planned) -> bool:
        """Begin a row, and say whether it is ready; if not, the `leave` of another will tell."""
        ticket = _Ticket(planned)
        for other in self._those_before(planned):
            other.followers.append(ticket)
            ticket.waits_for += 1
        self._tickets[planned.row.line] = ticket
        self._last_of_person.update(dict.fromkeys(planned.people, ticket))
        self._last_of_key[planned.kind, planned.key] = ticket
        return not ticket.waits_for

    def leave(self, planned: Planned) -> list[Planned]:
        """End a row, and return those that have become ready by it."""
        ticket = self._tickets.pop(planned.row.line)
        for person in planned.people:
            if self._last_of_person[person] is ticket:
                del self._last_of_person[person]
        if self._last_of_key[planned.kind, planned.key] is ticket:
            del self._last_of_key[planned.kind, planned.key]
        for follower in ticket.followers:
            follower.waits_for -= 1
        return [follower.planned for follower in ticket.followers if not follower.waits_for]

    def _those_before(self, planned: Planned) -> set[_Ticket]:
        found = [self._last_of_person.get(person) for person in planned.people]
        found.append(self._last_of_key.get((planned.kind, planned.key)))
        if planned.sale is not None:
            found.append(self._last_of_key.get((Kind.SALE, planned.sale)))
        return {ticket for ticket in found if ticket is not None}
