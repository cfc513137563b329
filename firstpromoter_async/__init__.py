"""An asyncio-first client for FirstPromoter.

    from firstpromoter_async import FirstPromoter, Recorded

    async with FirstPromoter(api_key=..., account_id=...) as fp:
        outcome = await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)  # cents

What is named here is public; so are the request classes and models under `v1` and `v2`, and the packages
`backfill`, `sandbox` and `testing`, which are loaded when they are imported by name.
"""

from typing import TYPE_CHECKING

from .lazy import names_of

if TYPE_CHECKING:
    from .call import CallOptions
    from .client import FirstPromoter
    from .downloads import Downloading, FileStream, SavedFile
    from .errors import (
        AnswerTimedOut,
        AnswerTooLarge,
        BadRequest,
        BatchNotOver,
        CallFailed,
        ClientClosed,
        ConfigurationError,
        Conflict,
        ConnectFailed,
        ConnectionLost,
        DeadlineExceeded,
        FirstPromoterError,
        Forbidden,
        InvalidAmount,
        InvalidRequest,
        InvalidResumeToken,
        NoSessionToken,
        NotFound,
        NotSupported,
        Outcome,
        PausedTooLong,
        PoolExhausted,
        PromoterConflict,
        RateLimited,
        Redirected,
        RefusedLink,
        RequestTimeout,
        ServerError,
        SessionExpired,
        StatusError,
        TransportError,
        Unauthorized,
        UnexpectedAnswer,
        Unprocessable,
        UnreadableAnswer,
        WaitTooLong,
    )
    from .money import MinorUnits, Money, cents, minor_units
    from .outcomes import AlreadyRecorded, NotReferred, Recorded, Tracked
    from .pages import Pages
    from .policy.retry import RetryPolicy
    from .policy.window import Lane, Rate
    from .session import TokenSource
    from .unset import UNSET, Maybe, Unset
    from .version import __version__
    from .wire.answers import Batch, BatchStatus, BeingPrepared, Done, Download, Envelope, File, Message, Page
    from .wire.model import Model
    from .wire.request import Listing, Replay, Request

__all__ = [
    # the client
    "FirstPromoter",
    "CallOptions",
    "Lane",
    "Rate",
    "RetryPolicy",
    "TokenSource",
    # calls and what they give
    "Request",
    "Replay",
    "Listing",
    "Page",
    "Pages",
    "Envelope",
    "Done",
    "Batch",
    "BatchStatus",
    "Download",
    "Downloading",
    "File",
    "FileStream",
    "SavedFile",
    "BeingPrepared",
    "Message",
    "Model",
    "UNSET",
    "Unset",
    "Maybe",
    # outcomes of tracking
    "Tracked",
    "Recorded",
    "AlreadyRecorded",
    "NotReferred",
    # money
    "Money",
    "MinorUnits",
    "cents",
    "minor_units",
    # errors, as the tree in `errors` draws them
    "FirstPromoterError",
    "ConfigurationError",
    "InvalidRequest",
    "InvalidAmount",
    "InvalidResumeToken",
    "BatchNotOver",
    "CallFailed",
    "Outcome",
    "WaitTooLong",
    "PausedTooLong",
    "DeadlineExceeded",
    "ClientClosed",
    "NoSessionToken",
    "TransportError",
    "ConnectFailed",
    "PoolExhausted",
    "PromoterConflict",
    "AnswerTimedOut",
    "ConnectionLost",
    "UnreadableAnswer",
    "UnexpectedAnswer",
    "AnswerTooLarge",
    "RefusedLink",
    "StatusError",
    "Redirected",
    "BadRequest",
    "Unauthorized",
    "SessionExpired",
    "Forbidden",
    "NotFound",
    "NotSupported",
    "RequestTimeout",
    "Conflict",
    "Unprocessable",
    "RateLimited",
    "ServerError",
    "__version__",
]

if not TYPE_CHECKING:  # type checkers would take any name for one of these
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "call": "CallOptions",
            "client": "FirstPromoter",
            "downloads": "Downloading FileStream SavedFile",
            "errors": "AnswerTimedOut AnswerTooLarge BadRequest BatchNotOver CallFailed ClientClosed ConfigurationError Conflict"
            " ConnectFailed ConnectionLost DeadlineExceeded FirstPromoterError Forbidden InvalidAmount InvalidRequest"
            " InvalidResumeToken NoSessionToken NotFound NotSupported Outcome PausedTooLong PoolExhausted"
            " PromoterConflict RateLimited Redirected RefusedLink RequestTimeout ServerError SessionExpired StatusError"
            " TransportError Unauthorized UnexpectedAnswer Unprocessable UnreadableAnswer WaitTooLong",
            "money": "MinorUnits Money cents minor_units",
            "outcomes": "AlreadyRecorded NotReferred Recorded Tracked",
            "pages": "Pages",
            "policy.retry": "RetryPolicy",
            "policy.window": "Lane Rate",
            "session": "TokenSource",
            "unset": "UNSET Maybe Unset",
            "version": "__version__",
            "wire.answers": "Batch BatchStatus BeingPrepared Done Download Envelope File Message Page",
            "wire.model": "Model",
            "wire.request": "Listing Replay Request",
        },
    )
