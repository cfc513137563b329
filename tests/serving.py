"""The sandbox as a process of its own, for tests that want real sockets and real signals."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from attrs import frozen

from tests.clocks import PATIENT
from tests.processes import first_line, started


@frozen
class SandboxProcess:
    """A running sandbox: where it listens, which keys open it, and the process itself."""

    base_url: str
    api_key: str
    account_id: str
    v1_api_key: str
    process: subprocess.Popen[str]

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which a program of ours talks to this sandbox."""
        return os.environ | {
            "FIRSTPROMOTER_BASE_URL": self.base_url,
            "FIRSTPROMOTER_API_KEY": self.api_key,
            "FIRSTPROMOTER_ACCOUNT_ID": self.account_id,
            "FIRSTPROMOTER_V1_API_KEY": self.v1_api_key,
        }

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Call `/_sandbox/...` with plain httpx and return its JSON."""
        answer = plain(method, f"{self.base_url}/_sandbox/{path}", json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None


def plain(method: str, url: str, **more: Any) -> httpx.Response:
    """Call a sandbox with plain httpx; without certificates, which take ten times as long to load as the call takes."""
    return httpx.request(method, url, verify=False, timeout=PATIENT, **more)


@contextmanager
def serve_sandbox(*arguments: str) -> Iterator[SandboxProcess]:
    """Start `firstpromoter sandbox` on a free port and stop it with SIGTERM."""
    with started("firstpromoter_async.cli", "sandbox", "--port", "0", "--json", *arguments) as process:
        yield SandboxProcess(**json.loads(first_line(process)), process=process)
