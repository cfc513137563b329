"""Which side of the sandbox a request is for: FirstPromoter's (`sandbox`), or its own (`control`). Transports ask here."""

from ..wire.message import HttpRequest, HttpResponse
from . import control
from .forms import Unreadable, split
from .sandbox import Sandbox, SandboxResponse


async def handle(sandbox: Sandbox, request: HttpRequest) -> SandboxResponse:
    """Answer a request, with what may go wrong on the way to FirstPromoter."""
    if _is_control(request):
        return SandboxResponse(await sandbox.in_worker(control.answer, sandbox, request))
    return await sandbox.handle(request)


def answer(sandbox: Sandbox, request: HttpRequest) -> HttpResponse:
    """Answer a request by the rules alone: no rate limit, no faults, no journal. Blocks for a few tenths of a millisecond."""
    return control.answer(sandbox, request) if _is_control(request) else sandbox.answer(request)


def _is_control(request: HttpRequest) -> bool:
    try:
        return control.is_control(split(request.url).path)
    except Unreadable:
        return False
