"""Steps that no visit can be at, where one is waited for.

By rules 4 and 6 of the contract an offline step has no events, and the events of an aftercare step are no visits.
"""

from collections.abc import Mapping

from desireline.diagnostics.diagnostic import Near
from desireline.mapfile.findings import Findings
from desireline.mapfile.reading import Notes, Reading, Use
from desireline.mapfile.wording import either, shown

_STARTS, _UNTIL = "starts", "until"
_WHY = {
    _STARTS: "no trip would ever start here as hoped",
    _UNTIL: "the promise could never be kept by coming to it",
}


def check_waited_for(steps: Mapping[str, Reading], notes: Notes, findings: Findings) -> None:
    """Report starts of trips and `until` of promises that name a step without visits."""
    for use in notes.uses:
        step = steps.get(use.name)
        if step is not None and use.word in _WHY and (reason := _reason(step)) is not None:
            _report(use, step, reason, steps, findings)


def _reason(step: Reading) -> str | None:
    """Why there are no visits at a step; None: there can be."""
    if step.text("seen") == "offline":
        return "no event shows"
    return "is aftercare" if step.values.get("aftercare") is True else None


def _report(use: Use, step: Reading, reason: str, steps: Mapping[str, Reading], findings: Findings) -> None:
    name = shown(use.name)
    which = f"{reason} `{name}`" if reason == "no event shows" else f"`{name}` {reason}"
    findings.add(
        "J143",
        use.node,
        f"trips cannot start here: {which}" if use.word == _STARTS else f"this promise waits for what cannot come: {which}",
        label="never visited",
        why=_WHY[use.word],
        fix=_fix(use, steps),
        near=(Near(name, findings.span(step.head)),),
    )


def _fix(use: Use, steps: Mapping[str, Reading]) -> str:
    instead = [place for place in _seen_after(use.name, steps) if use.word == _UNTIL or place in steps]
    if not instead:
        return f"leave `{shown(use.name)}` out"
    return f"name what can be seen of the customer next: {either(instead)}"


def _seen_after(step: str, steps: Mapping[str, Reading]) -> list[str]:
    """The places with visits that come next, through steps without."""
    found: list[str] = []
    waiting, met = [step], {step}
    while waiting:
        for named in steps[waiting.pop(0)].names("next"):
            if named.text in met:
                continue
            met.add(named.text)
            if named.text in steps and _reason(steps[named.text]) is not None:
                waiting.append(named.text)
            else:
                found.append(named.text)
    return found
