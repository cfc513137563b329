"""Which rows have to wait for which, among the few that are begun and not ended.

The rows of one person travel in the order of the file wherever the order matters: a row waits for every earlier row of
another kind that concerns the same person, and a refund for the sale that it names. Rows of one kind need not wait for
each other, and those of different persons never do. What is in no such relation to anything under way is not known here.
"""

from attrs import define, field

from .plan import Kind, Planned


@define(eq=False)
class _Ticket:
    planned: Planned
    waits_for: int = 0
    followers: list["_Ticket"] = field(factory=list["_Ticket"])


class Order:
    """The rows that are begun; those that are ready can be claimed."""

    def __init__(self) -> None:
        self._tickets: dict[int, _Ticket] = {}
        self._by_person: dict[bytes, dict[int, _Ticket]] = {}
        self._sales: dict[str, list[_Ticket]] = {}

    def __len__(self) -> int:
        return len(self._tickets)

    def enter(self, planned: Planned) -> bool:
        """Begin a row, and say whether it is ready; if not, the `leave` of another will tell."""
        ticket = _Ticket(planned)
        for other in self._those_before(planned).values():
            other.followers.append(ticket)
            ticket.waits_for += 1
        line = planned.row.line
        self._tickets[line] = ticket
        for person in planned.people:
            self._by_person.setdefault(person, {})[line] = ticket
        if planned.kind is Kind.SALE:
            self._sales.setdefault(planned.key, []).append(ticket)
        return not ticket.waits_for

    def leave(self, planned: Planned) -> list[Planned]:
        """End a row, and return those that have become ready by it."""
        ticket = self._tickets.pop(planned.row.line)
        self._forget(ticket)
        ready: list[Planned] = []
        for follower in ticket.followers:
            follower.waits_for -= 1
            if not follower.waits_for:
                ready.append(follower.planned)
        return ready

    def _those_before(self, planned: Planned) -> dict[int, _Ticket]:
        found = {
            line: other
            for person in planned.people
            for line, other in self._by_person.get(person, {}).items()
            if other.planned.kind is not planned.kind
        }
        if planned.sale is not None:
            found |= {other.planned.row.line: other for other in self._sales.get(planned.sale, ())}
        return found

    def _forget(self, ticket: _Ticket) -> None:
        planned = ticket.planned
        for person in planned.people:
            theirs = self._by_person[person]
            del theirs[planned.row.line]
            if not theirs:
                del self._by_person[person]
        if planned.kind is Kind.SALE:
            self._sales[planned.key].remove(ticket)
            if not self._sales[planned.key]:
                del self._sales[planned.key]
