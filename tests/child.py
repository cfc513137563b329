"""A module as a process that ends when the tests end, however they do: `python -m tests.child PIPE MODULE ARGUMENTS`.

`PIPE` is a pipe that nobody writes into and that the process of the tests holds open (`tests.processes`).
"""

import os
import runpy
import sys
import threading


def end_with(pipe: int) -> None:
    """End this process as soon as the one that holds the other end of the pipe has ended."""

    def wait() -> None:
        os.read(pipe, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    end_with(int(sys.argv[1]))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
