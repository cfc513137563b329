"""A file's `app` in a server process of its own: `python -m tests.webhooks.running FILE`, which prints its port."""

import runpy
import sys
from typing import Any

import uvicorn
from asgiref.wsgi import WsgiToAsgi
from flask import Flask


class Telling(uvicorn.Server):
    """Says on its standard output where it listens."""

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.servers[0].sockets[0].getsockname()[1], flush=True)


def run(app: Any) -> None:
    """Serve an application until the process is told to end."""
    served = WsgiToAsgi(app) if isinstance(app, Flask) else app
    Telling(uvicorn.Config(served, port=0, log_level="warning")).run()


if __name__ == "__main__":
    sys.modules["example"] = module = type(sys)("example")
    vars(module).update(runpy.run_path(sys.argv[1], run_name="example"))
    run(module.app)
