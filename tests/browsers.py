"""A real browser for tests: a Chromium of this machine, without a window. Tests are skipped where there is none."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.clocks import PATIENT

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless_shell")
_CHROMIUM: Final = os.environ.get("CHROMIUM") or next((found for name in _NAMES if (found := shutil.which(name))), None)
_QUIETLY: Final = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # it goes nowhere else
]

needs_a_browser = pytest.mark.skipif(
    _CHROMIUM is None, reason=f"no browser here: none of {', '.join(_NAMES)}, nor $CHROMIUM"
)


def document_at(url: str, profile: Path) -> str:
    """Open an address, let its scripts run, and return what the document then is; `profile` is an empty folder."""
    command = [str(_CHROMIUM), *_QUIETLY, f"--user-data-dir={profile}", "--virtual-time-budget=5000", "--dump-dom", url]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENT, check=True).stdout
