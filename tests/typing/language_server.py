"""A small client of pyright's language server: what an editor asks, over the Language Server Protocol (3.17) on stdio.

Requests go one after the other. If the server has not answered all of them after `PATIENCE` seconds, it is killed, and
whoever waits gets an error.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import IO, Any

PATIENCE = 1000.0
"""Seconds; a machine that does nothing else needs about three."""

MARKDOWN = ["markdown"]
CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "hover": {"contentFormat": MARKDOWN},
        "signatureHelp": {"signatureInformation": {"documentationFormat": MARKDOWN}},
        "completion": {"completionItem": {"documentationFormat": MARKDOWN}},
    },
}


class Document:
    """An open file that need not exist, and what the server says about its places (line and character from 0)."""

    def __init__(self, server: "LanguageServer", uri: str) -> None:
        self._server = server
        self._uri = uri

    def hover(self, line: int, character: int) -> str:
        """Return what shows when the mouse rests there."""
        told = self._ask("hover", line, character)
        return str(told["contents"]["value"]) if told else ""

    def signature(self, line: int, character: int) -> dict[str, Any]:
        """Return the signature that shows while arguments are typed there."""
        told: dict[str, Any] = self._ask("signatureHelp", line, character)["signatures"][0]
        return told

    def completions(self, line: int, character: int) -> dict[str, str]:
        """Return the names that are offered there, each with its documentation."""
        items = self._ask("completion", line, character)["items"]
        offered = [item for item in items if not item["label"].startswith("_")]
        told = [self._server.ask("completionItem/resolve", item) for item in offered]
        return {item["label"]: item.get("documentation", {}).get("value", "") for item in told}

    def _ask(self, what: str, line: int, character: int) -> Any:
        place = {"textDocument": {"uri": self._uri}, "position": {"line": line, "character": character}}
        return self._server.ask(f"textDocument/{what}", place)


class LanguageServer:
    """A running server, asked one thing at a time."""

    def __init__(self, send: IO[bytes], receive: IO[bytes]) -> None:
        self._to_server = send
        self._from_server = receive
        self._ids = count(1)

    def open(self, path: Path, text: str) -> Document:
        """Open a document as an editor does, with this text whatever the disk holds."""
        document = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return Document(self, path.as_uri())

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._write({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and wait for its answer."""
        number = next(self._ids)
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" in message:
                self._oblige(message)
            elif message.get("id") == number:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]

    def _oblige(self, message: dict[str, Any]) -> None:
        """Answer what the server asks: which Python this is; everything else may be as it likes."""
        if "id" not in message:
            return
        result = None
        if message["method"] == "workspace/configuration":
            python = {"pythonPath": sys.executable}
            result = [python if one.get("section") == "python" else None for one in message["params"]["items"]]
        self._write({"id": message["id"], "result": result})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to_server.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._to_server.flush()

    def _read(self) -> dict[str, Any]:
        length = 0
        while header := self._header():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._from_server.read(length))
        return message

    def _header(self) -> bytes:
        line = self._from_server.readline()
        assert line, f"the language server ended, or was ended after {PATIENCE} s"
        return line.strip()


@contextmanager
def language_server(root: Path) -> Generator[LanguageServer]:
    """Run pyright's language server on a project, and end it with everything that it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pyright.langserver", "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # it starts Node.js, and both must end
    )
    assert process.stdin
    assert process.stdout
    patience = threading.Timer(PATIENCE, _kill, [process])
    patience.start()
    try:
        with process.stdin, process.stdout:
            yield _greeted(LanguageServer(process.stdin, process.stdout), root)
    finally:
        patience.cancel()
        _kill(process)
        process.wait()


def _greeted(server: LanguageServer, root: Path) -> LanguageServer:
    folder = {"uri": root.as_uri(), "name": root.name}
    server.ask("initialize", {"processId": os.getpid(), "capabilities": CAPABILITIES, "workspaceFolders": [folder]})
    server.tell("initialized", {})
    return server


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
