"""`firstpromoter webhooks send` as somebody meets it who builds a receiver."""

import json
import socket
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from firstpromoter_async.webhooks import CommissionUpdated, LeadSignedUp, WebhookSecrets, receive
from tests.cli.command import firstpromoter

Arrivals = list[tuple[dict[str, str], bytes]]


@contextmanager
def receiver(status: int = 200) -> Generator[tuple[str, Arrivals]]:
    arrivals: Arrivals = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            arrivals.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"thanks")

        def log_message(self, format: str, *_: object) -> None: ...  # noqa: A002  the base class names it

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hooks", arrivals
        finally:
            server.shutdown()
            thread.join()


def test_a_sample_arrives_with_what_proves_it() -> None:
    with receiver() as (url, arrivals):
        proofs = ("-H", "X-Secret: hush", "--basic", "fp:open", "--secret-key", "k" * 64)
        told = firstpromoter("webhooks", "send", "commission.updated", "--to", url, *proofs)
    [(headers, body)] = arrivals
    assert (told.returncode, told.stdout) == (0, "thanks\n")
    assert "commission.updated" in told.stderr
    assert "200" in told.stderr
    for secrets in (
        WebhookSecrets(headers={"X-Secret": "hush"}),
        WebhookSecrets(basic=("fp", "open")),
        WebhookSecrets(secret_key="k" * 64),
    ):
        assert isinstance(receive(body, headers, secrets=secrets), CommissionUpdated)


def test_a_receiver_that_fails_makes_the_command_fail() -> None:
    with receiver(500) as (url, _):
        told = firstpromoter("webhooks", "send", "lead_signup", "--to", url, "--json")
    shown = json.loads(told.stdout)
    assert (told.returncode, shown["status"], shown["body"], shown["error"]) == (1, 500, "thanks", "HTTP 500")


def test_nobody_who_listens_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        told = firstpromoter("webhooks", "send", "lead_signup", "--to", f"http://127.0.0.1:{free.getsockname()[1]}/")
    assert told.returncode == 1
    assert "ConnectFailed" in told.stderr


def test_without_an_address_the_body_is_printed_as_it_would_be_sent() -> None:
    told = firstpromoter("webhooks", "send", "lead_signup")
    event = receive(told.stdout, {"X-Secret": "a"}, secrets=WebhookSecrets(headers={"X-Secret": "a"}))
    assert isinstance(event, LeadSignedUp)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("commission.approve",), "there are commission.approved"),
        (("nonsense",), "there are commission.approved, commission.created"),
        (("lead_signup", "--to", "https://93.184.216.34/"), "is not this machine"),
        (("lead_signup", "--to", "127.0.0.1:80"), "http or https"),
        (("lead_signup", "--to", "http://127.0.0.1/", "-H", "hush"), 'written as "X-Secret: value"'),
        (("lead_signup", "--to", "http://127.0.0.1/", "--basic", "fp"), "user:password"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(arguments: tuple[str, ...], said: str) -> None:
    told = firstpromoter("webhooks", "send", *arguments)
    assert (told.returncode, told.stdout) == (2, "")
    assert said in told.stderr
    assert "hush" not in told.stderr
