"""Where the two generations of the API live, and whether an address is FirstPromoter's own.

This module knows nothing of paths or keys.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from .errors import ConfigurationError
from .wire.route import Api

V1_URL: Final = "https://firstpromoter.com"
V2_URL: Final = "https://api.firstpromoter.com"
_VENDOR: Final = re.compile(r"(?:.+\.)?firstpromoter\.com")
_DOTS: Final = re.compile("[\u3002\uff0e\uff61]")  # what IDNA (RFC 5890, UTS 46) reads as a full stop


def hosts_of(base_url: str | None, v1_base_url: str | None) -> Mapping[Api, str]:
    """Choose a host for each generation; a host of FirstPromoter itself never gets the other generation's calls.

    Raises `ConfigurationError` for what is no base URL, or would send keys to FirstPromoter in the clear.
    """
    v2 = V2_URL if base_url is None else _host("base_url", base_url)
    v1 = V1_URL if base_url is None or is_the_vendors(v2) else v2
    return {Api.V1: v1 if v1_base_url is None else _host("v1_base_url", v1_base_url), Api.V2: v2}


def is_the_vendors(url: str) -> bool:
    """Tell whether a URL leads to FirstPromoter itself, however its host is spelled."""
    return _VENDOR.fullmatch(_name(urlsplit(url))) is not None


def account_at(name: str, url: str) -> str:
    """Name an account at a host: by its name alone at FirstPromoter itself, else with the host (`acc_1@127.0.0.1:8080`)."""
    return name if is_the_vendors(url) else f"{name}@{urlsplit(url).netloc}"


def _name(parts: SplitResult) -> str:
    """Return the host as a resolver reads it: `API.FirstPromoter.com.` is `api.firstpromoter.com`."""
    name = unicodedata.normalize("NFKC", _DOTS.sub(".", unquote(parts.hostname or "")))
    return _DOTS.sub(".", name).casefold().rstrip(".")


def _host(name: str, url: str) -> str:
    """Check a base URL; a path in front of `/api` is kept, as for a proxy that has one."""
    if not isinstance(url, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"{name} is text such as {V2_URL}, and {type(url).__name__} was given")
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
        parts = urlsplit("")
    # urlsplit drops line ends and spaces around a URL, and tells no empty query from none.
    odd = not url.isprintable() or any(sign in url for sign in " ?#\\")
    if not sound or odd or parts.username is not None:
        raise ConfigurationError(f"{name} is scheme, host and port, such as {V2_URL}, without keys or a query")
    if parts.scheme == "http" and is_the_vendors(url):
        raise ConfigurationError(f"{name} is http, which would send keys in the clear: FirstPromoter speaks https")
    return _spelled_once(parts).geturl().rstrip("/")


def _spelled_once(parts: SplitResult) -> SplitResult:
    """Spell one host in one way, since budgets and ledgers go by it."""
    if not is_the_vendors(parts.geturl()):
        return parts._replace(netloc=parts.netloc.lower())
    port = "" if parts.port in (None, 443) else f":{parts.port}"
    return parts._replace(netloc=f"{_name(parts)}{port}")
