"""`python -m firstpromoter_async.sandbox`: the sandbox as a server."""

import argparse
import sys

from ..errors import ConfigurationError
from ..policy.window import parse_rate
from .records.rounding import Rounding
from .store import NotOurs


def main(arguments: list[str] | None = None) -> int:
    """Run it until it is told to stop; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m firstpromoter_async.sandbox",
        description="A stateful FirstPromoter for tests and trials: a model of its public documents, not the service.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen at (default: any that is free)")
    parser.add_argument("--db", help="SQLite file to keep everything in (default: memory)")
    parser.add_argument("--rate", default="400/60", help="calls/seconds that are let in, or off (default: %(default)s)")
    parser.add_argument("--strict", action="store_true", help="refuse parameters that have no effect with 400")
    parser.add_argument(
        "--rounding",
        choices=list(Rounding),
        default="down",
        help="how commissions become whole cents (default: %(default)s)",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        help="one more name by which /_sandbox/ may be called (* is any); loopback names and that of --host may anyway",
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON when it is ready")
    given = parser.parse_args(arguments)
    try:
        rate = parse_rate(given.rate)
    except ValueError as problem:
        parser.error(str(problem))
    try:
        from .serve import as_json_line, in_words, serve
    except ImportError as problem:
        return _stop(f"the server needs an extra: pip install 'firstpromoter-async[sandbox]' ({problem})")
    try:
        serve(
            host=given.host,
            port=given.port,
            db=given.db,
            rate=rate,
            strict=given.strict,
            rounding=given.rounding,
            allow_hosts=given.allow_host,
            announce=as_json_line if given.json else in_words,
        )
    except (ConfigurationError, OSError, NotOurs) as problem:
        return _stop(str(problem))
    return 0


def _stop(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
