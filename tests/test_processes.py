"""What the tests start does not outlive them."""

import subprocess
import sys

import httpx
import pytest

from tests.serving import plain

KILLED = """
import os, signal
from tests.serving import serve_sandbox

with serve_sandbox() as sandbox:
    print(sandbox.base_url, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_sandbox_ends_with_the_process_that_started_it_even_if_that_one_is_killed() -> None:
    """A test that takes too long is ended by killing its process. This one does not end while somebody has the pipe."""
    killed = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    with pytest.raises(httpx.ConnectError):
        plain("GET", killed.stdout.strip())
