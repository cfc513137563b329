"""The affiliate portal as a page of your own product: `uvicorn embedded_portal:app`, and open http://127.0.0.1:8000.

A promoter who is signed in to your product sees their links, referrals, earnings and payouts. The browser never holds a key or a
token of FirstPromoter's: the server asks FirstPromoter, with one client for all promoters and a session for each of them.

Without keys in the environment it runs on a sandbox inside this process, with a promoter to try. With FIRSTPROMOTER_API_KEY and
FIRSTPROMOTER_ACCOUNT_ID it asks FirstPromoter. Whether the token of `iframe_login` opens the affiliate's API of your account is
for FirstPromoter to say: its documents have such a token for the dashboard in an iframe. The token of a promoter's own session in
the portal does; put whatever supplies it into `session_of`.
"""

import os
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from html import escape
from typing import Annotated, Any

import anyio
from fastapi import Cookie, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from firstpromoter_async import CallFailed, FirstPromoter, NoSessionToken, SessionExpired
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2 import (
    AffiliateCommission,
    AffiliatePayout,
    AffiliateReferral,
    CurrentPromoter,
    ReferralLink,
)

DEMO = {"cust-ann": "Ann", "cust-ben": "Ben"}
"""Users of your product, by the `cust_id` under which FirstPromoter knows them. Only these can sign in here."""
SHOWN = 20
"""Rows of each list on the page."""


class Portal:
    """One client for everybody, and for each who is signed in a view of it that is opened by their session."""

    def __init__(self, fp: FirstPromoter) -> None:
        self._fp = fp
        self._promoters: dict[str, FirstPromoter] = {}

    def sign_in(self, cust_id: str) -> str:
        """Let a user of your product in; returns the cookie by which they are known from now on."""
        cookie = secrets.token_urlsafe()
        self._promoters[cookie] = self._fp.as_promoter(partial(session_of, self._fp, cust_id))
        return cookie

    def promoter(self, cookie: str | None) -> FirstPromoter | None:
        """Return the client of whoever has this cookie."""
        return self._promoters.get(cookie or "")

    def sign_out(self, cookie: str | None) -> None:
        """Forget somebody."""
        self._promoters.pop(cookie or "", None)


async def session_of(fp: FirstPromoter, cust_id: str) -> str:
    """Supply a promoter's session: called for their first page, and again when FirstPromoter says that it is over."""
    login = await fp.v2.promoters.iframe_login(cust_id=cust_id)
    if login.access_token is None:
        raise LookupError("FirstPromoter gave no token")
    return login.access_token


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the client once, and close it with the server."""
    async with AsyncExitStack() as stack:
        if os.environ.get("FIRSTPROMOTER_API_KEY"):
            fp = await stack.enter_async_context(FirstPromoter.from_env())
        else:
            fp = await stack.enter_async_context(sandboxed())
            await play(fp)
        app.state.portal = Portal(fp)
        yield


app = FastAPI(title="Your product", lifespan=lifespan)


# Pages


@app.get("/", response_class=HTMLResponse)
async def home(request: Request, session: Annotated[str | None, Cookie()] = None) -> Response:
    """Show a promoter what is theirs."""
    promoter = request.app.state.portal.promoter(session)
    if promoter is None:
        return HTMLResponse(page("Who are you?", choices()))
    try:
        seen = await look(promoter)
    except (SessionExpired, NoSessionToken):
        request.app.state.portal.sign_out(session)
        return HTMLResponse(page("Please sign in again", choices()), 401)
    except CallFailed:  # its text is for your log, and not for a promoter
        return HTMLResponse(page("Please try again", "<p>Your figures cannot be shown just now.</p>"), 502)
    return HTMLResponse(page(f"Hello, {seen.promoter.name or seen.promoter.email}", figures(seen)))


@app.get("/sign-in/{cust_id}")
async def sign_in(request: Request, cust_id: str) -> Response:
    """Stand in for your product's own way to sign in, which asks for a password."""
    if cust_id not in DEMO:
        raise HTTPException(404)
    answer = RedirectResponse("/", 303)
    cookie = request.app.state.portal.sign_in(cust_id)
    answer.set_cookie("session", cookie, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer


@app.get("/sign-out")
async def sign_out(request: Request, session: Annotated[str | None, Cookie()] = None) -> Response:
    """Forget who this is."""
    request.app.state.portal.sign_out(session)
    return RedirectResponse("/", 303)


# What FirstPromoter is asked


class Seen:
    """Everything that the page shows, asked for at the same time."""

    promoter: CurrentPromoter
    links: list[ReferralLink]
    referrals: list[AffiliateReferral]
    commissions: list[AffiliateCommission]
    payouts: list[AffiliatePayout]


async def look(promoter: FirstPromoter) -> Seen:
    """Ask for everything; the first call supplies the session that all of them share. Raises the first failure."""
    affiliate, seen = promoter.v2.affiliate, Seen()
    failures: list[CallFailed] = []

    async def put(name: str, asked: Callable[[], Awaitable[Any]]) -> None:
        try:
            setattr(seen, name, await asked())
        except CallFailed as failure:
            failures.append(failure)

    seen.promoter = await affiliate.promoters.current()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(put, "links", partial(affiliate.referral_links.list().collect, limit=SHOWN))
        tasks.start_soon(put, "referrals", partial(affiliate.referrals.list().collect, limit=SHOWN))
        tasks.start_soon(put, "commissions", partial(affiliate.commissions.list().collect, limit=SHOWN))
        tasks.start_soon(put, "payouts", partial(affiliate.payouts.list().collect, limit=SHOWN))
    if failures:
        raise failures[0]
    return seen


# What the promoter sees


def page(title: str, body: str) -> str:
    """Write a page down."""
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{STYLE}</style><main><h1>{escape(title)}</h1>{body}</main></html>"
    )


def choices() -> str:
    """Offer the users there are."""
    links = "".join(f"<li><a href='/sign-in/{escape(cust_id)}'>{escape(name)}</a>" for cust_id, name in DEMO.items())
    return f"<ul>{links}</ul>"


def figures(seen: Seen) -> str:
    """Write down what a promoter has."""
    earned = sum(one.amount or 0 for one in seen.commissions if one.unit == "cash" and one.status == "approved")
    paid = sum(one.amount or 0 for one in seen.payouts if one.unit == "cash" and one.status == "completed")
    return "".join(
        [
            f"<p>Earned <b id=earned>{money(earned)}</b>, paid <b id=paid>{money(paid)}</b>.",
            " <a href='/sign-out'>Sign out</a></p>",
            table("Your links", ("Name", "Link"), [(one.name, one.url) for one in seen.links]),
            table(
                "Your referrals",
                ("Who", "State", "Since"),
                [(one.email, one.state, day(one.created_at)) for one in seen.referrals],
            ),
            table(
                "Your earnings",
                ("For", "Amount", "State", "On"),
                [
                    (
                        one.referral.email if one.referral else one.external_note,
                        amount(one),
                        one.status,
                        day(one.created_at),
                    )
                    for one in seen.commissions
                ],
            ),
            table(
                "Your payouts",
                ("Period", "Amount", "State", "Paid on"),
                [
                    (f"{one.period_start} to {one.period_end}", amount(one), one.status, day(one.paid_at))
                    for one in seen.payouts
                ],
            ),
        ]
    )


def table(title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """Write a table down; what a customer calls themselves may be anything, so every text is escaped."""
    if not rows:
        return f"<h2>{escape(title)}</h2><p>Nothing yet.</p>"
    head = "".join(f"<th>{escape(one)}" for one in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(one or ''))}" for one in row) for row in rows)
    return f"<h2>{escape(title)}</h2><table><tr>{head}{body}</table>"


def amount(one: AffiliateCommission | AffiliatePayout) -> str:
    """Write an amount with its unit."""
    return money(one.amount or 0) if one.unit == "cash" else f"{one.amount or 0} {one.unit or ''}"


def money(cents: Any) -> str:
    """Write cents as people do; a currency without cents (JPY) would be written as it is."""
    return f"{cents / 100:,.2f}"


def day(moment: datetime | None) -> str:
    """Write a moment as a day."""
    return "" if moment is None else f"{moment:%Y-%m-%d}"


STYLE = (
    "body{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}"
)


async def play(fp: FirstPromoter) -> None:
    """Let Ann bring somebody who buys, and be paid for the first sale."""
    for cust_id, name in DEMO.items():
        await fp.v2.promoters.create(email=f"{name.lower()}@example.com", cust_id=cust_id)
    ann = await fp.v2.promoters.get("cust-ann", find_by="cust_id")
    await fp.v2.track.signup(email="joe@example.com", ref_id=ann.promoter_campaigns[0].ref_token or "")
    await fp.v2.track.sale(email="joe@example.com", event_id="order-1", amount=4900)
    await fp.v1.payouts.create(promoter_id=ann.id, status="completed")
    await fp.v2.track.sale(email="joe@example.com", event_id="order-2", amount=12_000)
