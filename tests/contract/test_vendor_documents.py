"""The bytes of our v1 calls, and the answers we read, against FirstPromoter's own OpenAPI files.

The files are not ours to copy. They are read where they lie beside this checkout, and these tests are skipped elsewhere.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from firstpromoter_async import Request
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpResponse
from tests.contract.building import least_request, requests_of

FOLDER = Path(__file__).parents[3] / "shared" / "api" / "openapi" / "v1"
openapi_core = pytest.importorskip("openapi_core", reason="needs openapi-core, which is in the test group")
if not FOLDER.is_dir():
    pytest.skip("FirstPromoter's OpenAPI files are not beside this checkout", allow_module_level=True)

from openapi_core.datatypes import RequestParameters  # noqa: E402  after the check that it is there
from openapi_core.exceptions import OpenAPIError  # noqa: E402
from werkzeug.datastructures import Headers, ImmutableMultiDict  # noqa: E402

V1 = {operation.call: operation for operation in operations() if operation.call.startswith("v1.")}
# Not in the files at all.
UNDOCUMENTED = {"v1.promoters.iframe_login"}
DOCUMENTED = sorted(V1.keys() - UNDOCUMENTED)

# Parameters that the files flag as required although their own prose says otherwise.
NOT_REALLY_REQUIRED = {
    "v1.payouts.create": {"promoter_email"},  # promoter_id may stand in its place
    "v1.promoters.move_to_campaign": {"source_campaign_id"},  # the default campaign, if left out
}


def documents() -> dict[str, tuple[Any, dict[str, Any]]]:
    """Read every file: the validator and the plain document by the path that its server URL and paths make up."""
    found: dict[str, tuple[Any, dict[str, Any]]] = {}
    for file in sorted(FOLDER.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        for path, methods in document["paths"].items():
            for call in DOCUMENTED:
                if call in NOT_REALLY_REQUIRED and V1[call].request.route.path == base_of(document) + path:
                    relax(methods, NOT_REALLY_REQUIRED[call])
        validator = openapi_core.OpenAPI.from_dict(document)
        for path in document["paths"]:
            found[base_of(document) + path] = (validator, document)
    return found


def base_of(document: dict[str, Any]) -> str:
    return urlsplit(document["servers"][0]["url"]).path


def relax(methods: dict[str, Any], names: set[str]) -> None:
    for operation in methods.values():
        for parameter in operation.get("parameters", []):
            if parameter["name"] in names:
                parameter["required"] = False


DOCUMENTS = documents()


class Written:
    """Our bytes, as the validator wants to see a request."""

    content_type = "application/x-www-form-urlencoded"
    body = None

    def __init__(self, method: str, url: str) -> None:
        parts = urlsplit(url)
        self.host_url = f"{parts.scheme}://{parts.netloc}"
        self.path = parts.path
        self.method = method.lower()
        query = ImmutableMultiDict(parse_qsl(parts.query, keep_blank_values=True))
        self.parameters = RequestParameters(query=query, header=Headers({"X-API-KEY": "key"}))


def declared(operation: Operation) -> set[str]:
    route = operation.request.route
    document = DOCUMENTS[route.path][1]
    methods = document["paths"][route.path.removeprefix(base_of(document))]
    return {parameter["name"] for parameter in methods[route.method.lower()].get("parameters", [])}


# What we send beyond the files: paging stands in their prose alone, and this lookup key in their error texts.
ALSO_SENT = {"page", "per_page", "promoter_email"}
# Values that the files' lists leave out, although the older reference and clients in use have them.
ALSO_MEANT = {("v1.rewards.create", "reward_type"): {"cash"}}


@pytest.mark.parametrize("call", DOCUMENTED)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_we_write_is_valid_by_the_vendors_files(call: str, data: st.DataObject) -> None:
    request = data.draw(requests_of(V1[call].request))
    for (with_more, name), values in ALSO_MEANT.items():
        assume(with_more != call or getattr(request, name) not in values)
    message = encode(request, "https://firstpromoter.com", form_in_query=True)
    validator, _ = DOCUMENTS[V1[call].request.route.path]
    try:
        validator.validate_request(Written(message.method, message.url))
    except OpenAPIError as problem:
        pytest.fail(f"{message.url}: {problem!r} because of {problem.__cause__!r}")
    names = {name.partition("[")[0] for name, _ in parse_qsl(urlsplit(message.url).query, keep_blank_values=True)}
    assert names <= {name.partition("[")[0] for name in declared(V1[call])} | ALSO_SENT


@pytest.mark.parametrize("call", DOCUMENTED)
def test_every_documented_answer_can_be_read(call: str) -> None:
    operation = V1[call]
    route = operation.request.route
    document = DOCUMENTS[route.path][1]
    answers = document["paths"][route.path.removeprefix(base_of(document))][route.method.lower()]["responses"]
    read = 0
    for status, answer in answers.items():
        if not status.startswith("2"):
            continue
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        example = None if schema is None else example_of(schema, document)
        response = HttpResponse.of(int(status), {}, b"" if schema is None else json.dumps(example).encode())
        assert meant_by(example, least_request(operation.request)).read(response) is not None
        read += 1
    assert read


def meant_by(example: Any, request: Request[Any]) -> Request[Any]:
    """Return the request about the event that the example is about: the answer to another one is not believed."""
    reward = example.get("reward") if isinstance(example, dict) else None
    event_id = reward.get("event_id") if isinstance(reward, dict) else None
    return attrs.evolve(request, event_id=event_id) if event_id and hasattr(request, "event_id") else request


NOTHING_SAID = object()


def example_of(schema: dict[str, Any], document: dict[str, Any], depth: int = 0) -> Any:
    """Make an instance of a schema from its examples; what has none and could be any text is left out."""
    if "$ref" in schema:
        return example_of(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, depth + 1)
    for key in ("allOf", "oneOf", "anyOf"):
        if key in schema:
            parts = [example_of(part, document, depth + 1) for part in schema[key]]
            merged = {name: value for part in parts if isinstance(part, dict) for name, value in part.items()}
            return merged if key == "allOf" else parts[0]
    if "example" in schema:
        return schema["example"]
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if kind == "object" and "properties" not in schema:
        return NOTHING_SAID
    if kind == "object":
        members = {name: example_of(part, document, depth + 1) for name, part in schema.get("properties", {}).items()}
        return {name: value for name, value in members.items() if value is not NOTHING_SAID}
    if kind == "array":
        item = example_of(schema["items"], document, depth + 1) if depth < 8 else NOTHING_SAID
        return [] if item is NOTHING_SAID else [item]
    if schema.get("nullable"):
        return None
    by_kind: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "string": NOTHING_SAID}
    dates = {"date-time": "2024-09-11T14:22:12.160Z", "date": "2024-09-11"}
    return schema.get("enum", [dates.get(schema.get("format", ""), by_kind[kind])])[0]
