"""The sandbox's page in a real browser: a Chromium of this machine, without a window."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browsers import document_at, needs_a_browser
from tests.serving import SandboxProcess, plain

HOSTILE = "<script>document.title='taken over'</script><img src=x onerror=\"document.title='taken over'\">"

pytestmark = [needs_a_browser, pytest.mark.slow]
Look = Callable[[str], str]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Return a function that opens an address and returns what the document then is."""
    return lambda url: document_at(url, tmp_path)


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
