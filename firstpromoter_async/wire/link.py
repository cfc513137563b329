"""Link headers (RFC 8288): reading them, and refusing those that lead away.

This module knows nothing of pages or operations.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from attrs import frozen

from ..errors import RefusedLink

_TARGET: Final = re.compile(r"\s*+,?\s*+<([^>]*)>")
_PARAMETER: Final = re.compile(r"""\s*;\s*([\w!#$&+\-.^`|~*]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?""")
_PAGE: Final = re.compile(r"0*[1-9][0-9]{0,17}")
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}


@frozen
class Link:
    """One link: where to, and in which relations."""

    target: str
    relations: frozenset[str]
    """Lower case, for example `{"next"}`."""


def parse_links(header: str) -> Iterator[Link]:
    """Read a Link header field; stops where the text ceases to be one."""
    position = 0
    while target := _TARGET.match(header, position):
        position = target.end()
        relations: frozenset[str] | None = None
        while parameter := _PARAMETER.match(header, position):
            position = parameter.end()
            name, quoted, token = parameter.groups()
            # RFC 8288, 3.3: of several rel parameters the first counts.
            if name.lower() == "rel" and relations is None:
                text = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else token or ""
                relations = frozenset(text.lower().split())
        yield Link(target[1].strip(), relations or frozenset())


def find_link(header: str, relation: str, base: str) -> str | None:
    """Return the absolute target of the first link in this relation, or None.

    `base` is the URL that was asked: relative targets are read against it, and a target with another scheme, host or port,
    or with user info, raises `RefusedLink`, so that no credential can follow it.
    """
    for link in parse_links(header):
        if relation in link.relations:
            return _within_origin(link.target, base)
    return None


def page_in(url: str) -> int | None:
    """Return the number that a link's query gives as `page`, or None."""
    for name, value in parse_qsl(urlsplit(url).query):
        if name == "page" and _PAGE.fullmatch(value):
            return int(value)
    return None


def _within_origin(target: str, base: str) -> str:
    try:
        absolute = urljoin(base, target)
        parts = urlsplit(absolute)
        same = _origin(absolute) == _origin(base)
    except ValueError as problem:
        raise RefusedLink(f"the link to the next page is not a URL ({problem})") from None
    if parts.username is not None or parts.password is not None:
        raise RefusedLink("the link to the next page carries user info; it was not followed")
    if not same:
        raise RefusedLink(
            f"the link to the next page leads to another origin ({parts.scheme}://{parts.hostname}); it was not followed"
        )
    return absolute


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    port = _DEFAULT_PORTS.get(parts.scheme) if parts.port is None else parts.port
    return parts.scheme, parts.hostname, port
