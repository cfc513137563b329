"""The smallest server that all peers can be measured against: canned answers, in a process of its own.

A POST is answered like a sale, whatever it is. A GET is answered with a page of v1 promoters and a `Link` to the next.
A path that begins with `/after-50ms` is answered that much later. It checks nothing and stores nothing.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from . import payloads
from .machine import ROOT

PAGES: Final = 200
ROWS_A_PAGE: Final = 25

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_DELAY: Final = re.compile(rb"/after-(\d+)ms")
_PAGE: Final = re.compile(rb"[?&]page=(\d+)")


@contextmanager
def serving(core: int | None) -> Iterator[str]:
    """Start the server, on this core if one is given; yield its base URL; stop it."""
    command = [sys.executable, "-m", "benchmarks.server", *([] if core is None else [str(core)])]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("the server was started without pipes")
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()  # which is its sign to stop


class _Answers:
    """Whole responses, written once."""

    def __init__(self) -> None:
        self._sale = _response(payloads.sale_answer())
        self._pages: dict[tuple[bytes, int], bytes] = {}

    def to(self, head: bytes, host: bytes) -> bytes:
        if head.startswith(b"POST"):
            return self._sale
        target = head.split(b" ", 2)[1]
        found = _PAGE.search(target)
        page = (host + target.partition(b"?")[0], int(found[1]) if found else 1)
        if page not in self._pages:
            self._pages[page] = _page(*page)
        return self._pages[page]


def _page(url: bytes, number: int) -> bytes:
    place = url.decode("ascii")
    links = [f'<http://{place}?page={PAGES}>; rel="last"']
    if number < PAGES:
        links.append(f'<http://{place}?page={number + 1}>; rel="next"')
    body = payloads.v1_promoters_page(number, ROWS_A_PAGE)
    return _response(body, f"Link: {', '.join(links)}\r\nTotal: {PAGES * ROWS_A_PAGE}\r\nPer-Page: {ROWS_A_PAGE}\r\n")


def _response(body: bytes, headers: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


class _Connection(asyncio.Protocol):
    def __init__(self, answers: _Answers) -> None:
        self._answers = answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        host, port = transport.get_extra_info("sockname")
        self._host = f"{host}:{port}".encode("ascii")

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._received) < whole:
                return
            self._received = self._received[whole:]
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        answer, delay = self._answers.to(head, self._host), _DELAY.search(head.partition(b"\r\n")[0])
        if delay is None:
            self._write(answer)
        else:
            asyncio.get_running_loop().call_later(int(delay[1]) / 1000, self._write, answer)

    def _write(self, answer: bytes) -> None:
        if isinstance(self._transport, asyncio.Transport) and not self._transport.is_closing():
            self._transport.write(answer)


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    answers = _Answers()
    server = await loop.create_server(lambda: _Connection(answers), "127.0.0.1", 0, backlog=512)
    stopped = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), stopped.set)
    print(server.sockets[0].getsockname()[1], flush=True)
    await stopped.wait()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        os.sched_setaffinity(0, {int(sys.argv[1])})
    asyncio.run(_serve())
