"""Which variable of the environment is likely wrong when FirstPromoter knows us not.

This module knows nothing of jobs, and shows no value but the base URL's.
"""

import os
from urllib.parse import urlsplit

from ..errors import ConnectFailed, FirstPromoterError, Forbidden, NotFound, Redirected, Unauthorized


def likely_cause(failure: FirstPromoterError | None, *, api: str) -> str:
    """Name the variables to look at after a failure that concerns every call; empty where none is to blame."""
    keys = "FIRSTPROMOTER_V1_API_KEY" if api == "v1" else "FIRSTPROMOTER_API_KEY"
    match failure:
        case Unauthorized():
            told = f"{keys} is likely wrong{'' if api == 'v1' else ', or FIRSTPROMOTER_ACCOUNT_ID, which goes with it'}"
            other = "FIRSTPROMOTER_API_KEY" if api == "v1" else "FIRSTPROMOTER_V1_API_KEY"
            return f"{told}; {api} has a key of its own, and that of {other} does not open it{_and_base_url()}"
        case Forbidden():
            return f"The key in {keys} has no right to do this{_and_base_url()}"
        case NotFound():
            account = "FIRSTPROMOTER_ACCOUNT_ID is likely wrong: there is no such account"
            return " Or ".join(filter(None, ("" if api == "v1" else f"{account}.", _base_url()))).removesuffix(".")
        case ConnectFailed() | Redirected():
            return _base_url()
        case _:
            return ""


def _base_url() -> str:
    url = os.environ.get("FIRSTPROMOTER_BASE_URL")
    return f"FIRSTPROMOTER_BASE_URL is likely wrong: calls go to {_without_password(url)}" if url else ""


def _and_base_url() -> str:
    url = os.environ.get("FIRSTPROMOTER_BASE_URL")
    return (
        f". Calls go to FIRSTPROMOTER_BASE_URL, {_without_password(url)}, which has keys and accounts of its own"
        if url
        else ""
    )


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
