"""Which lane goes where, by a file."""

import base64
import json
import sys
import tempfile
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook as Verifier
from support.receivers import receiving
from support.small_journeys import BEGIN_US, happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.live import HandedOut, Limits, Retries, Runtime, SqliteStore, SystemClock, VirtualClock, read_targets
from desireline.live.out.targets_file import _WORDS

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
WRONG = """\
[say]
url = "http://hooks.example.com/"
secret_env = "SAY_SECRET"
paralell = 3
retries = {first_seconds = 0, atempts = 3}

[offer]
log = true
handler = "offers"

[call.crm]
url = "https://169.254.169.254/keys"

[call."ticket desk"]
log = true
timeout_seconds = 5

[call.billing]
parallel = "many"
allow = ["10.0.0.0/99"]

[task]
log = true
[calls.crm]
log = true
"""
WORDS = st.sampled_from(["say", "offer", "call", "task", *_WORDS, "first_seconds", "attempts", "crm"])


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package that offers handlers, as it lies in site-packages."""
    info = tmp_path / "site" / "desk-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: desk\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[desireline.handlers]\ndesk = desk:take\nno_desk = desk:nothing\nsign = desk:SIGN\n")
    (tmp_path / "site" / "desk.py").write_text("taken = []\nSIGN = 'open'\ntake = taken.append\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    yield tmp_path
    sys.modules.pop("desk", None)


def written(folder: Path, text: str) -> Path:
    path = folder / "targets.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(DesirelineError) as raised:
        read_targets(path)
    return [(d.code, d.span.line if d.span else 0, d.headline) for d in raised.value.diagnostics]


def test_a_file_says_which_lane_goes_where(tmp_path: Path) -> None:
    text = """
        [say]
        url = "https://hooks.example.com/say"
        secret_env = ["NEW", "OLD"]
        parallel = 8
        per_second = 50
        allow = "10.1.0.0/16"
        retries = {attempts = 3}
        [call.ticketing]
        handler = "tickets"
        [offer]
        log = true
    """
    say, call, offer = read_targets(written(tmp_path, text)).targets
    assert (say.lane, say.secret_env, say.limits) == ("say", ("NEW", "OLD"), Limits(parallel=8, per_second=50.0))
    assert (say.allow, say.retries) == ((ip_network("10.1.0.0/16"),), Retries(attempts=3))
    assert (call.lane, call.handler, offer.lane, offer.log) == ("call:ticketing", "tickets", "offer", True)


def test_all_that_is_wrong_is_said_at_once_where_it_stands(tmp_path: Path) -> None:
    assert refused(written(tmp_path, WRONG)) == [
        ("L133", 2, "`http://` is sent in the clear, and only to networks that `allow` names"),
        ("L131", 4, "there is no word `paralell`"),
        ("L132", 5, "`first_seconds` cannot be read: it takes a number from 0.001 to 86400"),
        ("L131", 5, "there is no word `atempts`"),
        ("L133", 8, "`offer` goes to several places"),
        ("L133", 11, "`call:crm` is not signed"),
        ("L133", 12, "169.254.169.254 is no public address"),
        ("L133", 16, "`timeout_seconds` says nothing of a `log`"),
        ("L133", 18, "`call:billing` goes nowhere"),
        ("L132", 19, "`parallel` cannot be read: it takes a whole number from 1 to 1000"),
        ("L132", 20, "`allow` cannot be read: '10.0.0.0/99' does not appear to be an IPv4 or IPv6 network"),
        ("L131", 22, "there is no lane `task`"),
        ("L131", 24, "there is no lane `calls`"),
    ]


@pytest.mark.parametrize(
    ("text", "line"), [("[say\n", 1), ("[say]\nlog = \n", 2), ("[say]\nlog = true\nlog = true", 3), ("\ud800", 1), ("x" * 70_000, 1)]
)
def test_what_is_not_toml_is_said_with_its_place(text: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    ((code, at, _),) = refused(path)
    assert (code, at) == ("L130", line)
    assert refused(tmp_path / "none.toml")[0][0] == "L130"


@given(
    st.recursive(
        st.one_of(
            st.booleans(), st.integers(-9, 2000), st.floats(), st.sampled_from(["", "x", "10.0.0.1", "http://[::1", "https://a:99999/"])
        ),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
        max_leaves=12,
    ).filter(lambda said: isinstance(said, dict))
)
def test_any_data_is_targets_or_is_refused_in_words(said: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), "\n".join(f"{word} = {_toml(value)}" for word, value in said.items()))
        found = []
        try:
            read_targets(path)
        except DesirelineError as error:
            found = list(error.diagnostics)
        assert all(d.span is not None and d.fix is not None for d in found)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{word} = {_toml(inner)}" for word, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value) if isinstance(value, (str, bool)) else repr(value)


def test_secrets_come_from_the_environment_and_files_and_are_never_told(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("whsec_tooshort==")
    text = f'[say]\nurl = "https://a.example/"\nsecret_env = ["NONE", "BAD"]\nsecret_file = ["{tmp_path}/secret", "{tmp_path}/none"]\n'
    targets = read_targets(written(tmp_path, text))
    store = SqliteStore(tmp_path / "store.db")
    with pytest.raises(DesirelineError) as raised:
        targets.outbox(store, SystemClock(), [], {"BAD": "hunter2"})
    assert [d.code for d in raised.value.diagnostics] == ["L134"] * 4
    assert "hunter2" not in str(raised.value)
    assert "tooshort" not in str(raised.value)
    store.close()


def test_an_outbox_of_a_file_sends_signed_and_calls_what_is_installed(installed: Path) -> None:
    steps = {"ask": {"do": [{"id": "tell", "say": "hello"}, {"id": "note", "call": "desk"}, {"id": "more", "call": "other"}]}}
    map_ = small_map(steps, messages={"hello": {"app": {"en": "Hi"}}})
    store = SqliteStore(installed / "store.db")
    runtime = Runtime([map_], store, VirtualClock(BEGIN_US))
    runtime.take([happened("ask", 0)])
    with receiving() as receiver:
        text = f'[say]\nurl = "{receiver.url}"\nsecret_env = "SECRET"\nallow = "127.0.0.1"\n[call.desk]\nhandler = "desk"\n'
        targets = read_targets(written(installed, text))
        assert targets.missing(runtime.programs) == ["call:other"]
        assert targets.outbox(store, SystemClock(), [map_], {"SECRET": SECRET}).deliver() == 2
    store.close()
    ((headers, body),) = receiver.taken
    assert Verifier(SECRET).verify(body, headers)["data"]["text"] == "Hi"
    import desk

    (taken,) = desk.taken
    assert isinstance(taken, HandedOut)
    assert taken.key == "small:note::ask-ann-0"


@pytest.mark.parametrize(
    ("name", "said"), [("none", "no installed package offers"), ("no_desk", "cannot be loaded"), ("sign", "is a str, and cannot be called")]
)
def test_a_handler_that_is_not_there_is_said_with_its_place(name: str, said: str, installed: Path) -> None:
    targets = read_targets(written(installed, f'[call.desk]\nhandler = "{name}"\n'))
    store = SqliteStore(installed / "store.db")
    with pytest.raises(DesirelineError, match=said) as raised:
        targets.outbox(store, SystemClock(), [])
    store.close()
    assert [(d.code, d.span.line) for d in raised.value.diagnostics if d.span] == [("L136", 1)]
