"""Spans and metrics after OpenTelemetry's conventions for HTTP clients, with its own SDK keeping them in memory."""

from typing import Any

import pytest

pytest.importorskip("opentelemetry.sdk", reason="needs opentelemetry-sdk, which is in the test group")

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from firstpromoter_async import ConnectionLost, RetryPolicy, ServerError
from firstpromoter_async.otel import Telemetry
from tests.scripted import ScriptedTransport, Step, client_of, json_answer

pytestmark = pytest.mark.anyio

SALE = "POST /api/v2/track/sale"
STORED = json_answer(200, b'{"id": 1}')


class Kept:
    """Everything that a program would have exported."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.reader = InMemoryMetricReader()
        self.telemetry = Telemetry(
            tracer_provider=self.tracers, meter_provider=MeterProvider(metric_readers=[self.reader])
        )

    async def sell(self, *script: Step) -> None:
        retries = RetryPolicy(base=0.0, attempts=3)
        fp = client_of(ScriptedTransport(*script), observe=self.telemetry, retries=retries)
        await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)

    def spans(self, kind: SpanKind) -> list[ReadableSpan]:
        found = [span for span in self.exporter.get_finished_spans() if span.kind is kind]
        return sorted(found, key=lambda span: span.start_time or 0)

    def points(self, name: str) -> list[Any]:
        data = self.reader.get_metrics_data()
        assert data is not None
        metrics = [
            one for resource in data.resource_metrics for scope in resource.scope_metrics for one in scope.metrics
        ]
        return [point for one in metrics if one.name == name for point in one.data.data_points]


async def test_an_attempt_is_a_client_span_below_the_span_of_its_call() -> None:
    kept = Kept()
    await kept.sell(STORED)
    (attempt,), (call,) = kept.spans(SpanKind.CLIENT), kept.spans(SpanKind.INTERNAL)
    assert (attempt.name, call.name) == (SALE, f"firstpromoter {SALE}")
    assert attempt.parent is not None
    assert call.context is not None
    assert attempt.parent.span_id == call.context.span_id
    shown = dict(attempt.attributes or {})
    sizes = [shown.pop("http.request.body.size"), shown.pop("http.response.body.size")]
    assert shown == {
        "http.request.method": "POST",
        "url.template": "/api/v2/track/sale",
        "server.address": "fp.test",
        "server.port": 443,
        "http.response.status_code": 200,
        "firstpromoter.wait": 0.0,
    }
    assert all(sizes)
    assert attempt.status.status_code is StatusCode.UNSET


async def test_a_call_is_below_the_span_of_its_caller() -> None:
    kept = Kept()
    with kept.tracers.get_tracer("shop").start_as_current_span("checkout") as checkout:
        await kept.sell(STORED)
    (call,) = (span for span in kept.spans(SpanKind.INTERNAL) if span.name != "checkout")
    assert call.parent is not None
    assert call.parent.span_id == checkout.get_span_context().span_id


async def test_repeated_attempts_are_counted_and_their_errors_named() -> None:
    kept = Kept()
    await kept.sell(json_answer(503), ConnectionLost("gone"), STORED)
    spans = [dict(span.attributes or {}) for span in kept.spans(SpanKind.CLIENT)]
    assert [span.get("http.request.resend_count") for span in spans] == [None, 1, 2]
    assert [span.get("error.type") for span in spans] == ["503", "ConnectionLost", None]
    (call,) = kept.spans(SpanKind.INTERNAL)
    assert call.status.status_code is StatusCode.UNSET
    assert dict(call.attributes or {})["firstpromoter.attempts"] == 3


async def test_a_failed_call_says_its_outcome() -> None:
    kept = Kept()
    with pytest.raises(ServerError):
        await kept.sell(json_answer(500))
    (call,) = kept.spans(SpanKind.INTERNAL)
    assert call.status.status_code is StatusCode.ERROR
    assert dict(call.attributes or {})["firstpromoter.outcome"] == "unknown"


async def test_durations_are_measured_by_operation_and_status() -> None:
    kept = Kept()
    await kept.sell(json_answer(503), STORED)
    points = kept.points("http.client.request.duration")
    assert sorted((point.attributes["http.response.status_code"], point.count) for point in points) == [
        (200, 1),
        (503, 1),
    ]
    (wait,) = kept.points("firstpromoter.client.wait.duration")
    assert (wait.attributes, wait.count) == ({"firstpromoter.operation": SALE}, 1)


async def test_no_span_names_anybody() -> None:
    kept = Kept()
    await kept.sell(STORED)
    shown = repr([(span.name, dict(span.attributes or {})) for span in kept.exporter.get_finished_spans()])
    assert "ann" not in shown
    assert "order-1" not in shown
