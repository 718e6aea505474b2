"""What the live service tells: customers, effects, tasks, records, measures; and its document."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.live_service import Client, event, rehearsed

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.live import add_key, revoke_key
from desireline.service.live import guard


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with rehearsed(tmp_path) as made:
        yield made


@pytest.fixture
def called(client: Client) -> Client:
    """Ann called, and nobody told her the cause within the half hour."""
    client.post("/v1/events", json=[event("a"), event("b", "call.answered", properties={"case_id": "case-1"})])
    assert client.post("/v1/clock", json={"until": "2026-03-02T09:00:00Z"}).json() == {"now": "2026-03-02T09:00:00.000000Z"}
    return client


def test_a_customer_is_told_with_what_may_come(called: Client) -> None:
    told = called.get("/v1/customers/ann?events=1").json()
    (trip,) = told["journeys"][0]["trips"]
    assert [(visit["step"], visit["move"], visit["promises"][0]["state"]) for visit in trip["visits"]] == [
        ("restart_guide", "joined", "broken"),
        ("call", "expected", "broken"),
    ]
    assert (trip["how"], trip["key"], trip["coming"]["expected"]) == ("open", "case-1", ["line_test", "agent_check"])
    assert (len(told["events"]), told["events_earlier"]) == (1, 1)
    assert [effect["action"] for effect in told["tasks"]] == ["look_now", "call_back"]


def test_what_is_not_known_is_not_found(called: Client) -> None:
    for path in ("/v1/customers/bob", "/v1/customers/ann?journey=other", "/v1/effects/x/retry", "/v1/tasks/x/take"):
        sent = {"json": {"by": "kim"}} if path.endswith("take") else {}
        answered = called.request("GET" if "customers" in path else "POST", path, **sent)
        assert (path, answered.status_code) == (path, 404)


def test_a_customer_is_told_as_of_an_earlier_moment(called: Client) -> None:
    then = called.get("/v1/customers/ann", params={"as_of": "2026-03-02T08:00:00Z"}).json()
    now = called.get("/v1/customers/ann").json()
    assert len(then["effects"]) < len(now["effects"])
    assert all(effect["moment"] <= "2026-03-02T08:00:00.000000Z" for effect in then["effects"])
    assert called.get("/v1/customers/ann", params={"as_of": "2026-03-01T08:00:00Z"}).status_code == 404
    assert called.get("/v1/customers/ann", params={"as_of": "yesterday"}).status_code == 400
    because = called.get("/v1/customers/ann/why", params={"about": "call_back", "as_of": "2026-03-02T08:00:00Z"})
    assert because.json()["as_of"] == "2026-03-02T08:00:00.000000Z"


def test_a_task_is_taken_with_the_story_and_given_back_once(called: Client) -> None:
    (first, _) = called.get("/v1/tasks?team=care").json()["tasks"]
    path = f"/v1/tasks/{first['id']}"
    assert called.post(f"{path}/give_back", json={"result": "agent.looked"}).status_code == 409
    taken = called.post(f"{path}/take", json={"by": "kim"}).json()
    assert (taken["task"]["by"], taken["story"]["customer"]) == ("kim", "ann")
    assert called.post(f"{path}/take", json={"by": "lee"}).status_code == 409
    assert [task["id"] for task in called.get("/v1/tasks?state=taken").json()["tasks"]] == [first["id"]]
    assert called.post(f"{path}/release").json()["status"] == "owed"
    assert called.post(f"{path}/release").status_code == 409
    assert called.post(f"{path}/take", json={"by": "lee"}).json()["task"]["by"] == "lee"
    result = {"result": "agent.looked", "properties": {"case_id": "case-1"}}
    unknown = called.post(f"{path}/give_back", json={**result, "result": "agent.lookedd"})
    assert (unknown.status_code, unknown.headers["content-type"]) == (422, "application/problem+json")
    (fault,) = unknown.json()["errors"]
    assert (fault["field"], fault["code"], "`agent.looked`" in fault["fix"]) == ("result", "L112", True)
    assert "the map connection_down knows `" in unknown.json()["detail"]
    assert [called.post(f"{path}/give_back", json=result).json()["status"] for _ in range(2)] == ["taken", "duplicate"]
    other = called.post(f"{path}/give_back", json={"result": "agent.lookedd", "unmapped": True})
    assert (other.status_code, other.json()["type"]) == (409, "desireline:another_result")
    assert "with the result `agent.looked`" in other.json()["detail"]
    assert called.get("/v1/customers/ann").json()["journeys"][0]["trips"][0]["visits"][-1]["step"] == "agent_check"


def test_tasks_are_paged(called: Client) -> None:
    seen, after = [], ""
    while after is not None:
        page = called.get(f"/v1/tasks?team=care&most=1{after}").json()
        seen += [task["action"] for task in page["tasks"]]
        after = None if page["after"] is None else f"&after={page['after']}"
    assert seen == ["look_now", "call_back"]
    answer = next(one["id"] for one in called.get("/v1/effects?status=done").json()["effects"])
    assert [called.get(f"/v1/tasks?after={id_}").status_code for id_ in ("nothing", answer)] == [400, 400]


def test_effects_are_paged_and_dropped_and_retried(called: Client) -> None:
    seen, after = [], ""
    while True:
        page = called.get(f"/v1/effects?status=done&status=owed&most=1{after}").json()
        seen += [effect["action"] for effect in page["effects"]]
        if page["after"] is None:
            break
        after = f"&after={page['after']}"
    assert sorted(seen) == ["answer", "call_back", "look_now", "rather_talk"]
    path = f"/v1/effects/{called.get('/v1/tasks').json()['tasks'][0]['id']}"
    assert called.post(f"{path}/drop").json()["status"] == "dropped"
    assert [called.post(f"{path}/{verb}").status_code for verb in ("drop", "retry")] == [409, 409]
    assert called.get("/v1/effects?after=nothing").status_code == 400


def test_names_that_there_are_not_are_refused_with_those_that_there_are(called: Client) -> None:
    lane, team = called.get("/v1/effects?lane=sayy"), called.get("/v1/tasks?team=carre")
    assert [(one.status_code, one.json()["type"]) for one in (lane, team)] == [
        (422, "desireline:unknown_lane"),
        (422, "desireline:unknown_team"),
    ]
    assert ("`say`" in lane.json()["errors"][0]["fix"], "`care`" in team.json()["errors"][0]["fix"]) == (True, True)
    assert called.get("/v1/effects?lane=offer&status=dead").json()["effects"] == []
    assert called.get("/v1/tasks?team=care&state=taken").json()["tasks"] == []
    state, status = called.get("/v1/tasks?state=waitin"), called.get("/v1/effects?status=owd")
    assert [one.status_code for one in (state, status)] == [400, 400]
    assert state.json()["errors"] == [{"detail": "Invalid enum value 'waitin'; it is one of `waiting`, `taken`", "field": "state"}]
    assert "one of `owed`, `sending`, `done`" in status.json()["detail"]


def test_the_audit_says_with_which_key_something_was_asked_for(called: Client) -> None:
    (first, second) = (task["id"] for task in called.get("/v1/tasks").json()["tasks"])
    called.post(f"/v1/tasks/{first}/take", json={"by": "kim"})
    called.post(f"/v1/tasks/{first}/release")
    called.post(f"/v1/effects/{second}/drop")
    called.post("/v1/aliases", json={"pairs": [["ann", "abe"]]})
    assert [(line["kind"], line["said"]) for line in called.get("/v1/audit").json()["lines"][::-1]][1:] == [
        ("released", "was taken by kim, asked for with the key first"),
        ("dropped", "by hand, asked for with the key first"),
        ("joined", "is abe now, asked for with the key first"),
    ]


def test_what_was_set_aside_is_paged(client: Client) -> None:
    client.post("/v1/events", json=[1, 2, 3])
    first = client.get("/v1/quarantine?most=2").json()
    rest = client.get(f"/v1/quarantine?most=2&before={first['before']}").json()
    assert [one["event"] for one in (*first["events"], *rest["events"])] == ["3", "2", "1"]
    assert rest["before"] is None
    assert [line["kind"] for line in client.get("/v1/audit").json()["lines"]] == ["key added"]


def test_of_what_cannot_be_taken_the_beginning_is_kept_and_pages_end_in_time(client: Client) -> None:
    for n in range(20):
        client.post("/v1/events", content=json.dumps({"id": n, "customer": "x" * 200_000}), headers={"Content-Type": "application/json"})
    whole = json.dumps({"id": 19, "customer": "x" * 200_000}).encode()
    pages, before = list[dict[str, Any]](), ""
    while not pages or pages[-1]["before"] is not None:
        answered = client.get(f"/v1/quarantine?most=1000{before}")
        assert len(answered.content) < 1_100_000
        pages.append(answered.json())
        before = f"&before={pages[-1]['before']}"
    latest = pages[0]["events"][0]
    assert latest["event"] == whole[:64_000].decode()
    assert (latest["cut"], latest["bytes"], latest["sha256"]) == (True, len(whole), hashlib.sha256(whole).hexdigest())
    assert [len(page["events"]) for page in pages] == [16, 4]


def test_of_an_event_that_differs_the_beginning_is_kept_and_audit_pages_end_in_time(client: Client) -> None:
    for n in range(20):
        client.post("/v1/events", json=event("same", properties={"text": f"{n}" * 100_000}))
    first = client.get("/v1/audit?most=1000")
    rest = client.get(f"/v1/audit?most=1000&before={first.json()['before']}").json()
    assert len(first.content) < 1_100_000
    said = [line["said"] for line in (*first.json()["lines"], *rest["lines"]) if line["kind"] == "differs"]
    assert (len(said), rest["before"], max(map(len, said)) < 65_000) == (19, None, True)
    assert "… (the beginning of 200,1" in said[0]


def test_a_customer_whose_events_are_long_is_told_in_little(client: Client) -> None:
    client.post("/v1/events", json=[event(f"e-{n}", properties={"text": "x" * 400_000}) for n in range(5)])
    told = client.get("/v1/customers/ann").json()
    assert ([one["id"] for one in told["events"]], told["events_earlier"]) == (["e-2", "e-3", "e-4"], 2)


def test_maps_are_listed_with_their_customers(called: Client) -> None:
    (journey,) = called.get("/v1/journeys").json()["journeys"]
    assert (journey["journey"], journey["customers"], journey["outdated"]) == ("connection_down", 1, 0)


def test_health_readiness_and_measures(called: Client) -> None:
    health, ready = (called.get(path, headers={"Authorization": ""}) for path in ("/v1/health", "/v1/ready"))
    assert (health.json()["rehearsal"], ready.json()) == (True, {"status": "ready"})
    measures = called.get("/metrics").text
    assert 'desireline_events_total{status="taken"} 2\n' in measures
    assert 'desireline_tasks{state="waiting"} 2\n' in measures
    assert "desireline_due_lag_seconds 0.0\n" in measures
    assert "ann" not in measures


def test_measures_are_told_also_where_the_store_fails(called: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "desireline_store_up 1.0\n" in called.get("/metrics").text

    def fail(_reading: object) -> None:
        raise DesirelineError(Diagnostic("L103", "the disk is gone"))

    monkeypatch.setattr("desireline.live.Reading.on_the_way", fail)
    measures = called.get("/metrics").text
    assert 'desireline_events_total{status="taken"} 2\n' in measures
    assert "desireline_store_up 0.0\n" in measures


def test_an_event_long_ahead_does_not_carry_a_rehearsal_away(client: Client) -> None:
    assert client.post("/v1/events", json=event(time="9999-01-01T00:00:00Z")).status_code == 422
    assert client.get("/v1/health").json()["now"] == "2026-03-02T08:00:00.000000Z"


def test_a_new_key_admits_at_once_and_a_revoked_one_soon_does_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "NEW_KEY_SECONDS", 0.0)
    assert client.get("/v1/audit").status_code == 200
    key = {"Authorization": f"Bearer {add_key(client.runtime.store, 'second', 0)}"}
    assert client.get("/v1/audit", headers=key).status_code == 200
    revoke_key(client.runtime.store, "second", 0)
    monkeypatch.setattr(guard, "FRESH_SECONDS", 0.0)
    assert client.get("/v1/audit", headers=key).status_code == 401
    with client.runtime.store.snapshot() as tx:
        assert key["Authorization"].removeprefix("Bearer ").encode() not in b"".join(k.digest for k in tx.keys.listed())


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Basic x", "Bearer \xff", "Bearer dl_wrong"])
def test_what_is_no_key_admits_nobody(client: Client, given: str) -> None:
    assert client.get("/v1/audit", headers={"Authorization": given.encode("latin-1")}).status_code == 401


def _operations(client: Client) -> list[dict[str, Any]]:
    document = client.get("/openapi.json").json()
    return [
        {**operation, "path": path, "method": method}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_example_that_is_sent_is_taken(called: Client) -> None:
    task = called.get("/v1/tasks").json()["tasks"][0]["id"]
    for operation in _operations(called):
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            shown = [one["value"] for one in content.get("examples", {}).values()] or [content["example"]]
            for example in shown:
                sent = example if isinstance(example, str) else json.dumps(example)
                path = operation["path"].replace("{task}", task)
                answered = called.request(operation["method"], path, content=sent, headers={"content-type": media_type})
                assert (operation["operationId"], answered.status_code) == (operation["operationId"], 200)


def test_every_operation_shows_what_it_answers_and_so_it_is(called: Client) -> None:
    from jsonschema import Draft202012Validator

    document = called.get("/openapi.json").json()
    for operation in _operations(called):
        content = operation["responses"]["200"]["content"]
        if operation["operationId"] == "tellMetrics":
            continue
        shown = content["application/json"]
        assert shown["examples"], operation["operationId"]
        schema = {**shown["schema"], "components": document["components"]}
        for example in shown["examples"].values():
            Draft202012Validator(schema).validate(example["value"])


def test_why_is_told_of_what_happened_and_of_what_did_not(called: Client) -> None:
    decided, never = (called.get(f"/v1/customers/ann/why?about={about}").json()["answers"][0] for about in ("call_back", "chat"))
    assert decided["says"].startswith("waits for somebody of care")
    assert never["says"] == "never at chat: this customer has no event named chat.started"
    for path in ("ann/why?about=nothing", "bob/why?about=chat", "ann/why?about=%00"):
        assert called.get(f"/v1/customers/{path}").status_code == 404
    assert called.get("/v1/customers/ann/why").status_code == 400


def test_every_parameter_has_an_example_and_is_understood_so(client: Client) -> None:
    operations = {operation["operationId"]: operation for operation in _operations(client)}
    sent = operations["takeEvents"]["requestBody"]["content"]["application/json"]["examples"]["many"]["value"]
    client.post("/v1/events", json=sent)
    client.post("/v1/clock", json={"until": "2026-03-02T09:00:00Z"})
    for operation in operations.values():
        examples = {(one["in"], one["name"]): one["example"] for one in operation["parameters"]}
        asked = {
            name: str(value).lower() if isinstance(value, bool) else value for (place, name), value in examples.items() if place == "query"
        }
        path = operation["path"]
        for (place, name), value in examples.items():
            path = path.replace(f"{{{name}}}", value) if place == "path" else path
        if operation["method"] == "get":
            answered = client.get(path, params=asked)
            assert answered.status_code == 200, answered.text


def test_problems_are_such_as_their_examples(called: Client) -> None:
    shown: dict[int, dict[str, Any]] = {}
    for operation in _operations(called):
        for status, reply in operation["responses"].items():
            problem = reply.get("content", {}).get("application/problem+json")
            if problem is not None:
                shown[int(status)] = problem["example"]
    event_type = {"content-type": "application/json"}
    calls = [
        called.get("/v1/audit?most=0"),
        called.get("/v1/audit", headers={"Authorization": "Bearer wrong"}),
        called.get("/v1/customers/ann?journey=shop"),
        called.post(f"/v1/effects/{called.get('/v1/effects').json()['effects'][0]['id']}/retry"),
        called.post("/v1/events", content=b" " * 5_100_000, headers=event_type),
        called.post("/v1/events", content=b"x", headers={"content-type": "text/plain"}),
        called.post("/v1/events", json={"id": "e-9", "time": "8:05", "customer": "ann", "name": "x"}),
    ]
    assert [answer.status_code for answer in calls] == [400, 401, 404, 409, 413, 415, 422]
    for answer in calls:
        told, example = answer.json(), shown[answer.status_code]
        assert {name: told[name] for name in ("type", "title", "status")} == {name: example[name] for name in ("type", "title", "status")}
        assert told.keys() == example.keys()
    assert {*shown} >= {429, 500, 503}
