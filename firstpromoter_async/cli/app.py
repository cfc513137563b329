"""The commands side by side, and how each of them ends: an exit code, or one line that says what was wrong.

This module knows nothing of what a command does.
"""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final

from cyclopts import App, CycloptsError
from rich.console import Console

from ..backfill import WrongUsage
from ..errors import ConfigurationError, FirstPromoterError, InvalidRequest
from ..version import __version__
from .exit_codes import FAILED, INTERRUPTED, WRONG_USAGE
from .options import command_line
from .streams import OutputFailed

HELP: Final = """
FirstPromoter from the command line: backfill sales, look after their ledger, run a sandbox, look into an inbox of webhooks,
list operations.

Keys come from the environment: FIRSTPROMOTER_API_KEY and FIRSTPROMOTER_ACCOUNT_ID open v2, FIRSTPROMOTER_V1_API_KEY opens v1, and
FIRSTPROMOTER_BASE_URL replaces the host, with that of a sandbox for example.

New here? `firstpromoter demo` shows the whole job in a few seconds, without an account.
"""


_COMMANDS: Final = {
    "demo": ("demo", "demo"),
    "backfill": ("backfill", "backfill"),
    "ledger": ("ledger", "ledger"),
    "sandbox": ("sandbox", "sandbox"),
    "webhooks": ("webhooks", "webhooks"),
    "operations": ("operations", "list_operations"),
}
"""In which module each is, and what it is called there."""


def build(wanted: str = "") -> App:
    """Put the commands together: the one that is wanted, since loading all takes a second, or all where none is named."""
    app = App(name="firstpromoter", help=HELP, version=__version__, help_format="markdown")
    for name in [wanted] if wanted in _COMMANDS else _COMMANDS:
        module, called = _COMMANDS[name]
        app.command(getattr(import_module(f".{module}", __package__), called), name=name)
    app.register_install_completion_command(  # pyright: ignore[reportUnknownMemberType]
        help="Install completion for the shell in use: bash, zsh, fish or PowerShell."
    )
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    command_line.set(tuple(arguments))
    return _ending(
        lambda: build(*arguments[:1])(
            list(arguments),
            exit_on_error=False,
            print_error=True,
            error_console=Console(stderr=True),
            result_action="return_value",
        )
    )


def _ending(command: Callable[[], Any]) -> int:
    try:
        code = command()
        if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison]  closed by the shell
            sys.stdout.flush()
    except CycloptsError:
        return WRONG_USAGE  # cyclopts has said what is wrong
    except (ConfigurationError, InvalidRequest, WrongUsage) as error:
        return _told(error, WRONG_USAGE)
    except FirstPromoterError as error:
        return _told(error, FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return FAILED  # whoever read our output has had enough
    except OutputFailed as problem:
        sys.stderr.write(f"the output cannot be written: {problem.strerror}\n")
        return FAILED
    return code if isinstance(code, int) else 0


def _told(error: FirstPromoterError, code: int) -> int:
    Console(stderr=True, soft_wrap=True).print(f"[bold red]{type(error).__name__}[/]: ", end="")
    sys.stderr.write(f"{error}\n")
    return code
