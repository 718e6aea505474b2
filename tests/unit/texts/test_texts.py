"""What customers read, and what a text needs to be known."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.conditions import ValueType
from desireline.texts import CannotSayError, fill, language_for, read_message_text

TYPES = {
    "name": ValueType(kind="text"),
    "mbps": ValueType(kind="number"),
    "cases": ValueType(kind="integer"),
    "at": ValueType(kind="time"),
    "fast": ValueType(kind="boolean"),
    "plan": ValueType(kind="one_of", values=("basic", "fibre")),
    "order total": ValueType(kind="number"),
}
KNOWN = {"name": "Ann", "mbps": 1234.5, "cases": 2, "at": 1772438400000000, "fast": True, "plan": "fibre", "order total": 3.0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi {name}, {{braces}} {order total}", "Hi Ann, {braces} 3"),
        ("{mbps} {cases} {fast} { name }", "1234.5 2 true Ann"),
        ("{mbps | number(2, ',', '.')} {mbps | round} {mbps | number}", "1.234,50 1234 1234"),
        ("{at}, {at | time('%d.%m.%y %H:%M')}, {at | time('%I %p', 'America/New_York')}", "2026-03-02 09:00, 02.03.26 09:00, 03 am"),
        ("{% if plan == 'fibre' and mbps < 10 %}slow{% elif cases in [1, 2] %}few{% else %}fine{% endif %}", "few"),
        ("{% if fast %}{% if cases > 9 %}a{% else %}b{% endif %}{% endif %}{# not said #}.", "b."),
        ("{name | upper}{'!' if cases > 1 else '?'}", "ANN!"),
    ],
)
def test_a_text_is_filled(text: str, said: str) -> None:
    assert fill(text, TYPES, KNOWN, "Europe/Rome") == said


def test_without_a_zone_times_are_told_in_utc_and_say_so() -> None:
    assert fill("{at}", TYPES, KNOWN) == "2026-03-02 08:00 UTC"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi {name | default('you')}", "Hi you"),
        ("{name or plan | default('friend')}", "friend"),
        ("{% if name %}Dear {name}{% else %}Dear customer{% endif %}", "Dear customer"),
        ("{% if name is defined %}Dear {name}{% endif %}.", "."),
        ("{% if not fast %}slow{% endif %}", "slow"),
    ],
)
def test_a_text_can_say_what_to_say_of_what_is_not_known(text: str, said: str) -> None:
    assert fill(text, TYPES, {}) == said
    assert not read_message_text(text, TYPES).needed


@pytest.mark.parametrize(
    "text",
    ["{name}", "{name | upper}", "{at | time}", "{mbps | number}", "{% if mbps < 3 %}slow{% endif %}", "{'a' ~ cases}", "{name and mbps}"],
)
def test_nothing_is_said_in_part_where_something_is_not_known(text: str) -> None:
    (needed,) = read_message_text(text, TYPES).needed
    with pytest.raises(CannotSayError, match="is not known of this customer"):
        fill(f"before {text} after", TYPES, {})
    assert needed in read_message_text(text, TYPES).names


@pytest.mark.parametrize(
    ("text", "wrong", "where"),
    [
        ("Hi {frist}", "unknown name", "{frist}"),
        ("Hi {frist | default(name)}", "unknown name", "frist"),
        ("{}", "brace", "{}"),
        ("a } b", "brace", "}"),
        ("{name what}", "expression", "{name what}"),
        ("{range(10 ** 9)}", "expression", "{range(10 ** 9)}"),
        ("{name.__class__}", "expression", "{name.__class__}"),
        ("{mbps < 'x'}", "expression", "{mbps < 'x'}"),
        ("{name | time}", "expression", "{name | time}"),
        ("{'a' * cases}", "expression", "{'a' * cases}"),
        ("{name | default(none)}", "expression", "{name | default(none)}"),
        ("{" + "(" * 450 + "name" + ")" * 45 + "}", "expression", "{((("),
        ("{" + "-" * 600 + "cases}", "expression", "{---"),
        ("{% for x in name %}", "block", "{% for x in name %}"),
        ("{% if name %}", "block", "{% if name %}"),
        ("{% include 'x' %}", "block", "{% include 'x' %}"),
    ],
)
def test_a_mistake_is_found_where_it_stands(text: str, wrong: str, where: str) -> None:
    mistake = read_message_text(text, TYPES).mistakes[0]
    assert mistake.wrong == wrong
    assert text[mistake.start : mistake.end].startswith(where)
    with pytest.raises(CannotSayError):
        fill(text, TYPES, KNOWN)


@given(
    st.lists(st.sampled_from(["{", "}", "{{", "%", "{% if ", "{% endif %}", "{% else %}", " %}", "name", " | ", "'", "(", "default", "1"]))
)
def test_any_text_is_read_and_what_is_sound_can_be_said(pieces: list[str]) -> None:
    text = "".join(pieces)
    read = read_message_text(text, TYPES)
    if not read.mistakes:
        assert "None" not in fill(text, TYPES, KNOWN)
        if not read.names:
            fill(text, TYPES, {})


def test_values_are_never_read_as_texts() -> None:
    assert fill("{name}", TYPES, {"name": "{{mbps}} {% if %} <b>"}) == "{{mbps}} {% if %} <b>"


@pytest.mark.parametrize(
    ("wanted", "written", "spoken"),
    [
        ("it-IT", ["en", "it"], "it"),
        ("IT_it", ["en", "it", "it-IT"], "it-IT"),
        ("zh-Hant-TW", ["en", "zh-Hant"], "zh-Hant"),
        ("it", ["en", "it-CH"], "it-CH"),
        ("fr", ["de", "it"], "de"),
        (None, ["de", "it"], "de"),
        (True, ["de"], "de"),
    ],
)
def test_customers_are_spoken_to_in_their_language_or_the_first(wanted: object, written: list[str], spoken: str) -> None:
    assert language_for(wanted, written) == spoken


def test_texts_without_expressions_do_not_load_the_language_of_expressions() -> None:
    lines = (
        "import sys; from desireline.texts import fill; from desireline.conditions import ValueType; t = {'name': ValueType(kind='text')}",
        "print(fill('Hi {name}', t, {'name': 'Ann'}), 'jinja2' in sys.modules)",
        "print(fill('Hi {name | upper}', t, {'name': 'Ann'}), 'jinja2' in sys.modules)",
    )
    ran = subprocess.run([sys.executable, "-c", "; ".join(lines)], capture_output=True, text=True, check=True)
    assert ran.stdout == "Hi Ann False\nHi ANN True\n"
