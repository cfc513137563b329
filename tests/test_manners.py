"""No test depends on how much happens in so many milliseconds: it has to hold on a busy machine, and the slowest one."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
BY_THE_CLOCK = re.compile(
    r"time\.sleep\(|perf_counter\(|(move_on|fail)_after\([\d.]+\)|\.(wait|join|communicate)\((timeout=)?\d|timeout=\d+\b(?!\.)"
)
BY_THE_CLIENTS_CLOCK = re.compile(r"(batches|\bBatches\(.*\))\.wait\(.*")  # which is a number in tests


def test_whoever_looks_at_a_clock_says_beside_it_why_that_is_no_bet() -> None:
    """Count steps, wait for what happens, or let time pass with `tests.clocks`; a test that never ends is ended for you."""
    bets = [
        f"{path.relative_to(TESTS)}:{number}: {line.strip()}"
        for path in sorted(TESTS.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if BY_THE_CLOCK.search(BY_THE_CLIENTS_CLOCK.sub("", line)) and "  # " not in line and path != Path(__file__)
    ]
    assert bets == []
