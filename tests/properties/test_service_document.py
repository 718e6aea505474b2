"""Whatever the OpenAPI document allows, and much that it does not, is sent to a running service: no 5xx, and answers as described."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import given, strategies
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from support.campaign import examples
from support.live_service import MAP, event
from support.served import Served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    ignored_auth,
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = tmp_path_factory.mktemp("served") / "live.db"
    with Served(MAP, "--store", store, "--rehearse", "2026-03-02T08:00:00Z", "--log-level", "error") as service:
        with service.client(service.key or "") as client:
            events = [event("a"), event("b", "call.answered", properties={"case_id": "case-1"})]
            assert client.post("/v1/events", json=[*events, 3]).status_code == 200
            assert client.post("/v1/clock", json={"until": "2026-03-02T09:00:00Z"}).status_code == 200
        yield service
        assert service.process.poll() is None
        assert "a mistake inside" not in service.said


def test_calls_are_answered_as_the_document_says(served: Served) -> None:
    document = schemathesis.openapi.from_url(f"{served.url}/openapi.json")
    # A stream that goes on has tests of its own: here it would only be waited for.
    operations = [one for one in (found.ok() for found in document.get_all_operations()) if one.path != "/v1/studio/changes"]
    assert len(operations) > 12
    for operation in operations:
        _call(operation, served.key or "")


def _call(operation: schemathesis.APIOperation, key: str) -> None:
    """Call an operation many times over, with what its description allows and with what it does not."""
    modes = [operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode]

    @examples(10, campaign=2_000)
    @given(strategies.one_of(*modes))
    def calls(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)

    calls()
