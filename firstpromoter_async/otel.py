"""Spans and metrics for OpenTelemetry, made of what `observe` tells. Needs the extra `firstpromoter-async[otel]`.

    from firstpromoter_async.otel import Telemetry

    fp = FirstPromoter.from_env(observe=Telemetry())

After the semantic conventions for HTTP clients (https://opentelemetry.io/docs/specs/semconv/http/): each attempt is a CLIENT span
named by method and path template, below an INTERNAL span of the whole call, and counts into `http.client.request.duration`
(seconds). `url.full` is left out, though the conventions ask for it: paths and queries name people. Spans are made when a call is
over, with the times that it had, below whatever span was current for its caller.
"""

from typing import Any, Final
from urllib.parse import urlsplit

from opentelemetry import metrics, trace
from opentelemetry.metrics import MeterProvider
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, TracerProvider

from .observe import AttemptEnded, CallEnded
from .version import __version__

_SCOPE: Final = "firstpromoter_async"
# The conventions' own boundaries for durations of HTTP calls, and some more for waits.
_DURATIONS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
_WAITS: Final = (0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60)
_PORTS: Final = {"https": 443, "http": 80}


class Telemetry:
    """An observer that writes spans and metrics; pass it as `FirstPromoter(observe=...)`, one for as many clients as you like."""

    def __init__(
        self, *, tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None
    ) -> None:
        """Without providers, those that your program has set for OpenTelemetry are used."""
        self._tracer = trace.get_tracer(_SCOPE, __version__, tracer_provider)
        meter = metrics.get_meter(_SCOPE, __version__, meter_provider)
        self._durations = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_DURATIONS,
        )
        self._waits = meter.create_histogram(
            "firstpromoter.client.wait.duration",
            unit="s",
            description="Time that calls waited for their turn in the rate budget.",
            explicit_bucket_boundaries_advisory=_WAITS,
        )

    def __call__(self, what: AttemptEnded | CallEnded) -> None:
        """Take note of an attempt, or of a whole call."""
        if isinstance(what, CallEnded):
            self._write_spans(what)
            self._waits.record(what.waited, {"firstpromoter.operation": what.operation})
        else:
            self._durations.record(what.seconds, _measured(what))

    def _write_spans(self, call: CallEnded) -> None:
        attributes: dict[str, Any] = {
            "firstpromoter.operation": call.operation,
            "firstpromoter.attempts": len(call.attempts),
            "firstpromoter.wait": call.waited,
        }
        if call.outcome is not None:
            attributes["firstpromoter.outcome"] = call.outcome.value
        span = self._tracer.start_span(
            f"firstpromoter {call.operation}", start_time=_nanoseconds(call.started_at), attributes=attributes
        )
        inside = trace.set_span_in_context(span)
        for attempt in call.attempts:
            self._write_attempt(attempt, inside)
        _close(span, call.error, call.started_at + call.seconds)

    def _write_attempt(self, attempt: AttemptEnded, inside: Any) -> None:
        attributes = _measured(attempt) | {
            "http.request.body.size": attempt.request_bytes,
            "firstpromoter.wait": attempt.waited,
        }
        if attempt.response_bytes is not None:
            attributes["http.response.body.size"] = attempt.response_bytes
        if attempt.number > 1:
            attributes["http.request.resend_count"] = attempt.number - 1
        span = self._tracer.start_span(
            attempt.operation,
            context=inside,
            kind=SpanKind.CLIENT,
            start_time=_nanoseconds(attempt.started_at),
            attributes=attributes,
        )
        _close(span, _error_type(attempt), attempt.started_at + attempt.seconds)


def _measured(attempt: AttemptEnded) -> dict[str, Any]:
    """Return the attributes that metrics and spans share: few values each, and none about a person."""
    method, _, template = attempt.operation.partition(" ")
    parts = urlsplit(attempt.host)
    attributes: dict[str, Any] = {
        "http.request.method": method,
        "url.template": template,
        "server.address": parts.hostname or "",
        "server.port": parts.port or _PORTS.get(parts.scheme, 0),
    }
    if attempt.status is not None:
        attributes["http.response.status_code"] = attempt.status
    if (error := _error_type(attempt)) is not None:
        attributes["error.type"] = error
    return attributes


def _error_type(attempt: AttemptEnded) -> str | None:
    """Return the conventions' name of an error: its status where there is one, else its class."""
    if attempt.error is None:
        return None
    return str(attempt.status) if attempt.status is not None and attempt.status >= 300 else attempt.error


def _close(span: Span, error: str | None, at: float) -> None:
    if error is not None:
        span.set_attribute("error.type", error)
        span.set_status(Status(StatusCode.ERROR))
    span.end(_nanoseconds(at))


def _nanoseconds(seconds: float) -> int:
    return int(seconds * 1e9)
