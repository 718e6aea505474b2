"""Names that are used for something declared elsewhere: each must be there, and mean one thing."""

from dataclasses import dataclass

from desireline.diagnostics.diagnostic import Near
from desireline.mapfile.findings import Findings
from desireline.mapfile.reading import Declared, Use
from desireline.mapfile.scalars import report_look_alike
from desireline.mapfile.wording import NearNames, a, shown


@dataclass(frozen=True, slots=True)
class _Said:
    """How a name that is not there is reported."""

    headline: str
    label: str
    why: str


# By the code that the grammar gives each reference.
_SAID = {
    "J104": _Said(
        "this move leads to a step that does not exist",
        "no step or outcome has this id",
        "a customer who is here would have nowhere to go next",
    ),
    "J105": _Said(
        "this promise waits for a step that does not exist",
        "no step or outcome has this id",
        "the promise could never be kept by coming to it",
    ),
    "J106": _Said("trips start at a step that does not exist", "no step has this id", "no trip would ever start here as hoped"),
    "J107": _Said(
        "this step is in a stage that does not exist", "no stage has this id", "the step would be missing from the customer's way"
    ),
    "J108": _Said("this team does not exist", "no team has this id", "nobody would answer for it"),
    "J109": _Said("this message does not exist", "no message has this id", "the customer would be told nothing"),
    "J110": _Said(
        "this is about a step or stage that does not exist", "no step or stage has this id", "it would be shown nowhere on the map"
    ),
    "J111": _Said(
        "this idea answers an insight that does not exist",
        "no insight has this id",
        "nobody could say what it would change for the customer",
    ),
    "J112": _Said("this name is not declared", "not declared", "nobody knows whether events carry it, and as what"),
}
_PLACES = {"stage", "step", "outcome"}
_IDS = {*_PLACES, "team", "message", "insight"}
"""Namespaces of ids; the names of fields and traits may have any letters."""


def check_uses(uses: list[Use], declared: Declared, findings: Findings, near: NearNames) -> None:
    """Report each use of a name that is not there; but none of a namespace in which a declaration could not be read."""
    for use in uses:
        reference = use.reference
        if use.name in reference.also or (_IDS.issuperset(reference.to) and report_look_alike(use.node, findings)):
            continue
        places = [namespace for namespace in reference.to if use.name in declared.names.get(namespace, {})]
        if not places and declared.uncertain.isdisjoint(reference.to):
            _report_unknown(use, declared, findings, near)
        elif set(places) >= {"step", "stage"}:
            _report_ambiguous(use, declared, findings)


def _report_unknown(use: Use, declared: Declared, findings: Findings, near: NearNames) -> None:
    said = _SAID[use.reference.code]
    like, meant = near.like(use.name, declared.of(*use.reference.to), use.reference.also)
    kinds = " or ".join(use.reference.to)
    label = said.label if said.label != "not declared" else f"no {kinds} has this name"
    other = next((namespace for namespace in declared.names if use.name in declared.names[namespace] and namespace in _PLACES), None)
    if other is not None and not _PLACES.isdisjoint(use.reference.to):
        label = f"this is {a(other)}, not {a(kinds)}"
        like, meant = (Near(use.name, findings.span(declared.names[other][use.name])),), None
    findings.add(
        use.reference.code,
        use.node,
        said.headline,
        label=label,
        why=said.why,
        fix=findings.rewrite(f"write `{shown(meant)}`", use.node, meant)
        if meant
        else f"declare the {kinds} `{shown(use.name)}`, or name one that is declared",
        near=like,
    )


def _report_ambiguous(use: Use, declared: Declared, findings: Findings) -> None:
    findings.add(
        "J135",
        use.node,
        f"`{shown(use.name)}` is a step and a stage",
        label="could mean either",
        why="it would be shown at a place that was not meant",
        fix="give the step or the stage another id",
        near=tuple(Near(use.name, findings.span(declared.names[namespace][use.name])) for namespace in ("step", "stage")),
    )
