"""The sandbox's page in a real browser: a Chromium of this machine, without a window."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clocks import PATIENT
from tests.serving import SandboxProcess, plain

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless_shell")
CHROMIUM = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
QUIETLY = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # it goes nowhere else
]
HOSTILE = "<script>document.title='taken over'</script><img src=x onerror=\"document.title='taken over'\">"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser here: none of {', '.join(NAMES)}, nor $CHROMIUM"),
    pytest.mark.slow,
]
Look = Callable[[str], str]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Return a function that opens an address, lets its scripts run, and returns what the document then is."""

    def dump(url: str) -> str:
        command = [
            str(CHROMIUM),
            *QUIETLY,
            f"--user-data-dir={tmp_path}",
            "--virtual-time-budget=5000",
            "--dump-dom",
            url,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENT, check=True)
        return done.stdout

    return dump


@pytest.fixture
def programme(sandbox_process: SandboxProcess) -> SandboxProcess:
    """A running sandbox in which somebody with a hostile name brought Joe, who bought."""
    sandbox_process.control("POST", "reset")
    key = {"X-API-KEY": sandbox_process.v1_api_key}
    for path, given in {
        "promoters/create": {"email": "eve@example.com", "first_name": HOSTILE, "ref_id": "eve"},
        "track/signup": {"email": "joe@example.com", "ref_id": "eve"},
        "track/sale": {"email": "joe@example.com", "event_id": "order-1", "amount": "4900"},
    }.items():
        answer = plain("POST", f"{sandbox_process.base_url}/api/v1/{path}", headers=key, data=given)
        assert answer.status_code == 200
    return sandbox_process


def test_a_browser_shows_the_programme_and_runs_nothing_of_it(programme: SandboxProcess, look: Look) -> None:
    shown = look(f"{programme.base_url}/")
    assert "<title>FirstPromoter sandbox</title>" in shown
    assert "joe@example.com" in shown
    assert "sale order-1" in shown
    assert "POST /api/v1/track/sale" in shown
    assert "&lt;script&gt;document.title" in shown
    assert "<img" not in shown


def test_the_page_of_another_site_learns_nothing_and_wipes_nothing(
    programme: SandboxProcess, look: Look, tmp_path: Path
) -> None:
    other = tmp_path / "other.html"
    other.write_text(
        f"""<body>waiting<script>
        const told = (what) => document.body.append(what);
        fetch('{programme.base_url}/_sandbox/reset', {{method: 'POST', mode: 'no-cors'}})
          .then(() => fetch('{programme.base_url}/')).then((answer) => answer.text()).then(told, () => told(', refused'));
        </script></body>"""
    )
    shown = look(other.as_uri())
    assert "</script>, refused</body>" in shown
    assert "joe@example.com" not in shown
    assert programme.control("GET", "state")["promoters"] == 1
