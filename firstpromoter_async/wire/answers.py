r"""What answers are, besides the nouns: pages, envelopes, bulk actions, files, messages.

A request class names what it gives as its type argument, and `shapes` reads it:

| `Request[...]`                       | what FirstPromoter answers                                                        |
|--------------------------------------|-----------------------------------------------------------------------------------|
| a model, a mapping                   | one JSON value                                                                    |
| `tuple[X, ...]`                      | a list that has no pages                                                          |
| `None`                               | nothing that says more than the status                                            |
| `Envelope[X, Meta]`                  | `{"data": ..., "meta": ...}`                                                      |
| `Done \| Batch`                      | a bulk action: 200 when it is over, 202 when it goes on                           |
| `File \| BeingPrepared`              | a file, or 202 with a message                                                     |
| `File \| X`                          | a file, or JSON that is an X of whatever shape                                    |
| `Message`                            | `{"message": ...}`                                                                |
| `Page[X]`, by the base `Listing[X]`  | one page of a listing                                                             |
| `Tracked[X]`, by `Tracking[X]`       | what became of an event; see `outcomes`                                           |
| `Any`                                | whatever came, as plain JSON data; None for an empty answer                       |

This module knows nothing of HTTP.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from attrs import field

from ..frozen import frozen
from .model import Model

if TYPE_CHECKING:
    from .request import Listing

T = TypeVar("T", covariant=True)
M = TypeVar("M", covariant=True)


@frozen(kw_only=True)
class Page(Generic[T]):
    """One page of a listing."""

    items: tuple[T, ...]
    next: "Listing[Any] | None" = field(default=None, repr=False)
    """The request for the page after this one, or None on the last page."""
    total: int | None = None
    """How many items all pages have, when the API says it (v1's `Total` header)."""
    meta: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    """What came beside the items, on endpoints that answer `{"data": [...], "meta": {...}}`."""
    from_link: bool = field(default=False, repr=False)
    """Whether the API itself said, in a `Link` header, what comes next."""
    last_page: int | None = None
    """The number of the last page, when the API says it."""


Meta: TypeAlias = Mapping[str, Any]
"""What comes beside the data of an envelope, where the documents do not describe it; empty where nothing came."""


@frozen(kw_only=True)
class Envelope(Generic[T, M]):
    """An answer of the form `{"data": ..., "meta": ...}`."""

    data: T
    meta: M


class BatchStatus(StrEnum):
    """How far a bulk action is."""

    PENDING = "pending"
    """Not begun yet."""
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    """Over; single ids may still have failed."""
    FAILED = "failed"
    STOPPED = "stopped"
    """Ended by somebody before it was complete."""


@frozen(kw_only=True)
class _BulkAction(Model):
    """A bulk action as FirstPromoter keeps it: a batch process."""

    id: int
    """Its own id; `batches.get` looks it up."""
    status: BatchStatus | str | None = None
    total: int | None = None
    """How many records there were to choose from."""
    selected_total: int | None = None
    """How many of them it is about."""
    processed_count: int | None = None
    failed_count: int | None = None
    """How many ids could not be processed, also of an action that is completed; `processing_errors` says why."""
    action_label: str | None = None
    """What it does, for example `promoter/accept`."""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    meta: Mapping[str, Any] | None = field(default=None, hash=False)
    progress: int | float | None = None
    """Percent, 0 to 100; payouts being generated are documented to count from 0 to 1."""
    processing_errors: tuple[str | Mapping[str, Any], ...] = field(default=(), hash=False)
    """What went wrong, as FirstPromoter puts it: text, or an object for payouts."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen: it is completed, has failed, or was stopped."""
        return self.status in (BatchStatus.COMPLETED, BatchStatus.FAILED, BatchStatus.STOPPED)

    @property
    def all_succeeded(self) -> bool:
        """Whether it is completed for every id: none failed, and none was left out."""
        reached = self.processed_count is None or self.processed_count >= (self.selected_total or 0)
        is_clean = not self.failed_count and not self.processing_errors
        return self.is_over and self.status not in (BatchStatus.FAILED, BatchStatus.STOPPED) and reached and is_clean


@frozen(kw_only=True)
class Done(_BulkAction):
    """A bulk action that was completed before the answer came, as it is for up to 5 ids. Look at `all_succeeded`."""

    @property
    def is_over(self) -> bool:
        """True: the answer itself says so."""
        return True


@frozen(kw_only=True)
class Batch(_BulkAction):
    """A bulk action that goes on in the background, or one that `batches` shows; `batches.wait` follows it to its end."""


@frozen(kw_only=True)
class FileDescription:
    """What FirstPromoter says of a file."""

    media_type: str = "application/octet-stream"
    """What it is, for example `text/csv`."""
    name: str | None = None
    """What FirstPromoter calls it: a bare file name, never a path; None if it says none."""
    charset: str = "utf-8"
    """How text in it is written down."""


@frozen(kw_only=True)
class File(FileDescription):
    """A file that FirstPromoter made, whole."""

    content: bytes = field(repr=False)
    """Its bytes, unpacked."""

    @property
    def text(self) -> str:
        """The content as text, without a byte order mark; raises UnicodeDecodeError for what is none."""
        return self.content.decode(self.charset).removeprefix("\ufeff")

    def __repr__(self) -> str:
        return f"<File {self.name or 'without a name'}: {self.media_type}, {len(self.content):,} bytes>"


@frozen(kw_only=True)
class Message(Model):
    """FirstPromoter's own words, where it answers with nothing else."""

    message: str | None = None


@frozen(kw_only=True)
class BeingPrepared(Message):
    """The file is being made and is not part of the answer; `message` says what FirstPromoter does with it."""


Download: TypeAlias = File | BeingPrepared
"""Every way in which asking for a file can end well."""
