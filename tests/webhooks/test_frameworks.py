"""Webhooks in every framework that the README and the examples show, each in a real server process."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clocks import PATIENT
from tests.processes import first_line, started
from tests.webhooks.making import PROOF, SECRET, body, v1, v2

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = [
    code for code in re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL) if "webhooks import" in code
]
EXAMPLES = [(ROOT / "examples" / f"webhooks_in_{name}.py").read_text("utf-8") for name in ("django", "flask")]
every_framework = pytest.mark.parametrize(
    "code", [*SHOWN, *EXAMPLES], ids=["asgi", "starlette", "fastapi", "django", "flask"]
)


@contextmanager
def serving(code: str, folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve an example; its inbox, if it has one, is made in the folder."""
    file = folder / "hooks.py"
    file.write_text(code)
    environment = os.environ | {"WEBHOOK_SECRET": SECRET, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with started("tests.webhooks.running", str(file), cwd=folder, env=environment) as process:
        yield f"http://127.0.0.1:{int(first_line(process))}/hooks", process


def post(url: str, raw: bytes, headers: dict[str, str] | None = None) -> int:
    given: Any = PROOF if headers is None else headers
    return httpx.post(
        url, content=raw, headers={"Content-Type": "application/json", **given}, timeout=PATIENT
    ).status_code


@every_framework
def test_each_answers_as_specified_and_calls_the_handler(code: str, tmp_path: Path) -> None:
    approved = v2(event_type="commission.approved")
    with serving(code, tmp_path) as (url, process):
        assert post(url, body(approved)) == 204
        assert post(url, body(v2("event-2", "coupon.melted"))) == 204
        assert post(url, body(approved), {}) == 401
        assert post(url, body(approved), {"X-Secret": "wrong"}) == 401
        assert post(url, body(approved)[:-1]) == 400
        assert post(url, b"[]") == 400
        assert post(url, b" " * 5_000_000) == 413
        assert post(url, body(v1("fulfilment_pending"))) in (202, 204)  # a 200 would say that it was fulfilled
        process.terminate()
        assert process.stdout is not None
        printed = process.stdout.read()
    assert "approved: 88901" in printed or "Starlette" in code


def test_a_route_of_fastapi_answers_without_a_redirect(tmp_path: Path) -> None:
    [starlette] = [code for code in SHOWN if "Starlette" in code]
    fastapi = starlette.replace("from starlette.applications import Starlette", "from fastapi import FastAPI")
    with serving(fastapi.replace("Starlette", "FastAPI"), tmp_path) as (url, _):
        assert post(url, body(v2(event_type="commission.approved"))) == 204
