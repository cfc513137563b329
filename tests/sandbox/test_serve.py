"""The sandbox as a process of its own: real sockets, real resets, real signals."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import frozen

from tests.clocks import PATIENT
from tests.processes import first_line, started
from tests.serving import plain

COMMAND = ("firstpromoter_async.cli", "sandbox", "--json")


@frozen
class Served:
    """A running sandbox."""

    ready: dict[str, str]
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return self.ready["base_url"]

    @property
    def key(self) -> dict[str, str]:
        return {"X-API-KEY": self.ready["v1_api_key"]}

    def post(self, path: str, **params: Any) -> httpx.Response:
        return plain("POST", f"{self.url}/api/v1{path}", data=params, headers=self.key)

    def state(self) -> Any:
        return plain("GET", f"{self.url}/_sandbox/state").json()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait()

    def raw(self, path: str, body: str, fault: str, patience: float = PATIENT) -> tuple[bytes, str]:
        """Send a request byte by byte, so to say; return what came back, and how it ended."""
        host, port = self.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=patience) as connection:
            connection.sendall(
                f"POST /api/v1{path} HTTP/1.1\r\nHost: {host}\r\nX-API-KEY: {self.ready['v1_api_key']}\r\n"
                f"X-Sandbox-Fault: {fault}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            received = b""
            try:
                while part := connection.recv(65536):
                    received += part
            except ConnectionResetError:
                return received, "reset"
            except TimeoutError:
                return received, "silence"
            return received, "closed"


@contextmanager
def served(*arguments: str) -> Iterator[Served]:
    with started(*COMMAND, "--port", "0", *arguments, stderr=subprocess.PIPE) as process:
        yield Served(json.loads(first_line(process)), process)


@pytest.fixture(scope="module")
def _shared() -> Iterator[Served]:
    with served("--rate", "off") as running:
        yield running


@pytest.fixture
def running(_shared: Served) -> Served:
    """One server for many tests, empty but for Ann."""
    plain("POST", f"{_shared.url}/_sandbox/reset")
    _shared.post("/promoters/create", email="ann@example.com", first_name="Ann")
    return _shared


def test_it_says_in_one_line_of_json_where_it_is_and_what_opens_it(running: Served) -> None:
    assert set(running.ready) == {"base_url", "api_key", "account_id", "v1_api_key"}
    assert plain("GET", running.url).json()["name"] == "FirstPromoter sandbox"


def test_it_answers_on_the_true_paths(running: Served) -> None:
    answer = running.post("/track/signup", email="joe@example.com", ref_id="ann")
    assert (answer.status_code, answer.json()["type"]) == (200, "signup")
    keys = {"Authorization": f"Bearer {running.ready['api_key']}", "Account-ID": running.ready["account_id"]}
    shown = plain("GET", f"{running.url}/api/v2/company/promoters/ann%40example.com?find_by=email", headers=keys)
    assert shown.json()["email"] == "ann@example.com"


def test_a_connection_goes_on_after_an_answer_without_a_body(running: Served) -> None:
    with httpx.Client(base_url=running.url, verify=False, headers=running.key, timeout=PATIENT) as client:
        sale = {"uid": "nobody", "event_id": "1", "amount": 1}
        assert [client.post("/api/v1/track/sale", data=sale).status_code for _ in range(3)] == [204, 204, 204]


def test_links_lead_back_to_the_server_that_was_asked(running: Served) -> None:
    running.post("/promoters/create", email="ben@example.com")
    answer = plain("GET", f"{running.url}/api/v1/promoters/list?per_page=1", headers=running.key)
    assert answer.links["next"]["url"] == f"{running.url}/api/v1/promoters/list?per_page=1&page=2"


@pytest.mark.parametrize(("fault", "stored"), [("reset_before", {}), ("reset_after", {"signup": 1})])
def test_a_reset_connection_ends_without_a_byte(running: Served, fault: str, stored: dict[str, int]) -> None:
    assert running.raw("/track/signup", "uid=7&ref_id=ann", fault) == (b"", "reset")
    assert running.state()["events"] == stored


def test_a_cut_body_is_half_of_what_was_promised(running: Served) -> None:
    received, end = running.raw("/track/signup", "uid=7&ref_id=ann", "cut_body")
    head, _, body = received.partition(b"\r\n\r\n")
    [promised] = [
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    ]
    assert (end, head.startswith(b"HTTP/1.1 200")) == ("closed", True)
    assert len(body) == promised // 2
    assert running.state()["events"] == {"signup": 1}


def test_an_empty_answer_has_no_half_and_is_reset(running: Served) -> None:
    assert running.raw("/track/sale", "uid=7&event_id=1&amount=1", "cut_body") == (b"", "reset")


def test_a_hanging_request_gets_no_answer_and_stores_nothing(running: Served) -> None:
    # However long one waits, it is no proof that no answer comes; however short, it fails for nobody.
    assert running.raw("/track/signup", "uid=7&ref_id=ann", "hang", patience=0.3) == (b"", "silence")
    assert running.state()["events"] == {}


@pytest.mark.parametrize(("fault", "status"), [("unavailable", 503), ("bad_gateway_html", 502), ("rate_limited", 429)])
def test_the_other_faults_are_ordinary_answers(running: Served, fault: str, status: int) -> None:
    answer = plain("GET", f"{running.url}/api/v1/leads/list", headers={"X-Sandbox-Fault": fault} | running.key)
    assert answer.status_code == status


def test_a_plan_can_be_posted(running: Served) -> None:
    plan = {"shares": {"unavailable": 1}}
    plain("POST", f"{running.url}/_sandbox/faults", json=plan)
    assert running.post("/track/signup").status_code == 503
    plain("DELETE", f"{running.url}/_sandbox/faults")
    assert running.post("/track/signup").status_code == 400
    told = plain("GET", f"{running.url}/_sandbox/requests?path=track").json()
    assert [(one["status"], one["fault"]) for one in told["requests"]] == [(503, "unavailable"), (400, None)]


def test_of_many_equal_sales_at_once_one_is_stored(running: Served) -> None:
    running.post("/track/signup", uid="7", ref_id="ann")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: running.post("/track/sale", uid="7", event_id="1", amount=100), range(16)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 15


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_and_silently(how: signal.Signals) -> None:
    with served() as running:
        running.post("/track/signup")
        assert running.stop(how) == 0
        assert running.process.stderr is not None
        assert running.process.stderr.read() == ""


def test_it_stops_although_a_request_hangs() -> None:
    with served() as running, ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(running.raw, "/track/signup", "uid=7", "hang")
        while running.state() and not plain("GET", f"{running.url}/_sandbox/requests").json()["total"]:
            time.sleep(0.01)  # between two looks, and not how long it takes
        assert running.stop() == 0
        assert hanging.result() == (b"", "reset")


def test_it_may_be_strict_and_round_half_up() -> None:
    with served("--strict", "--rounding", "half_up") as running:
        told = plain("GET", f"{running.url}/_sandbox/settings").json()
        assert told == {"strict": True, "rounding": "half_up"}
        assert running.post("/track/signup", uid="7", ref_id="ann", shoe_size="43").status_code == 404
        assert running.post("/promoters/create", email="ann@example.com", shoe_size="43").status_code == 400


def test_a_rate_limits_it() -> None:
    with served("--rate", "2/86400") as running:
        assert [running.post("/track/signup").status_code for _ in range(3)] == [400, 400, 429]


def test_a_file_keeps_everything(tmp_path: Path) -> None:
    arguments = ("--db", str(tmp_path / "sandbox.db"))
    with served(*arguments) as running:
        running.post("/promoters/create", email="ann@example.com")
        running.stop()
    with served(*arguments) as running:
        assert running.state()["promoters"] == 1


def stopped(*arguments: str) -> subprocess.CompletedProcess[str]:
    port = () if "--port" in arguments else ("--port", "0")
    command = [sys.executable, "-m", *COMMAND, *port, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_file_of_somebody_else_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear Ann, " * 100)
    ended = stopped("--db", str(tmp_path / "letters.txt"))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "cannot be used as a sandbox's database" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("arguments", [("--rate", "fast"), ("--db", "/nowhere/at/all.db"), ("--host", "256.0.0.1")])
def test_what_cannot_be_is_refused_in_a_sentence(arguments: tuple[str, str]) -> None:
    ended = stopped(*arguments)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_is_none_is_refused_in_a_sentence(port: str) -> None:
    ended = stopped("--port", port)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "port is a number from 0 (any that is free) to 65535" in ended.stderr


def test_a_port_that_is_taken_is_refused_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = stopped("--port", str(taken.getsockname()[1]))
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert "in use" in ended.stderr


def asked(running: Served, *lines: str) -> bytes:
    """Send a head byte by byte, so to say, and return all that came back."""
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENT) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("host", ["[", "[]", "a b", "x/_sandbox/reset?", "x#", "user@localhost", ""])
@pytest.mark.parametrize("path", ["/_sandbox/state", "/api/v1/leads/list", "/nowhere"])
def test_a_host_that_is_none_is_400(running: Served, host: str, path: str) -> None:
    assert asked(running, f"GET {path} HTTP/1.1", f"Host: {host}").startswith(b"HTTP/1.1 400")
    assert running.state()["promoters"] == 1


@pytest.mark.parametrize(
    ("line", "host", "status"),
    [
        ("GET / HTTP/1.1", "localhost", 200),
        ("GET /_sandbox/state HTTP/1.1", "evil.example", 403),
        ("POST /_sandbox/reset HTTP/1.1", "evil.example", 403),
        ("GET / HTTP/1.1", "evil.example", 403),
        ("POST http://evil.example/_sandbox/reset HTTP/1.1", "localhost", 403),
        ("GET http://localhost/_sandbox/state HTTP/1.1", "evil.example", 200),
        ("GET http://[/_sandbox/state HTTP/1.1", "localhost", 400),
        ("GET http://localhost HTTP/1.1", "localhost", 400),
        ("GET * HTTP/1.1", "localhost", 400),
        ("GET /api/v1/leads/list HTTP/1.1", "evil.example", 401),
    ],
)
def test_its_own_side_answers_to_names_of_this_machine_only(running: Served, line: str, host: str, status: int) -> None:
    assert asked(running, line, f"Host: {host}").startswith(f"HTTP/1.1 {status}".encode())
    assert running.state()["promoters"] == 1


def test_a_client_without_a_host_is_no_browser(running: Served) -> None:
    assert b'"promoters":1' in asked(running, "GET /_sandbox/state HTTP/1.0")


def test_more_names_can_be_allowed_and_the_address_that_is_announced_can_be_called() -> None:
    with served("--host", "0.0.0.0", "--allow-host", "box", "--allow-host", "box.example") as running:  # noqa: S104
        assert running.url.startswith("http://127.0.0.1:")
        assert running.state()["promoters"] == 0
        for host, status in (("box", 200), ("box.example:8080", 200), ("other", 403)):
            answer = plain("GET", f"{running.url}/_sandbox/state", headers={"Host": host})
            assert (answer.status_code, host) == (status, host)
        assert "--allow-host other" in answer.json()["message"]


def test_a_web_page_of_another_site_cannot_wipe_it(running: Served) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert plain("POST", f"{running.url}/_sandbox/reset", headers=headers).status_code == 403
    assert running.state()["promoters"] == 1
    assert plain("POST", f"{running.url}/_sandbox/reset", headers={"Origin": running.url}).status_code == 200


def test_head_says_what_get_says_but_for_the_body(running: Served) -> None:
    with httpx.Client(base_url=running.url, verify=False, headers=running.key, timeout=PATIENT) as client:
        for path in ("/api/v1/promoters/list?per_page=1", "/_sandbox/state", "/api/v1/leads/show?id=7", "/nowhere"):
            shown, head = client.get(path), client.head(path)
            assert (head.status_code, head.content) == (shown.status_code, b"")
            assert {**head.headers, "date": ""} == {**shown.headers, "date": ""}
        refused = client.head("/api/v1/leads/list", headers={"X-Sandbox-Fault": "unavailable"})
        assert (refused.status_code, refused.content) == (503, b"")
        assert client.get("/_sandbox/requests?path=list").json()["requests"][-1]["method"] == "HEAD"


def test_options_names_the_methods_of_a_path_and_allows_no_other_site(running: Served) -> None:
    with httpx.Client(base_url=running.url, verify=False, timeout=PATIENT) as client:
        for path, methods in (
            ("/api/v1/promoters/update", "OPTIONS, PUT"),
            ("/api/v2/company/promoters", "GET, HEAD, OPTIONS, POST"),
            ("/_sandbox/faults", "DELETE, GET, HEAD, OPTIONS, POST"),
            ("/", "GET, HEAD, OPTIONS"),
        ):
            answer = client.options(path)
            assert (answer.status_code, answer.headers["allow"], answer.content) == (204, methods, b"")
            assert not [name for name in answer.headers if name.startswith("access-control")]
        assert client.options("/nowhere").status_code == 404
    assert b"Allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT" in asked(running, "OPTIONS * HTTP/1.1", "Host: x")


def test_a_multipart_form_is_read(running: Served) -> None:
    fields = {"email": (None, "joé@example.com"), "ref_id": (None, "ann"), "custom_fields[shirt]": (None, "M")}
    answer = plain("POST", f"{running.url}/api/v1/track/signup", files=fields, headers=running.key)
    assert (answer.status_code, answer.json()["lead"]["email"]) == (200, "joé@example.com")
    assert answer.json()["lead"]["custom_fields"] == {"shirt": "M"}


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("style", [("-F", "{}"), ("-d", "{}"), ("-G", "-d", "{}", "-X", "POST")])
def test_curl_can_say_it_in_each_of_its_styles(running: Served, style: tuple[str, ...]) -> None:
    said: list[str] = []
    for pair in ("email=joe@example.com", "ref_id=ann", "first_name=Joe"):
        said += [part.replace("{}", pair) for part in style]
    command = ["curl", "-sS", "-H", f"X-API-KEY: {running.ready['v1_api_key']}", *said]
    ended = subprocess.run([*command, f"{running.url}/api/v1/track/signup"], capture_output=True, check=True)
    assert json.loads(ended.stdout)["lead"]["email"] == "joe@example.com"


def test_a_request_whose_client_left_in_the_middle_of_its_body_stores_nothing(running: Served) -> None:
    running.post("/promoters/create", email="half@example.com", ref_id="half")
    before = running.state()["events"]
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENT) as connection:
        # What has arrived would be a sale of 10 cents by itself; the whole is one of 10 dollars.
        connection.sendall(
            f"POST /api/v1/track/sale HTTP/1.1\r\nHost: {host}\r\nX-API-KEY: {running.ready['v1_api_key']}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 45\r\n\r\n"
            "uid=h&ref_id=half&event_id=h-1&amount=10".encode()
        )
    assert running.state()["events"] == before
