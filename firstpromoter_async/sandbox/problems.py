"""Why the sandbox refuses something, before it is put in the words of v1 or v2.

The rules (`records`) raise these; `handlers.replies` writes them down as each generation does.
"""

from collections.abc import Mapping, Sequence


class Problem(Exception):
    """A rule was broken; whatever the request had begun is undone."""


class Worded(Problem):
    """Why, in words: FirstPromoter's own, where it has any."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class BadEvent(Worded):
    """An event that says too little: of whom it is, how much, or which id it has; in FirstPromoter's words."""


class UnknownVisitor(Problem):
    """No promoter has this tid, ref_id or email."""


class UnknownPromoter(Worded, LookupError):
    """A visit needs somebody whose link was followed; `words` say whom it named."""


class Unused(Problem):
    """Parameters that have had no effect, where every one has to have one; `names` are written as in a query."""

    def __init__(self, operation: str, names: Sequence[str]) -> None:
        super().__init__(operation, names)
        self.operation, self.names = operation, names


class NotReferral(Problem):
    """Nobody referred this customer."""


class AlreadyStored(Problem):
    """An event of this kind with this id was stored earlier."""

    def __init__(self, kind: str, event_id: str) -> None:
        super().__init__(kind, event_id)
        self.kind, self.event_id = kind, event_id


class AlreadySignedUp(Problem):
    """This lead has a signup event."""


class NoKey(Worded):
    """A record was asked for, and nothing was given to find it by; `words` are FirstPromoter's."""


class NoSuchRecord(Worded):
    """No such record; `words` are v1's, since v2 always says the same."""


class Forbidden(Problem):
    """Known who it is, and they may not."""


class NoTarget(NoSuchRecord):
    """What the request refers to besides, such as a campaign, does not exist."""


class Impossible(Worded):
    """Understood, and not possible; `words` say why."""


class Conflict(Worded):
    """It cannot be deleted as things stand; `words` are FirstPromoter's."""


class Invalid(Problem):
    """Fields that are not acceptable: the field's name, and what is wrong with it; and the status that v2 answers with."""

    def __init__(self, fields: Mapping[str, str], status: int = 400) -> None:
        super().__init__(fields)
        self.fields, self.status = dict(fields), status


class Missing(Problem):
    """A required parameter is not there; `status` is v2's."""

    def __init__(self, name: str, status: int = 422) -> None:
        super().__init__(name, status)
        self.name, self.status = name, status


class BadReport(Worded):
    """A report that cannot be made; `words` say what is wrong with it."""
