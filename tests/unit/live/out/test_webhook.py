"""Effects over HTTP: signed, in time, and to no address that is not meant."""

import base64
import json
import os
import socket
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path

import jsonschema
import pytest
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError
from support.receivers import CERTIFICATES, Receiver, receiving

from desireline.conditions import Value
from desireline.engine import Effect
from desireline.live import GiveUpError, HandedOut, SystemClock, TryLaterError, VirtualClock, Webhook, body_schema
from desireline.live.out.addresses import NotAllowedError, permitted
from desireline.live.out.signing import Secret, message_id
from desireline.model import parse_instant_us

LOOPBACK = [ip_network("127.0.0.0/8")]
SECRETS = ["whsec_" + base64.b64encode(os.urandom(32)).decode() for _ in range(2)]
MOMENT_US = parse_instant_us("2026-03-02T08:00:00Z")


def handed(kind: str = "say", event: str = "e.1", **given: Value) -> HandedOut:
    effect = Effect(
        f"small:tell:shop:{event}", "small", "tell", None, kind, "hello", None, "app", given, (MOMENT_US, "e0", "shop"), None, event,
        "shop", MOMENT_US, None, False,
    )  # fmt: skip
    text, language = ("Hi Ann", "en") if kind == "say" else (None, None)
    return HandedOut(effect.id, "ann", effect, 1, text, language, given)


def posting(receiver: Receiver, **options: object) -> Webhook:
    return Webhook(receiver.url, SystemClock(), allow=LOOPBACK, **options)  # type: ignore[arg-type]


def test_a_receiver_can_verify_what_it_is_sent_by_any_of_the_secrets() -> None:
    with receiving() as receiver:
        posting(receiver, secrets=[Secret(secret) for secret in SECRETS])(handed())
    ((headers, body),) = receiver.taken
    for secret in SECRETS:
        assert Verifier(secret).verify(body, headers)["type"] == "desireline.say"
    with pytest.raises(WebhookVerificationError):
        Verifier(SECRETS[0]).verify(body.replace(b"Ann", b"Bob"), headers)
    assert headers["webhook-id"] == "small:tell:shop:e%2E1"
    assert json.loads(body) == {
        "type": "desireline.say",
        "timestamp": "2026-03-02T08:00:00.000000Z",
        "data": {
            "key": "small:tell:shop:e.1", "customer": "ann", "journey": "small", "action": "tell", "branch": None,
            "event": {"source": "shop", "id": "e.1"}, "trip": {"opened": "2026-03-02T08:00:00.000000Z", "key": None},
            "message": "hello", "channel": "app", "language": "en", "text": "Hi Ann",
        },
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["say", "offer", "call"])
def test_every_body_meets_the_schema(kind: str) -> None:
    with receiving() as receiver:
        posting(receiver)(handed(kind, order=12, name="Ann"))
    jsonschema.validate(json.loads(receiver.taken[0][1]), body_schema())


def test_the_published_schema_is_that_of_the_code() -> None:
    page = Path(__file__).parents[4] / "docs" / "reference" / "webhook.schema.json"
    assert json.loads(page.read_text(encoding="utf-8")) == body_schema()


def test_ids_of_any_event_can_stand_in_a_header_and_never_meet() -> None:
    keys = ["a.b", "a%2Eb", "ä\n", "a b", "x" * 600, "x" * 601]
    ids = [message_id(key) for key in keys]
    assert len(set(ids)) == len(keys)
    assert all(id_.isascii() and id_.isprintable() and "." not in id_ and len(id_) <= 500 for id_ in ids)


@pytest.mark.parametrize(
    ("status", "headers", "raised", "said"),
    [
        (410, {}, GiveUpError, "410 Gone"),
        (422, {}, GiveUpError, "422"),
        (404, {}, ConnectionError, "404"),
        (500, {}, ConnectionError, "500"),
        (302, {"Location": "http://127.0.0.1/"}, ConnectionError, "redirects are not followed"),
        (429, {"Retry-After": "17"}, TryLaterError, "asks for 17 s"),
        (503, {"Retry-After": "Mon, 02 Mar 2026 08:01:00 GMT"}, TryLaterError, "asks for 60 s"),
        (503, {"Retry-After": "soon"}, ConnectionError, "503"),
        (307, {"Retry-After": "17"}, TryLaterError, "lead to, and asks for 17 s"),
        (413, {}, GiveUpError, "413"),
        (413, {"Retry-After": "17"}, TryLaterError, "asks for 17 s"),
        (422, {"Retry-After": "17"}, GiveUpError, "422"),
        (500, {"Retry-After": "17"}, TryLaterError, "asks for 17 s"),
    ],
)
def test_an_answer_says_whether_to_try_again(status: int, headers: dict[str, str], raised: type[Exception], said: str) -> None:
    with receiving(lambda _: (status, headers)) as receiver:
        webhook = Webhook(receiver.url, VirtualClock(MOMENT_US), allow=LOOPBACK)
        with pytest.raises(raised, match=said):
            webhook(handed())
    assert len(receiver.taken) == 1


def test_an_attempt_ends_in_time_however_slowly_the_answer_comes() -> None:
    with receiving() as receiver:
        receiver.dribble_seconds = 0.01
        for timeout_seconds in (0.05, 0.4):  # before and after the status is there
            with pytest.raises(TimeoutError, match=r"no answer within 0\.\d+ s"):
                posting(receiver, timeout_seconds=timeout_seconds)(handed())


def test_nobody_there_is_a_failed_attempt() -> None:
    with receiving() as receiver:
        pass
    with pytest.raises(ConnectionError):
        posting(receiver)(handed())


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "224.0.1.1",
        "239.1.1.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_what_only_this_machine_or_network_can_reach(address: str) -> None:
    with pytest.raises(NotAllowedError):
        permitted([address], [])
    network = ip_network(address)
    assert permitted([address], [network]) == address


def test_public_addresses_need_no_allowance_but_for_what_is_sent_in_the_clear() -> None:
    assert permitted(["10.0.0.1", "1.1.1.1", "2606:4700::1111"], []) == "1.1.1.1"
    for public in ("2606:4700::1111", "64:ff9b::101:101"):
        assert permitted([public], []) == public
    with pytest.raises(NotAllowedError):
        permitted(["1.1.1.1"], [], public=False)


def test_a_name_is_resolved_once_so_that_a_second_answer_does_not_help() -> None:
    answers = [["127.0.0.2"], ["127.0.0.1"]]

    def rebinding(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    with receiving() as receiver:
        webhook = Webhook(
            receiver.url.replace("127.0.0.1", "hooks.example"),
            SystemClock(),
            allow=[ip_network("127.0.0.1/32")],
            resolver=rebinding,
        )
        with pytest.raises(ConnectionError, match=r"`hooks\.example` is at 127\.0\.0\.2: not allowed"):
            webhook(handed())
        assert receiver.taken == []
        webhook(handed())
    assert receiver.taken[0][0]["host"].startswith("hooks.example:")


def here(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def test_over_tls_the_receiver_must_be_who_the_url_names() -> None:
    with receiving(tls=True) as receiver:
        posting(receiver, resolver=here, authorities=str(CERTIFICATES / "hooks_example.pem"))(handed())
        assert len(receiver.taken) == 1
        with pytest.raises(OSError, match="self-signed certificate"):
            posting(receiver, resolver=here)(handed())
        receiver.url = receiver.url.replace("hooks.example", "other.example")
        with pytest.raises(OSError, match=r"not valid for 'other\.example'"):
            posting(receiver, resolver=here, authorities=str(CERTIFICATES / "hooks_example.pem"))(handed())
    assert len(receiver.taken) == 1


def test_an_attempt_over_tls_ends_in_time_as_well() -> None:
    with receiving(tls=True) as receiver:
        receiver.dribble_seconds = 0.02
        with pytest.raises(TimeoutError, match=r"no answer within 0\.3 s"):
            posting(receiver, resolver=here, authorities=str(CERTIFICATES / "hooks_example.pem"), timeout_seconds=0.3)(handed())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://hooks.example:{silent.getsockname()[1]}/"
        with pytest.raises(TimeoutError):
            Webhook(url, SystemClock(), allow=LOOPBACK, resolver=here, timeout_seconds=0.1)(handed())


def test_a_secret_is_never_shown() -> None:
    assert "whsec" not in repr(Secret(SECRETS[0]))
    for text in ("whsec_abc", "whsec_" + base64.b64encode(b"short").decode()):
        with pytest.raises(ValueError, match=r"it (is not base64|has 5 bytes)") as raised:
            Secret(text)
        assert text not in str(raised.value)


@pytest.mark.parametrize("url", ["ftp://a.example/", "https://", "https://u:p@a.example", "https://a.example/#x", "https://a b", "/hooks"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Webhook(url, SystemClock())
